using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <content>Connections: accepted, read, measured, closed.</content>
public sealed partial class Registrar
{
    private void Accept(Instant now, NetInput.Accepted accepted, NetEffects effects)
    {
        Observed.Connections++;
        if (Behaviour.ClosesAfterAccept)
        {
            effects.Add(new NetEffect.Close(accepted.Flow));
            return;
        }

        if (_connections.Count >= Settings.ConnectionsMax)
        {
            Observed.ConnectionsOverLimit++;
            if (!_newcomers.TryTakeOldest(out var oldest))
            {
                effects.Add(new NetEffect.Close(accepted.Flow));
                return;
            }

            Close(_connections[oldest], effects);
        }

        var port = accepted.Listener == _tls.Flow ? _tls : _tcp;
        var isTls = port.TlsIdentity is not null;
        _connections.Add(
            accepted.Flow, new(accepted.Flow, accepted.Remote, isTls, Settings.Limits) { HeardAt = now });
        _newcomers.Add(accepted.Flow, now);
        Observed.OpenConnections = _connections.Count;
    }

    private void End(Instant now, NetInput.Ended ended, NetEffects effects)
    {
        if (_tls.Failed(ended.Flow) || _tcp.Failed(ended.Flow) || _udp?.Failed(ended.Flow) == true)
        {
            // Whatever a stranger did to it, the port comes back.
            ListenFault = $"{Settings.Name}: {ended.Why} {ended.Detail}".TrimEnd();
            _reopenAt = now + ReopenPause;
        }
        else if (_connections.TryGetValue(ended.Flow, out var connection))
        {
            Forget(connection, effects);
        }
    }

    private void Close(SipServerConnection connection, NetEffects effects)
    {
        effects.Add(new NetEffect.Close(connection.Flow));
        Forget(connection, effects);
    }

    private void Forget(SipServerConnection connection, NetEffects effects)
    {
        while (connection.Associations.TryTakeNewest(out var association))
        {
            Drop(connection, association, effects);
        }

        _connections.Remove(connection.Flow);
        _newcomers.Remove(connection.Flow);
        connection.Reader.Dispose();
        Measure(connection);
        Observed.OpenConnections = _connections.Count;
    }

    /// <summary>Counts anew what a connection holds of messages that are not complete.</summary>
    private void Measure(SipServerConnection connection)
    {
        _bufferBytes += connection.Reader.BufferBytes - connection.BufferBytes;
        connection.BufferBytes = connection.Reader.BufferBytes;
        Observed.BufferBytes = _bufferBytes;
    }

    private void CloseIdle(Instant now, NetEffects effects)
    {
        if (_idleLookAt > now || Behaviour.ClosesIdle is not { } limit)
        {
            return;
        }

        _idleLookAt = now + limit;
        foreach (var connection in _connections.Values.ToArray())
        {
            if (now - connection.HeardAt >= limit)
            {
                Close(connection, effects);
            }
            else
            {
                _idleLookAt = Instant.Earlier(_idleLookAt, connection.HeardAt + limit);
            }
        }
    }

    private void CloseNewcomers(Instant now, NetEffects effects)
    {
        while (_newcomers.TryTakeDue(now, out var flow))
        {
            Observed.NewcomersClosed++;
            Close(_connections[flow], effects);
        }
    }

    private void Receive(Now now, SipServerConnection connection, ReadOnlySpan<byte> bytes, NetEffects effects)
    {
        if (Behaviour.SilentAfterAccept)
        {
            return;
        }

        var turn = new Turn(now, connection.Origin, effects);
        connection.HeardAt = now.Monotonic;
        connection.Reader.Feed(bytes);
        TakeMessages(turn, connection);
        SendGathered(connection, effects);
        Measure(connection);
        if (_bufferBytes > Settings.BufferBytesMax && _connections.ContainsKey(connection.Flow))
        {
            Observed.BuffersOverLimit++;
            Close(connection, effects);
        }
    }

    private void TakeMessages(in Turn turn, SipServerConnection connection)
    {
        while (_connections.ContainsKey(connection.Flow))
        {
            switch (connection.Reader.Read(_message, out var fault))
            {
                case SipStreamRead.Message when _message.IsRequest:
                    connection.IsLync |= HasEpid();
                    TakeRequest(turn, connection);
                    break;
                case SipStreamRead.Message:
                    TakeNotified(turn, connection);
                    break;
                case SipStreamRead.Ping:
                    KeepAlive(turn, connection);
                    break;
                case SipStreamRead.NeedMore:
                    return;
                case SipStreamRead.Malformed:
                    LoseFraming(turn, fault);
                    SendGathered(connection, turn.Effects);
                    Close(connection, turn.Effects);
                    return;
                default:
                    break;
            }
        }
    }

    private void TakeRequest(in Turn turn, SipServerConnection connection)
    {
        if (Answer(turn) == 401 && Behaviour.ClosesAfterChallenge)
        {
            SendGathered(connection, turn.Effects);
            Close(connection, turn.Effects);
        }
        else if (_isProved)
        {
            _newcomers.Remove(connection.Flow);
        }
    }

    /// <summary>
    /// A double CRLF: answered with one (RFC 5626 section 4.4.1), but not to Lync's devices, whose keep-alive has no
    /// answer (MS-CONMGMT section 3.4).
    /// </summary>
    private void KeepAlive(in Turn turn, SipServerConnection connection)
    {
        Observed.KeepAlives++;
        if (!connection.IsLync && !Behaviour.Silent)
        {
            SendGathered(connection, turn.Effects);
            turn.Effects.Add(new NetEffect.Write(connection.Flow, Pong));
        }
    }
}
