using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Live;

namespace Dialtone.Net.Tests.Live;

/// <summary>A certification authority that lives as long as one test.</summary>
internal sealed class TestAuthority
{
    private static readonly DateTimeOffset s_begin = DateTimeOffset.UtcNow.AddDays(-30);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority(string name = "Contoso Lab CA")
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Root = request.CreateSelfSigned(s_begin, s_begin.AddYears(1));
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2Collection Roots => [Root];

    /// <summary>Issues a certificate for a server.</summary>
    /// <param name="dnsName">The name it is made out to.</param>
    /// <param name="days">How long after the authority's begin it ends; the authority began thirty days ago.</param>
    /// <param name="usage">The extended key usage; server authentication unless told.</param>
    public X509Certificate2 Issue(string dnsName, int days = 90, string usage = "1.3.6.1.5.5.7.3.1")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={dnsName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(dnsName);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        var serial = RandomNumberGenerator.GetBytes(8);
        using var issued = request.Create(Root, s_begin, s_begin.AddDays(days), serial);
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>The settings of a server that presents this certificate as <c>server</c>.</summary>
    public static LiveSettings Present(X509Certificate2 certificate, params X509Certificate2Collection chain)
    {
        var identities = new TlsIdentities();
        identities.Add("server", certificate, chain);
        return new() { Identities = identities };
    }
}
