using Dialtone.Core.Presence;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;

namespace Dialtone.Core.Devices;

/// <content>
/// Beside the registration: the user's own presence and contacts, followed as long as the registration stands and the
/// Registrar has all of its services. None of it changes the phase.
/// </content>
public sealed partial class Device
{
    private PresenceStage? _presence;

    /// <summary>
    /// The user's own presence and contacts as they are known now; <c>null</c> where nothing is followed: not signed
    /// in, not asked for, not offered, or in survivable mode.
    /// </summary>
    public ContactsSnapshot? Contacts => _presence?.Snapshot;

    /// <summary>
    /// A registration has come to stand, or what the user has of it is another. In survivable mode there is nobody to
    /// ask; what is followed begins anew when the user services are there again.
    /// </summary>
    private void BeginPresence(Now now)
    {
        _presence = null;
        if (Settings.FollowsPresence && Settings.Profile.Dialect == SipDialect.Lync
            && _registration is { } standing && _survivable == SurvivableReason.None
            && standing.Grants is { OffersContacts: true } or { OffersOwnPresence: true })
        {
            _presence = new PresenceStage(Settings, standing, entropy, journal);
            _presence.Begin(now);
        }
    }

    private void AdvancePresence(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        _presence?.Handle(now, input);
        if (_presence is { AwaitsAssociation: true } && _registration is { } standing)
        {
            _presence.AwaitsAssociation = false;
            if (!standing.Refreshing)
            {
                standing.Exchange.ProveAnew();
                SendRefresh(now, standing, effects);
            }
        }

        SendPresence(now, effects);
    }

    // A REGISTER goes first, and so does the one request at a time that Digest allows.
    private void SendPresence(Now now, List<DeviceEffect> effects)
    {
        if (_presence is { } stage && _registration is { } standing)
        {
            stage.IsHeld = standing.Refreshing
                || (standing.Exchange.UsesDigest && _services is { IsAnswered: false });
            stage.Send(now, effects);
        }
    }
}
