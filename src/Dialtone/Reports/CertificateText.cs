using System.Globalization;
using Dialtone.Core.Certificates;
using Dialtone.Core.Journal;
using Dialtone.Core.Net.Security;
using Dialtone.Wire.WebServices;

namespace Dialtone.Reports;

/// <summary>How the getting of a certificate is said in English.</summary>
public static class CertificateText
{
    // Kerberos takes five minutes for an error; certificates have no such tolerance.
    private static readonly TimeSpan DifferenceTold = TimeSpan.FromMinutes(1);

    /// <summary>Who named the service.</summary>
    public static string Of(CertificateSource source) => source switch
    {
        CertificateSource.Dhcp => "DHCP option 43",
        CertificateSource.Challenge => "the Registrar's challenge",
        CertificateSource.Lyncdiscover => "Lyncdiscover",
        CertificateSource.Kept => "the certificate that is kept",
        CertificateSource.Given => "given by hand",
        _ => "DNS, at the Registrar's own name",
    };

    /// <summary>Why there is no certificate, in one line.</summary>
    public static string Of(CertificateFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return Words.Printable($"{What(failure)}{Which(failure)}{Clock(failure)}");
    }

    /// <summary>Why a PIN was refused.</summary>
    public static string Of(PinReason reason) => reason switch
    {
        PinReason.Incorrect => "the PIN is wrong",
        PinReason.Locked => "the account takes no PIN: it is locked after too many wrong ones",
        PinReason.Expired => "the PIN has expired and must be changed",
        PinReason.NotSet => "the user has no PIN",
        PinReason.NotUnique => "several users have this number and this PIN",
        PinReason.UserNotUnique => "several users have this number or extension",
        PinReason.SwitchedOff => "PIN authentication is switched off",
        PinReason.Disabled => "the user's account is disabled",
        PinReason.UserUnknown => "nobody has this number or extension",
        PinReason.TooSimple => "the PIN does not meet the policy of now and must be changed",
        PinReason.Unauthorized => "this user may not sign in by PIN",
        _ => "the PIN was refused",
    };

    internal static WalkLine LineOf(JournalEntry.CertificateSought e) => new(
        WalkMark.Note, e.Step, null,
        e.Source == CertificateSource.Kept
            ? $"it comes near its end: {e.Url} is asked for another"
            : $"none is kept that serves: {e.Url} is asked for one ({Of(e.Source)})",
        e);

    internal static string Of(JournalEntry.UserFound e) => e.IsExpected
        ? $"{e.Number} is {e.Account}"
        : $"{e.Number} is {e.Account} and not {e.Expected}";

    internal static WalkLine LineOf(JournalEntry.CertificateObtained e) => new(
        WalkMark.Done, e.Step, e.Took,
        string.Create(
            CultureInfo.InvariantCulture,
            $"issued for {e.Certificate.Account}, valid until {e.Certificate.NotAfter:yyyy-MM-dd}"),
        e);

    internal static WalkLine LineOf(JournalEntry.CertificateFailed e) =>
        new(WalkMark.Failed, e.Step, e.Took, Of(e.Failure), e);

    private static string What(CertificateFailure failure) => failure.Kind switch
    {
        CertificateFailureKind.NoService when failure.Url.Length == 0 => "no certificate provisioning service is known",
        CertificateFailureKind.NoService => $"{Of(failure.Source)} names {failure.Url}, which is no HTTPS address",
        CertificateFailureKind.NotReached or CertificateFailureKind.NoAnswer or CertificateFailureKind.Refused
            when failure.Call is { } call => $"{failure.Url} {WebText.Of(call)}",
        CertificateFailureKind.NoAnswer => $"{failure.Url} took too long",
        CertificateFailureKind.Malformed => $"{failure.Url} answered what cannot be used: {failure.Reason}",
        CertificateFailureKind.Fault => $"{failure.Url} refused: {Said(failure)}",
        CertificateFailureKind.NoUsableProof when failure.Pin == PinReason.SwitchedOff =>
            $"{failure.Url} takes no PIN ({failure.Reason})",
        CertificateFailureKind.NoUsableProof when failure.Call is { } call => $"{failure.Url} {WebText.Of(call)}"
            + (failure.Reason.Length == 0 ? "" : $" ({failure.Reason})"),
        CertificateFailureKind.CredentialRejected => $"{failure.Url} refused the user's proof: {Said(failure)}",
        CertificateFailureKind.PinRejected => $"{failure.Url}: {Of(failure.Pin ?? PinReason.Unknown)}",
        CertificateFailureKind.TicketNotValid =>
            $"the web ticket of {failure.Url} is not valid by this machine's clock: {failure.Reason}",
        CertificateFailureKind.KeyNotMade => $"this machine could not make a key: {failure.Reason}",
        CertificateFailureKind.WrongUser => $"{failure.Url} issued a certificate of another: {failure.Reason}",
        CertificateFailureKind.NotValidNow =>
            $"{failure.Url} issued a certificate that is not valid for another hour, by this machine's clock: "
            + failure.Reason,
        CertificateFailureKind.WrongKey => $"{failure.Url} issued a certificate for another key: {failure.Reason}",
        _ => $"{failure.Url}: {failure.Summary}",
    };

    private static string Said(CertificateFailure failure) =>
        (failure.Reason.Length == 0 ? "without a reason" : failure.Reason.TrimEnd('.'))
        + (failure.ErrorId == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({failure.ErrorId})"))
        + (failure.Fault is { } fault and not SecurityFault.Failed ? $", {fault}" : "");

    private static string Which(CertificateFailure failure) =>
        failure.Server.Length == 0 || failure.Kind is CertificateFailureKind.NotReached ? "" : $" [{failure.Server}]";

    private static string Clock(CertificateFailure failure) =>
        failure.ClockDifference is { } ahead && ahead.Duration() >= DifferenceTold
            ? $"; the server's clock is {Words.Of(ahead.Duration())} {(ahead > TimeSpan.Zero ? "ahead" : "behind")}"
            : "";
}
