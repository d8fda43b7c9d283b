using System.Text;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Lab.Hosting;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.WebServices;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>
/// The lab's Web Services, asked by curl with an NTLM of its own; requests and certificates are openssl's.
/// </summary>
public sealed class LabWebServicesTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("dialtone-web-").FullName;
    private readonly byte[] entropy = new byte[32];

    [Fact]
    public async Task A_stranger_gets_a_ticket_a_certificate_and_the_chain_that_it_verifies_with()
    {
        Requirements.SkipUnlessInstalled("curl", "openssl");
        await using var lab = await StartAsync();
        var services = Metadata(await AskAsync(lab, $"{Services(lab)}/mex"));
        var port = services.LocationOf(WebServiceMetadata.CertificatePort)!;
        var tickets = Metadata(
            await AskAsync(lab, $"{services.PolicyOf(WebServiceMetadata.CertificatePort)!.Issuer}/mex"));

        var ticket = await TicketAsync(lab, tickets.LocationOf(WebServiceMetadata.NegotiatePort)!, port, "Dial-Tone-1");
        var certificate = await PublishAsync(lab, port, ticket);

        await File.WriteAllBytesAsync(At("alice.der"), certificate, TestContext.Current.CancellationToken);
        _ = await Tool.RunAsync("openssl", "x509", "-inform", "DER", "-in", At("alice.der"), "-out", At("alice.pem"));
        (await Tool.RunAsync("openssl", "x509", "-in", At("alice.pem"), "-noout", "-subject"))
            .ShouldContain("alice@contoso.example");
        lab.Nodes.Certificates.IsPublished("alice", certificate).ShouldBeTrue();
        (await Tool.RunAsync(
            "openssl", "verify", "-CAfile", await ChainAsync(lab), "-purpose", "sslclient", At("alice.pem")))
            .ShouldContain("OK");
    }

    [Fact]
    public async Task A_stranger_with_a_wrong_password_is_told_why()
    {
        Requirements.SkipUnlessInstalled("curl");
        await using var lab = await StartAsync();

        var headers = await TryTicketAsync(
            lab, $"{Url(lab)}/WebTicket/WebTicketService.svc/Auth", "https://nowhere.example", "wrong");

        headers.ShouldContain("HTTP/1.1 401");
        headers.ShouldContain(
            "X-Ms-diagnostics: 28020;source=\"web01.contoso.example\";reason=\"No valid security token.\"");
        headers.ShouldContain("X-MS-Server-Fqdn: web01.contoso.example");
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static async Task<LoopbackLab> StartAsync()
    {
        var start = await LoopbackLab.StartAsync(
            new() { Deployment = Deployment.Contoso, Key = LabKey.Rsa2048 }, TestContext.Current.CancellationToken);
        return start.ShouldBeOfType<LabStart.Running>().Lab;
    }

    private static string Url(LoopbackLab lab) => lab.Deployment.WebUrlOf(LabPool.Pool01);

    private static string Services(LoopbackLab lab) => lab.Deployment.CertificateServiceOf(LabPool.Pool01);

    private string At(string file) => Path.Combine(directory, file);

    private static WebServiceMetadata Metadata(string document)
    {
        WebServiceMetadata.TryRead(Encoding.UTF8.GetBytes(document), out var metadata, out var fault)
            .ShouldBeTrue($"{fault} {document}");
        return metadata!;
    }

    private async Task<WebTicket> TicketAsync(LoopbackLab lab, string url, string appliesTo, string password)
    {
        (await TryTicketAsync(lab, url, appliesTo, password)).ShouldContain("HTTP/1.1 200");
        WebTicketResponse.TryRead(await File.ReadAllBytesAsync(At("answer")), out var response, out var fault)
            .ShouldBeTrue($"{fault}");
        return response!.TicketFor(entropy);
    }

    /// <summary>The headers of all answers; the body of the last is in a file.</summary>
    private async Task<string> TryTicketAsync(LoopbackLab lab, string url, string appliesTo, string password)
    {
        await File.WriteAllBytesAsync(
            At("ticket"),
            new WebTicketRequest { AppliesTo = appliesTo, User = "sip:alice@contoso.example", Entropy = entropy }
                .ToBytes());
        await File.WriteAllTextAsync(At("login"), $"--user \"CONTOSO\\\\alice:{password}\"");
        _ = await AskAsync(
            lab, url, "--ntlm", "--config", At("login"), "--data-binary", $"@{At("ticket")}",
            "--header", $"SOAPAction: \"{WebTicketRequest.Action}\"", "--dump-header", At("headers"),
            "--output", At("answer"));
        return await File.ReadAllTextAsync(At("headers"));
    }

    private async Task<byte[]> PublishAsync(LoopbackLab lab, string url, WebTicket ticket)
    {
        _ = await Tool.RunAsync(
            "openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", At("key"), "-outform", "DER", "-out",
            At("request"), "-subj", "/CN=alice@contoso.example");
        await File.WriteAllBytesAsync(At("publish"), new PublishCertificateRequest
        {
            Header = new() { To = url, Action = PublishCertificateRequest.Action, Proof = TicketProof.Signed(ticket) },
            DeviceId = "{34d859db-6585-5f91-a3b4-de853c15347d}",
            Entity = "alice@contoso.example",
            Request = await File.ReadAllBytesAsync(At("request")),
            RequestId = "1",
        }.ToBytes());
        var answer = await AskAsync(lab, url, "--data-binary", $"@{At("publish")}");
        PublishCertificateResponse.TryRead(Encoding.UTF8.GetBytes(answer), out var response, out var fault)
            .ShouldBeTrue($"{fault} {answer}");
        return response!.Certificate.ToArray();
    }

    /// <summary>The root certificates that the lab gives over plain HTTP, as a PEM file.</summary>
    private async Task<string> ChainAsync(LoopbackLab lab)
    {
        await File.WriteAllBytesAsync(At("chain"), RootChainRequest.ToBytes());
        var url = $"http://web01.contoso.example:{lab.Deployment.WebTcpPort}/CertProv/CertProvisioningService.svc";
        var answer = await AskAsync(
            lab, url, "--data-binary", $"@{At("chain")}", "--header", $"SOAPAction: \"{RootChainRequest.Action}\"");
        RootChainResponse.TryRead(Encoding.UTF8.GetBytes(answer), out var response, out var fault)
            .ShouldBeTrue($"{fault} {answer}");
        await File.WriteAllBytesAsync(At("chain.p7b"), response!.Bundle.ToArray());
        _ = await Tool.RunAsync(
            "openssl", "pkcs7", "-inform", "DER", "-in", At("chain.p7b"), "-print_certs", "-out", At("chain.pem"));
        return At("chain.pem");
    }

    private static Task<string> AskAsync(LoopbackLab lab, string url, params IReadOnlyList<string> more)
    {
        var (tls, tcp, web) = (lab.Deployment.WebTlsPort, lab.Deployment.WebTcpPort, lab.Deployment.Web01);
        return Tool.RunAsync(
            "curl",
            [
                "--silent", "--show-error", "--noproxy", "*", "--cacert", lab.CaFile,
                "--resolve", $"{web.Name}:{tls}:{web.Address}", "--resolve", $"{web.Name}:{tcp}:{web.Address}",
                "--header", "Content-Type: text/xml", .. more, url,
            ]);
    }
}
