using System.Collections.Immutable;
using System.Text;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Mras;
using Dialtone.Wire.Provisioning;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <content>
/// What a registered endpoint asks its Front End for: its settings (MS-SIPREGE section 4.2), and from the server behind
/// it credentials for Media Relays (MS-AVEDGEA).
/// </content>
public sealed partial class Registrar
{
    /// <summary>SUBSCRIBE to oneself with Expires 0: one question, no subscription stays.</summary>
    private int Subscribe(in Turn turn, RegistrarServices services)
    {
        Observed.Subscribes++;
        if (FindRegistered(turn) is not { } account)
        {
            return RefuseStranger(turn);
        }

        var package = Text(SipHeader.Event);
        if (services.Presence is { } presence && IsOfPresence(package))
        {
            return IsSurvivable(account)
                ? Refuse(turn, new(503, "Service Unavailable")) : Follow(turn, account, package, presence);
        }

        var wrong = Behaviour.Provisioning;
        if (wrong.Silent)
        {
            return 0;
        }

        if (wrong.Refusal is { } refusal)
        {
            return Refuse(turn, refusal);
        }

        if (IsSurvivable(account))
        {
            return Refuse(turn, new(503, "Service Unavailable"));
        }

        if (package != ProvisioningRequest.EventPackage)
        {
            return RefuseEvent(turn);
        }

        return services.Provisioning.TryRead(_message.Body.Span, out var asked, out var fault)
            ? Provision(turn, services.Provisioning.BodyFor(account.User, PoolsOf(account), asked, wrong))
            : ReplyMalformed(turn, $"{fault}");
    }

    /// <summary>The home and its backup; a user without a home is at home here.</summary>
    private ImmutableArray<HostName> PoolsOf(SipAccount account)
    {
        var home = account.Home ?? Directory.Pool ?? Settings.Name;
        return Directory.Pair?.BackupOf(home) is { } backup ? [home, backup] : [home];
    }

    private int Provision(in Turn turn, ReadOnlySpan<byte> body)
    {
        var delivery = Behaviour.Provisioning.Delivery;
        var supported = SipOptionTagsReader.Read(_message, SipHeader.Supported);
        if (delivery == ProvisioningDelivery.InAnswer && !supported.HasFlag(SipOptionTags.PiggybackFirstNotify))
        {
            delivery = supported.HasFlag(SipOptionTags.BeNotify)
                ? ProvisioningDelivery.BeNotify
                : ProvisioningDelivery.Notify;
        }

        if (!TryBegin(turn, 200, "OK"u8))
        {
            return 400;
        }

        _writer.Header(SipHeader.Contact, $"<sip:{Settings.Name}:{Settings.Tls.Port};transport=tls>");
        _writer.Header(SipHeader.Expires, 0);
        WriteSubscription();
        _writer.Header(SipHeader.Supported, "ms-benotify, ms-piggyback-first-notify"u8);
        if (delivery != ProvisioningDelivery.InAnswer)
        {
            _ = Finish(turn, 200);
            Notify(turn, delivery, body);
            return 200;
        }

        _writer.Header("ms-piggyback-cseq"u8, "1"u8);
        _writer.Header(SipHeader.ContentType, ProvisioningRequest.ContentType);
        return Finish(turn, 200, body);
    }

    private void WriteSubscription()
    {
        _writer.Header(SipHeader.Event, ProvisioningRequest.EventPackage);
        _writer.Header(SipHeader.SubscriptionState, "terminated;expires=0"u8);
    }

