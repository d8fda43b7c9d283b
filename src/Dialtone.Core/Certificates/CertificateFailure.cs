using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Net.Security;
using Dialtone.Wire.WebServices;

namespace Dialtone.Core.Certificates;

/// <summary>Why there is no certificate, and what was seen. Holds no secret.</summary>
/// <param name="Kind">The kind of failure.</param>
/// <param name="Step">At which step.</param>
public sealed record CertificateFailure(CertificateFailureKind Kind, CertificateStep Step)
{
    /// <summary>Who named the service.</summary>
    public CertificateSource Source { get; init; }

    /// <summary>What was called; empty where nothing was.</summary>
    public string Url { get; init; } = "";

    /// <summary>The HTTP status; 0 where there was no answer.</summary>
    public int Status { get; init; }

    /// <summary>Which server answered, by its <c>X-MS-Server-Fqdn</c>; may be empty.</summary>
    public string Server { get; init; } = "";

    /// <summary>The number of the diagnosis (MS-OCAUTHWS section 3.2.4.1); 0 where there was none.</summary>
    public int ErrorId { get; init; }

    /// <summary>The code of the SOAP fault: <c>wsse:FailedCheck</c>; empty where there was none.</summary>
    public string FaultCode { get; init; } = "";

    /// <summary>What the server or the system said, for people; may be empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The phone number or extension that was given with the PIN; empty where it was no PIN.</summary>
    public string Login { get; init; } = "";

    /// <summary>Why a PIN was refused; <c>null</c> where it was not.</summary>
    public PinReason? Pin { get; init; }

    /// <summary>Why this machine could not do its part; <c>null</c> where it could.</summary>
    public SecurityFault? Fault { get; init; }

    /// <summary>
    /// How far the server's clock is ahead of this device's, as its answers show; <c>null</c> where they do not.
    /// </summary>
    public TimeSpan? ClockDifference { get; init; }

    /// <summary>The call that it failed at; <c>null</c> where it was none.</summary>
    public WebOutcome? Call { get; init; }

    /// <summary>What it comes to, in a few words for people.</summary>
    public string Summary => (Kind switch
    {
        CertificateFailureKind.NoService => "no service that issues them is known",
        CertificateFailureKind.NotReached => "the service was not reached",
        CertificateFailureKind.NoAnswer => "the service did not answer",
        CertificateFailureKind.Malformed => "the service's answer cannot be used",
        CertificateFailureKind.Refused or CertificateFailureKind.Fault => "the service refused",
        CertificateFailureKind.NoUsableProof => "the service takes no proof that there is",
        CertificateFailureKind.CredentialRejected => "the service refused the user's proof",
        CertificateFailureKind.PinRejected => "the service refused the PIN",
        CertificateFailureKind.TicketNotValid => "the web ticket is not valid by this machine's clock",
        CertificateFailureKind.KeyNotMade => "this machine could not make a key",
        CertificateFailureKind.WrongUser => "the certificate is for another user",
        CertificateFailureKind.NotValidNow => "the certificate is not valid for another hour by this machine's clock",
        _ => "the certificate is for another key",
    }) + (Reason.Length == 0 ? "" : $": {Reason.TrimEnd('.')}");

    /// <summary>Whether no other source can change this answer: the user's own credential was refused.</summary>
    public bool IsFinal => Kind is CertificateFailureKind.CredentialRejected or CertificateFailureKind.PinRejected;
}
