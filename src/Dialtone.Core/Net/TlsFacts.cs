namespace Dialtone.Core.Net;

/// <summary>What a TLS handshake showed. Facts only: <c>CertificateJudge</c> decides whether they are good.</summary>
/// <param name="Protocol">As people name it: <c>TLS 1.3</c>.</param>
/// <param name="CipherSuite">The IANA name of the cipher suite.</param>
/// <param name="Chain">The certificates the peer showed, its own first, then towards the root.</param>
/// <param name="Trust">Whether the chain leads to a root this device trusts, dates left aside.</param>
/// <param name="TrustDetail">What the chain builder said where it is not trusted; else empty.</param>
public sealed record TlsFacts(
    string Protocol,
    string CipherSuite,
    IReadOnlyList<CertificateFacts> Chain,
    ChainTrust Trust,
    string TrustDetail = "");
