using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// A DNS server: authoritative for the zones it is given, over UDP and TCP, not recursive. It does right until a
/// property says otherwise; properties may be changed while it runs.
/// </summary>
public sealed class DnsServer : INode
{
    /// <summary>Connections at a time; a further one is closed at once.</summary>
    public const int ConnectionsMax = 64;

    /// <summary>Queries kept in <see cref="Queries"/>; the oldest go first.</summary>
    public const int QueriesKeptMax = 1_000;

    /// <summary>How long a connection may be idle (RFC 7766 section 6.2.3 speaks of a few seconds).</summary>
    public static readonly TimeSpan IdleTimeLimit = TimeSpan.FromSeconds(10);

    private readonly EndPointAddress _local;
    private readonly FlowIds _flows;
    private readonly DnsAuthority _authority;
    private readonly Dictionary<FlowId, Connection> _connections = [];
    private readonly PriorityQueue<NetEffect, (Instant Due, int Order)> _delayed = new();
    private readonly Queue<DnsQuerySeen> _queries = [];
    private readonly DnsAnswers _answers = new();
    private FlowId _datagrams;
    private FlowId _listener;
    private int _order;
    private int _zoneChanges;

    /// <summary>A server that begins to answer at <see cref="NetInput.PowerOn"/>.</summary>
    /// <param name="local">Where it listens, for UDP and TCP.</param>
    /// <param name="zones">What it is authoritative for; the zones may change while it runs.</param>
    /// <param name="flows">Flow numbers, if it shares a host's with others.</param>
    public DnsServer(EndPointAddress local, IReadOnlyList<DnsZone> zones, FlowIds? flows = null)
    {
        (_local, Zones, _flows) = (local, zones, flows ?? new());
        _authority = new(zones);
    }

    /// <summary>What it is authoritative for.</summary>
    public IReadOnlyList<DnsZone> Zones { get; }

    /// <summary>Whether it takes queries and says nothing.</summary>
    public bool Silent { get; set; }

    /// <summary>Whether it answers SERVFAIL.</summary>
    public bool ServFail { get; set; }

    /// <summary>Whether it answers REFUSED.</summary>
    public bool Refused { get; set; }

    /// <summary>Names of which it says that they do not exist.</summary>
    public ISet<HostName> NxDomainFor { get; } = new HashSet<HostName>();

    /// <summary>Whether every answer over UDP says that it was truncated.</summary>
    public bool TruncateUdp { get; set; }

    /// <summary>Whether connections are closed as soon as they stand: nothing is answered over TCP.</summary>
    public bool ClosesTcp { get; set; }

    /// <summary>Whether SRV targets are compressed, against RFC 2782.</summary>
    public bool CompressSrvTargets { get; set; }

    /// <summary>Whether every name is an alias of <c>loop</c> below its zone, and that an alias of it.</summary>
    public bool CnameLoop { get; set; }

    /// <summary>Whether answers bear another identifier than their question.</summary>
    public bool WrongId { get; set; }

    /// <summary>Whether answers have a header and after it bytes that are no message.</summary>
    public bool Garbage { get; set; }

    /// <summary>Whether the last third of every datagram is missing, and nothing says so.</summary>
    public bool CutsShort { get; set; }

    /// <summary>
    /// Whether it is lame: it was named as a server of its zones and only refers to others (RFC 1912 section 2.8).
    /// </summary>
    public bool Lame { get; set; }

    /// <summary>Whether every answer speaks of another name than its question.</summary>
    public bool WrongOwner { get; set; }

    /// <summary>The address that every A record has; <c>null</c> for the right ones.</summary>
    public IpAddress? WrongAddress { get; set; }

    /// <summary>The target that every SRV record has; <c>null</c> for the right ones.</summary>
    public HostName? WrongTarget { get; set; }

    /// <summary>Whether EDNS0 is answered with FORMERR, as servers from before RFC 2671 do.</summary>
    public bool WithoutEdns { get; set; }

    /// <summary>How long an answer is held back.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>The queries seen, oldest first, answered or not.</summary>
    public IReadOnlyList<DnsQuerySeen> Queries => [.. _queries];

    /// <inheritdoc/>
    public Instant? Deadline
    {
        get
        {
            Instant? earliest = _delayed.TryPeek(out _, out var next) ? next.Due : null;
            foreach (var connection in _connections.Values)
            {
                earliest = Instant.Earlier(earliest, connection.IdleUntil);
            }

            return earliest;
        }
    }

