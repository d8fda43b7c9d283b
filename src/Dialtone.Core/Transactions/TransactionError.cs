using System.Globalization;
using Dialtone.Core.Certificates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Transactions;

/// <summary>
/// The Error of a transaction that failed: one line, in the form that administrators know and search for.
/// </summary>
internal static class TransactionError
{
    private const string NoCertificate = "Could not download a CS Certificate for the given user. "
        + "Check if provided uri and credentials are correct.";

    private const string NoTicket = "ERROR - No response received for Web-Ticket service.";
    private const string LogonDenied = "The log on was denied. "
        + "Check that the proper credentials are being used and the account is active. "
        + "Inner Exception:NegotiateSecurityAssociation failed, error: -2146893044";

    /// <summary>Why it failed.</summary>
    public static string Of(TransactionKind kind, JournalView user) => user.IsSignedIn
        ? OfServices(kind, user)
        : user.Summary switch
        {
            { End: CycleEnd.NothingFound } summary => OfNothingFound(summary),
            { Cause: { } cause } => OfCause(kind, cause),
            _ => Unregistered,
        };

    private static string Unregistered =>
        "The endpoint was unable to register. See the ErrorCode for specific reason.";

    private static string OfNothingFound(SignInSummary summary) => summary.Dhcp?.Status switch
    {
        DhcpStatus.NoAnswer => "No DHCP response for the Registrar",
        DhcpStatus.NoOption => "No Registrar in the DHCP response",
        DhcpStatus.Malformed => "The Registrar in the DHCP response cannot be read",
        DhcpStatus.NotPermitted => WindowsError.Of(ChannelEnd.NotPermitted, $"port {summary.Dhcp.LocalPort}"),
        DhcpStatus.Unavailable => "DHCP could not be asked",
        _ => "No Registrar in DNS",
    };

    private static string OfCause(TransactionKind kind, JournalEntry cause) => cause switch
    {
        JournalEntry.RegisterFailed e => OfRegister(e.Failure, e.Remote),
        JournalEntry.BackupIdle e => Status(e.Failure.Status, e.Failure.Reason),
        JournalEntry.Redirected e => Status(e.Status, "Redirected to nowhere that can be tried"),
        JournalEntry.ConnectFailed e => WindowsError.Of(e.Why, $"{e.Remote}", e.Detail),
        JournalEntry.HandshakeFailed e => WindowsError.Of(e.Why, $"{e.Remote}", e.Detail),
        JournalEntry.Secured e => WindowsError.Of(e.Verdict),
        JournalEntry.SignatureRefused => WindowsError.MessageAltered,
        JournalEntry.Resolved e => WindowsError.Of(e.Outcome.Status),
        JournalEntry.DnsSeen e => WindowsError.Of(e.Outcome.Status),
        JournalEntry.UserFound e => $"The user of this phone number and PIN is {e.Account} and not {e.Expected}",
        JournalEntry.CertificateFailed e => kind == TransactionKind.PhoneBootstrap
            && e.Failure.Step is CertificateStep.TicketMetadata or CertificateStep.Ticket ? NoTicket : NoCertificate,
        _ => Unregistered,
    };

    private static string OfRegister(RegisterFailure failure, EndPointAddress remote) => failure.Kind switch
    {
        RegisterFailureKind.CredentialRejected => LogonDenied,
        RegisterFailureKind.NoAnswer => WindowsError.Of(ChannelEnd.TimedOut, $"{remote}"),
        RegisterFailureKind.ConnectionLost => WindowsError.Of(ChannelEnd.Reset, $"{remote}"),
        RegisterFailureKind.ServerNotProved => WindowsError.MessageAltered,
        _ when failure.Status > 0 => Status(failure.Status, failure.Reason),
        _ => Unregistered,
    };

    private static string OfServices(TransactionKind kind, JournalView user)
    {
        if (kind == TransactionKind.Presence)
        {
            var waited = user.Of<JournalEntry.NotificationMissed>().LastOrDefault()?.Waited.TotalSeconds ?? 25;
            return user.Of<JournalEntry.PresenceFailed>().LastOrDefault() is { Failure: { Status: >= 300 } refused }
                ? Status(refused.Status, refused.Reason)
                : string.Create(
                    CultureInfo.InvariantCulture, $"Presence notification is not received within {waited} secs.");
        }

        if (user.Of<JournalEntry.RelayCredentialsFailed>().LastOrDefault() is { } credentials)
        {
            return credentials.Failure.Status > 0
                ? Status(credentials.Failure.Status, credentials.Failure.Reason)
                : "The Media Relay Authentication Service gave no credentials.";
        }

        return user.Of<JournalEntry.RelayChecked>().FirstOrDefault(each => !each.Outcome.IsGood) is { } relay
            ? OfRelay(relay.Outcome)
            : "No Media Relay is named for the user.";
    }

    private static string OfRelay(RelayOutcome outcome)
    {
        var where = $"{outcome.Target.EndPoint}";
        return outcome switch
        {
            { Code: { } code } => Status(code, outcome.Reason),
            { Status: RelayStatus.Refused } => WindowsError.Of(ChannelEnd.Refused, where),
            { Status: RelayStatus.Unreachable } => WindowsError.Of(ChannelEnd.Unreachable, where),
            { Status: RelayStatus.Silent } => WindowsError.Of(ChannelEnd.TimedOut, where),
            { Status: RelayStatus.Closed } => WindowsError.Of(ChannelEnd.Reset, where),
            _ => $"The Media Relay at {where} gave no address.",
        };
    }

    private static string Status(int status, string reason) =>
        string.Create(CultureInfo.InvariantCulture, $"{status}, {reason}");
}
