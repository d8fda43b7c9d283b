using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;

namespace Dialtone.Core.Devices;

/// <content>
/// From a server of lower priority back to the first. The standing registration is kept, and refreshed, until the first
/// server has answered 200; only then is its connection closed. Its binding is left to end by itself: where both
/// servers look into one list of bindings, taking it out would take out the new one (RFC 5626 section 6: both are
/// instance and flow of this device).
/// </content>
public sealed partial class Device
{
    /// <summary>The attempt at the first server, where one is under way.</summary>
    private AttemptStage? FailbackStage
    {
        get => _wayBack?.Stage;
        set => KeepWayBack(value, FailbackAt, FailbackHeld, FailbackTo);
    }

    /// <summary>When the first server is to be tried again.</summary>
    private Instant? FailbackAt
    {
        get => _wayBack?.At;
        set => KeepWayBack(FailbackStage, value, FailbackHeld, FailbackTo);
    }

    /// <summary>Before when it is not.</summary>
    private Instant? FailbackHeld
    {
        get => _wayBack?.Held;
        set => KeepWayBack(FailbackStage, FailbackAt, value, FailbackTo);
    }

    /// <summary>Where the Registrar has sent the device, where that is what it goes by.</summary>
    private NamedHome? FailbackTo
    {
        get => _wayBack?.To;
        set => KeepWayBack(FailbackStage, FailbackAt, FailbackHeld, value);
    }

    private FailbackPolicy Policy => Settings.Failback ?? Settings.Profile.Failback;

    /// <summary>Draws up when the first server is to be tried again, where that has a time of its own.</summary>
    private void PlanFailback(Now now)
    {
        var after = Policy switch
        {
            FailbackPolicy.Duration when Settings.Timings.Failback > TimeSpan.Zero => Settings.Timings.Failback,
            FailbackPolicy.DnsTtl => _registration!.TimeToLive,
            _ => (TimeSpan?)null,
        };
        var least = Settings.Timings.FailbackLeast;
        FailbackAt = _registration!.Primary is null || after is not { } wait ? null
            : Later(now, now.Monotonic + (wait < least ? least : wait));
    }

    /// <summary>The registration is about to be renewed, which some policies take as the moment.</summary>
    private void FailBackWithRefresh(Now now, List<DeviceEffect> effects)
    {
        if (Policy is FailbackPolicy.Registration or FailbackPolicy.NewRequests)
        {
            BeginFailback(now, effects);
        }
    }

    private void BeginFailback(Now now, List<DeviceEffect> effects)
    {
        FailbackAt = null;
        if (FailbackTo is { } named && FailbackStage is null)
        {
            BeginMove(now, named, effects);
            return;
        }

        if (FailbackStage is not null || _registration is not { Primary: { } primary } standing)
        {
            return;
        }

        if (Later(now, now.Monotonic) is var earliest && earliest > now.Monotonic)
        {
            FailbackAt = earliest;
            return;
        }

        journal.Write(new JournalEntry.FailbackBegan(now.Monotonic, primary, standing.Candidate));
        FailbackStage = new AttemptStage(
            Settings, _cycle, Memory, 0, Marks, null, Certificates, entropy, journal, flows);
        FailbackStage.Try(now, [primary], effects);
        SettleFailback(now, effects);
    }

    // Not while the first server's mark lasts, nor in the moment in which it ends for all whom that server sent away;
    // and not again soon after it was lost soon after a fail-back.
    private Instant Later(Now now, Instant moment)
    {
        var held = FailbackHeld > moment ? FailbackHeld.Value : moment;
        return _registration!.Primary is { } primary && _marks?.Find(primary, moment) is { } marked && marked > held
            ? now.Monotonic + Beyond(marked - now.Monotonic) : held;
    }

    private void AdvanceFailback(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        if (FailbackAt <= now.Monotonic)
        {
            BeginFailback(now, effects);
        }

        if (FailbackStage is { } stage)
        {
            Pass(now, input, stage, effects);
            SettleFailback(now, effects);
        }
    }

    private void SettleFailback(Now now, List<DeviceEffect> effects)
    {
        switch (FailbackStage!.State)
        {
            case AttemptState.Registered:
                TakeOver(now, FailbackStage, effects);
                break;
            case AttemptState.Refused or AttemptState.Exhausted when FailbackTo is not null:
                FailMove(now, effects);
                break;
            case AttemptState.Refused:
                // What the first server refuses it would refuse again, and a password that often is an account locked.
                _registration!.StayHere();
                FailbackStage = null;
                break;
            case AttemptState.Exhausted when !FailbackStage.TrySetAside(now, effects):
                RefreshAfter(now, FailbackStage, effects);
                FailbackStage = null;
                PlanFailback(now);
                break;
            default:
                break;
        }
    }

    // Both servers may look into one list of bindings: one that the first took before its connection broke has replaced
    // the one that stands (RFC 5626 section 6), and leads nowhere.
    private void RefreshAfter(Now now, AttemptStage stage, List<DeviceEffect> effects)
    {
        if (stage.MayHaveRegistered && _registration is { Refreshing: false } standing)
        {
            SendRefresh(now, standing, effects);
        }
    }

    private void TakeOver(Now now, AttemptStage stage, List<DeviceEffect> effects)
    {
        var left = _registration!;
        journal.Write(new JournalEntry.FailedBack(now.Monotonic, left.Candidate, stage.Registration!.Candidate));
        Leave(left, effects);
        (FailbackStage, FailbackTo) = (null, null);
        Stand(now, stage, effects);
        _registration!.CameBack = true;
    }

    private void StopFailback(List<DeviceEffect> effects)
    {
        (FailbackAt, FailbackTo) = (null, null);
        if (FailbackStage is { } stage)
        {
            stage.Abandon(effects);
            FailbackStage = null;
            effects.Add(new DeviceEffect.StopAsking());
        }
    }

    // Nearly every device rests at its first server: nothing is held for it.
    private void KeepWayBack(AttemptStage? stage, Instant? at, Instant? held, NamedHome? to) =>
        _wayBack = stage is null && at is null && held is null && to is null ? null : new(stage, at, held, to);

    private sealed record WayBack(AttemptStage? Stage, Instant? At, Instant? Held, NamedHome? To);

    /// <summary>A first server that takes a device back and loses it again must not do so in turns.</summary>
    private void HoldFailback(Now now, Registration lost)
    {
        if (lost.CameBack && now.Monotonic - lost.Since < Settings.Timings.FailbackHold)
        {
            FailbackHeld = now.Monotonic + Settings.Timings.FailbackHold;
        }
    }
}
