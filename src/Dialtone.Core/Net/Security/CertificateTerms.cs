namespace Dialtone.Core.Net.Security;

/// <summary>What a certificate is issued for (lab servers).</summary>
/// <param name="CommonName">The subject: the SIP address without its scheme.</param>
/// <param name="NotBefore">From when it is valid.</param>
/// <param name="NotAfter">Until when.</param>
public sealed record CertificateTerms(string CommonName, DateTimeOffset NotBefore, DateTimeOffset NotAfter);
