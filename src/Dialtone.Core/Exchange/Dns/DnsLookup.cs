using System.Buffers.Binary;
using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Exchange.Dns;

/// <summary>
/// One question to the servers, until there is a result. Each try has its own random identifier and its own flow, whose
/// port the system chooses (RFC 5452 section 9.2); only an answer with that identifier, that question and that server's
/// address counts.
/// <para>The servers are asked in order, one at a time. A silent one is asked again after all had their turn; one that
/// answered uselessly is not. What an answer leads to is decided in one switch, <see cref="Sort"/>.</para>
/// </summary>
public sealed class DnsLookup
{
    private enum Next : byte
    {
        /// <summary>The answer says something about the name.</summary>
        Definitive,

        /// <summary>The same server again, over TCP: the answer did not fit.</summary>
        HereOverTcp,

        /// <summary>The same server again, without EDNS0: it is too old for it.</summary>
        HereWithoutEdns,

        /// <summary>This server is of no use for this question.</summary>
        NextServer,
    }

    private readonly DnsQuestion _question;
    private readonly DnsSettings _settings;
    private readonly IEntropy _entropy;
    private readonly FlowIds _flows;
    private readonly List<DnsTry> _tries = [];
    private readonly Queue<EndPointAddress> _toAsk = new();
    private readonly List<EndPointAddress> _silent = [];

    private ImmutableArray<DnsName> _aliases = [];
    private uint _aliasTtl = uint.MaxValue;
    private Instant _begun;
    private int _round;

    // The try under way.
    private EndPointAddress _server;
    private FlowId _flow;
    private Instant _tryBegun;
    private ushort _id;
    private bool _edns;
    private bool _tcp;
    private int _ignored;
    private byte[] _query = [];
    private DnsFraming _stream = new();

