using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dialtone.Live.Security;

/// <summary>
/// A certificate and its key, read once: reading a key and its first use cost as much as half a handshake.
/// </summary>
internal sealed class TlsDskIdentity : IDisposable
{
    private TlsDskIdentity(CertificateHandle certificate, KeyHandle key) => (Certificate, Key) = (certificate, key);

    public CertificateHandle Certificate { get; }

    public KeyHandle Key { get; }

    /// <summary>Reads them; <c>null</c> with the reason where they cannot be read, or do not belong together.</summary>
    /// <param name="certificate">X.509 in DER.</param>
    /// <param name="pkcs8">PKCS#8 in DER, a secret.</param>
    /// <param name="reason">OpenSSL's words.</param>
    public static unsafe TlsDskIdentity? TryRead(
        ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> pkcs8, out string reason)
    {
        fixed (byte* der = certificate)
        fixed (byte* secret = pkcs8)
        {
            var at = der;
            var x509 = OpenSsl.d2i_X509(0, &at, new CLong(certificate.Length));
            at = secret;
            var key = OpenSsl.d2i_AutoPrivateKey(0, &at, new CLong(pkcs8.Length));
            if (!x509.IsInvalid && !key.IsInvalid && OpenSsl.X509_check_private_key(x509, key) == 1)
            {
                // The readers try several forms, and note which ones it was not.
                OpenSsl.ERR_clear_error();
                reason = "";
                return new(x509, key);
            }

            reason = OpenSsl.TakeError();
            x509.Dispose();
            key.Dispose();
            return null;
        }
    }

    /// <summary>The same of the platform's certificate with its key.</summary>
    /// <exception cref="CryptographicException">The key cannot be taken out of where it is.</exception>
    public static TlsDskIdentity Of(X509Certificate2 certificate)
    {
        using AsymmetricAlgorithm? key =
            certificate.GetRSAPrivateKey() ?? (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey();
        var pkcs8 = key?.ExportPkcs8PrivateKey() ?? [];
        try
        {
            return TryRead(certificate.RawDataMemory.Span, pkcs8, out var reason)
                ?? throw new CryptographicException(reason);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        Key.Dispose();
    }
}
