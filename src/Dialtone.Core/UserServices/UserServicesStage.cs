using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Time;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.UserServices;

/// <summary>
/// What a phone of Lync does once it is registered (S5, S7, S11): asks its own side for its settings, asks the Media
/// Relay Authentication Service that they name for credentials, and looks up the addresses of what it was told. One
/// request at a time; a REGISTER goes first, and what it overtook is asked again. Nothing here can end the
/// registration.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="standing">The registration.</param>
/// <param name="memory">What is remembered, and kept where nothing new is told.</param>
/// <param name="known">What was granted before, and holds until there is something new.</param>
/// <param name="journal">Where it is written down.</param>
internal sealed partial class UserServicesStage(
    DeviceSettings settings, Registration standing, DeviceMemory memory, RelayAccess? known, IJournal journal)
{
    private readonly RelayAccess? _known = known;
    private ServiceExchange? _asked;
    private Instant _began;
    private Instant? _by;
    private bool _isHeld;
    private bool _isConfirmed; // the response without content is in

    /// <summary>
    /// Whether everything that is to be kept has been answered, or its time is over; the relays may still be checked.
    /// </summary>
    public bool IsAnswered => _asked is null && _names.Count == 0;

    /// <summary>Whether the device has taken what was answered.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Whether there is nothing more to come.</summary>
    public bool IsDone => IsAnswered && _checks.Count == 0;

    /// <summary>When something must have happened; <c>null</c> while a REGISTER goes first, and when done.</summary>
    public Instant? Deadline => IsDone ? null : _by;

    /// <summary>The home of the user from now on; that of before where nothing new was told.</summary>
    public ImmutableArray<RememberedRegistrar> Home { get; private set; } = memory.Home;

    /// <summary>The Media Relays from now on; those of before where nothing new was told.</summary>
    public ImmutableArray<RememberedRelay> Relays { get; private set; } = memory.MediaRelays;

    /// <summary>Whether anything was told that is to be remembered.</summary>
    public bool HasLearned { get; private set; }

    /// <summary>The credentials from now on; those of before where there are no new ones.</summary>
    public RelayAccess? Access { get; private set; } = known;

    /// <summary>
    /// Whether the Registrar wants the user proved anew: what is asked here waits for a REGISTER that does it.
    /// </summary>
    public bool AwaitsAssociation { get; private set; }

    /// <summary>Whether something failed that may go better later.</summary>
    public bool HasFailed { get; private set; }

    // Where credentials are asked for: as the settings say, and where they are not to be had, as it was before.
    private string MrasUri { get; set; } = known?.MrasUri ?? "";

    private bool IsRemote => standing.Grants.RemoteUser;

    private string Gruu => standing.Grants.Gruu;

    /// <summary>Asks for the settings, and then for all that they name.</summary>
    public void Begin(Now now, List<DeviceEffect> effects)
    {
        _asked = new(standing.Exchange, Gruu, ServiceRequest.ForSettings(settings.Account.Uri));
        Send(now, effects);
    }

    /// <summary>A REGISTER goes out over the same connection: what is asked here waits for its end.</summary>
    public void Hold() => (_isHeld, _by) = (true, null);

    /// <summary>The REGISTER was answered.</summary>
    public void GoOn(Now now, List<DeviceEffect> effects)
    {
        if (!_isHeld)
        {
            return;
        }

        (_isHeld, AwaitsAssociation) = (false, false);
        _by = now.Monotonic + settings.Timings.Provisioning;
        Send(now, effects);
    }

    public void OnResponse(Now now, DeviceInput.SipResponse input, List<DeviceEffect> effects)
    {
        if (_isHeld || _asked is not { } asked || input.Channel != standing.Channel || input.Method != asked.Method)
        {
            return;
        }

        switch (asked.Read(input.Message))
        {
            case ServiceStep.SendAgain again:
                journal.Write(new JournalEntry.Challenged(
                    now.Monotonic, standing.Candidate, again.Offered, again.Chosen));
                effects.Add(new DeviceEffect.SendSip(standing.Channel, asked.Write()));
                break;
            case ServiceStep.AssociationLost:
                AwaitsAssociation = true;
                break;
            case ServiceStep.SendPlainer:
                effects.Add(new DeviceEffect.SendSip(standing.Channel, asked.Write()));
                break;
            case ServiceStep.Answered { Response: var response } when asked.Method == SipMethod.Subscribe:
                _isConfirmed = true;
                TakeSettings(now, response, effects);
                break;
            case ServiceStep.Answered { Response: var response }:
                TakeCredentials(now, response.Body.Span, effects);
                break;
            case ServiceStep.Failed failed:
                Fail(now, failed.Failure, effects);
                break;
            default:
                break;
        }
    }

    /// <summary>A notice. One with the settings may come before the response that announces it, or after it.</summary>
    public void OnRequest(Now now, DeviceInput.SipRequest input, List<DeviceEffect> effects)
    {
        if (input.Channel == standing.Channel && _asked is { Method: SipMethod.Subscribe } asked
            && asked.IsOfThis(input.Message))
        {
            TakeSettings(now, input.Message, effects);
        }
    }

    public void OnTimedOut(Now now, DeviceInput.SipTimedOut input, List<DeviceEffect> effects)
    {
        if (!_isHeld && input.Channel == standing.Channel && _asked?.Method == input.Method)
        {
            Fail(now, new ServiceFailure { Kind = ServiceFailureKind.NoAnswer }, effects);
        }
    }

    public void OnDeadline(Now now, List<DeviceEffect> effects)
    {
        if (!(_by <= now.Monotonic))
        {
            return;
        }

        _names.Clear();
        _checks.Clear();
        if (_asked is not null)
        {
            var kind = _isConfirmed ? ServiceFailureKind.NoContent : ServiceFailureKind.NoAnswer;
            Fail(now, new ServiceFailure { Kind = kind }, effects);
        }
    }

    private void Send(Now now, List<DeviceEffect> effects)
    {
        if (_asked is { } asked && !_isHeld)
        {
            (_began, _by, _isConfirmed) = (now.Monotonic, now.Monotonic + settings.Timings.Provisioning, false);
            effects.Add(new DeviceEffect.SendSip(standing.Channel, asked.Write()));
        }
    }

    private void Fail(Now now, ServiceFailure failure, List<DeviceEffect> effects)
    {
        var (method, took) = (_asked!.Method, now.Monotonic - _began);
        (_asked, HasFailed) = (null, true);
        if (method == SipMethod.Service)
        {
            FailCredentials(now, failure, took);
            return;
        }

        journal.Write(new JournalEntry.ProvisioningFailed(now.Monotonic, standing.Candidate, failure, took)
        {
            // In survivable mode there is nobody to ask.
            IsExpected = standing.Grants.PresenceState is { UserServicesUnavailable: true },
        });
        AskForCredentials(now, effects);
    }
}
