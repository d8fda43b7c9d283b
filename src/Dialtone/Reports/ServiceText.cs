using System.Collections.Immutable;
using System.Globalization;
using Dialtone.Core.Journal;
using Dialtone.Core.UserServices;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Mras;
using Dialtone.Wire.Sip;

namespace Dialtone.Reports;

/// <summary>What follows a registration, in English: settings, and the credentials of Media Relays.</summary>
internal static class ServiceText
{
    private const int BytesPerKilobyte = 1000;

    /// <summary>The line of the walk.</summary>
    public static WalkLine LineOf(JournalEntry.Provisioned e) => new(
        e.Settings.ServerConfigurationMissing ? WalkMark.Failed : WalkMark.Done, e.Step, e.Took, Of(e.Settings), e);

    /// <summary>The line of the walk.</summary>
    public static WalkLine LineOf(JournalEntry.ProvisioningFailed e) => e.IsExpected
        ? new(
            WalkMark.Note, e.Step, e.Took,
            $"none, as is to be expected: {e.Candidate.Host} has no user services now (survivable mode)", e)
        : new(WalkMark.Failed, e.Step, e.Took, Of(e), e);

    /// <summary>The line of the walk.</summary>
    public static WalkLine LineOf(JournalEntry.Located e) => e.Outcome.Addresses.IsEmpty
        ? new(WalkMark.Failed, e.Step, e.Outcome.Took, $"{e.Name} {Words.Of(e.Outcome)}", e)
        : new(WalkMark.Done, e.Step, e.Outcome.Took, $"{e.Name} → {string.Join(", ", e.Outcome.Addresses)}", e);

    /// <summary>The line of the walk.</summary>
    public static WalkLine LineOf(JournalEntry.RelayCredentialsGranted e) => new(
        WalkMark.Done, e.Step, e.Took,
        $"credentials for {Words.Of(e.Life)}: {(e.Relays.IsEmpty ? "no relay is named" : Names(e.Relays))}", e);

    /// <summary>The line of the walk.</summary>
    public static WalkLine LineOf(JournalEntry.RelayCredentialsFailed e) =>
        new(WalkMark.Failed, e.Step, e.Took, Of(e), e);

    /// <summary>Why there are no settings, in one sentence without a full stop.</summary>
    public static string Of(JournalEntry.ProvisioningFailed e) => $"{e.Candidate.Host} {Of(e.Failure)}";

    /// <summary>Why there are no new credentials, in one sentence without a full stop.</summary>
    public static string Of(JournalEntry.RelayCredentialsFailed e) =>
        $"{ServiceOf(e.MrasUri)} {Of(e.Failure)}"
        + (e.Left is { } left ? $"; the credentials of before hold for another {Words.Of(left)}" : "");

    /// <summary>What came, in one sentence without a full stop.</summary>
    public static string Of(ProvisionedSettings settings)
    {
        var size = string.Create(
            CultureInfo.InvariantCulture, $"{Math.Max(1, settings.Bytes / BytesPerKilobyte)} kB");
        var by = settings.By switch
        {
            SipMethod.Notify => ", by NOTIFY",
            SipMethod.BeNotify => ", by BENOTIFY",
            _ => "",
        };
        var text = $"{Words.Count(settings.Groups.Length, "group", "groups")}, {size}{by}";
        return settings.ServerConfigurationMissing
            ? $"{text}: without ServerConfiguration, which names pool and Media Relays"
            : text + HomeOf(settings) + (settings.MrasUri.Length == 0 ? "; no Media Relays" : "");
    }

    /// <summary>The service behind a URI of it: <c>mras01.contoso.example</c>.</summary>
    public static string ServiceOf(string mrasUri)
    {
        var user = mrasUri.AsSpan(mrasUri.IndexOf(':', StringComparison.Ordinal) + 1);
        var end = user.IndexOfAny('@', ';');
        return end < 0 ? mrasUri : user[..end].ToString();
    }

    private static string HomeOf(ProvisionedSettings settings) => settings switch
    {
        { Registrars: [var primary, .. var backups] } => $"; home {string.Join(", then ", [primary, .. backups])}",
        { Pool: { } pool } => $"; home {pool}",
        _ => "; no home named",
    };

    private static string Names(ImmutableArray<MediaRelayOffer> relays) =>
        string.Join(", ", relays.Select(each => $"{NameOf(each)} ({PortsOf(each)})"));

    private static string NameOf(MediaRelayOffer relay) =>
        relay.Host is { } host ? host.Text : $"{relay.Address}";

    private static string PortsOf(MediaRelayOffer relay) => (relay.UdpPort, relay.TcpPort) switch
    {
        ({ } udp, { } tcp) => string.Create(CultureInfo.InvariantCulture, $"UDP {udp}, TCP {tcp}"),
        ({ } udp, null) => string.Create(CultureInfo.InvariantCulture, $"UDP {udp}"),
        (null, { } tcp) => string.Create(CultureInfo.InvariantCulture, $"TCP {tcp}"),
        _ => "no port",
    };

    /// <summary>Why a request beside REGISTER failed, to stand behind the server's name.</summary>
    public static string Of(ServiceFailure failure)
    {
        var said = failure.Status == 0 ? ""
            : " (" + string.Create(CultureInfo.InvariantCulture, $"{failure.Status} {failure.Reason}").TrimEnd() + ")";
        var text = failure.Kind switch
        {
            ServiceFailureKind.NoAnswer => "did not answer",
            ServiceFailureKind.NoContent => "answered and sent no content",
            ServiceFailureKind.Malformed => $"sent what cannot be read ({failure.Reason})",
            ServiceFailureKind.NotThere => "does not do this" + said,
            ServiceFailureKind.Unavailable => "cannot do this now" + said,
            ServiceFailureKind.Refused => "refused" + said,
            ServiceFailureKind.CredentialRejected => "refused the proof that it had accepted of REGISTER" + said,
            ServiceFailureKind.NothingUsableOffered => "asks for a proof that this device does not have" + said,
            ServiceFailureKind.TooManyRounds => "asks again and again and never decides" + said,
            ServiceFailureKind.ServerNotProved =>
                "answered without knowing this user's password (its rspauth is wrong): it is not trusted",
            ServiceFailureKind.NotGranted => $"said no: {failure.Reason}",
            ServiceFailureKind.AddressUnusable => "cannot be asked: its address is none that can be written",
            ServiceFailureKind.Ended => "ended the subscription",
            _ => failure.Kind.ToString(),
        };
        return failure.Diagnostics.Length == 0 ? text : $"{text}; it says: {failure.Diagnostics}";
    }
}
