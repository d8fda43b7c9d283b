using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Devices;

/// <content>While registered: memory, refresh, and signing out.</content>
public sealed partial class Device
{
    private void Register(Now now, List<DeviceEffect> effects)
    {
        var attempt = _attempt!;
        _attempt = null;
        StopCycle(effects);
        Phase = DevicePhase.SignedIn;
        Stand(now, attempt, effects);
    }

    /// <summary>The registration that a walk has made is the device's own from now on.</summary>
    private void Stand(Now now, AttemptStage attempt, List<DeviceEffect> effects)
    {
        _registration = attempt.Registration!;
        Rest(now);
        PlanFailback(now);
        PlanRenewal(now);
        if (Settings.Profile.ForgetsDns)
        {
            effects.Add(new DeviceEffect.FlushAnswers());
            journal.Write(new JournalEntry.Flushed(now.Monotonic));
        }

        Memory = MemoryOf(now, _registration.Candidate, attempt);
        effects.Add(new DeviceEffect.SaveMemory(Memory));
        journal.Write(new JournalEntry.MemorySaved(now.Monotonic, Memory));
        SeeServices(now, _registration);
        BeginServices(now, effects);
        BeginPresence(now);
        SendPresence(now, effects);
    }

    // At rest a device keeps only what it may need.
    private void Rest(Now now)
    {
        _marks = _marks is { } marks && !marks.IsEmpty(now.Monotonic) ? marks : null;
        _proofs = _proofs is CertificateKeeper { Certificate: null } ? null : _proofs;
    }

    private static void Leave(Registration standing, List<DeviceEffect> effects)
    {
        standing.Exchange.Abandon(effects);
        effects.Add(new DeviceEffect.CloseChannel(standing.Channel));
    }

    private DeviceMemory MemoryOf(Now now, Candidate candidate, AttemptStage attempt)
    {
        var registrar = KnownOf(candidate);
        var known = (Memory?.KnownRegistrars ?? []).Where(earlier => earlier != registrar);
        // A fall to plain TCP must not last: the next cycle begins with discovery, whose first rung is TLS again. Its
        // addresses are remembered all the same, for the day when nothing else is found.
        var fellToTcp = candidate.Transport != SipTransport.Tls && Settings.Plan.Uses(SipTransport.Tls);
        return new DeviceMemory
        {
            Account = Settings.Account.Uri,
            Profile = Settings.Profile.Name,
            Registrar = registrar,
            RegistrarAddresses = attempt.RegisteredAddresses,
            Home = HomeOf(now, registrar, attempt),
            MediaRelays = Memory?.MediaRelays ?? [],
            KnownRegistrars = [.. (fellToTcp ? known : known.Prepend(registrar)).Take(KnownRegistrarsMax)],
            SavedAt = now.WallClock,
        };
    }

