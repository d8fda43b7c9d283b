using System.Collections.Immutable;
using System.Diagnostics;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Devices;

/// <summary>
/// A phone, from power-on to registered and after. The rules of this file:
/// <list type="number">
/// <item>Every change of <see cref="Phase"/> is here, and nowhere else.</item>
/// <item>A phase that needs working state has a stage, made on entry and dropped on exit. At rest there is none.</item>
/// <item>A stage never changes the phase; it is asked how it stands.</item>
/// <item>A device that is switched on always has a deadline.</item>
/// <item>Nothing here loops over time: back-off and refresh are deadlines.</item>
/// </list>
/// </summary>
public sealed class Device(
    DeviceSettings settings, IEntropy entropy, IJournal journal, FlowIds flows, DeviceMemory? memory)
{
    /// <summary>How many Registrars are kept as known.</summary>
    public const int KnownRegistrarsMax = 8;

    private DiscoveryStage? _discovery;
    private AttemptStage? _attempt;
    private Registration? _registration;
    private Cycle _cycle;
    private Instant? _wake;
    private int _failedCycles;
    private bool _anyResolved;
    private TimeSpan? _retryAfter;
    private RegisterFailureKind? _refusal;

    /// <summary>What the device is doing.</summary>
    public DevicePhase Phase { get; private set; }

    /// <summary>What it remembers; replaced only after a 200 to REGISTER (S5).</summary>
    public DeviceMemory? Memory { get; private set; } = memory;

    /// <summary>The Registrar it is registered with; <c>null</c> while it is not.</summary>
    public Candidate? RegisteredWith => _registration?.Candidate;

    /// <summary>
    /// When the device wants to be told the time; <c>null</c> only while it is off.
    /// </summary>
    public Instant? Deadline => Phase switch
    {
        DevicePhase.Off => null,
        DevicePhase.SignedIn => _registration!.Deadline,
        DevicePhase.BackingOff or DevicePhase.SigningOut => _wake,
        _ => Instant.Earlier(_discovery?.Deadline, _attempt?.Deadline),
    };

    /// <summary>Tells the device one thing and collects what it wants done.</summary>
    public void Handle(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        switch (Phase, input)
        {
            case (DevicePhase.Off, DeviceInput.PowerOn):
                journal.Write(new JournalEntry.PoweredOn(
                    now.Monotonic, settings.Account.Uri, settings.Profile.Name, Memory));
                BeginCycle(now, effects);
                break;

            case (DevicePhase.Off, _):
                break;

            case (_, DeviceInput.SaveFailed failed):
                journal.Write(new JournalEntry.SaveFailed(now.Monotonic, failed.Detail));
                break;

            case (DevicePhase.Discovering or DevicePhase.Attempting, DeviceInput.SignOut):
                StopCycle(effects);
                SwitchOff(now, confirmed: false);
                break;

            case (DevicePhase.BackingOff, DeviceInput.SignOut):
                SwitchOff(now, confirmed: false);
                break;

            case (DevicePhase.SignedIn, DeviceInput.SignOut):
                SignOut(now, effects);
                break;

            case (DevicePhase.Discovering or DevicePhase.Attempting, _):
                Advance(now, input, effects);
                break;

            case (DevicePhase.SignedIn, _):
                Keep(now, input, effects);
                break;

            case (DevicePhase.BackingOff, DeviceInput.DeadlineReached) when now.Monotonic >= _wake:
            case (DevicePhase.BackingOff, DeviceInput.NetworkChanged)
                when _refusal != RegisterFailureKind.CredentialRejected:
                BeginCycle(now, effects);
                break;

            case (DevicePhase.SigningOut, _):
                FinishSignOut(now, input, effects);
                break;

            default:
                break;
        }

        Debug.Assert(Deadline is not null || Phase == DevicePhase.Off, "A device that is switched on has a deadline.");
    }

    private void BeginCycle(Now now, List<DeviceEffect> effects)
    {
        _wake = null;
        _retryAfter = null;
        _refusal = null;
        if (settings is { Target: { } name, TargetPort: null, Profile.LocatesTarget: true })
        {
            Discover(now, Cycle.Target, [Ladder.Of(CandidateSource.Target, name)], effects);
        }
        else if (settings.Target is { } target)
        {
            Attempt(now, Cycle.Target, CandidatePlan.Target(target, settings.TargetPort, settings.Plan), effects);
        }
        else if (Memory is { } remembered
            && CandidatePlan.Known(remembered, settings.Plan) is { Candidates.IsEmpty: false } known)
        {
            Attempt(now, Cycle.Known, known, effects);
        }
        else
        {
            Discover(now, Cycle.Scratch, settings.Profile.Ladder(settings.Account.Domain), effects);
        }
    }

    private void Discover(Now now, Cycle cycle, ImmutableArray<Rung> ladder, List<DeviceEffect> effects)
    {
        StopCycle(effects);
        _cycle = cycle;
        _anyResolved = false;
        Phase = DevicePhase.Discovering;
        journal.Write(new JournalEntry.CycleBegan(now.Monotonic, _cycle));
        _discovery = new DiscoveryStage(settings, cycle, ladder, entropy, journal);
        _discovery.Begin(now, effects);
        NextRung(now, effects);
    }

    private void Attempt(Now now, Cycle cycle, CandidatePlan plan, List<DeviceEffect> effects)
    {
        StopCycle(effects);
        _cycle = cycle;
        _anyResolved = false;
        Phase = DevicePhase.Attempting;
        journal.Write(new JournalEntry.CycleBegan(now.Monotonic, cycle));
        journal.Write(new JournalEntry.Planned(now.Monotonic, cycle, plan.Candidates, plan.Rejected));
        var addresses = cycle == Cycle.Remembered ? Memory!.RegistrarAddresses : ImmutableArray<IpAddress>.Empty;
        _attempt = new AttemptStage(settings, cycle, addresses, entropy, journal, flows);
        _attempt.Try(now, plan.Candidates, effects);
        Settle(now, effects);
    }

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
            case DeviceInput.AddressesAnswered addresses:
                _attempt?.OnAddresses(now, addresses.Name, addresses.Outcome, effects);
                break;
            case DeviceInput.ChannelConnected connected:
                _attempt?.OnConnected(now, connected.Channel, connected.Local, effects);
                break;
            case DeviceInput.ChannelSecured secured:
                _attempt?.OnSecured(now, secured.Channel, secured.Tls, effects);
                break;
            case DeviceInput.ChannelEnded ended:
                _attempt?.OnEnded(now, ended, effects);
                break;
            case DeviceInput.SipResponse response:
                _attempt?.OnResponse(now, response, effects);
                break;
            case DeviceInput.SipTimedOut timedOut:
                _attempt?.OnTimedOut(now, timedOut.Channel, effects);
                break;
            case DeviceInput.SipMalformed malformed:
                _attempt?.OnMalformed(now, malformed, effects);
                break;
            case DeviceInput.DeadlineReached:
                _discovery?.OnDeadline(now);
                _attempt?.OnDeadline(now, effects);
                break;
            default:
                break;
        }

        Settle(now, effects);
    }

    /// <summary>Reads how the stages stand and goes where that leads.</summary>
    private void Settle(Now now, List<DeviceEffect> effects)
    {
        switch (_attempt?.State)
        {
            case null:
                NextRung(now, effects);
                break;
            case AttemptState.Registered:
                Register(now, effects);
                break;
            case AttemptState.Refused:
                EndAttempt();
                FailCycle(now, CycleEnd.Refused, effects);
                break;
            case AttemptState.Exhausted:
                EndAttempt();
                if (_discovery is not null)
                {
                    NextRung(now, effects);
                }
                else
                {
                    FailCycle(now, _anyResolved ? CycleEnd.EveryCandidateFailed : CycleEnd.NothingResolved, effects);
                }

                break;
            default:
                break;
        }
    }

    private void EndAttempt()
    {
        _anyResolved |= _attempt!.AnyResolved;
        _retryAfter = _attempt.RetryAfter is { } asked && !(asked < _retryAfter) ? asked : _retryAfter;
        _refusal = _attempt.Refusal?.Kind;
        _attempt = null;
        Phase = DevicePhase.Discovering;
    }

    private void NextRung(Now now, List<DeviceEffect> effects)
    {
        var candidates = _discovery!.TakeDecided(now, effects);
        if (!candidates.IsEmpty)
        {
            Phase = DevicePhase.Attempting;
            _attempt = new AttemptStage(settings, _cycle, [], entropy, journal, flows);
            _attempt.Try(now, candidates, effects);
            Settle(now, effects);
        }
        else if (_discovery.Done)
        {
            var why = !_discovery.AnyNamed ? CycleEnd.NothingFound
                : _anyResolved ? CycleEnd.EveryCandidateFailed : CycleEnd.NothingResolved;
            FailCycle(now, why, effects);
        }
    }

    private void FailCycle(Now now, CycleEnd why, List<DeviceEffect> effects)
    {
        journal.Write(new JournalEntry.CycleFailed(now.Monotonic, _cycle, why));
        StopCycle(effects);
        // A refused credential is refused everywhere, and every further try brings the account nearer to being locked.
        if (why == CycleEnd.Refused && (_cycle != Cycle.Known || _refusal == RegisterFailureKind.CredentialRejected))
        {
            BackOff(now, settings.Timings.RefusedPause, BackOffReason.Refused);
            return;
        }

        if (_cycle == Cycle.Known)
        {
            Discover(now, Cycle.Scratch, settings.Profile.Ladder(settings.Account.Domain), effects);
            return;
        }

        var memoryMayServe = why is CycleEnd.NothingFound or CycleEnd.NothingResolved
            || settings.Profile.MemoryAfterEveryFailure;
        if (_cycle == Cycle.Scratch && memoryMayServe && Memory is { } remembered
            && CandidatePlan.Remembered(remembered, settings.Plan) is { Candidates.IsEmpty: false } plan)
        {
            Attempt(now, Cycle.Remembered, plan, effects);
            return;
        }

        BackOffAfterFailure(now);
    }

    private void BackOffAfterFailure(Now now)
    {
        var table = settings.Timings.BackOff;
        var row = table[Math.Min(_failedCycles, table.Length - 1)];
        _failedCycles++;
        var half = row / 2;
        var wait = half + TimeSpan.FromMilliseconds(entropy.Below((uint)half.TotalMilliseconds + 1));
        if (_retryAfter is { } asked && asked > wait)
        {
            var believed = asked < settings.Timings.RetryAfterMax ? asked : settings.Timings.RetryAfterMax;
            BackOff(now, believed > wait ? believed : wait, BackOffReason.RetryAfter);
        }
        else
        {
            BackOff(now, wait, BackOffReason.NothingReached);
        }
    }

    private void BackOff(Now now, TimeSpan wait, BackOffReason why)
    {
        journal.Write(new JournalEntry.BackedOff(now.Monotonic, wait, why));
        _wake = now.Monotonic + wait;
        Phase = DevicePhase.BackingOff;
    }

    private void Register(Now now, List<DeviceEffect> effects)
    {
        _registration = _attempt!.Registration!;
        var addresses = _attempt.RegisteredAddresses;
        _attempt = null;
        StopCycle(effects);
        Phase = DevicePhase.SignedIn;

        if (settings.Profile.ForgetsDns)
        {
            effects.Add(new DeviceEffect.FlushAnswers());
            journal.Write(new JournalEntry.Flushed(now.Monotonic));
        }

        Memory = MemoryOf(now, _registration.Candidate, addresses);
        effects.Add(new DeviceEffect.SaveMemory(Memory));
        journal.Write(new JournalEntry.MemorySaved(now.Monotonic, Memory));
    }

    private DeviceMemory MemoryOf(Now now, Candidate candidate, ImmutableArray<IpAddress> addresses)
    {
        var registrar = new KnownRegistrar(candidate.Host, candidate.Transport, candidate.Port);
        var known = (Memory?.KnownRegistrars ?? []).Where(earlier => earlier != registrar);
        // A fall to plain TCP must not last: the next cycle begins with discovery, whose first rung is TLS again. Its
        // addresses are remembered all the same, for the day when nothing else is found.
        var fellToTcp = candidate.Transport != SipTransport.Tls && settings.Plan.Uses(SipTransport.Tls);
        return new DeviceMemory
        {
            Account = settings.Account.Uri,
            Profile = settings.Profile.Name,
            Registrar = registrar,
            RegistrarAddresses = addresses,
            MediaRelays = Memory?.MediaRelays ?? [],
            KnownRegistrars = [.. (fellToTcp ? known : known.Prepend(registrar)).Take(KnownRegistrarsMax)],
            SavedAt = now.WallClock,
        };
    }

    /// <summary>While signed in: refresh in time, and notice when the registration is lost.</summary>
    private void Keep(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        var standing = _registration!;
        switch (input)
        {
            case DeviceInput.DeadlineReached when now.Monotonic < standing.Deadline:
                break;
            case DeviceInput.DeadlineReached when !standing.Refreshing:
                SendRefresh(now, standing, effects);
                break;
            case DeviceInput.DeadlineReached:
            case DeviceInput.SipTimedOut timedOut when timedOut.Channel == standing.Channel:
                FailRefresh(now, new RegisterFailure { Kind = RegisterFailureKind.NoAnswer }, effects);
                break;
            case DeviceInput.SipResponse response when response.Channel == standing.Channel && standing.Refreshing:
                ReadRefresh(now, standing, standing.Exchange.Read(response.Message), effects);
                break;
            case DeviceInput.SipMalformed malformed when malformed.Channel == standing.Channel:
                journal.Write(MalformedEntry.Of(now, Step.Register, standing.Remote, malformed));
                if (malformed.IsFatal)
                {
                    FailRefresh(now, RegisterExchange.FailureOf(malformed.Fault), effects);
                }

                break;
            case DeviceInput.ChannelEnded ended when ended.Channel == standing.Channel:
                journal.Write(new JournalEntry.ChannelLost(now.Monotonic, standing.Candidate, ended.Why, ended.Detail));
                Lose(now, standing, effects);
                break;
            default:
                break;
        }
    }

    private void ReadRefresh(Now now, Registration standing, RegisterStep step, List<DeviceEffect> effects)
    {
        switch (step)
        {
            case RegisterStep.SendAgain:
                SendRefresh(now, standing, effects);
                break;
            case RegisterStep.Registered registered:
                journal.Write(new JournalEntry.Registered(
                    now.Monotonic, standing.Candidate, standing.Remote, registered.Mechanism, registered.Expires,
                    Refresh: true, standing.Took(now)));
                standing.Confirmed(now, registered.Expires);
                break;
            case RegisterStep.Redirected redirected:
                FailRefresh(
                    now,
                    new RegisterFailure { Kind = RegisterFailureKind.Unavailable, Status = redirected.Status },
                    effects);
                break;
            case RegisterStep.Failed failed:
                FailRefresh(now, failed.Failure, effects);
                break;
            default:
                break;
        }
    }

    private void SendRefresh(Now now, Registration standing, List<DeviceEffect> effects)
    {
        standing.Requested(now, settings.Timings.Register);
        effects.Add(new DeviceEffect.SendSip(standing.Channel, standing.Exchange.WriteRegister()));
    }

    private void FailRefresh(Now now, RegisterFailure failure, List<DeviceEffect> effects)
    {
        var standing = _registration!;
        journal.Write(new JournalEntry.RegisterFailed(
            now.Monotonic, standing.Candidate, standing.Remote, failure, standing.Took(now)));
        effects.Add(new DeviceEffect.CloseChannel(standing.Channel));
        if (failure.Kind == RegisterFailureKind.CredentialRejected)
        {
            _registration = null;
            _refusal = failure.Kind;
            BackOff(now, settings.Timings.RefusedPause, BackOffReason.Refused);
        }
        else
        {
            Lose(now, standing, effects);
        }
    }

    /// <summary>
    /// Begins again at once, unless the registration was lost as soon as it stood: a Registrar that takes users and
    /// drops them must not be met at the speed of the network.
    /// </summary>
    private void Lose(Now now, Registration standing, List<DeviceEffect> effects)
    {
        _registration = null;
        if (now.Monotonic - standing.Since < settings.Timings.BackOff[0])
        {
            _retryAfter = null;
            BackOffAfterFailure(now);
            return;
        }

        _failedCycles = 0;
        BeginCycle(now, effects);
    }

    private void SignOut(Now now, List<DeviceEffect> effects)
    {
        effects.Add(new DeviceEffect.SendSip(_registration!.Channel, _registration.Exchange.WriteUnregister()));
        _wake = now.Monotonic + settings.Timings.SignOut;
        Phase = DevicePhase.SigningOut;
    }

    private void FinishSignOut(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        var standing = _registration!;
        switch (input)
        {
            case DeviceInput.SipResponse response when response.Channel == standing.Channel:
                switch (standing.Exchange.Read(response.Message))
                {
                    case RegisterStep.Waiting:
                        return;
                    case RegisterStep.SendAgain:
                        effects.Add(new DeviceEffect.SendSip(standing.Channel, standing.Exchange.WriteUnregister()));
                        return;
                    case RegisterStep.Registered:
                        CloseAndSwitchOff(now, standing, confirmed: true, effects);
                        return;
                    default:
                        CloseAndSwitchOff(now, standing, confirmed: false, effects);
                        return;
                }

            case DeviceInput.ChannelEnded ended when ended.Channel == standing.Channel:
                SwitchOff(now, confirmed: false);
                break;
            case DeviceInput.SipTimedOut:
            case DeviceInput.SipMalformed { IsFatal: true }:
            case DeviceInput.DeadlineReached when now.Monotonic >= _wake:
                CloseAndSwitchOff(now, standing, confirmed: false, effects);
                break;
            default:
                break;
        }
    }

    private void CloseAndSwitchOff(Now now, Registration standing, bool confirmed, List<DeviceEffect> effects)
    {
        effects.Add(new DeviceEffect.CloseChannel(standing.Channel));
        SwitchOff(now, confirmed);
    }

    private void SwitchOff(Now now, bool confirmed)
    {
        _registration = null;
        _wake = null;
        Phase = DevicePhase.Off;
        journal.Write(new JournalEntry.SignedOut(now.Monotonic, confirmed));
    }

    private void StopCycle(List<DeviceEffect> effects)
    {
        if (_attempt is null && _discovery is null)
        {
            return;
        }

        _attempt?.Abandon(effects);
        _attempt = null;
        _discovery = null;
        effects.Add(new DeviceEffect.StopAsking());
    }
}
