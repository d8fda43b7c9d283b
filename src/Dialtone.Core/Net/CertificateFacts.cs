namespace Dialtone.Core.Net;

/// <summary>What one X.509 certificate says (RFC 5280), as far as a verdict needs it.</summary>
/// <param name="Subject">The subject's common name, or the whole subject where there is none.</param>
/// <param name="Issuer">The issuer's common name, or the whole issuer.</param>
/// <param name="DnsNames">The dNSName entries of subjectAltName, as they stand; empty where there is no such
/// extension.</param>
/// <param name="NotBefore">Start of validity.</param>
/// <param name="NotAfter">End of validity.</param>
/// <param name="Thumbprint">SHA-256 of the certificate, upper-case hex.</param>
/// <param name="KeyAlgorithm"><c>RSA</c>, <c>ECDSA</c> or the object identifier.</param>
/// <param name="KeyBits">Size of the public key in bits; 0 where unknown.</param>
/// <param name="ServerAuthentication">Whether extended key usage allows, or does not forbid, TLS servers.</param>
public sealed record CertificateFacts(
    string Subject,
    string Issuer,
    IReadOnlyList<string> DnsNames,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    string Thumbprint,
    string KeyAlgorithm,
    int KeyBits,
    bool ServerAuthentication);
