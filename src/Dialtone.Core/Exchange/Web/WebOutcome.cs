using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Exchange.Web;

/// <summary>
/// What came of a request to a web server, with the evidence. Holds no header field and no body but those named here,
/// and no secret.
/// </summary>
/// <param name="Url">What was asked.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Step">The step at which it ended.</param>
public sealed record WebOutcome(WebUrl Url, WebStatus Status, WebStep Step)
{
    /// <summary>The method.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The status code of the response; 0 where there is none.</summary>
    public int HttpStatus { get; init; }

    /// <summary>Its reason phrase; may be empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The length of its body, in bytes.</summary>
    public int BodyBytes { get; init; }

    /// <summary>What it says in X-Ms-diagnostics (MS-OCAUTHWS section 3.2.4.1); may be empty.</summary>
    public string Diagnostics { get; init; } = "";

    /// <summary>Which server answered, by X-MS-Server-Fqdn; may be empty.</summary>
    public string Server { get; init; } = "";

    /// <summary>Where Location points, where that is an address on the web; it is not followed.</summary>
    public WebUrl? Redirect { get; init; }

    /// <summary>How the proof of the user went.</summary>
    public WebProof Proof { get; init; }

    /// <summary>The schemes that the server offered, by name alone, in order.</summary>
    public ImmutableArray<string> Offered { get; init; } = [];

    /// <summary>The scheme that was taken; empty for none.</summary>
    public string Scheme { get; init; } = "";

    /// <summary>Why this machine could not make the proof; <c>null</c> where it could.</summary>
    public SecurityFault? ProofFault { get; init; }

    /// <summary>The addresses of the name; <c>null</c> where they were given.</summary>
    public DnsOutcome? Addresses { get; init; }

    /// <summary>The address that was asked; <c>null</c> where it did not come to one.</summary>
    public EndPointAddress? Remote { get; init; }

    /// <summary>What the handshake showed; <c>null</c> without TLS, or where it did not come to it.</summary>
    public TlsFacts? Tls { get; init; }

    /// <summary>Every address that failed, in order.</summary>
    public ImmutableArray<WebTry> Tries { get; init; } = [];

    /// <summary>What the system or the server said, for people; may be empty.</summary>
    public string Detail { get; init; } = "";

    /// <summary>From the request to this.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>From the first byte of the last request to the response; zero where there is none.</summary>
    public TimeSpan AnswerTook { get; init; }

    /// <summary>Whether the response is one of success.</summary>
    public bool IsSuccess => HttpStatus is >= 200 and < 300;

    /// <summary>The judgement of the certificate that was not trusted last; <c>null</c> where there was none.</summary>
    public CertificateJudgement? Judgement => Tries.IsEmpty ? null : Tries[^1].Judgement;
}
