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
/// <para>The servers are asked in order, each a stagger after the one before it, and all of them are listened to: the
/// first that says something of the name decides. One that answers uselessly makes room for the next at once. What an
/// answer leads to is decided in one switch, <see cref="Sort"/>.</para>
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
    private readonly List<DnsServerTry> _underWay = [];
    private readonly Queue<EndPointAddress> _toAsk = new();

    private ImmutableArray<DnsName> _aliases = [];
    private uint _aliasTtl = uint.MaxValue;
    private Instant _begun;
    private Instant _nextAt;

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

    /// <summary>When it wants to be told the time; <c>null</c> with nothing under way.</summary>
    public Instant? Deadline
    {
        get
        {
            Instant? earliest = _underWay.Count > 0 && _toAsk.Count > 0 ? _nextAt : null;
            foreach (var one in _underWay)
            {
                earliest = Instant.Earlier(earliest, one.Deadline);
            }

            return earliest;
        }
    }

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
        switch (input)
        {
            case NetInput.DeadlineReached when Deadline is { } deadline && now.Monotonic >= deadline:
                OnDeadline(now, effects);
                return true;
            case NetInput.Datagram datagram when Of(datagram.Flow) is { } one:
                OnMessage(now, one, datagram.From, datagram.Bytes.Span, effects);
                return true;
            case NetInput.Connected connected when Of(connected.Flow) is { } one:
                one.WriteQuery(effects);
                return true;
            case NetInput.Received received when Of(received.Flow) is { } one:
                OnReceived(now, one, received.Bytes.Span, effects);
                return true;
            case NetInput.Ended ended when Of(ended.Flow) is { } one:
                OnEnded(now, one, ended, effects);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Stops without a result.</summary>
    public void Cancel(NetEffects effects)
    {
        _underWay.ForEach(one => effects.Add(new NetEffect.Close(one.Flow)));
        _underWay.Clear();
        _toAsk.Clear();
    }

    /// <summary>The evidence so far, with what is under way as without answer: for whoever stops waiting.</summary>
    public DnsResult Abandon(Now now, NetEffects effects)
    {
        Leave(now, "not waited for any longer", effects);
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

    private DnsServerTry? Of(FlowId flow) => _underWay.Find(one => one.Flow == flow);

    private void OnDeadline(Now now, NetEffects effects)
    {
        foreach (var one in _underWay.FindAll(one => one.Deadline <= now.Monotonic))
        {
            if (one.IsOver(effects))
            {
                GiveUp(now, one, effects, DnsStatus.TimedOut, one.Tcp ? "no answer over TCP" : "no answer");
            }
        }

        if (_toAsk.Count > 0 && now.Monotonic >= _nextAt)
        {
            AskNext(now, effects);
        }
    }

    private void OnMessage(
        Now now, DnsServerTry one, EndPointAddress from, ReadOnlySpan<byte> bytes, NetEffects effects)
    {
        if (!one.IsAnswer(from, bytes, out var header))
        {
            return;
        }

        if (!DnsMessage.TryRead(bytes, out var answer, out var fault))
        {
            // Cut off in the middle of a record and saying so (RFC 2181 section 9): the whole is to be had over TCP.
            if (header.IsTruncated && !one.Tcp)
            {
                AgainOverTcp(now, one, effects);
                return;
            }

            GiveUp(now, one, effects, DnsStatus.Malformed, fault.ToString(), fault);
            return;
        }

        if (one.IsForUs(answer))
        {
            OnAnswer(now, one, answer, effects);
        }
    }

    private void OnAnswer(Now now, DnsServerTry one, DnsMessage answer, NetEffects effects)
    {
        var (next, status) = Sort(answer, one.Edns, one.Tcp);
        switch (next)
        {
            case Next.HereOverTcp:
                AgainOverTcp(now, one, effects);
                return;
            case Next.HereWithoutEdns:
                End(now, one, status, $"{Words(answer.ResponseCode)} to EDNS0", effects);
                Ask(one.Server, now, effects, edns: false, tcp: one.Tcp);
                return;
        }

        var reading = DnsAnswerReading.Read(answer, _question, _aliases, _settings.AliasesMax);
        if (next == Next.NextServer && reading.Status != DnsStatus.Malformed)
        {
            GiveUp(now, one, effects, status, Words(answer.ResponseCode));
        }
        else if (reading.Is == DnsAnswerReading.Kind.Referral)
        {
            GiveUp(
                now, one, effects, DnsStatus.ServerFailure, "refers to other servers and does not ask them itself",
                reading: reading);
        }
        else if (reading.Is == DnsAnswerReading.Kind.AskFurther)
        {
            FollowAlias(now, one, reading, effects);
        }
        else
        {
            Conclude(now, one, reading, answer.IsAuthoritative, effects);
        }
    }

    private void FollowAlias(Now now, DnsServerTry one, DnsAnswerReading reading, NetEffects effects)
    {
        LeaveFor(now, one, DnsStatus.Answered, $"{Name} is an alias of {reading.Name}", effects);
        _aliases = reading.Aliases;
        _aliasTtl = Math.Min(_aliasTtl, reading.TtlSeconds);

        // This server answers, which cannot be said of those before it.
        AskFrom(one.Server, now, effects);
    }

    private void Conclude(
        Now now, DnsServerTry one, DnsAnswerReading reading, bool isAuthoritative, NetEffects effects)
    {
        LeaveFor(now, one, reading.Status, reading.Detail, effects, reading);
        Finish(now, new()
        {
            Question = _question,
            Status = reading.Status,
            Records = reading.Records,
            Aliases = reading.Aliases,
            TargetAddresses = reading.TargetAddresses,
            TimeToLive = TimeSpan.FromSeconds(Math.Min(reading.TtlSeconds, _aliasTtl)),
            Server = one.Server,
            IsAuthoritative = isAuthoritative,
            Detail = reading.Detail,
        });
    }

    private void OnReceived(Now now, DnsServerTry one, ReadOnlySpan<byte> bytes, NetEffects effects)
    {
        if (!one.TryTake(ref bytes, out var message))
        {
            return;
        }

        OnMessage(now, one, one.Server, message, effects);
        if (_underWay.Contains(one))
        {
            // A connection carries our one question only: another answer on it is the server's confusion.
            GiveUp(
                now, one, effects, DnsStatus.Malformed, "the answer on the connection is not to the question asked");
        }
    }

    private void OnEnded(Now now, DnsServerTry one, NetInput.Ended ended, NetEffects effects)
    {
        var detail = ended.Detail.Length == 0 ? ended.Why.ToString() : $"{ended.Why}: {ended.Detail}";
        var status = ended.Why == ChannelEnd.TimedOut ? DnsStatus.TimedOut : DnsStatus.Unreachable;
        _underWay.Remove(one);
        _tries.Add(one.Ended(
            now, status, one.Tcp ? $"the answer needs TCP, and the connection ended: {detail}" : detail));
        GoOn(now, effects);
    }

    private void GiveUp(
        Now now, DnsServerTry one, NetEffects effects, DnsStatus status, string detail, DnsFault? fault = null,
        DnsAnswerReading? reading = null)
    {
        End(now, one, status, detail, effects, fault, reading);
        GoOn(now, effects);
    }

    private void End(
        Now now, DnsServerTry one, DnsStatus status, string detail, NetEffects effects, DnsFault? fault = null,
        DnsAnswerReading? reading = null)
    {
        _underWay.Remove(one);
        _tries.Add(one.Ended(now, status, detail, fault, reading));
        effects.Add(new NetEffect.Close(one.Flow));
    }

    /// <summary>Ends what is under way; who was silent until now is said to be silent.</summary>
    private void Leave(Now now, string detail, NetEffects effects)
    {
        foreach (var one in _underWay.ToArray())
        {
            End(now, one, DnsStatus.TimedOut, detail, effects);
        }

        _toAsk.Clear();
    }

    private void LeaveFor(
        Now now, DnsServerTry one, DnsStatus status, string detail, NetEffects effects,
        DnsAnswerReading? reading = null)
    {
        _underWay.Remove(one);
        Leave(now, $"no answer when {one.Server} had answered", effects);
        _tries.Add(one.Ended(now, status, detail, reading: reading));
        effects.Add(new NetEffect.Close(one.Flow));
    }

    /// <summary>
    /// A question to all servers, <paramref name="first"/> and those after it before those ahead of it.
    /// </summary>
    private void AskFrom(EndPointAddress first, Now now, NetEffects effects)
    {
        var start = _settings.Servers.IndexOf(first);
        for (var i = 0; i < _settings.Servers.Length; i++)
        {
            _toAsk.Enqueue(_settings.Servers[(start + i) % _settings.Servers.Length]);
        }

        AskNext(now, effects);
    }

    private void AskNext(Now now, NetEffects effects)
    {
        Ask(_toAsk.Dequeue(), now, effects, edns: true, tcp: false);
        _nextAt = now.Monotonic + _settings.Stagger;
    }

    /// <summary>One server is through: the next, or the wait for those under way, or the end.</summary>
    private void GoOn(Now now, NetEffects effects)
    {
        if (_toAsk.Count > 0)
        {
            AskNext(now, effects);
            return;
        }

        if (_underWay.Count > 0)
        {
            return;
        }

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

    private void AgainOverTcp(Now now, DnsServerTry one, NetEffects effects)
    {
        End(now, one, DnsStatus.Answered, "the answer does not fit in a datagram", effects);
        Ask(one.Server, now, effects, edns: one.Edns, tcp: true);
    }

    private void Ask(EndPointAddress server, Now now, NetEffects effects, bool edns, bool tcp)
    {
        var one = new DnsServerTry(server, _question with { Name = Name }, edns, tcp, _settings);
        _underWay.Add(one);
        one.Begin(now, _entropy, _flows, effects);
    }

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
