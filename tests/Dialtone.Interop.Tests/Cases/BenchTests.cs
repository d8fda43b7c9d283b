using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>
/// The servers themselves, asked by other people's clients: when these fail, nothing else here means anything.
/// </summary>
public class BenchTests
{
    [Fact]
    public async Task Dnsmasq_answers_dig_with_the_records_it_was_given_in_their_order()
    {
        string[] addresses = ["192.0.2.13", "192.0.2.11", "192.0.2.12"];
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings
        {
            Addresses = [.. addresses.Select(address => (Deployment.Pool, address))],
            Services = [("_sipinternaltls._tcp.contoso.example", Deployment.Pool, 5061, 0)],
        });

        (await DigAsync(contoso, "SRV", "_sipinternaltls._tcp.contoso.example"))
            .ShouldBe(["0 0 5061 pool01.contoso.example."]);
        (await DigAsync(contoso, "A", Deployment.Pool)).ShouldBe(addresses);
        (await DigAsync(contoso, "A", Deployment.Pool)).ShouldBe(addresses);
    }

    [Theory]
    [InlineData(null, "qop=\"auth\"")]
    [InlineData("SHA-256", "algorithm=SHA-256")]
    public async Task Kamailio_shows_openssl_a_certificate_that_verifies_and_challenges_with_Digest(
        string? algorithm, string challenge)
    {
        await using var contoso = await Deployment.BuildAsync();
        var registrar = await contoso.StartAsync(contoso.FrontEnd1, new KamailioSettings
        {
            Tls = (5061, contoso.Authority.Issue(Deployment.Pool)),
            DigestAlgorithm = algorithm,
        });

        await using var client = await contoso.Phone.StartAsync(
            [
                "openssl", "s_client", "-connect", "192.0.2.11:5061", "-servername", Deployment.Pool,
                "-CAfile", contoso.Authority.CertificateFile, "-verify_hostname", Deployment.Pool,
                "-verify_return_error", "-ign_eof",
            ],
            "REGISTER sip:contoso.example SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.50:5061;branch=z9hG4bK1\r\n" +
            "From: <sip:alice@contoso.example>;tag=1\r\nTo: <sip:alice@contoso.example>\r\nCall-ID: 1\r\n" +
            "CSeq: 1 REGISTER\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n");

        await client.WaitForLineAsync(line => line.Contains(challenge), TimeSpan.FromSeconds(10));
        client.Output.ShouldContain("Verification: OK");
        client.Output.ShouldContain("Verified peername: pool01.contoso.example");
        registrar.Log.ShouldContain("bench: REGISTER alice over tls from 192.0.2.50");
        (await registrar.FindBindingAsync(Deployment.User)).ShouldBeNull();
    }

    private static async Task<string[]> DigAsync(Deployment contoso, string type, string name)
    {
        var (_, output, _) = await contoso.Phone.TryRunAsync(["dig", "+short", "-t", type, name]);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
