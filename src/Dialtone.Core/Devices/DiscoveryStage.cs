using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;

namespace Dialtone.Core.Devices;

/// <summary>
/// Asks DNS and DHCP everything at once (S18) and hands out the rungs of S3 in their order, each as soon as its own
/// answer is in: a rung is never handed out while one above it is undecided.
/// </summary>
internal sealed class DiscoveryStage(DeviceSettings settings, IEntropy entropy, IJournal journal)
{
    private readonly HashSet<SrvService> _services = [];
    private bool _dhcpOut;
    private DiscoveryOutcome _found = new();
    private CandidatePlan _plan = CandidatePlan.Empty;
    private int _rung;

    /// <summary>When every question must be decided; <c>null</c> once all are.</summary>
    public Instant? Deadline { get; private set; }

    /// <summary>Whether any rung named a candidate.</summary>
    public bool AnyNamed => !_plan.Candidates.IsEmpty;

    /// <summary>Whether every rung was handed out.</summary>
    public bool Done => _rung == CandidatePlan.Ladder.Length;

    /// <summary>Puts every question.</summary>
    public void Begin(Now now, List<DeviceEffect> effects)
    {
        Deadline = now.Monotonic + settings.Timings.Discovery;
        AskDhcp(now, effects);
        foreach (var service in SrvNames.All)
        {
            if (settings.Plan.Uses(TransportOf(service)))
            {
                _ = _services.Add(service);
                effects.Add(new DeviceEffect.AskSrv(service, SrvNames.Of(service, settings.Account.Domain)));
            }
        }
    }

    public void OnSrv(Now now, SrvService service, DnsOutcome outcome)
    {
        if (!_services.Remove(service))
        {
            return;
        }

        _found = service switch
        {
            SrvService.InternalTls => _found with { InternalTls = outcome },
            SrvService.InternalTcp => _found with { InternalTcp = outcome },
            SrvService.ExternalTls => _found with { ExternalTls = outcome },
            _ => _found with { ExternalTcp = outcome },
        };
        journal.Write(new JournalEntry.DnsSeen(now.Monotonic, service, outcome));
        ClearDeadlineWhenDecided();
    }

    public void OnDhcp(Now now, DhcpOutcome outcome)
    {
        if (!_dhcpOut)
        {
            return;
        }

        _dhcpOut = false;
        DecideDhcp(now, outcome);
        ClearDeadlineWhenDecided();
    }

    /// <summary>What is undecided when the deadline passes counts as not answered.</summary>
    public void OnDeadline(Now now)
    {
        if (Deadline is not { } deadline || now.Monotonic < deadline)
        {
            return;
        }

        foreach (var service in SrvNames.All)
        {
            OnSrv(now, service, new DnsOutcome
            {
                Status = DnsStatus.TimedOut,
                Name = SrvNames.Of(service, settings.Account.Domain),
                Took = settings.Timings.Discovery,
            });
        }

        OnDhcp(now, new DhcpOutcome { Status = DhcpStatus.NoAnswer, Took = settings.Timings.Discovery });
    }

    /// <summary>
    /// The candidates of the next rungs that are decided; empty where the next rung waits for its answer, or all are
    /// out.
    /// </summary>
    public ImmutableArray<Candidate> TakeDecided(Now now)
    {
        while (!Done && IsDecided(CandidatePlan.Ladder[_rung]))
        {
            var before = _plan;
            _plan = before.With(CandidatePlan.Ladder[_rung++], _found, settings.Account.Domain, settings.Plan, entropy);
            var candidates = _plan.Candidates[before.Candidates.Length..];
            var rejected = _plan.Rejected[before.Rejected.Length..];
            if (!candidates.IsEmpty || !rejected.IsEmpty)
            {
                journal.Write(new JournalEntry.Planned(now.Monotonic, Cycle.Scratch, candidates, rejected));
            }

            if (!candidates.IsEmpty)
            {
                return candidates;
            }
        }

        return [];
    }

    private static SipTransport TransportOf(SrvService service) =>
        service is SrvService.InternalTls or SrvService.ExternalTls ? SipTransport.Tls : SipTransport.Tcp;

    private void AskDhcp(Now now, List<DeviceEffect> effects)
    {
        if (!settings.UseDhcp)
        {
            return;
        }

        if (settings.DhcpInterface is null)
        {
            DecideDhcp(
                now, new DhcpOutcome { Status = DhcpStatus.Unavailable, Detail = settings.DhcpInterfaceMissing });
            return;
        }

        _dhcpOut = true;
        effects.Add(new DeviceEffect.AskDhcp());
    }

    private void DecideDhcp(Now now, DhcpOutcome outcome)
    {
        _found = _found with { Dhcp = outcome };
        journal.Write(new JournalEntry.DhcpSeen(now.Monotonic, outcome));
    }

    private bool IsDecided(Rung rung) => rung switch
    {
        Rung.InternalSrvTls => !_services.Contains(SrvService.InternalTls),
        Rung.InternalSrvTcp => !_services.Contains(SrvService.InternalTcp),
        Rung.ExternalSrvTls => !_services.Contains(SrvService.ExternalTls),
        Rung.ExternalSrvTcp => !_services.Contains(SrvService.ExternalTcp),
        _ => !_dhcpOut,
    };

    private void ClearDeadlineWhenDecided()
    {
        if (_services.Count == 0 && !_dhcpOut)
        {
            Deadline = null;
        }
    }
}