    /// <summary>
    /// The first and last notification, behind the 200 and on the same way (RFC 6665 section 4.2.2, MS-SIP section
    /// 3.5).
    /// </summary>
    private void Notify(in Turn turn, ProvisioningDelivery delivery, ReadOnlySpan<byte> body)
    {
        var contacts = _message.Contacts;
        if (!contacts.TryNext(out var contact))
        {
            return;
        }

        var method = delivery == ProvisioningDelivery.BeNotify ? SipMethod.BeNotify : SipMethod.Notify;
        BeginRequest(method, contact.Uri, turn.Origin);
        _ = _message.TryGetHeader(SipHeader.To, out var to);
        _writer.BeginHeader(SipHeader.From).AppendRead(to).Append(";tag="u8).Append(_tag).EndHeader();
        _ = _message.TryGetHeader(SipHeader.From, out var from);
        _writer.BeginHeader(SipHeader.To).AppendRead(from).EndHeader();
        _ = _message.TryGetHeader(SipHeader.CallId, out var callId);
        _writer.BeginHeader(SipHeader.CallId).AppendRead(callId).EndHeader();
        _writer.Header(SipHeader.CSeq, $"1 {Encoding.ASCII.GetString(SipMethodNames.NameOf(method))}");
        WriteSubscription();
        _writer.Header(SipHeader.ContentType, ProvisioningRequest.ContentType);
        End(_association, body);
        if (turn.Origin.IsDatagram || Behaviour.AnswersOneByOne)
        {
            SendOut(turn, TakeWritten());
        }
    }

    /// <summary>
    /// SERVICE to the Media Relay Authentication Service, which the Front End passes on to the Edge; to no other URI
    /// than the one that provisioning gave.
    /// </summary>
    private int Serve(in Turn turn, RegistrarServices services)
    {
        var mras = services.RelayAuthentication;
        Observed.Services++;
        if (FindRegistered(turn) is not { } account)
        {
            return RefuseStranger(turn);
        }

        if (services.Presence is { } presence
            && _message.RequestUri.SequenceEqual(
                Encoding.UTF8.GetBytes($"sip:{presence.AddressOf(account.User)}")))
        {
            return ServeOwn(turn, account, presence);
        }

        if (!_message.RequestUri.SequenceEqual(Encoding.UTF8.GetBytes(mras.Settings.Uri)))
        {
            return Refuse(turn, new(404, "Not Found"));
        }

        if (mras.Behaviour.Silent)
        {
            return 0;
        }

        if (mras.Behaviour.Refusal is { } refusal)
        {
            return Refuse(turn, refusal);
        }

        if (!IsOf(MrasRequest.ContentType))
        {
            return Refuse(turn, new(415, "Unsupported Media Type"));
        }

        var body = mras.Answer(_message.Body.Span, account.User, turn.Now.WallClock);
        if (!TryBegin(turn, 200, "OK"u8))
        {
            return 400;
        }

        _writer.Header(SipHeader.ContentType, MrasRequest.ContentType);
        return Finish(turn, 200, body);
    }

    /// <summary>
    /// The user whose endpoint registered here, over the connection that the request came over: who signs every
    /// request shows it by that, and Digest signs none.
    /// </summary>
    private SipAccount? FindRegistered(in Turn turn)
    {
        if (SenderOf() is not { } account || (_association is { } association && association.Account != account))
        {
            return null;
        }

        foreach (var binding in Directory.BindingsOf(account.User, turn.Now.Monotonic))
        {
            if (binding.Address == turn.Origin.Source && binding.FrontEnd == Settings.Name.Text)
            {
                _isProved = true;
                return account;
            }
        }

        return null;
    }

    /// <summary>The user of From; <c>null</c> where that is nobody of this domain.</summary>
    private SipAccount? SenderOf() =>
        _message.TryGetFrom(out var from, out _) && SipUri.TryRead(from.Uri, out var uri, out _)
        && IsOwn(Encoding.UTF8.GetString(uri.Host).ToLowerInvariant())
            ? Directory.Find(Encoding.UTF8.GetString(uri.User))
            : null;

    private int RefuseStranger(in Turn turn) =>
        Refuse(turn, new(403, "Forbidden", null, "4004;reason=\"The endpoint is not registered here\""));

    /// <summary>RFC 6665 section 8.3.1.</summary>
    private int RefuseEvent(in Turn turn)
    {
        if (!TryBegin(turn, 489, "Bad Event"u8))
        {
            return 400;
        }

        _writer.Header(SipHeader.AllowEvents, ProvisioningRequest.EventPackage);
        return Finish(turn, 489);
    }

    private string Text(SipHeader header) =>
        _message.TryGetHeader(header, out var value) ? Encoding.UTF8.GetString(value) : "";

    private bool IsOf(string contentType) =>
        Text(SipHeader.ContentType).Split(';')[0].Trim().Equals(contentType, StringComparison.OrdinalIgnoreCase);
}