    /// <summary>While signed in: refresh in time, and notice when the registration is lost.</summary>
    private void Keep(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        var standing = _registration!;
        if (standing.Exchange.IsProving && standing.Exchange.Handle(now, input, effects) is { } step)
        {
            ReadRefresh(now, standing, step, effects);
        }

        switch (input)
        {
            case var _ when _registration != standing:
                break;
            case DeviceInput.DeadlineReached when now.Monotonic < standing.Deadline:
                break;
            case DeviceInput.DeadlineReached when !standing.Refreshing:
                SendRefresh(now, standing, effects);
                FailBackWithRefresh(now, effects);
                break;
            case DeviceInput.DeadlineReached:
            case DeviceInput.SipTimedOut { Method: SipMethod.Register } timedOut
                when timedOut.Channel == standing.Channel:
                FailRefresh(now, new RegisterFailure { Kind = RegisterFailureKind.NoAnswer }, effects);
                break;
            case DeviceInput.SipResponse { Method: SipMethod.Register } response
                when response.Channel == standing.Channel && standing.Refreshing:
                standing.Trust(now.Monotonic + Settings.Timings.Register);
                ReadRefresh(
                    now, standing, standing.Exchange.Read(now, response.Message, ProofRoom, effects), effects);
                break;
            case DeviceInput.SipMalformed malformed when malformed.Channel == standing.Channel:
                journal.Write(MalformedEntry.Of(now, Step.Register, standing.Remote, malformed));
                if (malformed.IsFatal)
                {
                    FailRefresh(now, RegisterExchange.FailureOf(malformed.Fault), effects);
                }

                break;
            case DeviceInput.SipNotProved unproved when unproved.Channel == standing.Channel:
                journal.Write(NotProvedEntry.Of(now, standing.Candidate, standing.Remote, unproved));
                FailRefresh(now, new RegisterFailure { Kind = RegisterFailureKind.ServerNotProved }, effects);
                break;
            case DeviceInput.SipRequest request when request.Channel == standing.Channel:
                HearNotice(now, standing, request.Message, effects);
                break;
            case DeviceInput.ChannelEnded ended when ended.Channel == standing.Channel:
                journal.Write(new JournalEntry.ChannelLost(now.Monotonic, standing.Candidate, ended.Why, ended.Detail));
                standing.Exchange.Abandon(effects);
                MarkEnded(now, standing, ended.Why);
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
            case RegisterStep.Registered registered when FindsNoBinding(now, standing, registered.Grants, effects):
                break;
            case RegisterStep.Registered registered:
                journal.Write(new JournalEntry.Registered(
                    now.Monotonic, standing.Candidate, standing.Remote, registered.Mechanism, registered.Expires,
                    Refresh: true, standing.Took(now))
                {
                    Grants = registered.Grants,
                });
                var before = standing.Grants;
                standing.Confirmed(now, registered);
                SeeServices(now, standing);
                AskOnwards(now, before, standing.Grants, effects);
                Rest(now);
                if (registered.KeepAlive is { } pace)
                {
                    effects.Add(new DeviceEffect.KeepAlive(standing.Channel, pace));
                }

                break;
            case RegisterStep.Redirected redirected:
                MoveByRedirect(now, standing, redirected, effects);
                break;
            case RegisterStep.Failed failed:
                FailRefresh(now, failed.Failure, effects);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// After a refresh the requests beside it go on. Where it offers more than before, or names this endpoint otherwise
    /// (RFC 5627 section 4.2), so that their Contact is a name that is no more, they begin anew.
    /// </summary>
    private void AskOnwards(Now now, RegistrationGrants before, RegistrationGrants granted, List<DeviceEffect> effects)
    {
        if ((granted.Gruu.Length > 0 && granted.Gruu != before.Gruu)
            || (granted.OffersProvisioning && !before.OffersProvisioning)
            || (granted.OffersContacts && !before.OffersContacts)
            || (granted.OffersOwnPresence && !before.OffersOwnPresence))
        {
            BeginServices(now, effects);
            BeginPresence(now);
        }
        else
        {
            _services?.GoOn(now, effects);
        }
    }

    private void SendRefresh(Now now, Registration standing, List<DeviceEffect> effects)
    {
        _services?.Hold();
        if (!standing.Refreshing && standing.Exchange.RenewAt <= now.Monotonic)
        {
            standing.Exchange.ProveAnew();
        }

        standing.Requested(now, Settings.Timings.Register);
        effects.Add(new DeviceEffect.SendSip(standing.Channel, standing.Exchange.WriteRegister()));
    }

    private void FailRefresh(Now now, RegisterFailure failure, List<DeviceEffect> effects)
    {
        var standing = _registration!;
        journal.Write(new JournalEntry.RegisterFailed(
            now.Monotonic, standing.Candidate, standing.Remote, failure, standing.Took(now)));
        StopFailback(effects);
        StopServices(effects);
        Leave(standing, effects);
        if (failure.IsOfCredential)
        {
            _registration = null;
            _isBarred = true;
            BackOffAfterRefusal(now);
        }
        else
        {
            if (!standing.IsDoubted)
            {
                Marks.Add(
                    standing.Remote, standing.Candidate.Transport,
                    now.Monotonic + (failure.RetryAfter ?? Settings.Timings.TargetMark));
                if (failure.Kind == RegisterFailureKind.NoAnswer)
                {
                    MarkEnded(now, standing, ChannelEnd.TimedOut);
                }
            }

            Lose(now, standing, effects);
        }
    }

    // A server that ended the connection may be there again at once, as hundreds of devices are. The address of one
    // that went silent is tried after the others of its name, one without others after all candidates, and in the
    // outage that this may be nobody is waited for as long as otherwise.
    private void MarkEnded(Now now, Registration standing, ChannelEnd why)
    {
        var until = now.Monotonic + Settings.Timings.TargetMark;
        if (why is ChannelEnd.ClosedByPeer or ChannelEnd.Reset)
        {
            Marks.AddEnded(standing.Remote, standing.Candidate.Transport, until);
        }
        else if (why is ChannelEnd.TimedOut or ChannelEnd.Unreachable)
        {
            Marks.Add(standing.Remote, standing.Candidate.Transport, until);
            Marks.AddSilent(standing.Candidate, until);
            var candidate = standing.Candidate;
            var known = new KnownRegistrar(candidate.Host, candidate.Transport, candidate.Port);
            if (Memory?.AddressesOf(known) is null or { Length: <= 1 })
            {
                Marks.Add(candidate, until);
            }
        }
    }

    /// <summary>
    /// Begins again at once, unless the registration was lost as soon as it stood: a Registrar that takes users and
    /// drops them must not be met at the speed of the network. Of a doubted connection that cannot be said, nor of a
    /// server that has gone silent for the first time, which took its time to be noticed.
    /// </summary>
    private void Lose(Now now, Registration standing, List<DeviceEffect> effects)
    {
        StopFailback(effects);
        StopServices(effects);
        HoldFailback(now, standing);
        _registration = null;
        var isBrief = IsBrief(now, standing);
        var isSilent = _marks?.IsSilent(standing.Candidate, now.Monotonic) ?? false;
        if (isBrief && (!isSilent || _failedCycles > 0))
        {
            _retryAfter = TimeSpan.Zero;
            BackOffAfterFailure(now);
            return;
        }

        _failedCycles = (byte)(isBrief ? 1 : 0);
        BeginCycle(now, effects);
    }

    private bool IsBrief(Now now, Registration standing) =>
        !standing.IsDoubted && now.Monotonic - standing.Since < Settings.Timings.BackOff[0];

    private void SignOut(Now now, List<DeviceEffect> effects)
    {
        StopFailback(effects);
        StopServices(effects);
        _registration!.Exchange.Abandon(effects);
        effects.Add(new DeviceEffect.SendSip(_registration.Channel, _registration.Exchange.WriteUnregister()));
        _wake = now.Monotonic + Settings.Timings.SignOut;
        Phase = DevicePhase.SigningOut;
    }

    private void FinishSignOut(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        var standing = _registration!;
        if (standing.Exchange.IsProving && standing.Exchange.Handle(now, input, effects) is { } step)
        {
            ReadSignOut(now, standing, step, effects);
        }

        switch (input)
        {
            case var _ when _registration != standing:
                break;
            case DeviceInput.SipResponse { Method: SipMethod.Register } response
                when response.Channel == standing.Channel:
                ReadSignOut(now, standing, standing.Exchange.Read(now, response.Message, ProofRoom, effects), effects);
                break;
            case DeviceInput.ChannelEnded ended when ended.Channel == standing.Channel:
                standing.Exchange.Abandon(effects);
                SwitchOff(now, confirmed: false);
                break;
            case DeviceInput.SipNotProved unproved when unproved.Channel == standing.Channel:
                journal.Write(NotProvedEntry.Of(now, standing.Candidate, standing.Remote, unproved));
                CloseAndSwitchOff(now, standing, confirmed: false, effects);
                break;
            case DeviceInput.SipTimedOut { Method: SipMethod.Register }:
            case DeviceInput.SipMalformed { IsFatal: true }:
            case DeviceInput.DeadlineReached when now.Monotonic >= _wake:
                CloseAndSwitchOff(now, standing, confirmed: false, effects);
                break;
            default:
                break;
        }
    }

    private void ReadSignOut(Now now, Registration standing, RegisterStep step, List<DeviceEffect> effects)
    {
        switch (step)
        {
            case RegisterStep.Waiting or RegisterStep.Proving:
                break;
            case RegisterStep.SendAgain:
                effects.Add(new DeviceEffect.SendSip(standing.Channel, standing.Exchange.WriteUnregister()));
                break;
            default:
                CloseAndSwitchOff(now, standing, confirmed: step is RegisterStep.Registered, effects);
                break;
        }
    }

    private void CloseAndSwitchOff(Now now, Registration standing, bool confirmed, List<DeviceEffect> effects)
    {
        Leave(standing, effects);
        SwitchOff(now, confirmed);
    }

    private void SwitchOff(Now now, bool confirmed)
    {
        _registration = null;
        _relayAccess = null;
        _wake = null;
        Phase = DevicePhase.Off;
        journal.Write(new JournalEntry.SignedOut(now.Monotonic, confirmed));
    }
}
