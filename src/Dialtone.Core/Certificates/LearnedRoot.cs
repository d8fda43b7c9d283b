using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.SignIn;

namespace Dialtone.Core.Certificates;

/// <summary>A root certificate that a device has learned and not been given.</summary>
/// <param name="Der">The certificate in DER.</param>
/// <param name="Subject">Its common name, or the whole subject where there is none.</param>
/// <param name="Fingerprint">Its SHA-256, upper-case hex: what a person compares.</param>
/// <param name="NotBefore">Start of validity.</param>
/// <param name="NotAfter">End of validity.</param>
public sealed record LearnedRoot(
    ReadOnlyMemory<byte> Der, string Subject, string Fingerprint, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>
    /// Reads a certificate that may be a root: one of an authority (RFC 5280 section 4.2.1.9) that names itself as its
    /// issuer. Certificates of authorities below a root are none.
    /// </summary>
    public static bool TryRead(ReadOnlyMemory<byte> der, [NotNullWhen(true)] out LearnedRoot? root)
    {
        root = null;
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der.Span);
            var isAuthority = certificate.Extensions.OfType<X509BasicConstraintsExtension>()
                .Any(static each => each.CertificateAuthority);
            if (!isAuthority
                || !certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData))
            {
                return false;
            }

            var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
            root = new(
                der.ToArray(), PeerText.Of(name.Length > 0 ? name : certificate.Subject),
                certificate.GetCertHashString(HashAlgorithmName.SHA256),
                new DateTimeOffset(certificate.NotBefore).ToUniversalTime(),
                new DateTimeOffset(certificate.NotAfter).ToUniversalTime());
            return true;
        }
        catch (CryptographicException)
        {
            // The platform says by exception that bytes are no certificate.
            return false;
        }
    }
}
