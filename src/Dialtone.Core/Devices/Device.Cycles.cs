using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Devices;

/// <content>From the beginning of a cycle to its end.</content>
public sealed partial class Device
{
    private void BeginCycle(Now now, List<DeviceEffect> effects)
    {
        _wake = null;
        (_retryAfter, _isBarred, _metIdleBackup) = (TimeSpan.Zero, false, false);
        if (Settings.Only is { } only)
        {
            Attempt(now, Cycle.Target, new([only], []), effects);
        }
        else if (Settings is { Target: { } name, TargetPort: null, Profile.LocatesTarget: true })
        {
            Discover(now, Cycle.Target, [Ladder.Of(CandidateSource.Target, name)], effects);
        }
        else if (Settings.Target is { } target)
        {
            Attempt(now, Cycle.Target, CandidatePlan.Target(target, Settings.TargetPort, Settings.Plan), effects);
        }
        else if (Settings.Profile.KnownFirst && Memory is { } remembered
            && CandidatePlan.Known(remembered, Settings.Plan, now.WallClock) is { Candidates.IsEmpty: false } known)
        {
            Attempt(now, Cycle.Known, known, effects);
        }
        else
        {
            Discover(now, Cycle.Scratch, Settings.Profile.Ladder(Settings.Account.Domain), effects);
        }
    }

    private void Discover(
        Now now, Cycle cycle, ImmutableArray<Rung> ladder, List<DeviceEffect> effects,
        ImmutableArray<Candidate> failedBefore = default)
    {
        StopCycle(effects);
        _cycle = cycle;
        Phase = DevicePhase.Discovering;
        journal.Write(new JournalEntry.CycleBegan(now.Monotonic, _cycle));
        _discovery = new DiscoveryStage(Settings, cycle, ladder, entropy, journal, flows)
        {
            Patience = PatienceIn(now, cycle),
            FailedBefore = failedBefore.IsDefault ? [] : failedBefore,
        };
        _discovery.Begin(now, effects);
        NextRung(now, effects);
    }

    private void Attempt(Now now, Cycle cycle, CandidatePlan plan, List<DeviceEffect> effects)
    {
        StopCycle(effects);
        _cycle = cycle;
        Phase = DevicePhase.Attempting;
        journal.Write(new JournalEntry.CycleBegan(now.Monotonic, cycle));
        journal.Write(new JournalEntry.Planned(now.Monotonic, cycle, plan.Candidates, plan.Rejected));
        _attempt = new AttemptStage(
            Settings, cycle, Memory, _failedCycles, Marks, Digest, Certificates, entropy, journal, flows)
        {
            Patience = PatienceIn(now, cycle),
        };
        _attempt.Try(now, plan.Candidates, effects);
        Settle(now, effects);
    }

    /// <summary>
    /// Both cycles that ask for names end in memory: there they need not be asked for as long as where nothing else is
    /// left.
    /// </summary>
    private NamePatience? PatienceIn(Now now, Cycle cycle) =>
        cycle is Cycle.Known or Cycle.Scratch && Settings.Timings.DiscoveryWithMemory > TimeSpan.Zero
            && Memory is { } remembered && !CandidatePlan.Remembered(remembered, Settings.Plan, now.WallClock)
                .Candidates.IsEmpty
            ? new(now.Monotonic + Settings.Timings.DiscoveryWithMemory) : null;

    private void Advance(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        switch (input)
        {
            case DeviceInput.DnsAnswered dns:
                _discovery?.OnDns(now, dns.Question, dns.Outcome);
                break;
            case DeviceInput.DhcpAnswered dhcp:
                _discovery?.OnDhcp(now, dhcp.Outcome);
                break;
            case DeviceInput.Dhcp6Answered dhcp6:
                _discovery?.OnDhcp6(now, dhcp6.Outcome);
                break;
            case DeviceInput.DeadlineReached:
                _discovery?.OnDeadline(now, effects);
                break;
            default:
                break;
        }

        _discovery?.OnAny(now, input, effects);
        if (_attempt is { } stage)
        {
            stage.WebServicesUrl ??= _discovery?.WebServicesUrl;
            Pass(now, input, stage, effects);
        }

        Settle(now, effects);
    }

