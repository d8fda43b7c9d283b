using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <content>
/// Ends of registrations that the Registrar decides on, told by NOTIFY over the connection that the endpoint made
/// (MS-SIPREGE sections 3.2 and 3.5): evicted, disabled, moved, sent home.
/// </content>
public sealed partial class Registrar
{
    private const string EventRegistration = "registration";

    /// <summary>After the 200: whom a NOTIFY may have to be sent to.</summary>
    private void KeepEndpoint(RegisterRequest request, SipAccount account, RegisterAction action, in Turn turn)
    {
        if (!request.IsLync || request.Contacts.IsEmpty
            || !_connections.TryGetValue(turn.Origin.Flow, out var connection))
        {
            return;
        }

        var endpoint = EndpointOf(request, request.Contacts[0]);
        var known = connection.Endpoints.FirstOrDefault(one => one.Account == account && one.Endpoint == endpoint);
        if (action != RegisterAction.Removed && request.Event == EventRegistration && known?.CallId == request.CallId)
        {
            (known.IsGuest, known.IsLeaving) = (IsAway(account), false);
            return;
        }

        if (known is not null)
        {
            connection.Endpoints = connection.Endpoints.Remove(known);
        }

        if (action != RegisterAction.Removed && request.Event == EventRegistration
            && _message.TryGetHeader(SipHeader.From, out var from) && _message.TryGetHeader(SipHeader.To, out var to))
        {
            connection.Endpoints = connection.Endpoints.Add(new()
            {
                Account = account,
                Endpoint = endpoint,
                Target = request.Contacts[0].Uri,
                CallId = request.CallId,
                From = Encoding.UTF8.GetString(from),
                To = $"{Encoding.UTF8.GetString(to)};tag={Encoding.ASCII.GetString(_tag)}",
                KnowsSurvivableMode = request.Supported.HasFlag(SipOptionTags.UserServicesState),
                IsGuest = IsAway(account),
                IsWithoutPresence = Behaviour.PresenceIsLost,
            });
        }
    }

    /// <summary>Looks after every endpoint that is registered over a connection.</summary>
    private void TendEndpoints(Now now, NetEffects effects)
    {
        if (Behaviour.Silent || Behaviour.SilentAfterAccept)
        {
            return;
        }

        foreach (var connection in _connections.Values)
        {
            // The array of before: one that is gone is taken out of the next.
            foreach (var endpoint in connection.Endpoints)
            {
                if (FateOf(endpoint, connection.Origin.Source, now.Monotonic) is not { } fate)
                {
                    continue;
                }

                if (fate == Deregistration.Unregistered
                    || Directory.IsBoundFrom(endpoint.Account.User, endpoint.Endpoint, connection.Origin.Source))
                {
                    Notify(new(now, connection.Origin, effects), connection, endpoint, fate);
                }
                else
                {
                    // It has registered over another connection since, or not at all.
                    connection.Endpoints = connection.Endpoints.Remove(endpoint);
                }
            }
        }
    }

    /// <summary>What has become of an endpoint; <c>null</c> for nothing.</summary>
    private Deregistration? FateOf(RegisteredEndpoint endpoint, EndPointAddress from, Instant now)
    {
        var account = endpoint.Account;
        if (endpoint.IsLeaving)
        {
            return null;
        }

        if (Directory.TakeEvicted(account.User, endpoint.Endpoint, from))
        {
            return Deregistration.Unregistered;
        }

        if (account.Disabled)
        {
            return Deregistration.Rejected;
        }

        if (Behaviour.PresenceIsLost && !endpoint.IsWithoutPresence)
        {
            return endpoint.KnowsSurvivableMode ? Deregistration.WithoutPresence : Deregistration.PresenceLost;
        }

        return !IsAway(account) ? null
            : !endpoint.IsGuest ? Deregistration.Deactivated
            : Behaviour.TakesGuests != true && account.Home is { } home && Directory.Pair?.IsBack(home, now) == true
                ? Deregistration.PreferredRegistrarChange
                : null;
    }

    private void Notify(
        in Turn turn, SipServerConnection connection, RegisteredEndpoint endpoint, Deregistration fate)
    {
        var start = _buffer.WrittenCount;
        WriteNotify(connection.Origin, endpoint, fate);
        Observed.Notifies++;
        endpoint.IsLeaving = fate.Ends;
        endpoint.IsWithoutPresence = Behaviour.PresenceIsLost;
        _answerStart = _buffer.WrittenCount;
        Send(connection.Origin, _buffer.WrittenMemory[start..], turn.Effects);
    }

    /// <summary>
    /// An endpoint knows now that its registration is over. The binding ends in its own time, or as it registers
    /// elsewhere.
    /// </summary>
    private void TakeNotified(in Turn turn, SipServerConnection connection)
    {
        if (connection.Associations.IsAnyEstablished && JudgeSignature(turn) != SignatureVerdict.Good)
        {
            return;
        }

        if (!_message.TryGetCSeq(out var cseq, out _) || cseq.Method != SipMethod.Notify
            || !_message.TryGetCallId(out var callId, out _))
        {
            return;
        }

        Observed.NotifiesAnswered++;
        var text = Encoding.UTF8.GetString(callId);
        var number = cseq.Number;
        connection.Endpoints = connection.Endpoints.RemoveAll(one =>
            one.IsLeaving && one.CallId == text && one.CSeq == number);
    }

    /// <summary>As MS-SIPREGE section 4.1.3 shows it.</summary>
    private void WriteNotify(in SipOrigin origin, RegisteredEndpoint endpoint, Deregistration fate)
    {
        BeginRequest(SipMethod.Notify, Encoding.UTF8.GetBytes(endpoint.Target), origin);
        _writer.Header(SipHeader.From, endpoint.To);
        _writer.Header(SipHeader.To, endpoint.From);
        _writer.Header(SipHeader.CallId, endpoint.CallId);
        _writer.BeginHeader(SipHeader.CSeq).Append(++endpoint.CSeq).Append(" NOTIFY"u8).EndHeader();
        _writer.Header(SipHeader.Event, "registration-notify"u8);
        _writer.Header(SipHeader.SubscriptionState, fate.Ends ? "terminated;expires=0"u8 : "active"u8);
        if (fate.Diagnostics.Length > 0)
        {
            _writer.Header(SipHeader.MsDiagnosticsPublic, fate.Diagnostics);
        }

        if (fate == Deregistration.PreferredRegistrarChange && endpoint.Account.Home is { } home)
        {
            _writer.Header(SipHeader.PPreferredRegistrar, $"sip:{home}");
        }

        _writer.Header(SipHeader.ContentType, "text/registration-event"u8);
        EndRequest(origin.Flow, endpoint.Account, Encoding.ASCII.GetBytes(fate.Body));
    }
}