    /// <summary>Whether a flow is this server's: for an owner of several nodes.</summary>
    public bool Owns(FlowId flow) => flow == _datagrams || flow == _listener || _connections.ContainsKey(flow);

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.PowerOn:
                _datagrams = _flows.Next();
                _listener = _flows.Next();
                effects.Add(new NetEffect.OpenDatagrams(_datagrams, _local));
                effects.Add(new NetEffect.Listen(_listener, _local, TlsIdentity: null));
                break;
            case NetInput.Datagram datagram when datagram.Flow == _datagrams:
                OnDatagram(now, datagram, effects);
                break;
            case NetInput.Accepted accepted when accepted.Listener == _listener:
                OnAccepted(now, accepted, effects);
                break;
            case NetInput.Received received when _connections.TryGetValue(received.Flow, out var connection):
                OnReceived(now, received, connection, effects);
                break;
            case NetInput.Ended ended:
                _connections.Remove(ended.Flow);
                break;
            case NetInput.DeadlineReached:
                OnDeadline(now, effects);
                break;
        }
    }

    private void OnDatagram(Now now, NetInput.Datagram datagram, NetEffects effects)
    {
        if (Answer(now, datagram.From, datagram.Bytes.Span, overTcp: false) is { } bytes)
        {
            Send(now, new NetEffect.SendDatagram(_datagrams, datagram.From, bytes), effects);
        }
    }

    private void OnAccepted(Now now, NetInput.Accepted accepted, NetEffects effects)
    {
        if (_connections.Count == ConnectionsMax || ClosesTcp)
        {
            effects.Add(new NetEffect.Close(accepted.Flow));
            return;
        }

        _connections.Add(accepted.Flow, new(accepted.Remote) { IdleUntil = now.Monotonic + IdleTimeLimit });
    }

    private void OnReceived(Now now, NetInput.Received received, Connection connection, NetEffects effects)
    {
        connection.IdleUntil = now.Monotonic + IdleTimeLimit;
        var rest = received.Bytes.Span;
        while (connection.Stream.TryTake(ref rest, out var query))
        {
            if (Answer(now, connection.Remote, query, overTcp: true) is { } bytes)
            {
                Send(now, new NetEffect.Write(received.Flow, DnsFraming.Frame(bytes)), effects);
            }
        }
    }

    private void OnDeadline(Now now, NetEffects effects)
    {
        while (_delayed.TryPeek(out var effect, out var next) && next.Due <= now.Monotonic)
        {
            _delayed.Dequeue();
            if (effect is not NetEffect.Write write || _connections.ContainsKey(write.Flow))
            {
                effects.Add(effect);
            }
        }

        foreach (var (flow, _) in _connections.Where(one => one.Value.IdleUntil <= now.Monotonic).ToList())
        {
            _connections.Remove(flow);
            effects.Add(new NetEffect.Close(flow));
        }
    }

    private void Send(Now now, NetEffect effect, NetEffects effects)
    {
        if (Delay > TimeSpan.Zero)
        {
            _delayed.Enqueue(effect, (now.Monotonic + Delay, _order++));
            return;
        }

        effects.Add(effect);
    }

    /// <summary>The answer's bytes; null where there is none.</summary>
    private byte[]? Answer(Now now, EndPointAddress from, ReadOnlySpan<byte> bytes, bool overTcp)
    {
        // An answer to an answer would go round for ever.
        if (!DnsHeader.TryRead(bytes, out var header) || header.IsResponse)
        {
            return null;
        }

        if (!overTcp && Known(bytes, out var known))
        {
            Keep(new(now.Monotonic, from, overTcp, bytes.ToArray()));
            return known;
        }

        if (!DnsMessage.TryRead(bytes, out var query, out _))
        {
            return Silent ? null : new DnsMessage
            {
                Id = header.Id,
                IsResponse = true,
                ResponseCode = DnsResponseCode.FormatError,
            }.ToBytes();
        }

        Keep(new(now.Monotonic, from, overTcp, bytes.ToArray()));
        if (Silent)
        {
            return null;
        }

        var answer = Bytes(query, Reply(query), overTcp);
        if (DoesRight && !overTcp)
        {
            _answers.Add(bytes, answer);
        }

        return answer;
    }

    private void Keep(DnsQuerySeen seen)
    {
        if (_queries.Count == QueriesKeptMax)
        {
            _ = _queries.Dequeue();
        }

        _queries.Enqueue(seen);
    }

    /// <summary>What was answered to the same question before, as long as nothing has changed since.</summary>
    private bool Known(ReadOnlySpan<byte> query, [NotNullWhen(true)] out byte[]? answer)
    {
        answer = null;
        var changes = 0;
        foreach (var zone in Zones)
        {
            changes += zone.Changes;
        }

        if (changes != _zoneChanges)
        {
            _zoneChanges = changes;
            _answers.Clear();
        }

        return DoesRight && _answers.TryGet(query, out answer);
    }

    private bool DoesRight => !(Silent || ServFail || Refused || TruncateUdp || CompressSrvTargets || CnameLoop
        || WrongId || Garbage || WithoutEdns || CutsShort || Lame || WrongOwner || WrongAddress is not null
        || WrongTarget is not null || NxDomainFor.Count > 0);

    private DnsMessage Reply(DnsMessage query)
    {
        var right = _authority.Answer(query);
        right = right with
        {
            // A name that does not exist has no address beside another's answer either.
            Additionals = [.. right.Additionals.Where(record => !NxDomainFor.Contains(record.Owner.Host))],
        };
        var nothing = right with { Answers = [], Authorities = [], Additionals = [] };
        if (WithoutEdns && query.Edns is not null)
        {
            return nothing with { ResponseCode = DnsResponseCode.FormatError, Edns = null };
        }

        if (ServFail || Refused)
        {
            return nothing with { ResponseCode = ServFail ? DnsResponseCode.ServerFailure : DnsResponseCode.Refused };
        }

        if (query.Question is not { } question || Zones.FirstOrDefault(zone => question.Name.Host.IsWithin(zone.Origin))
            is not { } zone)
        {
            return right;
        }

        if (NxDomainFor.Contains(question.Name.Host))
        {
            return nothing with { ResponseCode = DnsResponseCode.NoSuchName, Authorities = [zone.NegativeSoa] };
        }

        if (Lame)
        {
            var elsewhere = new DnsData.Unknown(DnsType.Ns, new byte[] { 0 });
            return nothing with { IsAuthoritative = false, Authorities = [new(zone.Origin, 60, elsewhere)] };
        }

        return CnameLoop ? nothing with { Answers = Circle(question.Name.Host, zone.Origin.Under("loop")) }
            : right with
            {
                Answers = [.. right.Answers.Select(record => Falsified(record, zone))],
                Additionals = [.. right.Additionals.Select(record => Falsified(record, zone))],
            };
    }

    private DnsRecord Falsified(DnsRecord record, DnsZone zone)
    {
        var data = record.Data switch
        {
            DnsData.A when WrongAddress is { } address => new DnsData.A(address),
            DnsData.Srv srv when WrongTarget is { } target => srv with { Target = target },
            var right => right,
        };
        return record with { Data = data, Owner = WrongOwner ? zone.Origin.Under("other") : record.Owner };
    }

    private static ImmutableArray<DnsRecord> Circle(HostName name, HostName loop) =>
    [
        new(name, DnsZone.DefaultTtlSeconds, new DnsData.Cname(loop)),
        new(loop, DnsZone.DefaultTtlSeconds, new DnsData.Cname(name)),
    ];

    private byte[] Bytes(DnsMessage query, DnsMessage reply, bool overTcp)
    {
        var said = WrongId ? reply with { Id = (ushort)(reply.Id ^ 0x5555) } : reply;
        var room = overTcp
            ? DnsLimits.MessageBytesMax
            : Math.Min(query.Edns?.UdpBytesUsable ?? DnsLimits.PlainUdpBytesMax, DnsLimits.EdnsUdpBytes);
        var compression = CompressSrvTargets ? DnsCompression.SrvTargetsToo : DnsCompression.Standard;
        var bytes = TruncateUdp && !overTcp
            ? said.Truncate().ToBytes()
            : Fitting(said, room, compression);
        if (Garbage)
        {
            bytes.AsSpan(DnsLimits.HeaderBytes).Fill(0xFF);
        }

        return CutsShort && !overTcp ? bytes[..(bytes.Length * 2 / 3)] : bytes;
    }

    // What stands beside the answer is left out before the answer is called truncated (RFC 2181 section 9).
    private static byte[] Fitting(DnsMessage reply, int room, DnsCompression compression)
    {
        var buffer = new byte[room];
        foreach (var one in (ReadOnlySpan<DnsMessage>)[reply, reply with { Additionals = [] }])
        {
            if (one.TryWrite(buffer, out var written, compression))
            {
                return buffer[..written];
            }
        }

        return reply.Truncate().ToBytes();
    }

    private sealed class Connection(EndPointAddress remote)
    {
        public EndPointAddress Remote => remote;

        public DnsFraming Stream { get; } = new();

        public Instant IdleUntil { get; set; }
    }
}