    private static void Pass(Now now, DeviceInput input, AttemptStage stage, List<DeviceEffect> effects)
    {
        stage.OnProving(now, input, effects);
        switch (input)
        {
            case DeviceInput.AddressesAnswered addresses:
                stage.OnAddresses(now, addresses.Name, addresses.Outcome, effects);
                break;
            case DeviceInput.ChannelConnected connected:
                stage.OnConnected(now, connected.Channel, connected.Local, effects);
                break;
            case DeviceInput.ChannelSecured secured:
                stage.OnSecured(now, secured.Channel, secured.Tls, effects);
                break;
            case DeviceInput.ChannelEnded ended:
                stage.OnEnded(now, ended, effects);
                break;
            case DeviceInput.SipResponse response:
                stage.OnResponse(now, response, effects);
                break;
            case DeviceInput.SipTimedOut timedOut:
                stage.OnTimedOut(now, timedOut, effects);
                break;
            case DeviceInput.SipMalformed malformed:
                stage.OnMalformed(now, malformed, effects);
                break;
            case DeviceInput.SipNotProved unproved:
                stage.OnNotProved(now, unproved, effects);
                break;
            case DeviceInput.DeadlineReached:
                stage.OnDeadline(now, effects);
                break;
            default:
                break;
        }
    }

    /// <summary>Reads how the stages stand and goes where that leads.</summary>
    private void Settle(Now now, List<DeviceEffect> effects)
    {
        switch (_attempt?.State)
        {
            case AttemptState.Working:
                Supply(now, effects);
                break;
            case AttemptState.Registered:
                Register(now, effects);
                break;
            case AttemptState.Refused:
                FailCycle(now, CycleEnd.Refused, effects);
                break;
            default:
                NextRung(now, effects);
                break;
        }
    }

    /// <summary>Gives the next rung to a walk whose candidate keeps silent, so that it can be made ready.</summary>
    private void Supply(Now now, List<DeviceEffect> effects)
    {
        if (!_attempt!.WantsMore || _discovery is null)
        {
            return;
        }

        var candidates = _discovery.TakeDecided(now, effects);
        if (!candidates.IsEmpty)
        {
            _attempt.Try(now, candidates, effects);
            Settle(now, effects);
        }
        else if (_discovery.Done && _attempt.TrySetAside(now, effects))
        {
            Settle(now, effects);
        }
    }

    private void NextRung(Now now, List<DeviceEffect> effects)
    {
        var candidates = _discovery?.TakeDecided(now, effects) ?? [];
        if (!candidates.IsEmpty)
        {
            Phase = DevicePhase.Attempting;
            _attempt ??= new AttemptStage(
                Settings, _cycle, Memory, _failedCycles, Marks, Digest, Certificates, entropy, journal, flows)
            {
                Patience = _discovery!.Patience,
                FailedBefore = _discovery.FailedBefore,
                WebServicesUrl = _discovery.WebServicesUrl,
                WebServer = _discovery.WebServer,
            };
            _attempt.Try(now, candidates, effects);
            Settle(now, effects);
        }
        else if (_discovery is { Done: false })
        {
            Phase = DevicePhase.Discovering;
        }
        else if (_attempt?.TrySetAside(now, effects) ?? false)
        {
            Phase = DevicePhase.Attempting;
            Settle(now, effects);
        }
        else
        {
            var why = _attempt is { AnyResolved: true } ? CycleEnd.EveryCandidateFailed
                : _discovery is { AnyNamed: false } ? CycleEnd.NothingFound : CycleEnd.NothingResolved;
            FailCycle(now, why, effects);
        }
    }

    private void FailCycle(Now now, CycleEnd why, List<DeviceEffect> effects)
    {
        journal.Write(new JournalEntry.CycleFailed(now.Monotonic, _cycle, why));
        _retryAfter = _attempt?.RetryAfter is { } asked && !(asked < _retryAfter) ? asked : _retryAfter;
        _metIdleBackup |= _attempt?.MetIdleBackup ?? false;
        _isBarred = _attempt?.Refusal?.IsOfCredential ?? false;
        var failed = _attempt?.Failed ?? [];
        StopCycle(effects);
        // A refused credential is refused everywhere, and every further try brings the account nearer to being locked.
        if (why == CycleEnd.Refused && (_cycle != Cycle.Known || _isBarred))
        {
            BackOffAfterRefusal(now);
            return;
        }

        if (_cycle == Cycle.Known)
        {
            Discover(now, Cycle.Scratch, Settings.Profile.Ladder(Settings.Account.Domain), effects, failed);
            return;
        }

        var memoryMayServe = why is CycleEnd.NothingFound or CycleEnd.NothingResolved
            || Settings.Profile.MemoryAfterEveryFailure;
        if (_cycle == Cycle.Scratch && memoryMayServe && Memory is { } remembered
            && CandidatePlan.Remembered(remembered, Settings.Plan, now.WallClock) is { Candidates.IsEmpty: false } plan)
        {
            Attempt(now, Cycle.Remembered, plan, effects);
            return;
        }

        BackOffAfterFailure(now);
    }

    private void StopCycle(List<DeviceEffect> effects)
    {
        if (_attempt is null && _discovery is null)
        {
            return;
        }

        _attempt?.Abandon(effects);
        _discovery?.Abandon(effects);
        _attempt = null;
        _discovery = null;
        effects.Add(new DeviceEffect.StopAsking());
    }
}
