using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Exchange.Sip;

/// <summary>
/// SIP with one peer over TCP, TLS or UDP: framing, transactions and keep-alive. It holds no buffer while no message
/// is coming in, and nothing per transaction while none is open, so that very many can rest. After the owner closes
/// the flow, it drops the channel; <see cref="Dispose"/> gives back what a half-received message holds.
/// <para>
/// UDP differs in four things. Each datagram is one message, so that junk costs nothing but itself. Requests and
/// answers are repeated by the timers of RFC 3261 (E, F and K for ours, J for the peer's), the same bytes each time. A
/// keep-alive is two empty lines that nobody answers: it keeps an address translator's mapping; STUN is not spoken.
/// And a request should not be longer than <see cref="DatagramRequestBytesMax"/>.
/// </para>
/// </summary>
/// <param name="flow">The connection or socket, which stands.</param>
/// <param name="options">How the channel behaves.</param>
/// <param name="peer">The peer's address over UDP; <c>null</c> over a stream.</param>
public sealed partial class SipChannel(FlowId flow, SipChannelOptions options, EndPointAddress? peer = null)
    : IDisposable
{
    /// <summary>
    /// The longest request that may go over UDP where the path's MTU is not known: a longer one must take TCP, which
    /// repeats only the part that is lost (RFC 3261 section 18.1.1).
    /// </summary>
    public const int DatagramRequestBytesMax = 1300;

    private static readonly byte[] Ping = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] Pong = "\r\n"u8.ToArray();

    // Of UDP alone, and so not held in every channel.
    private readonly Peer? _peer = peer is { } address ? new(address) : null;
    private SipStreamReader? _reader;
    private Transactions? _open;
    private uint _lastTransaction;
    private KeepAlivePace? _keepAlive;
    private IEntropy? _entropy;
    private TimeSpan _idleMax;
    private Instant _lastSent;
    private InstantOrNone _pongDue;
    private Pongs _pongs;
    private bool _timedOut;

    /// <summary>The connection.</summary>
    public FlowId Flow { get; } = flow;

    /// <summary>Whether the peer's bytes stopped being SIP: nothing more will be read.</summary>
    public bool IsLost { get; private set; }

    /// <summary>
    /// Requests of ours that wait for a final response or, over UDP, for the repetitions of one.
    /// </summary>
    public int OpenTransactions => _open?.Clients?.Count ?? 0;

    /// <summary>Whether a request is out, or the last one to end did so without an answer.</summary>
    public bool IsUnanswered => OpenTransactions > 0 || _timedOut;

    /// <summary>Messages that could not be read, those that were told and those beyond.</summary>
    public int Unreadable { get; private set; }

    /// <summary>When <see cref="OnDeadline"/> is due; null when nothing waits.</summary>
    public Instant? Deadline
    {
        get
        {
            var deadline = Instant.Earlier(_pongDue, _keepAlive is null ? null : _lastSent + _idleMax);
            foreach (var entry in _open?.Clients ?? [])
            {
                deadline = Instant.Earlier(deadline, entry.Transaction.Deadline);
            }

            foreach (var entry in _open?.Servers ?? [])
            {
                deadline = Instant.Earlier(deadline, entry.Transaction.Deadline);
            }

            return deadline;
        }
    }

    /// <summary>Sends a keep-alive whenever nothing was sent for so long; null for never.</summary>
    /// <param name="now">The time.</param>
    /// <param name="pace">How long, and whether an answer is expected.</param>
    /// <param name="entropy">Draws each idle time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The idle time is not positive.</exception>
    public void KeepAlive(Now now, KeepAlivePace? pace, IEntropy entropy)
    {
        if (pace is not null)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(pace.Shortest, TimeSpan.Zero, nameof(pace));
        }

        // An interval that is agreed on after a long silence must not be over already.
        _lastSent = _keepAlive is null ? now.Monotonic : _lastSent;
        if (pace != _keepAlive)
        {
            (_keepAlive, _entropy) = (pace, entropy);
            DrawIdle();
        }
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
        var transaction = new SipClientTransaction(now.Monotonic, options.Timers, IsReliable);
        var clients = (_open ??= new()).Clients ??= new(1);
        clients.Add(new(id, request.Method, key, transaction, IsReliable ? default : bytes));
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
            var servers = _open!.Servers!;
            var transaction = servers[index].Transaction;
            _ = transaction.Handle(now.Monotonic, input);
            if (transaction.State == SipServerState.Terminated)
            {
                Remove(servers, index);
            }
            else
            {
                servers[index] = servers[index] with { Answer = bytes };
            }
        }

        Write(now, bytes, effects);
    }

    /// <summary>Does what is due: time-outs of transactions, the keep-alive, the missing answer to it.</summary>
    public void OnDeadline(Now now, NetEffects effects, List<SipChannelEvent> events)
    {
        ArgumentNullException.ThrowIfNull(effects);
        ArgumentNullException.ThrowIfNull(events);
        PassTimeToClients(now, effects, events);
        PassTimeToServers(now);
        if (_pongDue <= now.Monotonic)
        {
            MissPong(events);
        }

        if (!IsLost && Pace is { } pace && now.Monotonic >= _lastSent + _idleMax)
        {
            Write(now, Ping, effects);
            _pongs = _pongs == Pongs.NotKnown ? Pongs.Asked : _pongs;
            DrawIdle();
            if (pace.PongWithin is { } within && IsReliable)
            {
                _reader ??= new(options.Limits);
                _reader.ExpectPong();
                _pongDue = (Instant?)_pongDue ?? now.Monotonic + within;
            }
        }
    }

    /// <summary>Gives back what a half-received message holds, and forgets every transaction.</summary>
    public void Dispose()
    {
        IsLost = true;
        _open = null;
        _keepAlive = null;
        _pongDue = null;
        _reader?.Dispose();
    }

    private static (SipMessage Message, SipTransactionKey Key) ReadOwn(ReadOnlyMemory<byte> bytes)
    {
        var message = new SipMessage();
        return SipMessage.TryRead(bytes, SipLimits.Default, message, out var fault)
            && SipTransactionKey.TryRead(message, out var key, out fault)
            ? (message, key)
            : throw new ArgumentException($"The message to be sent cannot be read: {fault}.", nameof(bytes));
    }

    // An entry goes as soon as its transaction ends, and the lists with the last of them.
    private void Remove<T>(List<T> entries, int index)
    {
        entries.RemoveAt(index);
        if (_open is not ({ Clients.Count: > 0 } or { Servers.Count: > 0 }))
        {
            _open = null;
        }
    }

    private void PassTimeToClients(Now now, NetEffects effects, List<SipChannelEvent> events)
    {
        for (var i = 0; i < OpenTransactions;)
        {
            var clients = _open!.Clients!;
            var entry = clients[i];
            switch (entry.Transaction.Handle(now.Monotonic, SipClientInput.Deadline))
            {
                case SipClientAction.TimedOut:
                    _timedOut = true;
                    events.Add(new SipChannelEvent.TransactionTimedOut(entry.Id, entry.Method));
                    break;
                case SipClientAction.Retransmit:
                    Write(now, entry.Bytes, effects);
                    break;
                default:
                    break;
            }

            if (entry.Transaction.State == SipClientState.Terminated)
            {
                Remove(clients, i);
            }
            else
            {
                i++;
            }
        }
    }

    private void PassTimeToServers(Now now)
    {
        for (var i = 0; i < _open?.Servers?.Count;)
        {
            var servers = _open.Servers;
            var transaction = servers[i].Transaction;
            _ = transaction.Handle(now.Monotonic, SipServerInput.Deadline);
            if (transaction.State == SipServerState.Terminated)
            {
                Remove(servers, i);
            }
            else
            {
                i++;
            }
        }
    }

    // A peer with which nothing was agreed is asked once whether it answers.
    private KeepAlivePace? Pace =>
        _keepAlive is { Answered: { } closely } && IsReliable && _pongs is Pongs.NotKnown or Pongs.Given
            ? closely : _keepAlive;

    private void OnPong()
    {
        _pongDue = null;
        if (_pongs == Pongs.Asked)
        {
            _pongs = Pongs.Given;
            DrawIdle();
        }
    }

    private void MissPong(List<SipChannelEvent> events)
    {
        _pongDue = null;
        if (_keepAlive is { Answered: not null } && _pongs == Pongs.Asked)
        {
            _pongs = Pongs.None;
            _reader?.ExpectNoPong();
            _reader = _reader is { IsBetweenMessages: true } ? null : _reader;
            return;
        }

        events.Add(new SipChannelEvent.PongMissing());
    }

    private void DrawIdle()
    {
        if (Pace is { } pace)
        {
            var range = (uint)(pace.Longest - pace.Shortest).TotalMilliseconds;
            _idleMax = pace != _keepAlive && _pongs == Pongs.NotKnown ? TimeSpan.Zero
                : range == 0
                ? pace.Longest : pace.Shortest + TimeSpan.FromMilliseconds(_entropy!.Below(range + 1));
        }
    }

    private void Write(Now now, ReadOnlyMemory<byte> bytes, NetEffects effects)
    {
        _lastSent = now.Monotonic;
        effects.Add(_peer is null
            ? new NetEffect.Write(Flow, bytes)
            : new NetEffect.SendDatagram(Flow, _peer.Address, bytes));
    }

    private bool IsReliable => _peer is null;

    private sealed record Peer(EndPointAddress Address);

    private int IndexOfClient(SipTransactionKey key) =>
        _open?.Clients?.FindIndex(entry => entry.Key == key) ?? -1;

    private int IndexOfServer(SipTransactionKey key) =>
        _open?.Servers?.FindIndex(entry => entry.Key == key) ?? -1;

    /// <summary>The transactions that are open; a channel at rest has none.</summary>
    private sealed class Transactions
    {
        public List<ClientEntry>? Clients { get; set; }

        public List<ServerEntry>? Servers { get; set; }
    }

    // Over UDP, the bytes that may have to be sent again.
    private readonly record struct ClientEntry(
        SipTransactionId Id, SipMethod Method, SipTransactionKey Key, SipClientTransaction Transaction,
        ReadOnlyMemory<byte> Bytes);

    private readonly record struct ServerEntry(
        SipTransactionKey Key, SipServerTransaction Transaction, ReadOnlyMemory<byte> Answer);

    /// <summary>Whether the peer answers keep-alives.</summary>
    private enum Pongs : byte
    {
        NotKnown,
        Asked,
        Given,
        None,
    }
}
