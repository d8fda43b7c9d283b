using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Net.Security;
using Dialtone.Lab.Scenarios;
using Dialtone.Live;

namespace Dialtone.Lab.Hosting;

/// <summary>The certificates of one lab: the right ones and the faulty ones, by the names that its nodes use.</summary>
internal sealed class LabCertificates : IDisposable
{
    private readonly LabAuthority _authority;
    private readonly List<X509Certificate2> _issued = [];

    public LabCertificates(Deployment deployment, LabKey key, DateTimeOffset start)
    {
        _authority = new(LabCertificate.Authority, key, start);
        using var foreign = new LabAuthority(LabCertificate.ForeignAuthority, key, start);
        // Nobody is sent or given its certificate, so it does not matter who issued that.
        using var issuing = new LabAuthority(LabCertificate.IssuingAuthority, key, start);
        foreach (var certificate in deployment.Certificates)
        {
            var issued = certificate.Issuer switch
            {
                LabCertificate.ForeignAuthority => foreign.Issue(certificate),
                LabCertificate.IssuingAuthority => issuing.Issue(certificate),
                _ => _authority.Issue(certificate),
            };
            _issued.Add(issued);
            Identities.Add(certificate.Name, issued, []);
        }

        Root = X509CertificateLoader.LoadCertificate(_authority.Certificate.RawData);
        ForeignRoot = foreign.Certificate.RawData;
    }

    /// <summary>What listeners present.</summary>
    public TlsIdentities Identities { get; } = new();

    /// <summary>What a client of the lab trusts, without its key.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>Issues a user's certificate, as a live node asks for it.</summary>
    public byte[]? Issue(ReadOnlyMemory<byte> request, CertificateTerms terms) => _authority.Issue(request, terms);

    /// <summary>The certificate of the authority that no client trusts, in DER.</summary>
    public ReadOnlyMemory<byte> ForeignRoot { get; }

    public string Pem => _authority.ToPem();

    public void Dispose()
    {
        Root.Dispose();
        _authority.Dispose();
        foreach (var certificate in _issued)
        {
            certificate.Dispose();
        }
    }
}
