using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Certificates;
using Dialtone.Core.SignIn;
using Dialtone.Lab.Hosting;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.Tests.Hosting;
using Dialtone.Live;
using Dialtone.Wire.WebServices;

namespace Dialtone.Lab.Tests.Certificates;

/// <summary>The same on sockets, with real keys: what the lab issues is for the key that was made here.</summary>
[Collection(LabClient.Turns)]
public class CertificateOnSocketsTests
{
    [Fact]
    public async Task An_extension_and_a_PIN_get_a_certificate_for_the_key_that_was_made()
    {
        await using var lab = await LabClient.StartAsync();

        var stage = await RunAsync(lab, "24681");

        var pair = stage.Certificate.ShouldNotBeNull($"{stage.Failure}").Pair;
        using var certificate = X509CertificateLoader.LoadCertificate(pair.Certificate.Span);
        certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false).ShouldBe("alice@contoso.example");
        certificate.Issuer.ShouldBe($"CN={LabCertificate.Authority}");
        using var key = RSA.Create();
        key.ImportPkcs8PrivateKey(pair.Key.Pkcs8.Span, out _);
        using var publicKey = certificate.GetRSAPublicKey();
        publicKey!.ExportRSAPublicKey().ShouldBe(key.ExportRSAPublicKey());
        lab.Nodes.Certificates.IsPublished("alice", pair.Certificate.Span).ShouldBeTrue();
    }

    [Theory]
    [InlineData("24682", "dns-slow", CertificateFailureKind.PinRejected, CertificateStep.Ticket)]
    [InlineData("24681", "pin-off", CertificateFailureKind.PinRejected, CertificateStep.Ticket)]
    [InlineData("24681", "web-down", CertificateFailureKind.NotReached, CertificateStep.Metadata)]
    [InlineData("24681", "web-wrong-name", CertificateFailureKind.NotReached, CertificateStep.Metadata)]
    [InlineData("24681", "web-no-mex", CertificateFailureKind.Refused, CertificateStep.Metadata)]
    [InlineData("24681", "web-certificate-brief", CertificateFailureKind.NotValidNow, CertificateStep.Judge)]
    public async Task A_fault_is_told_apart(
        string pin, string fault, CertificateFailureKind kind, CertificateStep step)
    {
        await using var lab = await LabClient.StartAsync(fault);

        var stage = await RunAsync(lab, pin);

        (stage.Failure?.Kind, stage.Failure?.Step).ShouldBe((kind, step), $"{stage.Failure}");
    }

    [Fact]
    public async Task The_chain_is_that_of_the_authority_and_under_the_fault_anothers()
    {
        await using var lab = await LabClient.StartAsync("web-chain-foreign");

        lab.Nodes.Web01.Chain.ShouldHaveSingleItem().ToArray().ShouldBe(lab.Root.RawData);
        using var foreign = X509CertificateLoader.LoadCertificate(lab.Nodes.Web01.ForeignChain[0].Span);
        foreign.Subject.ShouldBe($"CN={LabCertificate.ForeignAuthority}");
        lab.Nodes.Web01.Behaviour.GivesForeignChain.ShouldBeTrue();
        var bundle = CertificateBundle.ToPkcs7(lab.Nodes.Web01.Chain.AsSpan());
        CertificateBundle.TryRead(bundle, out var chain).ShouldBeTrue();
        chain.ShouldHaveSingleItem().ToArray().ShouldBe(lab.Root.RawData);
    }

    private static async Task<CertificateStage> RunAsync(LoopbackLab lab, string pin)
    {
        var deployment = lab.Deployment;
        var settings = SimulatedPhone.Settings(
            deployment, 0, deployment.Accounts[0], deployment.Names.Address) with
        {
            Credential = UserCredential.FromPin("101", pin),
        };
        var client = new CertificateClient(deployment, settings, new SystemEntropy());
        var driver = new LiveDriver(client, new() { ExtraRoots = [lab.Root] });
        await driver.RunAsync(() => client.IsFinished, LabClient.Cancellation).Within();
        return client.Stage;
    }
}
