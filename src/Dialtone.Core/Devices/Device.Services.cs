using Dialtone.Core.Journal;
using Dialtone.Core.Time;
using Dialtone.Core.UserServices;

namespace Dialtone.Core.Devices;

/// <content>
/// Beside the registration: the Settings of the user and the credentials of Media Relays, asked for after every
/// registration and again before the credentials lapse. None of it changes the phase.
/// </content>
public sealed partial class Device
{
    private UserServicesStage? _services;
    private RelayAccess? _relayAccess;
    private InstantOrNone _servicesAt;

    /// <summary>
    /// Whether it is registered and the answers are not in that a registration is followed by: Settings, credentials
    /// of Media Relays, addresses, contacts.
    /// </summary>
    public bool AwaitsServices => _services is not null || _presence is { IsSettled: false };

    /// <summary>What lets it use the Media Relays; <c>null</c> where nothing does.</summary>
    public RelayAccess? RelayAccess => _relayAccess;

    private Instant? ServicesDeadline =>
        Instant.Earlier(_services is null ? _servicesAt : _services.Deadline, _relayAccess?.EndsAt);

    /// <summary>A registration has come to stand.</summary>
    private void BeginServices(Now now, List<DeviceEffect> effects)
    {
        DropServices(effects);
        Lapse(now);
        if (_registration is { Grants.OffersProvisioning: true } standing && Memory is { } remembered)
        {
            _services = new UserServicesStage(Settings, standing, remembered, _relayAccess, journal);
            if (standing.Refreshing)
            {
                _services.Hold();
            }

            _services.Begin(now, effects);
        }
    }

    private void AdvanceServices(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        Lapse(now);
        if (_services is null && _servicesAt <= now.Monotonic)
        {
            BeginServices(now, effects);
        }

        if (_services is { } stage)
        {
            Pass(now, input, stage, effects);
            if (stage.AwaitsAssociation && _registration is { Refreshing: false } standing)
            {
                standing.Exchange.ProveAnew();
                SendRefresh(now, standing, effects);
            }

            if (stage is { IsAnswered: true, IsTaken: false })
            {
                TakeAnswers(now, stage, effects);
            }

            if (stage.IsDone)
            {
                _services = null;
                effects.Add(new DeviceEffect.StopAsking());
                if (Settings.Profile.ForgetsDns)
                {
                    effects.Add(new DeviceEffect.FlushAnswers());
                }
            }
        }
    }

    private void Pass(Now now, DeviceInput input, UserServicesStage stage, List<DeviceEffect> effects)
    {
        switch (input)
        {
            case DeviceInput.SipResponse response:
                stage.OnResponse(now, response, effects);
                break;
            case DeviceInput.SipRequest request:
                stage.OnRequest(now, request, effects);
                break;
            case DeviceInput.AddressesAnswered addresses:
                stage.OnAddresses(now, addresses.Name, addresses.Outcome, effects);
                break;
            // Beside it there may be others of that method; its own deadline is then what counts.
            case DeviceInput.SipTimedOut timedOut when _presence is null:
                stage.OnTimedOut(now, timedOut, effects);
                break;
            case DeviceInput.RelayChecked check:
                stage.OnChecked(now, check.Outcome);
                break;
            case DeviceInput.DeadlineReached:
                stage.OnDeadline(now, effects);
                break;
            default:
                break;
        }
    }

    private void TakeAnswers(Now now, UserServicesStage stage, List<DeviceEffect> effects)
    {
        stage.IsTaken = true;
        var access = stage.Access is { } given && given.EndsAt > now.Monotonic ? given : null;
        var half = Settings.Timings.ProvisioningRetry / 2;
        _servicesAt = stage.HasFailed ? now.Monotonic + half + DrawUpTo(half)
            : access is not null ? now.Monotonic + RenewalIn(access.EndsAt - now.Monotonic)
            : null;
        _relayAccess = access;
        if (stage.HasLearned)
        {
            Memory = Memory! with { Home = stage.Home, MediaRelays = stage.Relays, SavedAt = now.WallClock };
            effects.Add(new DeviceEffect.SaveMemory(Memory));
            journal.Write(new JournalEntry.MemorySaved(now.Monotonic, Memory));
        }
    }

    /// <summary>The registration is no more. What lets the device use the relays holds to its end.</summary>
    private void StopServices(List<DeviceEffect> effects)
    {
        DropServices(effects);
        _presence = null;
    }

    private void DropServices(List<DeviceEffect> effects)
    {
        if (_services is not null)
        {
            effects.Add(new DeviceEffect.StopAsking());
        }

        (_services, _servicesAt) = (null, null);
    }

    private void Lapse(Now now)
    {
        if (_relayAccess?.EndsAt <= now.Monotonic)
        {
            _relayAccess = null;
            journal.Write(new JournalEntry.RelayCredentialsLapsed(now.Monotonic));
        }
    }

    /// <summary>
    /// When credentials are renewed: between half and three quarters of their life. A building that signed in within a
    /// second renews over two hours of eight, and two more are left to try again.
    /// </summary>
    private TimeSpan RenewalIn(TimeSpan life) =>
        (life / 2) + DrawUpTo(life / 4);
}