    /// <summary>A question that is not yet put.</summary>
    public DnsLookup(DnsQuestion question, DnsSettings settings, IEntropy entropy, FlowIds flows)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_question, _settings, _entropy, _flows) = (question, settings, entropy, flows);
    }

    /// <summary>The question.</summary>
    public DnsQuestion Question => _question;

    /// <summary>The result; <c>null</c> as long as there is none.</summary>
    public DnsResult? Result { get; private set; }

    /// <summary>When the try under way is given up; <c>null</c> without one.</summary>
    public Instant? Deadline { get; private set; }

    private DnsName Name => _aliases.IsEmpty ? _question.Name : _aliases[^1];

    /// <summary>Puts the question.</summary>
    public void Begin(Now now, NetEffects effects)
    {
        _begun = now.Monotonic;
        if (_settings.Servers.IsEmpty)
        {
            Finish(now, new() { Question = _question, Status = DnsStatus.NoServer });
            return;
        }

        AskFrom(_settings.Servers[0], now, effects);
    }

    /// <summary>Takes an input; false when it is not for this lookup.</summary>
    public bool Handle(Now now, NetInput input, NetEffects effects)
    {
        if (Deadline is not { } deadline)
        {
            return false;
        }

        switch (input)
        {
            case NetInput.DeadlineReached when now.Monotonic >= deadline:
                _silent.Add(_server);
                GiveUp(now, effects, DnsStatus.TimedOut, _tcp ? "no answer over TCP" : "no answer");
                return true;
            case NetInput.Datagram datagram when datagram.Flow == _flow:
                OnMessage(now, datagram.From, datagram.Bytes.Span, effects);
                return true;
            case NetInput.Connected connected when connected.Flow == _flow:
                effects.Add(new NetEffect.Write(_flow, DnsFraming.Frame(_query)));
                return true;
            case NetInput.Received received when received.Flow == _flow:
                OnReceived(now, received.Bytes.Span, effects);
                return true;
            case NetInput.Ended ended when ended.Flow == _flow:
                OnEnded(now, ended, effects);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Stops without a result.</summary>
    public void Cancel(NetEffects effects)
    {
        if (Deadline is not null)
        {
            effects.Add(new NetEffect.Close(_flow));
            Deadline = null;
        }
    }

    /// <summary>The evidence so far, with the try under way as one without answer: for whoever stops waiting.</summary>
    public DnsResult Abandon(Now now, NetEffects effects)
    {
        AddTry(now, DnsStatus.TimedOut, "not waited for any longer");
        Cancel(effects);
        Finish(now, new() { Question = _question, Status = DnsStatus.TimedOut, Aliases = _aliases });
        return Result!;
    }

    // The one place that decides what follows from an answer.
    private static (Next Next, DnsStatus Status) Sort(DnsMessage answer, bool edns, bool tcp) =>
        answer.ResponseCode switch
        {
            _ when answer.IsTruncated && !tcp => (Next.HereOverTcp, default),
            DnsResponseCode.NoError or DnsResponseCode.NoSuchName => (Next.Definitive, default),
            DnsResponseCode.FormatError or DnsResponseCode.NotImplemented or DnsResponseCode.BadVersion when edns
                => (Next.HereWithoutEdns, DnsStatus.ServerFailure),
            DnsResponseCode.Refused => (Next.NextServer, DnsStatus.Refused),
            _ => (Next.NextServer, DnsStatus.ServerFailure),
        };

    private void OnMessage(Now now, EndPointAddress from, ReadOnlySpan<byte> bytes, NetEffects effects)
    {
        if (from != _server || !DnsHeader.TryRead(bytes, out var header) || header.Id != _id || !header.IsResponse)
        {
            _ignored++;
            return;
        }

        if (!DnsMessage.TryRead(bytes, out var answer, out var fault))
        {
            // Cut off in the middle of a record and saying so (RFC 2181 section 9): the whole is to be had over TCP.
            if (header.IsTruncated && !_tcp)
            {
                AgainOverTcp(now, effects);
                return;
            }

            GiveUp(now, effects, DnsStatus.Malformed, fault.ToString(), fault);
            return;
        }

        if (!IsForUs(answer))
        {
            _ignored++;
            return;
        }

        OnAnswer(now, answer, effects);
    }

    // A server that cannot read a question cannot repeat it either; one that says something of the name can.
    private bool IsForUs(DnsMessage answer) => answer.Opcode == DnsOpcode.Query
        && (answer.Question is { } question
            ? question == _question with { Name = Name }
            : answer.ResponseCode is not (DnsResponseCode.NoError or DnsResponseCode.NoSuchName));

    private void OnAnswer(Now now, DnsMessage answer, NetEffects effects)
    {
        var (next, status) = Sort(answer, _edns, _tcp);
        switch (next)
        {
            case Next.HereOverTcp:
                AgainOverTcp(now, effects);
                return;
            case Next.HereWithoutEdns:
                AddTry(now, status, $"{Words(answer.ResponseCode)} to EDNS0");
                Again(now, effects, edns: false, tcp: _tcp);
                return;
        }

        var reading = DnsAnswerReading.Read(answer, _question, _aliases, _settings.AliasesMax);
        if (next == Next.NextServer && reading.Status != DnsStatus.Malformed)
        {
            GiveUp(now, effects, status, Words(answer.ResponseCode));
        }
        else if (reading.Is == DnsAnswerReading.Kind.Referral)
        {
            GiveUp(now, effects, DnsStatus.ServerFailure, "refers to other servers and does not ask them itself");
        }
        else if (reading.Is == DnsAnswerReading.Kind.AskFurther)
        {
            FollowAlias(now, reading, effects);
        }
        else
        {
            Conclude(now, reading, effects);
        }
    }

    private void FollowAlias(Now now, DnsAnswerReading reading, NetEffects effects)
    {
        AddTry(now, DnsStatus.Answered, $"{Name} is an alias of {reading.Name}");
        effects.Add(new NetEffect.Close(_flow));
        _aliases = reading.Aliases;
        _aliasTtl = Math.Min(_aliasTtl, reading.TtlSeconds);

        // This server answers, which cannot be said of those before it.
        AskFrom(_server, now, effects);
    }

    private void Conclude(Now now, DnsAnswerReading reading, NetEffects effects)
    {
        AddTry(now, reading.Status, reading.Detail);
        Cancel(effects);
        Finish(now, new()
        {
            Question = _question,
            Status = reading.Status,
            Records = reading.Records,
            Aliases = reading.Aliases,
            TargetAddresses = reading.TargetAddresses,
            TimeToLive = TimeSpan.FromSeconds(Math.Min(reading.TtlSeconds, _aliasTtl)),
            Server = _server,
            Detail = reading.Detail,
        });
    }

    private void OnReceived(Now now, ReadOnlySpan<byte> bytes, NetEffects effects)
    {
        if (!_stream.TryTake(ref bytes, out var message))
        {
            return;
        }

        var ignored = _ignored;
        OnMessage(now, _server, message, effects);
        if (_ignored > ignored)
        {
            // A connection carries our one question only: another answer on it is the server's confusion.
            GiveUp(now, effects, DnsStatus.Malformed, "the answer on the connection is not to the question asked");
        }
    }

    private void OnEnded(Now now, NetInput.Ended ended, NetEffects effects)
    {
        var detail = ended.Detail.Length == 0 ? ended.Why.ToString() : $"{ended.Why}: {ended.Detail}";
        Fail(now, effects,
            ended.Why == ChannelEnd.TimedOut ? DnsStatus.TimedOut : DnsStatus.Unreachable,
            _tcp ? $"the answer needs TCP, and the connection ended: {detail}" : detail);
    }

    private void GiveUp(Now now, NetEffects effects, DnsStatus status, string detail, DnsFault? fault = null)
    {
        effects.Add(new NetEffect.Close(_flow));
        Fail(now, effects, status, detail, fault);
    }

    private void Fail(Now now, NetEffects effects, DnsStatus status, string detail, DnsFault? fault = null)
    {
        AddTry(now, status, detail, fault);
        AskNext(now, effects);
    }

    /// <summary>
    /// A question to all servers, <paramref name="first"/> and those after it before those ahead of it.
    /// </summary>
    private void AskFrom(EndPointAddress first, Now now, NetEffects effects)
    {
        _toAsk.Clear();
        _silent.Clear();
        _round = 1;
        var start = _settings.Servers.IndexOf(first);
        for (var i = 0; i < _settings.Servers.Length; i++)
        {
            _toAsk.Enqueue(_settings.Servers[(start + i) % _settings.Servers.Length]);
        }

        AskNext(now, effects);
    }

    private void AskNext(Now now, NetEffects effects)
    {
        if (_toAsk.Count == 0 && _round < _settings.TriesPerServer)
        {
            _round++;
            _silent.ForEach(_toAsk.Enqueue);
            _silent.Clear();
        }

        if (_toAsk.TryDequeue(out _server))
        {
            Ask(now, effects, edns: true, tcp: false);
            return;
        }

        Deadline = null;
        var worst = Worst(_tries);
        Finish(now, new()
        {
            Question = _question,
            Status = worst.Status,
            Server = worst.Status is DnsStatus.TimedOut or DnsStatus.Unreachable ? null : worst.Server,
            Aliases = _aliases,
            Detail = worst.Detail,
        });
    }

    /// <summary>The try that says most: what a server said before that it said nothing.</summary>
    private static DnsTry Worst(List<DnsTry> tries)
    {
        ReadOnlySpan<DnsStatus> order =
        [
            DnsStatus.ServerFailure, DnsStatus.Refused, DnsStatus.Malformed, DnsStatus.TimedOut, DnsStatus.Unreachable,
        ];
        foreach (var status in order)
        {
            if (tries.Find(one => one.Status == status) is { } found)
            {
                return found;
            }
        }

        return tries[^1];
    }

    private void AgainOverTcp(Now now, NetEffects effects)
    {
        AddTry(now, DnsStatus.Answered, "the answer does not fit in a datagram");
        Again(now, effects, edns: _edns, tcp: true);
    }

    private void Again(Now now, NetEffects effects, bool edns, bool tcp)
    {
        effects.Add(new NetEffect.Close(_flow));
        Ask(now, effects, edns, tcp);
    }

    private void Ask(Now now, NetEffects effects, bool edns, bool tcp)
    {
        Span<byte> id = stackalloc byte[2];
        _entropy.Fill(id);
        (_id, _edns, _tcp, _ignored) = (BinaryPrimitives.ReadUInt16BigEndian(id), edns, tcp, 0);
        (_flow, _tryBegun) = (_flows.Next(), now.Monotonic);
        _query = new DnsMessage
        {
            Id = _id,
            RecursionDesired = true,
            Question = _question with { Name = Name },
            Edns = edns ? new DnsEdns(DnsLimits.EdnsUdpBytes) : null,
        }.ToBytes();
        if (tcp)
        {
            _stream = new();
            effects.Add(new NetEffect.Connect(_flow, _server, Tls: null));
            Deadline = now.Monotonic + _settings.TcpTimeLimit;
            return;
        }

        // The default address is "::", any of IPv6.
        var any = _server.Address.IsV4 ? IpAddress.AnyV4 : default;
        effects.Add(new NetEffect.OpenDatagrams(_flow, new(any, 0)));
        effects.Add(new NetEffect.SendDatagram(_flow, _server, _query));
        Deadline = now.Monotonic + _settings.TryTimeLimit;
    }

    private void AddTry(Now now, DnsStatus status, string detail, DnsFault? fault = null) =>
        _tries.Add(new(_server, status, now.Monotonic - _tryBegun, detail)
        {
            OverTcp = _tcp,
            Ignored = _ignored,
            Fault = fault,
        });

    private void Finish(Now now, DnsResult result) =>
        Result = result with { Tries = [.. _tries], Took = now.Monotonic - _begun };

    private static string Words(DnsResponseCode code) => code switch
    {
        DnsResponseCode.FormatError => "FORMERR",
        DnsResponseCode.ServerFailure => "SERVFAIL",
        DnsResponseCode.NotImplemented => "NOTIMP",
        DnsResponseCode.Refused => "REFUSED",
        DnsResponseCode.BadVersion => "BADVERS",
        _ => $"response code {(int)code}",
    };
}
