using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Exchange.Sip;

/// <content>What arrives: messages, and what cannot be read.</content>
public sealed partial class SipChannel
{
    /// <summary>Takes bytes in that arrived.</summary>
    /// <param name="now">The time.</param>
    /// <param name="bytes">Any part of the stream, or a whole datagram. Not kept.</param>
    /// <param name="effects">Takes what is sent in answer by the channel itself.</param>
    /// <param name="events">Takes what happened, in order.</param>
    public void Receive(Now now, ReadOnlyMemory<byte> bytes, NetEffects effects, List<SipChannelEvent> events)
    {
        ArgumentNullException.ThrowIfNull(effects);
        ArgumentNullException.ThrowIfNull(events);
        if (IsLost)
        {
            return;
        }

        if (!IsReliable)
        {
            ReceiveDatagram(now, bytes, effects, events);
            return;
        }

        _reader ??= new(options.Limits);
        _reader.Feed(bytes.Span);
        var message = new SipMessage();
        while (!IsLost)
        {
            switch (_reader.Read(message, out var fault))
            {
                case SipStreamRead.NeedMore:
                    // Between messages nothing is held: most channels are silent for minutes.
                    _reader = _reader.IsBetweenMessages ? null : _reader;
                    return;

                case SipStreamRead.Ping when options.AnswersPings:
                    Write(now, Pong, effects);
                    break;

                case SipStreamRead.Pong:
                    OnPong();
                    break;

                case SipStreamRead.Message:
                    message.Detach();
                    OnMessage(now, message, effects, events);
                    message = new();
                    break;

                case SipStreamRead.Malformed:
                    IsLost = true;
                    TellUnreadable(fault, isFatal: true, _reader.PendingBytes, events);
                    _reader.Dispose();
                    break;

                default:
                    break;
            }
        }
    }

    /// <summary>
    /// One datagram is one message. What stands behind the body that Content-Length announces is padding, and is
    /// dropped (RFC 3261 section 18.3); empty lines and zero bytes are a peer's keep-alive.
    /// </summary>
    private void ReceiveDatagram(
        Now now, ReadOnlyMemory<byte> bytes, NetEffects effects, List<SipChannelEvent> events)
    {
        if (!bytes.Span.ContainsAnyExcept((byte)'\r', (byte)'\n', (byte)0))
        {
            return;
        }

        var message = new SipMessage();
        if (!SipMessage.TryRead(bytes, options.Limits, message, out var fault)
            && (fault.Kind != SipFaultKind.TrailingBytes
                || !SipMessage.TryRead(bytes[..fault.Offset], options.Limits, message, out fault)))
        {
            TellUnreadable(fault, isFatal: false, bytes.Span, events);
            return;
        }

        message.Detach();
        OnMessage(now, message, effects, events);
    }

    private void OnMessage(Now now, SipMessage message, NetEffects effects, List<SipChannelEvent> events)
    {
        if (!SipTransactionKey.TryRead(message, out var key, out var fault))
        {
            TellUnreadable(fault, isFatal: false, message.Bytes.Span, events);
        }
        else if (message.IsRequest)
        {
            OnRequest(now, message, key, effects, events);
        }
        else
        {
            OnResponse(now, message, key, events);
        }
    }

    private void OnResponse(Now now, SipMessage message, SipTransactionKey key, List<SipChannelEvent> events)
    {
        var index = IndexOfClient(key);
        if (index < 0)
        {
            events.Add(new SipChannelEvent.UnmatchedResponse(message));
            return;
        }

        _timedOut = false;
        var clients = _open!.Clients!;
        var entry = clients[index];
        var input = message.StatusCode < 200 ? SipClientInput.Provisional : SipClientInput.Final;
        if (entry.Transaction.Handle(now.Monotonic, input) == SipClientAction.PassUp)
        {
            events.Add(new SipChannelEvent.ResponseReceived(entry.Id, message));
        }

        if (entry.Transaction.State == SipClientState.Terminated)
        {
            Remove(clients, index);
        }
    }

    private void OnRequest(
        Now now, SipMessage message, SipTransactionKey key, NetEffects effects, List<SipChannelEvent> events)
    {
        if (message.Method is not (SipMethod.Ack or SipMethod.BeNotify))
        {
            if (IndexOfServer(key) is >= 0 and var index)
            {
                // Without an answer yet it is still to come.
                var known = _open!.Servers![index];
                if (known.Transaction.Handle(now.Monotonic, SipServerInput.RequestAgain) == SipServerAction.Repeat)
                {
                    Write(now, known.Answer, effects);
                }

                return;
            }

            var servers = (_open ??= new()).Servers ??= new(1);
            if (servers.Count == options.PendingRequestsMax)
            {
                servers.RemoveAt(0);
            }

            servers.Add(new(key, new(now.Monotonic, options.Timers, IsReliable), default));
        }

        events.Add(new SipChannelEvent.RequestReceived(message));
    }

    /// <summary>A flood of junk is counted; only the first of it is told, since the rest would say the same.</summary>
    private void TellUnreadable(
        SipFault fault, bool isFatal, ReadOnlySpan<byte> bytes, List<SipChannelEvent> events)
    {
        Unreadable++;
        if (!isFatal && Unreadable > options.UnreadableToldMax)
        {
            return;
        }

        var start = Math.Clamp(fault.Offset - (options.EvidenceBytesMax / 2), 0, bytes.Length);
        var length = Math.Min(options.EvidenceBytesMax, bytes.Length - start);
        events.Add(new SipChannelEvent.Malformed(fault, isFatal, bytes.Slice(start, length).ToArray(), start));
    }
}
