using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>The files that a TLS server needs: its certificate and the private key of it, both PEM.</summary>
internal sealed record ServerCertificate(string CertificateFile, string KeyFile);

/// <summary>A certification authority made for one test run; its certificates are files in one directory.</summary>
internal sealed class LabAuthority : IDisposable
{
    private readonly string directory;
    private readonly X509Certificate2 authority;
    private int serial;

    public LabAuthority(string directory, string commonName)
    {
        this.directory = Directory.CreateDirectory(Path.Combine(directory, commonName.Replace(' ', '-'))).FullName;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = DateTimeOffset.UtcNow;
        authority = request.CreateSelfSigned(now.AddYears(-5), now.AddYears(5));
        File.WriteAllText(CertificateFile, authority.ExportCertificatePem());
    }

    /// <summary>What a phone is given to trust this authority.</summary>
    public string CertificateFile => Path.Combine(directory, "ca.pem");

    /// <summary>A server's certificate, good from yesterday for ninety days.</summary>
    public ServerCertificate Issue(params IReadOnlyList<string> dnsNames) =>
        Issue(dnsNames, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(89));

    /// <summary>A server's certificate whose time ended yesterday.</summary>
    public ServerCertificate IssueExpired(string dnsName) =>
        Issue([dnsName], DateTimeOffset.UtcNow.AddDays(-91), DateTimeOffset.UtcNow.AddDays(-1));

    /// <summary>A server's certificate whose time begins in thirty days.</summary>
    public ServerCertificate IssueForLater(string dnsName) =>
        Issue([dnsName], DateTimeOffset.UtcNow.AddDays(30), DateTimeOffset.UtcNow.AddDays(120));

    public void Dispose() => authority.Dispose();

    private ServerCertificate Issue(IReadOnlyList<string> dnsNames, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in dnsNames)
        {
            names.AddDnsName(name);
        }

        var request = new CertificateRequest($"CN={dnsNames[0]}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")], false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        byte[] number = [1, .. BitConverter.GetBytes(++serial)];
        using var certificate = request.Create(authority, notBefore, notAfter, number);
        var files = new ServerCertificate(
            Path.Combine(directory, $"{serial}.pem"), Path.Combine(directory, $"{serial}.key"));
        File.WriteAllText(files.CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(files.KeyFile, key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}
