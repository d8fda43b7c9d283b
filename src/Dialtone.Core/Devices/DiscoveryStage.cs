using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Lyncdiscover;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Devices;

/// <summary>
/// Asks DNS and DHCP everything at once (S18) and hands out the rungs of a ladder in their order, each as soon as its
/// own answer is in: a rung is never handed out while one above it is undecided, but for those that the profile does
/// not wait for (<see cref="DeviceProfile.SourcePatience"/>).
/// </summary>
internal sealed class DiscoveryStage(
    DeviceSettings settings, Cycle cycle, ImmutableArray<Rung> ladder, IEntropy entropy, IJournal journal,
    FlowIds flows)
{
    private readonly List<Rung> _ladder = [.. ladder];
    private readonly List<DnsQuestion> _out = [];
    private bool _dhcpOut;
    private bool _dhcp6Out;
    private LyncdiscoverExchange? _lyncdiscover;
    private DiscoveryOutcome _found = new();
    private CandidatePlan _plan = CandidatePlan.Empty;
    private Instant _began;
    private Instant? _end;
    private Instant? _dhcpPatience;
    private Instant? _naptrPatience;
    private bool _dhcpIsLate;
    private bool _anyRecord;

    /// <summary>How long DNS is waited for where memory could serve; <c>null</c> where it could not.</summary>
    public NamePatience? Patience { get; init; }

    /// <summary>What failed in the cycle before, where that led to this one without a wait.</summary>
    public ImmutableArray<Candidate> FailedBefore { get; init; } = [];

    /// <summary>When an answer is waited for no longer; <c>null</c> once all are in.</summary>
    public Instant? Deadline => Instant.Earlier(
        Instant.Earlier(Instant.Earlier(_end, _end is null ? null : EndWithMemory), _lyncdiscover?.Deadline),
        Instant.Earlier(_dhcpIsLate ? null : _dhcpPatience, _out.Exists(IsNaptr) ? _naptrPatience : null));

    // While DNS says nothing; and when it has said that it has nothing, for DHCP.
    private Instant? EndWithMemory => Patience is not { } patience ? null
        : patience.Until is { } until ? until
        : _out.Count == 0 && !_anyRecord ? _began + settings.Timings.DiscoveryWithMemory : null;

    /// <summary>The URL of DHCP option 43; <c>null</c> where DHCP gave none, or has not answered.</summary>
    public string? WebServicesUrl => _found.Dhcp?.WebServicesUrl;

    /// <summary>The web server that Lyncdiscover named; empty where it named none.</summary>
    public HostName WebServer => _found.Lyncdiscover?.WebServer ?? default;

    /// <summary>Whether any rung named a candidate. What is tried without a name of anybody does not count.</summary>
    public bool AnyNamed => _plan.Candidates.Any(each => each.Source != CandidateSource.UsualName);

    /// <summary>Whether every rung was handed out.</summary>
    public bool Done => _ladder.Count == 0;

    /// <summary>Puts every question.</summary>
    public void Begin(Now now, List<DeviceEffect> effects)
    {
        _began = now.Monotonic;
        if (_ladder.Exists(rung => rung.WaitsForDhcp))
        {
            AskDhcp(now, effects);
        }

        if (_ladder.Exists(rung => rung.WaitsForDhcp6))
        {
            AskDhcp6(now, effects);
        }

        AskDns(now, _ladder, effects);
        if (_ladder.Exists(rung => rung.WaitsForLyncdiscover))
        {
            _lyncdiscover = new(settings, entropy, flows, journal)
            {
                Authentication = IntegratedAuthentication.Of(settings, entropy, flows),
            };
            _lyncdiscover.Begin(now, effects);
        }
    }

    /// <summary>Lyncdiscover takes any input; what does not concern it changes nothing.</summary>
    public void OnAny(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        if (_lyncdiscover is { } asked)
        {
            asked.Handle(now, input, effects);
            DecideLyncdiscover(now, asked.Outcome);
        }
    }

    /// <summary>Closes what is open, without a word.</summary>
    public void Abandon(List<DeviceEffect> effects)
    {
        _lyncdiscover?.Abandon(effects);
        _lyncdiscover = null;
    }

    public void OnDns(Now now, DnsQuestion question, DnsOutcome outcome)
    {
        if (!_out.Remove(question))
        {
            return;
        }

        _found = _found.With(question, outcome);
        _anyRecord |= outcome.Status == DnsStatus.Answered;
        Patience?.Hear(outcome.Status);
        journal.Write(new JournalEntry.DnsSeen(now.Monotonic, question, settings.Account.Domain, outcome));
        if (outcome.Status == DnsStatus.Answered || _out.Count == 0)
        {
            var patience = now.Monotonic + settings.Profile.SourcePatience;
            _naptrPatience ??= patience;
            _dhcpPatience ??= patience;
        }

        ForgetEndWhenDecided();
    }

    public void OnDhcp(Now now, DhcpOutcome outcome)
    {
        if (!_dhcpOut)
        {
            NoteDhcp(now, outcome);
            return;
        }

        _dhcpOut = false;
        DecideDhcp(now, outcome);
        ForgetEndWhenDecided();
    }

    public void OnDhcp6(Now now, Dhcp6Outcome outcome)
    {
        if (!_dhcp6Out)
        {
            return;
        }

        _dhcp6Out = false;
        DecideDhcp6(now, outcome);
        if (outcome.Status == Dhcp6Status.Answered)
        {
            _dhcpPatience ??= now.Monotonic + settings.Profile.SourcePatience;
        }

        ForgetEndWhenDecided();
    }

    /// <summary>What is undecided when its time is over counts as not answered.</summary>
    public void OnDeadline(Now now, List<DeviceEffect> effects)
    {
        _dhcpIsLate |= _dhcpPatience <= now.Monotonic;
        if (_naptrPatience <= now.Monotonic)
        {
            // Nothing is known of the server: it had no time to answer.
            GiveUp(now, _out.FindAll(IsNaptr), DnsStatus.NotAwaited, TimeSpan.Zero);
        }

        if (_end is not null && Instant.Earlier(_end, EndWithMemory) <= now.Monotonic)
        {
            var took = now.Monotonic - _began;
            GiveUp(now, [.. _out], DnsStatus.TimedOut, took);
            OnDhcp(now, new DhcpOutcome { Status = DhcpStatus.NoAnswer, Took = took });
            OnDhcp6(now, new Dhcp6Outcome { Status = Dhcp6Status.NoAnswer, Took = took });
            if (_lyncdiscover is not null)
            {
                Abandon(effects);
                DecideLyncdiscover(now, new() { Status = LyncdiscoverStatus.TimedOut, Took = took });
            }
        }
    }

    /// <summary>
    /// The candidates of the next rungs that are decided; empty where the next rung waits for its answer, or all are
    /// out.
    /// </summary>
    public ImmutableArray<Candidate> TakeDecided(Now now, List<DeviceEffect> effects)
    {
        while (NextDecided() is { } rung)
        {
            var below = rung.Below(_found, settings.Plan);
            _ladder.InsertRange(0, below);
            AskDns(now, below, effects);
            var before = _plan;
            _plan = before.With(rung, _found, settings.Account.Domain, settings.Plan, entropy);
            var candidates = _plan.Candidates[before.Candidates.Length..];
            var rejected = _plan.Rejected[before.Rejected.Length..];
            if (!candidates.IsEmpty || !rejected.IsEmpty)
            {
                journal.Write(new JournalEntry.Planned(now.Monotonic, cycle, candidates, rejected));
            }

            if (!candidates.IsEmpty)
            {
                return candidates;
            }
        }

        return [];
    }

    /// <summary>
    /// Takes the next rung where it is decided. Sources that are not waited for go behind the others: what they answer
    /// later is still there to try.
    /// </summary>
    private Rung? NextDecided()
    {
        if (_dhcpIsLate)
        {
            var late = _ladder.FindAll(
                rung => (rung.WaitsForDhcp || rung.WaitsForDhcp6) && !rung.IsDecided(_found));
            _ladder.RemoveAll(late.Contains);
            _ladder.AddRange(late);
        }

        if (_ladder is not [var next, ..] || !next.IsDecided(_found))
        {
            return null;
        }

        _ladder.RemoveAt(0);
        return next;
    }

    private void AskDns(Now now, IEnumerable<Rung> rungs, List<DeviceEffect> effects)
    {
        foreach (var rung in rungs)
        {
            foreach (var question in rung.Questions(settings.Plan))
            {
                if (_out.Contains(question) || _found.Of(question) is not null)
                {
                    continue;
                }

                if (rung is Rung.Service { Transport: var transport } && !settings.Plan.Uses(transport))
                {
                    _found = _found.With(question, DnsOutcome.NotAsked);
                    continue;
                }

                _out.Add(question);
                // A name of DHCP is asked for later than the domain: its rules get a patience of their own.
                _naptrPatience = IsNaptr(question) ? null : _naptrPatience;
                _end ??= now.Monotonic + settings.Timings.Discovery;
                effects.Add(new DeviceEffect.AskDns(question));
            }
        }
    }

    private void AskDhcp(Now now, List<DeviceEffect> effects)
    {
        if (!settings.UseDhcp)
        {
            _found = _found with { Dhcp = DhcpOutcome.NotAsked };
            return;
        }

        if (settings.DhcpInterface is null)
        {
            DecideDhcp(
                now, new DhcpOutcome { Status = DhcpStatus.Unavailable, Detail = settings.DhcpInterfaceMissing });
            return;
        }

        _dhcpOut = true;
        _end = now.Monotonic + settings.Timings.Discovery;
        effects.Add(new DeviceEffect.AskDhcp());
    }

    /// <summary>Servers that answer after the one that is used are evidence, and no more.</summary>
    private void NoteDhcp(Now now, DhcpOutcome outcome)
    {
        if (_found.Dhcp is { } used && outcome.Answers.Length > used.Answers.Length)
        {
            journal.Write(new JournalEntry.DhcpSeen(now.Monotonic, outcome));
        }
    }

    private void DecideDhcp(Now now, DhcpOutcome outcome)
    {
        _found = _found with { Dhcp = outcome };
        journal.Write(new JournalEntry.DhcpSeen(now.Monotonic, outcome));
    }

    private void AskDhcp6(Now now, List<DeviceEffect> effects)
    {
        if (!settings.Dhcp6.IsUsed)
        {
            _found = _found with { Dhcp6 = Dhcp6Outcome.NotAsked };
            return;
        }

        if (settings.Dhcp6.Interface is null)
        {
            DecideDhcp6(
                now, new Dhcp6Outcome { Status = Dhcp6Status.Unavailable, Detail = settings.Dhcp6.InterfaceMissing });
            return;
        }

        _dhcp6Out = true;
        _end = now.Monotonic + settings.Timings.Discovery;
        effects.Add(new DeviceEffect.AskDhcp6());
    }

    private void DecideDhcp6(Now now, Dhcp6Outcome outcome)
    {
        _found = _found with { Dhcp6 = outcome };
        journal.Write(new JournalEntry.Dhcp6Seen(now.Monotonic, outcome));
    }

    private void DecideLyncdiscover(Now now, LyncdiscoverOutcome? outcome)
    {
        if (outcome is not null)
        {
            _lyncdiscover = null;
            _found = _found with { Lyncdiscover = outcome };
            journal.Write(new JournalEntry.LyncdiscoverSeen(now.Monotonic, outcome));
        }
    }

    private static bool IsNaptr(DnsQuestion question) => question.Type == DnsType.Naptr;

    private void GiveUp(Now now, List<DnsQuestion> questions, DnsStatus status, TimeSpan took)
    {
        foreach (var question in questions)
        {
            OnDns(now, question, new DnsOutcome
            {
                Status = status,
                Name = question.Name.Host,
                Took = took,
            });
        }
    }

    private void ForgetEndWhenDecided()
    {
        if (_out.Count == 0 && !_dhcpOut && !_dhcp6Out)
        {
            _end = null;
        }
    }
}
