using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Net.Security;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Lab.Hosting;

/// <summary>
/// A certification authority that lives as long as a lab does. Its key never leaves the process, and no store of the
/// system learns of it.
/// </summary>
public sealed class LabAuthority : IDisposable
{
    private const int SerialBytes = 16;
    private const int RsaBits = 2048;

    /// <summary>id-kp-serverAuth (RFC 5280 section 4.2.1.12).</summary>
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>id-kp-clientAuth, of the same section.</summary>
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Where a certificate says that its authority's can be had, and it cannot.</summary>
    private const string NobodysUrl = "http://pki.contoso.example/issuing.crt";

    // Longer than any certificate it issues, the ones that are over or not yet valid among them.
    private static readonly TimeSpan ValidBefore = TimeSpan.FromDays(365);
    private static readonly TimeSpan ValidAfter = TimeSpan.FromDays(365);

    private readonly LabKey _kind;
    private readonly DateTimeOffset _start;
    private readonly AsymmetricAlgorithm _key;

    // One key for all servers: they are one process, and an RSA key takes long to make.
    private readonly AsymmetricAlgorithm _serverKey;

    /// <summary>Makes the authority and its certificate.</summary>
    /// <param name="name">Its common name.</param>
    /// <param name="kind">The kind of its key, and of the servers' key.</param>
    /// <param name="start">Now: what the lifetimes of certificates are counted from.</param>
    public LabAuthority(string name, LabKey kind, DateTimeOffset start)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (_kind, _start) = (kind, start);
        _serverKey = NewKey(kind);
        _key = NewKey(kind);
        var request = Request(name, _key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        Certificate = request.CreateSelfSigned(start - ValidBefore, start + ValidAfter);
    }

    /// <summary>Its own certificate, with its key. Disposed with the authority.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Its own certificate in PEM form (RFC 7468), without its key: what <c>--ca</c> takes.</summary>
    public string ToPem() => Certificate.ExportCertificatePem() + "\n";

    /// <summary>Issues a server's certificate, with its defect. The caller disposes it.</summary>
    public X509Certificate2 Issue(LabCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var request = Request(certificate.Subject.Text, _serverKey);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in certificate.DnsNames)
        {
            names.AddDnsName(name.Text);
        }

        var usages = _kind == LabKey.Rsa2048
            ? X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment
            : X509KeyUsageFlags.DigitalSignature;
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usages, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid(certificate.Defect == CertificateDefect.WrongUse ? ClientAuthentication : ServerAuthentication)],
            critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var (notBefore, notAfter) = certificate.Validity(_start);
        if (certificate.Defect == CertificateDefect.SelfSigned)
        {
            return request.CreateSelfSigned(notBefore, notAfter);
        }

        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (certificate.Defect == CertificateDefect.Incomplete)
        {
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(
                ocspUris: null, caIssuersUris: [NobodysUrl], critical: false));
        }

        using var issued = request.Create(Certificate.SubjectName, Generator(), notBefore, notAfter, NewSerial());
        return _serverKey is RSA rsa
            ? issued.CopyWithPrivateKey(rsa)
            : issued.CopyWithPrivateKey((ECDsa)_serverKey);
    }

    /// <summary>Issues a user's certificate, as X.509 in DER. Any thread.</summary>
    /// <param name="request">PKCS#10 in DER. Its key is taken; whom the certificate is for, the terms say.</param>
    /// <param name="terms">For whom, and for how long.</param>
    /// <returns>
    /// <c>null</c> where the request cannot be read, or is not signed with the key that it is made for.
    /// </returns>
    public byte[]? Issue(ReadOnlyMemory<byte> request, CertificateTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        CertificateRequest wanted;
        try
        {
            var asked = CertificateRequest.LoadSigningRequest(
                request.ToArray(), HashAlgorithmName.SHA256, signerSignaturePadding: RSASignaturePadding.Pkcs1);
            wanted = new(Subject(terms.CommonName), asked.PublicKey, HashAlgorithmName.SHA256);
        }
        catch (CryptographicException)
        {
            return null;
        }

        wanted.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        wanted.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid(ClientAuthentication)], critical: false));
        using var issued = wanted.Create(
            Certificate.SubjectName, Generator(), terms.NotBefore, terms.NotAfter, NewSerial());
        return issued.RawData;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
        _serverKey.Dispose();
    }

    // Of the kind of this authority's key, which need not be that of the key that is certified.
    private X509SignatureGenerator Generator() => _key is RSA rsa
        ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
        : X509SignatureGenerator.CreateForECDsa((ECDsa)_key);

    private static AsymmetricAlgorithm NewKey(LabKey kind) => kind switch
    {
        LabKey.EcdsaP256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        LabKey.Rsa2048 => RSA.Create(RsaBits),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of key."),
    };

    private static CertificateRequest Request(string commonName, AsymmetricAlgorithm key)
    {
        var subject = Subject(commonName);
        return key is RSA rsa
            ? new(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new(subject, (ECDsa)key, HashAlgorithmName.SHA256);
    }

    private static X500DistinguishedName Subject(string commonName)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(commonName);
        return subject.Build();
    }

    // Positive, and never of leading zeros (RFC 5280 section 4.1.2.2).
    private static byte[] NewSerial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
