using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Lab.Hosting;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Lab.Tests.Hosting;

[Collection(LabClient.Turns)]
public class LabCertificatesTests
{
    [Theory]
    [InlineData(LabKey.EcdsaP256)]
    [InlineData(LabKey.Rsa2048)]
    public async Task Every_server_is_verified_with_the_file_of_the_authority(LabKey key)
    {
        var start = await LoopbackLab.StartAsync(new() { Key = key }, LabClient.Cancellation);
        await using var lab = start.ShouldBeOfType<LabStart.Running>().Lab;
        var sheet = lab.Sheet;

        foreach (var server in sheet.Registrars.Append(sheet.AccessProxy))
        {
            var (errors, chain, shown) = await LabClient.HandshakeAsync(server, sheet.CaFile);

            errors.ShouldBe(SslPolicyErrors.None, $"{server}");
            chain.ShouldBe(X509ChainStatusFlags.NoError);
            shown.Issuer.ShouldBe("CN=Contoso Lab CA");
            (shown.NotAfter - shown.NotBefore).TotalDays.ShouldBe(90, tolerance: 0.01);
            shown.PublicKey.Oid.Value.ShouldBe(
                key == LabKey.Rsa2048 ? "1.2.840.113549.1.1.1" : "1.2.840.10045.2.1");
        }
    }

    [Fact]
    public async Task A_pool_s_certificate_is_for_the_pool_its_front_ends_and_the_domain_s_sip_name()
    {
        await using var lab = await LabClient.StartAsync();

        var (_, _, shown) = await LabClient.HandshakeAsync(lab.Sheet.Registrars[0], lab.Sheet.CaFile);

        shown.Extensions.OfType<X509SubjectAlternativeNameExtension>().ShouldHaveSingleItem().EnumerateDnsNames()
            .ShouldBe(
            [
                "pool01.contoso.example", "fe1.contoso.example", "fe2.contoso.example", "sip.contoso.example",
                "contoso.example",
            ]);
    }

    [Theory]
    [InlineData("cert-expired", SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.NotTimeValid)]
    [InlineData("cert-not-yet-valid", SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.NotTimeValid)]
    [InlineData("cert-wrong-name", SslPolicyErrors.RemoteCertificateNameMismatch, X509ChainStatusFlags.NoError)]
    [InlineData("cert-untrusted", SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.PartialChain)]
    public async Task A_faulty_certificate_fails_for_its_own_reason_alone(
        string fault, SslPolicyErrors expected, X509ChainStatusFlags expectedChain)
    {
        await using var lab = await LabClient.StartAsync(fault);
        var sheet = lab.Sheet;

        foreach (var server in sheet.Registrars.Append(sheet.AccessProxy))
        {
            var (errors, chain, _) = await LabClient.HandshakeAsync(server, sheet.CaFile);

            errors.ShouldBe(expected, $"{server}");
            chain.ShouldBe(expectedChain, $"{server}");
        }
    }

    [Fact]
    public void An_authority_says_nothing_of_its_key()
    {
        using var authority = new LabAuthority(LabCertificate.Authority, LabKey.EcdsaP256, DateTimeOffset.UtcNow);

        var read = X509Certificate2.CreateFromPem(authority.ToPem());

        read.HasPrivateKey.ShouldBeFalse();
        authority.ToPem().ShouldNotContain("PRIVATE");
        read.Extensions.OfType<X509BasicConstraintsExtension>().ShouldHaveSingleItem()
            .CertificateAuthority.ShouldBeTrue();
    }
}
