using System.Globalization;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Net.Http;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.WebServices;
using Dialtone.Wire.Xml;

namespace Dialtone.Core.Certificates;

/// <summary>Reads out of an answer of Web Services why it is none that helps.</summary>
internal static class WebAnswer
{
    /// <summary>
    /// Why a call did not bring a document; <c>null</c> where it brought something with status 200.
    /// </summary>
    public static CertificateFailure? FailureOf(
        Now now, CertificateStep step, WebOutcome outcome, HttpResponse? response, bool byPin)
    {
        if (outcome.Status != WebStatus.Answered || response is null)
        {
            return Failure(now, KindOf(outcome), step, outcome, response) with { Reason = PeerText.Of(outcome.Detail) };
        }

        if (outcome.HttpStatus == 200)
        {
            return null;
        }

        var isDiagnosis = WebDiagnostics.TryRead(response.Field(WebDiagnostics.Field), out var diagnosis);
        var isFault = SoapFault.TryRead(response.Body.Span, out var fault, out _);
        var said = isDiagnosis && diagnosis.Reason.Length > 0 ? diagnosis.Reason
            : isFault && fault!.Reason.Length > 0 ? fault.Reason
            : isFault ? fault!.Text
            : outcome.Detail.Length > 0 ? outcome.Detail : outcome.Reason;
        var kind = step == CertificateStep.Ticket ? KindOfTicket(outcome, fault)
            : isFault ? CertificateFailureKind.Fault : CertificateFailureKind.Refused;
        var pin = byPin && step == CertificateStep.Ticket ? PinOf(kind, said, fault) : null;
        return Failure(now, pin is null ? kind : CertificateFailureKind.PinRejected, step, outcome, response) with
        {
            ErrorId = isDiagnosis ? diagnosis.ErrorId : fault?.ErrorId ?? 0,
            FaultCode = PeerText.Of(fault?.Code ?? ""),
            Reason = PeerText.Of(said),
            Pin = pin,
        };
    }

    /// <summary>An answer that cannot be read.</summary>
    public static CertificateFailure Malformed(
        Now now, CertificateStep step, WebOutcome outcome, HttpResponse response, XmlFault fault) =>
        Failure(now, CertificateFailureKind.Malformed, step, outcome, response) with
        {
            Reason = string.Create(
                CultureInfo.InvariantCulture, $"{fault.Kind} at byte {fault.Offset} {fault.Name}").TrimEnd(),
        };

    /// <summary>A failure with what every answer shows.</summary>
    public static CertificateFailure Failure(
        Now now, CertificateFailureKind kind, CertificateStep step, WebOutcome outcome, HttpResponse? response) =>
        new(kind, step)
        {
            Url = $"{outcome.Url}",
            Status = outcome.HttpStatus,
            Server = outcome.Server,
            Fault = outcome.ProofFault,
            ClockDifference = ClockDifference(now, response),
            Call = outcome,
        };

    /// <summary>How far the server's clock is ahead, by its Date (RFC 9110 section 6.6.1); in whole seconds.</summary>
    public static TimeSpan? ClockDifference(Now now, HttpResponse? response) => DateTimeOffset.TryParseExact(
        response?.Field("Date"), "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
        ? TimeSpan.FromSeconds(Math.Round((date - now.WallClock).TotalSeconds))
        : null;

    private static CertificateFailureKind KindOf(WebOutcome outcome) => outcome switch
    {
        { Proof: WebProof.NotMade } => CertificateFailureKind.NoUsableProof,
        { Status: WebStatus.NoAnswer } => CertificateFailureKind.NoAnswer,
        _ => CertificateFailureKind.NotReached,
    };

    private static CertificateFailureKind KindOfTicket(WebOutcome outcome, SoapFault? fault) => outcome switch
    {
        { Proof: WebProof.NotMade or WebProof.NotOffered or WebProof.NotTried } => CertificateFailureKind.NoUsableProof,
        { Proof: WebProof.Refused } or { HttpStatus: 401 or 403 } => CertificateFailureKind.CredentialRejected,
        _ when fault is null => CertificateFailureKind.Refused,
        _ when fault.Code.EndsWith("FailedAuthentication", StringComparison.OrdinalIgnoreCase) =>
            CertificateFailureKind.CredentialRejected,
        _ => CertificateFailureKind.Fault,
    };

    private static PinReason? PinOf(CertificateFailureKind kind, string said, SoapFault? fault)
    {
        var reason = PinReasons.In(said);
        reason = reason == PinReason.Unknown ? PinReasons.In(fault?.Text ?? "") : reason;
        return reason != PinReason.Unknown || kind == CertificateFailureKind.CredentialRejected ? reason : null;
    }
}
