using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Exchange.Sip;

/// <summary>
/// SIP over one connection, TCP or TLS: framing, transactions and keep-alive. It holds no buffer while no message is
/// coming in, and nothing per transaction while none is open, so that very many can rest. After the owner closes the
/// flow, it drops the channel; <see cref="Dispose"/> gives back what a half-received message holds.
/// </summary>
/// <param name="flow">The connection, which stands.</param>
/// <param name="options">How the channel behaves.</param>
public sealed class SipChannel(FlowId flow, SipChannelOptions options) : IDisposable
{
    private static readonly byte[] Ping = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] Pong = "\r\n"u8.ToArray();

    private readonly SipStreamReader _reader = new(options.Limits);
    private List<ClientEntry>? _clients;
    private List<ServerEntry>? _servers;
    private uint _lastTransaction;
    private TimeSpan? _keepAlive;
    private Instant _lastSent;
    private Instant? _pongDue;

    /// <summary>The connection.</summary>
    public FlowId Flow { get; } = flow;

    /// <summary>Whether the peer's bytes stopped being SIP: nothing more will be read.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Requests of ours that wait for a final response.</summary>
    public int OpenTransactions => _clients?.Count ?? 0;

    /// <summary>When <see cref="OnDeadline"/> is due; null when nothing waits.</summary>
    public Instant? Deadline
    {
        get
        {
            var deadline = Instant.Earlier(_pongDue, _keepAlive is { } interval ? _lastSent + interval : null);
            foreach (var entry in _clients ?? [])
            {
                deadline = Instant.Earlier(deadline, entry.Transaction.Deadline);
            }

            return deadline;
        }
    }

    /// <summary>Sends a keep-alive whenever nothing was sent for so long; null for never.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The interval is not positive.</exception>
    public void KeepAlive(Now now, TimeSpan? interval)
    {
        if (interval is { } given)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(given, TimeSpan.Zero, nameof(interval));
        }

        // An interval that is agreed on after a long silence must not be over already.
        _lastSent = _keepAlive is null ? now.Monotonic : _lastSent;
        _keepAlive = interval;
    }

    /// <summary>Sends a request and waits for its responses.</summary>
    /// <param name="now">The time.</param>
    /// <param name="bytes">A whole request other than INVITE and ACK.</param>
    /// <param name="effects">Takes the write.</param>
    /// <returns>The name by which its responses are told.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="bytes"/> is not such a request, or one with the same branch and method is still open.
    /// </exception>
    public SipTransactionId SendRequest(Now now, ReadOnlyMemory<byte> bytes, NetEffects effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        var (request, key) = ReadOwn(bytes);
        if (!request.IsRequest || request.Method is SipMethod.Invite or SipMethod.Ack)
        {
            throw new ArgumentException("This is not a request other than INVITE and ACK.", nameof(bytes));
        }

        if (IndexOfClient(key) >= 0)
        {
            throw new ArgumentException("A request with this branch and method is still open.", nameof(bytes));
        }

        var id = new SipTransactionId(++_lastTransaction);
        var transaction = new SipClientTransaction(now.Monotonic, options.Timers, isReliable: true);
        (_clients ??= new(1)).Add(new(id, key, transaction));
        Write(now, bytes, effects);
        return id;
    }

    /// <summary>Answers a request of the peer.</summary>
    /// <param name="now">The time.</param>
    /// <param name="bytes">A whole response, begun with <see cref="SipReply"/>.</param>
    /// <param name="effects">Takes the write.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="bytes"/> is not a response, or one that RFC 4320 forbids: 408, and 1xx but 100.
    /// </exception>
    public void SendResponse(Now now, ReadOnlyMemory<byte> bytes, NetEffects effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        var (response, key) = ReadOwn(bytes);
        if (response.IsRequest)
        {
            throw new ArgumentException("This is not a response.", nameof(bytes));
        }

        var input = SipServerTransaction.InputOf(response.StatusCode);
        var index = IndexOfServer(key);
        if (index >= 0)
        {
            var transaction = _servers![index].Transaction;
            _ = transaction.Handle(now.Monotonic, input);
            if (transaction.State == SipServerState.Terminated)
            {
                Remove(ref _servers, index);
            }
        }

        Write(now, bytes, effects);
    }

    /// <summary>Takes bytes in that arrived on the connection.</summary>
    /// <param name="now">The time.</param>
    /// <param name="bytes">Any part of the stream. Not kept.</param>
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

        _reader.Feed(bytes.Span);
        var message = new SipMessage();
        while (!IsLost)
        {
            switch (_reader.Read(message, out var fault))
            {
                case SipStreamRead.NeedMore:
                    return;

                case SipStreamRead.Ping when options.AnswersPings:
                    Write(now, Pong, effects);
                    break;

                case SipStreamRead.Pong:
                    _pongDue = null;
                    break;

                case SipStreamRead.Message:
                    message.Detach();
                    OnMessage(now, message, events);
                    message = new();
                    break;

                case SipStreamRead.Malformed:
                    IsLost = true;
                    events.Add(Evidence(fault, isFatal: true, _reader.PendingBytes));
                    _reader.Dispose();
                    break;

                default:
                    break;
            }
        }
    }

    /// <summary>Does what is due: time-outs of transactions, the keep-alive, the missing answer to it.</summary>
    public void OnDeadline(Now now, NetEffects effects, List<SipChannelEvent> events)
    {
        ArgumentNullException.ThrowIfNull(effects);
        ArgumentNullException.ThrowIfNull(events);
        for (var i = 0; i < OpenTransactions;)
        {
            var entry = _clients![i];
            if (entry.Transaction.Handle(now.Monotonic, SipClientInput.Deadline) == SipClientAction.TimedOut)
            {
                events.Add(new SipChannelEvent.TransactionTimedOut(entry.Id));
                Remove(ref _clients, i);
                continue;
            }

            i++;
        }

        if (_pongDue <= now.Monotonic)
        {
            _pongDue = null;
            events.Add(new SipChannelEvent.PongMissing());
        }

        if (!IsLost && _keepAlive is { } interval && now.Monotonic >= _lastSent + interval)
        {
            Write(now, Ping, effects);
            if (options.PongWithin is { } within)
            {
                _reader.ExpectPong();
                _pongDue ??= now.Monotonic + within;
            }
        }
    }

    /// <summary>Gives back what a half-received message holds, and forgets every transaction.</summary>
    public void Dispose()
    {
        IsLost = true;
        _clients = null;
        _servers = null;
        _keepAlive = null;
        _pongDue = null;
        _reader.Dispose();
    }

    private static (SipMessage Message, SipTransactionKey Key) ReadOwn(ReadOnlyMemory<byte> bytes)
    {
        var message = new SipMessage();
        return SipMessage.TryRead(bytes, SipLimits.Default, message, out var fault)
            && SipTransactionKey.TryRead(message, out var key, out fault)
            ? (message, key)
            : throw new ArgumentException($"The message to be sent cannot be read: {fault}.", nameof(bytes));
    }

    // An entry goes as soon as its transaction ends, and the list with the last of them.
    private static void Remove<T>(ref List<T>? entries, int index)
    {
        entries!.RemoveAt(index);
        entries = entries.Count == 0 ? null : entries;
    }

    private void OnMessage(Now now, SipMessage message, List<SipChannelEvent> events)
    {
        if (!SipTransactionKey.TryRead(message, out var key, out var fault))
        {
            events.Add(Evidence(fault, isFatal: false, message.Bytes.Span));
        }
        else if (message.IsRequest)
        {
            OnRequest(now, message, key, events);
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

        var entry = _clients![index];
        var input = message.StatusCode < 200 ? SipClientInput.Provisional : SipClientInput.Final;
        if (entry.Transaction.Handle(now.Monotonic, input) == SipClientAction.PassUp)
        {
            events.Add(new SipChannelEvent.ResponseReceived(entry.Id, message));
        }

        if (entry.Transaction.State == SipClientState.Terminated)
        {
            Remove(ref _clients, index);
        }
    }

    private void OnRequest(Now now, SipMessage message, SipTransactionKey key, List<SipChannelEvent> events)
    {
        if (message.Method is not (SipMethod.Ack or SipMethod.BeNotify))
        {
            if (IndexOfServer(key) >= 0)
            {
                return; // Sent again although the stream loses nothing: the answer is still to come.
            }

            _servers ??= new(1);
            if (_servers.Count == options.PendingRequestsMax)
            {
                _servers.RemoveAt(0);
            }

            _servers.Add(new(key, new(now.Monotonic, options.Timers, isReliable: true)));
        }

        events.Add(new SipChannelEvent.RequestReceived(message));
    }

    private SipChannelEvent.Malformed Evidence(SipFault fault, bool isFatal, ReadOnlySpan<byte> bytes)
    {
        var start = Math.Clamp(fault.Offset - (options.EvidenceBytesMax / 2), 0, bytes.Length);
        var length = Math.Min(options.EvidenceBytesMax, bytes.Length - start);
        return new(fault, isFatal, bytes.Slice(start, length).ToArray(), start);
    }

    private void Write(Now now, ReadOnlyMemory<byte> bytes, NetEffects effects)
    {
        _lastSent = now.Monotonic;
        effects.Add(new NetEffect.Write(Flow, bytes));
    }

    private int IndexOfClient(SipTransactionKey key) => _clients?.FindIndex(entry => entry.Key == key) ?? -1;

    private int IndexOfServer(SipTransactionKey key) => _servers?.FindIndex(entry => entry.Key == key) ?? -1;

    private readonly record struct ClientEntry(
        SipTransactionId Id, SipTransactionKey Key, SipClientTransaction Transaction);

    private readonly record struct ServerEntry(SipTransactionKey Key, SipServerTransaction Transaction);
}
