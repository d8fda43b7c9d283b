using System.Globalization;
using Dialtone.Core.Certificates;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;
using Catalogue = Dialtone.Core.Findings.FindingCatalogue;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    /// <summary>A web server that takes longer for one answer is slow.</summary>
    private static readonly TimeSpan WebMost = TimeSpan.FromSeconds(4);

    /// <summary>Clocks that are farther apart are wrong (RFC 4120 section 7.5.1).</summary>
    private static readonly TimeSpan ClockMost = TimeSpan.FromMinutes(5);

    private static IEnumerable<FindingRule> Certificate() => [CertificateFailures, NumbersOfOthers, WebSlowness];

    private static IEnumerable<Finding> CertificateFailures(JournalView journal)
    {
        var failures = journal.Of<JournalEntry.CertificateFailed>().ToList();
        // The service at the Registrar's own name is a guess, which counts where nobody named another one.
        var named = failures.Where(each => each.Failure.Source != CertificateSource.Dns).ToList();
        return (named.Count > 0 ? named : failures)
            .GroupBy(failed => (Definition: DefinitionOf(failed.Failure), Host: HostOf(failed.Failure.Url)))
            .Select(same => CertificateFailure(journal, same.Key.Definition, same.Key.Host, [.. same]));
    }

    private static Finding CertificateFailure(
        JournalView journal, FindingDefinition definition, string host,
        IReadOnlyList<JournalEntry.CertificateFailed> evidence)
    {
        var failure = evidence[^1].Failure;
        var number = failure.Login.Length > 0 ? failure.Login : journal.Account;
        var found = Found(
            journal, definition, host, evidence,
            ("host", host.Length > 0 ? host : "Web Services"),
            ("registrar", definition == Catalogue.AccountUnusable ? host : RegistrarAt(journal)),
            ("url", failure.Url.Length > 0 ? failure.Url : "none"),
            ("port", WebUrl.TryParse(failure.Url, out var url) ? $"{url.Port}" : "443"),
            ("server", failure.Server.Length > 0 ? failure.Server : host),
            ("what", WordsOf(failure.Step)),
            ("why", WordsOf(failure.Call)),
            ("answer", AnswerOf(failure)),
            ("reason", ReasonOf(failure)),
            ("names", NamesOf(failure.Call)),
            ("issuer", CertificateOf(failure.Call)?.Issuer ?? "nobody"),
            ("difference", DifferenceOf(failure.ClockDifference)),
            ("scheme", failure.Call is { Scheme.Length: > 0 } call ? call.Scheme : "Windows credentials"),
            ("number", number),
            ("digits", string.Concat(number.Where(char.IsAsciiDigit))));
        // Another service gave one: the way led on.
        found = journal.Of<JournalEntry.CertificateObtained>().Any()
            ? found with { Severity = FindingSeverity.Degraded } : found;
        return KnownCodes.TryFind(KnownCodeKind.MsDiagnostics, failure.ErrorId, out var code)
            ? found with { Diagnosis = code } : found;
    }

    private static FindingDefinition DefinitionOf(CertificateFailure failure) => failure.Kind switch
    {
        CertificateFailureKind.NoService => Catalogue.NoCertificateService,
        CertificateFailureKind.NotReached => OfNotReached(failure.Call),
        CertificateFailureKind.NoAnswer => Catalogue.WebServicesNoAnswer,
        CertificateFailureKind.Malformed => IsOfMetadata(failure)
            ? Catalogue.WebMetadataIncomplete : Catalogue.WebServicesMalformed,
        CertificateFailureKind.Refused => IsOfMetadata(failure) && failure.Status is 404 or 410
            ? Catalogue.WebMetadataMissing : Catalogue.WebServicesRefuse,
        CertificateFailureKind.Fault => OfFault(failure),
        CertificateFailureKind.NoUsableProof when failure.Pin == PinReason.SwitchedOff => Catalogue.PinOff,
        CertificateFailureKind.NoUsableProof => failure.Call?.Proof == WebProof.NotMade
            ? Catalogue.WebProofNotMade : Catalogue.NoUsableWebProof,
        // 403 is the answer to a proof that is right, of somebody who may not.
        CertificateFailureKind.CredentialRejected => failure.Status switch
        {
            403 => Catalogue.AccountUnusable,
            401 => Catalogue.WebTicketRefused,
            _ => Catalogue.WebTicketFault,
        },
        CertificateFailureKind.PinRejected => OfPin(failure.Pin),
        CertificateFailureKind.TicketNotValid or CertificateFailureKind.NotValidNow
            when failure.ClockDifference is { } difference && difference.Duration() > ClockMost =>
            Catalogue.WebClockDiffers,
        CertificateFailureKind.TicketNotValid => Catalogue.WebTicketExpired,
        CertificateFailureKind.KeyNotMade => Catalogue.KeyNotMade,
        CertificateFailureKind.WrongUser => Catalogue.CertificateForOtherUser,
        CertificateFailureKind.NotValidNow => Catalogue.ClientCertificateNotValid,
        _ => Catalogue.CertificateForOtherKey,
    };

    private static FindingDefinition OfNotReached(WebOutcome? call) => call?.Status switch
    {
        WebStatus.NotSecured => Catalogue.WebServicesTlsFailed,
        WebStatus.Lost => Catalogue.WebServicesLost,
        WebStatus.NotTrusted => call.Judgement?.Verdict switch
        {
            CertificateVerdict.NameMismatch => Catalogue.WebServicesWrongName,
            CertificateVerdict.Untrusted => Catalogue.WebServicesUntrusted,
            _ => Catalogue.WebServicesCertificateUnusable,
        },
        _ => Catalogue.WebServicesUnreachable,
    };

    private static FindingDefinition OfFault(CertificateFailure failure) => failure switch
    {
        { Step: CertificateStep.Publish } when IsOfSecurity(failure.FaultCode) => Catalogue.WebTicketSignatureRefused,
        { Step: CertificateStep.Publish } => Catalogue.CertificateRequestRefused,
        _ => Catalogue.WebTicketFault,
    };

    // The codes of WS-Security 1.1 section 12, below whatever prefix.
    private static bool IsOfSecurity(string faultCode) => faultCode[(faultCode.IndexOf(':') + 1)..]
        is "FailedCheck" or "InvalidSecurity" or "InvalidSecurityToken" or "SecurityTokenUnavailable"
        or "FailedAuthentication" or "MessageExpired";

    private static FindingDefinition OfPin(PinReason? reason) => reason switch
    {
        PinReason.Incorrect => Catalogue.PinWrong,
        PinReason.Locked => Catalogue.PinLocked,
        PinReason.Expired => Catalogue.PinExpired,
        PinReason.NotSet => Catalogue.PinNotSet,
        PinReason.NotUnique => Catalogue.PinNotUnique,
        PinReason.UserNotUnique => Catalogue.NumberNotUnique,
        PinReason.SwitchedOff => Catalogue.PinOff,
        PinReason.Disabled => Catalogue.PinAccountDisabled,
        PinReason.UserUnknown => Catalogue.NumberUnknown,
        PinReason.TooSimple => Catalogue.PinTooSimple,
        _ => Catalogue.PinRefused,
    };

    private static IEnumerable<Finding> NumbersOfOthers(JournalView journal) => journal.Of<JournalEntry.UserFound>()
        .Where(found => !found.IsExpected).Take(1)
        .Select(found => Found(
            journal, Catalogue.NumberOfAnother, "", [found],
            ("user", found.Expected),
            ("number", found.Number),
            ("digits", string.Concat(found.Number.Where(char.IsAsciiDigit))),
            ("account", found.Account)));

    /// <summary>Answers that came and took long; one that never came is a failure.</summary>
    private static IEnumerable<Finding> WebSlowness(JournalView journal) => journal.Of<JournalEntry.WebCalled>()
        .Where(called => called.Step == Step.Certificate && called.Outcome.AnswerTook > WebMost)
        .GroupBy(called => called.Outcome.Url.Host)
        .Select(same => Found(
            journal, Catalogue.WebServicesSlow, same.Key.Text, same,
            ("host", same.Key.Text),
            ("url", $"{same.First().Outcome.Url}"),
            ("what", List(same.Select(called => called.Outcome.Url.Target))),
            ("time", Seconds(same.Max(called => called.Outcome.AnswerTook)))) with { Severity = OfSlow(journal) });

    private static bool IsOfMetadata(CertificateFailure failure) =>
        failure.Step is CertificateStep.Metadata or CertificateStep.TicketMetadata;

    private static string HostOf(string url) => WebUrl.TryParse(url, out var read) ? read.Host.Text : "";

    private static string WordsOf(CertificateStep step) => step switch
    {
        CertificateStep.Metadata or CertificateStep.TicketMetadata => "metadata",
        CertificateStep.Ticket => "a web ticket",
        _ => "a certificate",
    };

    private static string AnswerOf(CertificateFailure failure)
    {
        var reason = failure.Reason.Length > 0 ? failure.Reason : failure.Call?.Reason ?? "";
        var number = failure.ErrorId > 0
            ? string.Create(CultureInfo.InvariantCulture, $"ErrorCode={failure.ErrorId}") : "";
        var status = failure.Status > 0 ? string.Create(CultureInfo.InvariantCulture, $"HTTP {failure.Status}") : "";
        var told = string.Join(", ", new[] { status, number, reason }.Where(part => part.Length > 0));
        return told.Length > 0 ? told : "without a reason";
    }

    private static string ReasonOf(CertificateFailure failure) => failure switch
    {
        { Reason.Length: > 0 } => failure.Reason,
        { Call.Detail.Length: > 0 } => failure.Call.Detail,
        { Call.Offered.IsEmpty: false } => $"it offers {List(failure.Call.Offered)}",
        _ => "the service does not say more",
    };

    private static string WordsOf(WebOutcome? call) => call switch
    {
        { Status: WebStatus.NotResolved } => $"the name {call.Url.Host} has no address",
        { Judgement.Problems: [var first, ..] } => WordsOf(first.Verdict, CertificateOf(call)),
        { Tries: [.., var last] } => $"{last.Remote} {WordsOf(last.End)}",
        _ => "no connection came about",
    };

    private static string WordsOf(CertificateVerdict verdict, CertificateFacts? certificate) => verdict switch
    {
        CertificateVerdict.Expired => $"expired on {Date(certificate?.NotAfter ?? default)}",
        CertificateVerdict.NotYetValid => $"is valid only from {Date(certificate?.NotBefore ?? default)}",
        CertificateVerdict.WrongUse => "is not meant for servers (extended key usage)",
        CertificateVerdict.WeakKey => $"has a key that is too short ({certificate?.KeyBits} bits)",
        _ => "is not to be trusted",
    };

    private static string WordsOf(ChannelEnd end) => end switch
    {
        ChannelEnd.Refused => "refuses connections: nothing listens there",
        ChannelEnd.Unreachable => "cannot be reached: there is no route",
        ChannelEnd.TimedOut => "does not answer",
        ChannelEnd.Reset => "resets the connection",
        ChannelEnd.ClosedByPeer or ChannelEnd.ClosedDuringHandshake => "closes the connection",
        ChannelEnd.NotTls => "does not speak TLS",
        ChannelEnd.TlsAlert => "refuses the TLS handshake with an alert",
        ChannelEnd.TlsNotAgreed => "has no version or cipher suite of TLS in common with this device",
        ChannelEnd.TlsFailed => "is not understood in the TLS handshake",
        _ => "could not be used",
    };

    private static CertificateFacts? CertificateOf(WebOutcome? call) => call?.Tries is [.., var last]
        ? last.Tls?.Chain.ElementAtOrDefault(last.Judgement?.Problems is [var first, ..] ? first.ChainIndex : 0) : null;

    private static string NamesOf(WebOutcome? call) => call?.Tries is [.., { Tls.Chain: [var own, ..] }]
        ? List(own.DnsNames.Count > 0 ? own.DnsNames : [own.Subject]) : "nobody";

    private static string DifferenceOf(TimeSpan? difference) => difference switch
    {
        null => "not",
        { Ticks: < 0 } behind => $"{Seconds(behind.Duration())} behind",
        { } ahead => $"{Seconds(ahead)} ahead of",
    };
}
