using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Devices;

/// <summary>
/// One candidate from its name to a connection that may carry SIP. Its addresses race (RFC 8305 section 5): each begins
/// a little after the one before, a failure lets the next begin at once, and the first that is connected, and with TLS
/// has shown a good certificate, is ready; the others are closed. Nothing is sent here. Where racing is off, and over
/// UDP, where nothing shows which address lives, they are tried one after another.
/// </summary>
internal sealed class CandidateApproach(
    Candidate candidate, DeviceSettings settings, TargetMarks marks, IEntropy entropy, IJournal journal, FlowIds flows)
{
    /// <summary>Addresses that race at one time; further ones wait until one of them has failed.</summary>
    public const int RaceMax = 6;

    private readonly List<IpAddress> _left = [];
    private readonly List<ConnectionTry> _racing = [];
    private readonly bool _mayRace = settings.Racing && candidate.Transport != SipTransport.Udp;
    private Instant _began;
    private bool _isOpen;
    private Instant? _resolveBy;
    private Instant? _nextAt;

    /// <summary>How long its name is asked for where memory could serve; <c>null</c> where it could not.</summary>
    public NamePatience? Patience { get; init; }

    /// <summary>Whether it failed in the cycle before, which led to this one without a wait.</summary>
    public bool IsAgain { get; init; }

    /// <summary>The candidate.</summary>
    public Candidate Candidate => candidate;

    /// <summary>How it stands.</summary>
    public ApproachState State { get; private set; }

    /// <summary>The connection, in state Ready.</summary>
    public ConnectionTry? Ready { get; private set; }

    /// <summary>Every address that its name has.</summary>
    public ImmutableArray<IpAddress> Resolved { get; private set; } = [];

    /// <summary>The TTL of the answer that gave them; zero where DNS did not.</summary>
    public TimeSpan TimeToLive { get; private set; }

    /// <summary>The step at which its last address failed.</summary>
    public Step FailedAt { get; private set; } = Step.Resolve;

    /// <summary>Whether another address is left, should the one that is ready fail.</summary>
    public bool HasOthers => _left.Count > 0;

    /// <summary>The longest Retry-After that one of its addresses answered with.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>When it was begun, or last gave a sign of life.</summary>
    public Instant Heard { get; private set; }

    /// <summary>When something must have happened; <c>null</c> when ready or failed.</summary>
    public Instant? Deadline
    {
        get
        {
            var deadline = Instant.Earlier(_resolveBy, _nextAt);
            deadline = _resolveBy is null ? deadline : Instant.Earlier(deadline, Patience?.Until);
            foreach (var each in _racing)
            {
                deadline = Instant.Earlier(deadline, each.Deadline);
            }

            return deadline;
        }
    }

    /// <summary>Asks for the addresses, unless they are known.</summary>
    public void Begin(Now now, ImmutableArray<IpAddress> remembered, List<DeviceEffect> effects)
    {
        (Heard, _began) = (now.Monotonic, now.Monotonic);
        _resolveBy = now.Monotonic + settings.Timings.Discovery;
        if (candidate.Source == CandidateSource.Memory)
        {
            UseAddresses(now, Known(remembered), fromMemory: true, effects);
        }
        else if (candidate.Address is { } address || IpAddress.TryParse(candidate.Host.Text, out address))
        {
            UseAddresses(now, Known([address]), fromMemory: false, effects);
        }
        else if (Patience?.IsOver(now) ?? false)
        {
            UseAddresses(now, Silence(now), fromMemory: false, effects);
        }
        else
        {
            effects.Add(new DeviceEffect.AskAddresses(candidate.Host, candidate.Via));
        }
    }

    /// <summary>Whether one of its connections stands, from one of these addresses.</summary>
    public bool Stands(ImmutableArray<IpAddress> own) =>
        (Ready is { } ready && own.Contains(ready.Local.Address))
        || _racing.Exists(each => each.IsSecuring && own.Contains(each.Local.Address));

    /// <summary>The connection that was ready is no more.</summary>
    public void Closed() => _isOpen = false;

    /// <summary>REGISTER over the connection failed: it is closed, and the other addresses go on.</summary>
    public void FailRegister(Now now, TimeSpan? retryAfter, List<DeviceEffect> effects)
    {
        RetryAfter = RetryAfter > retryAfter ? RetryAfter : retryAfter ?? RetryAfter;
        LoseReady(now, Step.Register, retryAfter, effects);
    }

    /// <summary>Closes what is open, without a word.</summary>
    public void Abandon(List<DeviceEffect> effects)
    {
        CloseReady(effects);
        foreach (var each in _racing)
        {
            effects.Add(new DeviceEffect.CloseChannel(each.Channel));
        }

        _racing.Clear();
        _left.Clear();
        (_resolveBy, _nextAt) = (null, null);
        State = ApproachState.Failed;
    }

    public void OnAddresses(Now now, HostName name, DnsOutcome outcome, List<DeviceEffect> effects)
    {
        if (State == ApproachState.Resolving && candidate.Host == name)
        {
            UseAddresses(now, outcome, fromMemory: false, effects);
        }
    }

    public void OnConnected(Now now, FlowId channel, EndPointAddress local, List<DeviceEffect> effects)
    {
        if (Find(channel) is not { IsSecuring: false } found)
        {
            return;
        }

        found.Connected(local);
        // One that waits of its own will is not silent.
        Heard = candidate.Transport == SipTransport.Udp ? Heard : now.Monotonic + found.TlsAfter;
        journal.Write(new JournalEntry.Connected(now.Monotonic, candidate, local, found.Remote, found.Took(now)));
        if (candidate.Transport == SipTransport.Tls)
        {
            // An address that answers is given the time for its handshake before it gets a rival.
            var (stagger, handshake) = (settings.Timings.RaceStagger, found.Took(now) * 2);
            _nextAt = _nextAt is null ? null
                : now.Monotonic + found.TlsAfter + (handshake > stagger ? handshake : stagger);
            found.Secure(now, Limit(now, settings.Timings.Tls));
        }
        else
        {
            Win(now, found, effects);
        }
    }

    public void OnSecured(Now now, FlowId channel, TlsFacts facts, List<DeviceEffect> effects)
    {
        if (Find(channel) is not { IsSecuring: true } found)
        {
            return;
        }

        Heard = now.Monotonic;
        var verdict = CertificateJudge.Judge(facts, candidate.CertificateNames, now.WallClock).Verdict;
        journal.Write(new JournalEntry.Secured(
            now.Monotonic, candidate, found.Remote, facts, verdict, now.WallClock, found.Took(now)));
        if (verdict == CertificateVerdict.Good)
        {
            Win(now, found, effects);
        }
        else
        {
            effects.Add(new DeviceEffect.CloseChannel(channel));
            Drop(now, found, Step.Tls, effects);
        }
    }

    /// <summary>A connection is no more: one that races, or the one that was ready and waits for its turn.</summary>
    public void OnEnded(Now now, DeviceInput.ChannelEnded ended, List<DeviceEffect> effects)
    {
        if (Find(ended.Channel) is { } found)
        {
            Heard = now.Monotonic;
            WriteFailure(now, found, ended.Why, ended.Detail, ended.Tls);
            Drop(now, found, found.IsSecuring ? Step.Tls : Step.Connect, effects);
        }
        else if (Ready is { } ready && ready.Channel == ended.Channel)
        {
            journal.Write(new JournalEntry.ConnectFailed(
                now.Monotonic, candidate, ready.Remote, ended.Why, ended.Detail, ready.Took(now)));
            _isOpen = false;
            LoseReady(now, Step.Connect, retryAfter: null, effects);
        }
    }

    public void OnDeadline(Now now, List<DeviceEffect> effects)
    {
        if (_resolveBy <= now.Monotonic || (_resolveBy is not null && (Patience?.IsOver(now) ?? false)))
        {
            UseAddresses(now, Silence(now), fromMemory: false, effects);
            return;
        }

        foreach (var late in _racing.FindAll(each => each.Deadline <= now.Monotonic))
        {
            WriteFailure(now, late, ChannelEnd.TimedOut, "", tls: null);
            effects.Add(new DeviceEffect.CloseChannel(late.Channel));
            if (late.IsSecuring)
            {
                marks.AddStalled(late.Remote, now.Monotonic + settings.Timings.SmallSegments);
            }

            Drop(now, late, late.IsSecuring ? Step.Tls : Step.Connect, effects);
        }

        if (_nextAt <= now.Monotonic)
        {
            Next(now, effects);
        }
    }

    private DnsOutcome Silence(Now now) => new()
    {
        Status = DnsStatus.TimedOut,
        Name = candidate.Host,
        Took = now.Monotonic - _began,
    };

    private DnsOutcome Known(ImmutableArray<IpAddress> addresses) => new()
    {
        Status = addresses.IsEmpty ? DnsStatus.NoData : DnsStatus.Answered,
        Name = candidate.Host,
        Addresses = addresses,
    };

    private void UseAddresses(Now now, DnsOutcome outcome, bool fromMemory, List<DeviceEffect> effects)
    {
        _resolveBy = null;
        journal.Write(new JournalEntry.Resolved(now.Monotonic, candidate, outcome, fromMemory));
        (Resolved, TimeToLive) = (outcome.Addresses, outcome.TimeToLive);
        Heard = _began = now.Monotonic;
        _left.AddRange(AddressSequence.Of(outcome.Addresses, settings, entropy));
        if (settings.Profile.AddressOrder == AddressOrder.RandomWithinFamily)
        {
            // Where chance decides among the Front Ends of a pool, the one that has the user comes first.
            marks.PutEndedFirst(_left, candidate, now.Monotonic);
        }

        marks.PutLast(_left, candidate, now.Monotonic);
        State = ApproachState.Connecting;
        GoOn(now, effects);
    }

    private ConnectionTry? Find(FlowId channel) => _racing.Find(each => each.Channel == channel);

    private void WriteFailure(Now now, ConnectionTry failed, ChannelEnd why, string detail, TlsFacts? tls) =>
        journal.Write(failed.IsSecuring
            ? new JournalEntry.HandshakeFailed(
                now.Monotonic, candidate, failed.Remote, why, detail, tls, failed.Took(now))
            : new JournalEntry.ConnectFailed(
                now.Monotonic, candidate, failed.Remote, why, detail, failed.Took(now)));

    private void Drop(Now now, ConnectionTry failed, Step at, List<DeviceEffect> effects)
    {
        _ = _racing.Remove(failed);
        FailAddress(now, failed.Remote, at, retryAfter: null, effects);
    }

    private void FailAddress(
        Now now, EndPointAddress remote, Step at, TimeSpan? retryAfter, List<DeviceEffect> effects)
    {
        FailedAt = at;
        marks.Add(remote, candidate.Transport, now.Monotonic + (retryAfter ?? settings.Timings.TargetMark));
        GoOn(now, effects);
    }

    private void LoseReady(Now now, Step at, TimeSpan? retryAfter, List<DeviceEffect> effects)
    {
        var remote = Ready!.Remote;
        CloseReady(effects);
        State = ApproachState.Connecting;
        _began = now.Monotonic;
        FailAddress(now, remote, at, retryAfter, effects);
    }

    private void CloseReady(List<DeviceEffect> effects)
    {
        if (_isOpen)
        {
            effects.Add(new DeviceEffect.CloseChannel(Ready!.Channel));
        }

        (_isOpen, Ready) = (false, null);
    }

    private void GoOn(Now now, List<DeviceEffect> effects)
    {
        if (_left.Count > 0)
        {
            Next(now, effects);
        }
        else if (_racing.Count == 0)
        {
            State = ApproachState.Failed;
            _nextAt = null;
        }
    }

    /// <summary>Lets the next address begin, where there is one and room for it.</summary>
    private void Next(Now now, List<DeviceEffect> effects)
    {
        if (_racing.Count < (_mayRace ? RaceMax : 1))
        {
            var remote = new EndPointAddress(_left[0], candidate.Port);
            _left.RemoveAt(0);
            var next = new ConnectionTry(
                flows.Next(), remote, now.Monotonic, ConnectBy(now), tlsAfter: Spread(now, remote));
            _racing.Add(next);
            var isTls = candidate.Transport == SipTransport.Tls;
            var small = isTls && marks.IsStalled(remote, now.Monotonic);
            if (small)
            {
                journal.Write(new JournalEntry.SmallSegments(now.Monotonic, candidate, remote));
            }

            effects.Add(new DeviceEffect.OpenChannel(
                next.Channel, remote, candidate.Transport, isTls ? candidate.TlsName : null, small)
            {
                TlsAfter = next.TlsAfter,
            });
        }

        var more = _left.Count > 0 && _mayRace && _racing.Count < RaceMax;
        _nextAt = more ? now.Monotonic + settings.Timings.RaceStagger : null;
    }

    // That the server lives shows in a round trip; only then is there anything to wait with.
    private TimeSpan Spread(Now now, EndPointAddress remote) =>
        candidate.Transport == SipTransport.Tls && marks.HasEnded(remote, candidate.Transport, now.Monotonic)
            ? TimeSpan.FromMilliseconds(entropy.Below((uint)settings.Timings.ReconnectSpread.TotalMilliseconds + 1))
            : TimeSpan.Zero;

    // All that race are given up at one moment, so that a candidate with many silent addresses costs no more than one
    // with a single address; an address that begins late still gets the time in which a lost SYN is sent again.
    private Instant ConnectBy(Now now)
    {
        var limit = Limit(now, settings.Timings.Connect);
        var together = _mayRace ? _began + limit : now.Monotonic + limit;
        var least = settings.Timings.ConnectLeast < limit ? settings.Timings.ConnectLeast : limit;
        return now.Monotonic + least > together ? now.Monotonic + least : together;
    }

    /// <summary>
    /// What a step may take: less where a server has lately gone silent on a standing connection, and least at one that
    /// has just failed and comes again because the order wants it.
    /// </summary>
    public TimeSpan Limit(Now now, TimeSpan usual)
    {
        var limit = IsAgain ? settings.Timings.Again
            : marks.AnySilent(now.Monotonic) ? settings.Timings.AfterSilence : usual;
        return limit < usual ? limit : usual;
    }

    private void Win(Now now, ConnectionTry winner, List<DeviceEffect> effects)
    {
        _ = _racing.Remove(winner);
        foreach (var loser in _racing)
        {
            journal.Write(new JournalEntry.RaceLost(now.Monotonic, candidate, loser.Remote, loser.Took(now)));
            effects.Add(new DeviceEffect.CloseChannel(loser.Channel));
        }

        // Nothing is wrong with those that lost: should the winner fail, they are the next.
        _left.InsertRange(0, _racing.Select(loser => loser.Remote.Address));
        _racing.Clear();
        _nextAt = null;
        (_isOpen, Ready) = (true, winner);
        State = ApproachState.Ready;
    }
}
