using Dialtone.Wire.WebServices;

namespace Dialtone.Core.Certificates;

/// <summary>Judges what a certificate provisioning service issued.</summary>
internal static class IssuedCertificate
{
    /// <summary>
    /// Whether among what came there is a certificate of this user, for the key that was asked for, and valid for long
    /// enough.
    /// </summary>
    /// <param name="came">X.509 or PKCS#7.</param>
    /// <param name="made">The key.</param>
    /// <param name="user">The user: <c>alice@contoso.example</c>.</param>
    /// <param name="wallClock">This device's clock.</param>
    /// <returns>What is wrong, if anything; the certificate judged, and its DER.</returns>
    public static (CertificateFailureKind? Wrong, UserCertificate? Certificate, ReadOnlyMemory<byte> Der) Judge(
        ReadOnlyMemory<byte> came, MadeKey made, string user, DateTimeOffset wallClock)
    {
        _ = CertificateBundle.TryRead(came, out var all);
        _ = UserCertificate.TryReadKeyOfRequest(made.Request, out var key);
        UserCertificate? other = null;
        foreach (var der in all)
        {
            if (!UserCertificate.TryRead(der, out var one))
            {
                continue;
            }

            other ??= one;
            if (one.PublicKey.Span.SequenceEqual(key.Span))
            {
                return (WrongWith(one, user, wallClock), one, der);
            }
        }

        return (other is null ? CertificateFailureKind.Malformed : CertificateFailureKind.WrongKey, other, default);
    }

    /// <summary>Whether a common name is that of a user, with or without its scheme.</summary>
    public static bool IsOf(string commonName, string user) =>
        string.Equals(commonName, user, StringComparison.OrdinalIgnoreCase)
        || string.Equals(commonName, $"sip:{user}", StringComparison.OrdinalIgnoreCase);

    private static CertificateFailureKind? WrongWith(UserCertificate one, string user, DateTimeOffset wallClock) =>
        !IsOf(one.CommonName, user) ? CertificateFailureKind.WrongUser
            : wallClock < one.NotBefore || one.NotAfter - wallClock <= KeptCertificate.LeftLeast
                ? CertificateFailureKind.NotValidNow
                : null;
}
