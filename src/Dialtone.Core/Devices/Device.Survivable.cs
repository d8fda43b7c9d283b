using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Devices;

/// <content>Survivable mode: what a Registrar says of itself in each 200 to REGISTER, and in between.</content>
public sealed partial class Device
{
    private SurvivableReason _survivable;

    /// <summary>Why the user has less than usual at present; none where everything is there.</summary>
    public SurvivableReason Survivable => _registration is null ? SurvivableReason.None : _survivable;

    private void SeeServices(Now now, Registration standing)
    {
        var said = standing.Grants.PresenceState;
        SeeServices(
            now, standing,
            said is null ? SurvivableReason.None
                : said.Value.IsConnectedToPrimary == false ? SurvivableReason.OnBackup
                : said.Value.UserServicesUnavailable ? SurvivableReason.NoUserServices
                : SurvivableReason.None,
            "");
    }

    private void SeeServices(Now now, Registration standing, SurvivableReason why, string diagnostics)
    {
        if (why == _survivable)
        {
            return;
        }

        _survivable = why;
        BeginPresence(now);
        journal.Write(why == SurvivableReason.None
            ? new JournalEntry.SurvivableModeEnded(now.Monotonic, standing.Candidate)
            : new JournalEntry.SurvivableModeBegan(
                now.Monotonic, standing.Candidate, why, PrimaryBehind(standing), diagnostics));
    }

    private HostName PrimaryBehind(Registration standing) =>
        Memory is { Home: [var primary, ..] } && primary.Registrar != KnownOf(standing.Candidate)
            ? primary.Registrar.Host : default;

    /// <summary>
    /// Whether a refresh found no binding to renew. All that hung on it is gone, subscriptions among them (MS-SIPREGE
    /// section 3.1.1.5.1): the registration is begun again.
    /// </summary>
    private bool FindsNoBinding(
        Now now, Registration standing, RegistrationGrants grants, List<DeviceEffect> effects)
    {
        if (grants.PresenceState is not { Action: RegisterAction.Added or RegisterAction.Fixed } said)
        {
            return false;
        }

        journal.Write(new JournalEntry.BindingLost(now.Monotonic, standing.Candidate, said.Action));
        Leave(standing, effects);
        Lose(now, standing, effects);
        return true;
    }
}
