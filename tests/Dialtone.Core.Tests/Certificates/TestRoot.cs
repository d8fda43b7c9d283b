using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dialtone.Core.Tests.Certificates;

/// <summary>Certificates with a key of their own, made for one test.</summary>
internal static class TestRoot
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A certificate that names itself as its issuer.</summary>
    public static byte[] Of(string name, bool isAuthority = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Request(name, key, isAuthority).CreateSelfSigned(Start, Start.AddYears(10));
        return root.RawData;
    }

    /// <summary>An authority below a root.</summary>
    public static byte[] Below(string name)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Request("Contoso Root CA", rootKey, true).CreateSelfSigned(Start, Start.AddYears(10));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = Request(name, key, true).Create(root, Start, Start.AddYears(5), [1, 2, 3]);
        return issued.RawData;
    }

    private static CertificateRequest Request(string name, ECDsa key, bool isAuthority)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }
}
