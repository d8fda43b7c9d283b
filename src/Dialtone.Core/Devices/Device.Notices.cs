using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Devices;

/// <content>
/// What a Registrar of Lync tells of a registration by NOTIFY (MS-SIPREGE section 3.2): that it is over, and why, or
/// that it gives less than before. <c>Event: registration</c> in REGISTER asks for it.
/// </content>
public sealed partial class Device
{
    private void HearNotice(Now now, Registration standing, SipMessage message, List<DeviceEffect> effects)
    {
        if (Settings.Profile.Dialect == SipDialect.Standard
            || !message.TryGetHeader(SipHeader.Event, out var about) || !IsOfRegistration(about))
        {
            return;
        }

        if (!RegistrationEvent.TryRead(message.Body.Span, out var notice, out var fault))
        {
            journal.Write(MalformedEntry.Of(
                now, Step.Register, standing.Remote,
                new DeviceInput.SipMalformed(standing.Channel, fault, IsFatal: false, message.Body)));
            AskWhetherItStands(now, standing, effects);
            return;
        }

        var preferred = notice.Kind == RegistrationEventKind.PreferredRegistrarChange
            ? PreferredOf(message, standing) : null;
        var diagnostics = RegisterExchange.DiagnosticsOf(message);
        journal.Write(new JournalEntry.RegistrationNotice(
            now.Monotonic, standing.Candidate, notice, preferred, diagnostics));
        Heed(now, standing, notice, preferred, diagnostics, effects);
    }

    private void Heed(
        Now now, Registration standing, RegistrationEvent notice, Candidate? preferred, string diagnostics,
        List<DeviceEffect> effects)
    {
        switch (notice)
        {
            case { IsOver: false, Kind: RegistrationEventKind.UserServicesUnavailable }:
                // Who is on a backup has no user services anyway.
                SeeServices(
                    now, standing,
                    _survivable == SurvivableReason.None ? SurvivableReason.NoUserServices : _survivable, diagnostics);
                break;
            case { IsOver: true, Kind: RegistrationEventKind.Unregistered or RegistrationEventKind.Rejected }:
                End(standing, effects);
                _isBarred = true;
                BackOff(now, Beyond(Settings.Timings.DeregisteredPause), BackOffReason.Deregistered);
                break;
            case { IsOver: true, Kind: RegistrationEventKind.PreferredRegistrarChange }
                when preferred is not null && FailbackTo?.Registrars[0] == preferred:
                // It is on its way there.
                break;
            case { IsOver: true, Kind: RegistrationEventKind.PreferredRegistrarChange } when preferred is not null:
                // All guests of a backup are told in one moment. The old registration is kept meanwhile.
                StopFailback(effects);
                FailbackTo = new([preferred], Expires: null, RegistrarNaming.PreferredRegistrar);
                FailbackAt = now.Monotonic + DrawUpTo(Settings.Timings.MoveSpread);
                break;
            case { IsOver: true, Kind: RegistrationEventKind.Deactivated }:
            case { IsOver: true, Kind: RegistrationEventKind.PreferredRegistrarChange }:
                Rediscover(now, standing, effects);
                break;
            case { IsOver: true, Kind: RegistrationEventKind.UserServicesUnavailable }:
                End(standing, effects);
                Lose(now, standing, effects);
                break;
            default:
                AskWhetherItStands(now, standing, effects);
                break;
        }
    }

    // By a refresh: what the Registrar answers says more than a word that is not known.
    private void AskWhetherItStands(Now now, Registration standing, List<DeviceEffect> effects)
    {
        if (!standing.Refreshing)
        {
            SendRefresh(now, standing, effects);
        }
    }

    /// <summary>The user has moved, and what is known of the home is old: the list is built anew.</summary>
    private void Rediscover(Now now, Registration standing, List<DeviceEffect> effects)
    {
        End(standing, effects);
        if (Settings.IsDirected || IsBrief(now, standing))
        {
            Lose(now, standing, effects);
            return;
        }

        _failedCycles = 0;
        (_retryAfter, _isBarred, _metIdleBackup) = (TimeSpan.Zero, false, false);
        Discover(now, Cycle.Scratch, Settings.Profile.Ladder(Settings.Account.Domain), effects);
    }

    private void End(Registration standing, List<DeviceEffect> effects)
    {
        StopFailback(effects);
        StopServices(effects);
        Leave(standing, effects);
        _registration = null;
    }

    /// <summary>
    /// Whom <c>P-Preferred-Registrar</c> names; else the primary of the home. Nobody where that is the one already.
    /// </summary>
    private Candidate? PreferredOf(SipMessage message, Registration standing)
    {
        var by = standing.Candidate.Transport;
        if (!message.TryGetHeader(SipHeader.PPreferredRegistrar, out var value)
            || !SipNameAddress.TryRead(value, out var address, out _)
            || !RedirectContacts.TryRead(address.Uri, Settings, by, out var preferred, out _))
        {
            preferred = Memory is { Home: [{ Registrar: var primary }, ..] }
                ? new(CandidateSource.Redirect, primary.Transport, primary.Host, primary.Port) : null;
        }

        return preferred is null || KnownOf(preferred) == KnownOf(standing.Candidate) ? null : preferred;
    }

    private static bool IsOfRegistration(ReadOnlySpan<byte> value)
    {
        var parameters = new SipParameterReader(value);
        return parameters.TryNext(out var package) && package.Is("registration-notify"u8);
    }
}
