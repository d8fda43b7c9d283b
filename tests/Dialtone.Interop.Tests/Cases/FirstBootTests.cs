using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>A phone that remembers nothing, on a network that tells it where to go (S1, S2, S3).</summary>
public class FirstBootTests
{
    [Fact]
    public async Task DHCP_alone_leads_to_a_registration_that_stands_until_the_phone_signs_out()
    {
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings
        {
            SipServerOption = Deployment.Pool,
            Addresses = [(Deployment.Pool, contoso.FrontEnd1.Address)],
        });
        var registrar = await contoso.StartAsync(
            contoso.FrontEnd1, new KamailioSettings { Tls = (5061, contoso.Authority.Issue(Deployment.Pool)) });

        await using var phone = await contoso.StayAsync();
        await phone.WaitForLineAsync("Signed in after");
        var binding = await registrar.FindBindingAsync(Deployment.User);
        binding.ShouldNotBeNull(phone.ToString());
        binding.Contact.ShouldContain(contoso.Phone.Address);
        binding.Socket.ShouldBe("tls:192.0.2.11:5061");
        binding.ExpiresSeconds.ShouldBeInRange(500, 600);

        await phone.InterruptAsync();
        phone.ExitCode.ShouldBe(0, phone.ToString());
        (await registrar.FindBindingAsync(Deployment.User)).ShouldBeNull(phone.ToString());
    }

    [Fact]
    public async Task DHCP_alone_is_reported_with_the_server_that_answered_and_the_name_it_gave()
    {
        await using var contoso = await Deployment.BuildAsync();
        var dnsmasq = await contoso.StartAsync(new DnsmasqSettings
        {
            SipServerOption = Deployment.Pool,
            Addresses = [(Deployment.Pool, contoso.FrontEnd1.Address)],
        });
        var registrar = await contoso.StartAsync(contoso.FrontEnd1, new KamailioSettings
        {
            Tls = (5061, contoso.Authority.Issue(Deployment.Pool)),
            DigestAlgorithm = "SHA-256",
        });

        await using var phone = await contoso.SignInAsync("--interface", "eth0");

        phone.ExitCode.ShouldBe(0, phone.ToString());
        phone.Verdict.ShouldBe("signed-in", phone.ToString());
        phone.Registrar.ShouldBe("pool01.contoso.example:5061 TLS");
        phone.StepsOf("DHCP").ShouldContain(step =>
            step.Detail.Contains("192.0.2.2") && step.Detail.Contains(Deployment.Pool));
        phone.StepsOf("Register").ShouldContain(step => step.Ok && step.Detail.Contains("SHA-256"));
        registrar.Stored.ShouldHaveSingleItem();
        registrar.Removed.ShouldHaveSingleItem("one that was asked for one sign-in leaves nothing behind");
        dnsmasq.Log.ShouldContain("DHCPINFORM(eth0) 192.0.2.50");
        dnsmasq.Log.ShouldContain("120:sip-server");
        dnsmasq.Log.ShouldContain("43:vendor-encap");
    }

    [Theory]
    [InlineData("_sipinternaltls._tcp.contoso.example", "pool01.contoso.example", "tls", 5061)]
    [InlineData("_sipinternal._tcp.contoso.example", "pool01.contoso.example", "tcp", 5060)]
    [InlineData("_sip._tls.contoso.example", "sip.contoso.example", "tls", 443)]
    [InlineData("_sip._tcp.contoso.example", "sip.contoso.example", "tcp", 5060)]
    public async Task Each_SRV_record_alone_leads_to_a_registration(
        string owner, string target, string transport, int port)
    {
        await using var contoso = await Deployment.BuildAsync();
        var host = target == Deployment.Pool ? contoso.FrontEnd1 : contoso.Edge;
        await contoso.StartAsync(new DnsmasqSettings
        {
            Addresses = [(target, host.Address)],
            Services = [(owner, target, port, 0)],
        });
        var registrar = await contoso.StartAsync(host, new KamailioSettings
        {
            Tls = transport == "tls" ? (port, contoso.Authority.Issue(target)) : null,
            TcpPort = transport == "tcp" ? port : null,
        });

        await using var phone = await contoso.SignInAsync();

        phone.ExitCode.ShouldBe(0, phone.ToString());
        phone.Verdict.ShouldBe("signed-in", phone.ToString());
        phone.Registrar.ShouldBe($"{target}:{port} {transport.ToUpperInvariant()}");
        registrar.Stored.ShouldContain(line => line.Contains($"alice over {transport}"));
    }

    [Fact]
    public async Task The_sixth_rung_is_reached_through_the_five_before_it_in_their_order()
    {
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings
        {
            SipServerOption = "pool02.contoso.example",
            Addresses =
            [
                (Deployment.Pool, contoso.FrontEnd1.Address),
                ("pool02.contoso.example", contoso.FrontEnd2.Address),
                (Deployment.AccessProxy, contoso.Edge.Address),
            ],
            Services =
            [
                ("_sipinternaltls._tcp.contoso.example", Deployment.Pool, 5061, 0),
                ("_sipinternal._tcp.contoso.example", Deployment.Pool, 5060, 0),
                ("_sip._tls.contoso.example", Deployment.AccessProxy, 443, 0),
                ("_sip._tcp.contoso.example", Deployment.AccessProxy, 5060, 0),
            ],
        });
        var registrar = await contoso.StartAsync(contoso.Edge, new KamailioSettings { TcpPort = 5060 });

        await using var phone = await contoso.SignInAsync();

        phone.ExitCode.ShouldBe(0, phone.ToString());
        registrar.Stored.ShouldContain(line => line.Contains("alice over tcp"));
        phone.StepsOf("Connect").Select(step => (step.Ok, step.Address)).ShouldBe(
            [
                (false, "192.0.2.11:5061"), (false, "192.0.2.12:5061"), (false, "192.0.2.11:5060"),
                (false, "192.0.2.12:5060"), (false, "192.0.2.31:443"), (true, "192.0.2.31:5060"),
            ]);
    }
}
