using System.Security.Cryptography.X509Certificates;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>Each of the authority's certificates has the one fault that it is made for, and no other.</summary>
public sealed class LabAuthorityTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("dialtone-interop-").FullName;

    [Fact]
    public void A_good_certificate_chains_to_its_own_authority_only()
    {
        using var contoso = new LabAuthority(directory, "Contoso Lab CA");
        using var fabrikam = new LabAuthority(directory, "Fabrikam Lab CA");
        var server = contoso.Issue("pool01.contoso.example");

        Judge(contoso, server).ShouldBe(X509ChainStatusFlags.NoError);
        Judge(fabrikam, server).HasFlag(X509ChainStatusFlags.PartialChain).ShouldBeTrue();
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(server.CertificateFile);
        certificate.MatchesHostname("pool01.contoso.example").ShouldBeTrue();
        certificate.MatchesHostname("pool02.contoso.example").ShouldBeFalse();
    }

    [Fact]
    public void An_expired_certificate_is_expired_and_nothing_else()
    {
        using var contoso = new LabAuthority(directory, "Contoso Lab CA");

        Judge(contoso, contoso.IssueExpired("pool01.contoso.example")).ShouldBe(X509ChainStatusFlags.NotTimeValid);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static X509ChainStatusFlags Judge(LabAuthority authority, ServerCertificate server)
    {
        using var root = X509CertificateLoader.LoadCertificateFromFile(authority.CertificateFile);
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(server.CertificateFile);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.Build(certificate);
        return chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, each) => all | each.Status);
    }
}
