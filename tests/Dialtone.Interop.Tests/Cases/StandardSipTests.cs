using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>
/// A phone of standard SIP: RFC 3263 with other people's DNS, every transport, an edge proxy before it.
/// </summary>
public class StandardSipTests
{
    // Every transport is offered; order and preference decide which is to be used.
    private static readonly string[] Zone =
    [
        "@ IN NAPTR 10 50 \"s\" \"SIPS+D2T\" \"\" _sips._tcp",
        "@ IN NAPTR 20 50 \"s\" \"SIP+D2T\" \"\" _sip._tcp",
        "@ IN NAPTR 30 50 \"s\" \"SIP+D2U\" \"\" _sip._udp",
        "_sips._tcp IN SRV 0 0 5061 pool01",
        "_sip._tcp IN SRV 0 0 5060 pool01",
        "_sip._udp IN SRV 0 0 5060 pool01",
        "pool01 IN A 192.0.2.11",
        "pool01 IN AAAA 2001:db8::11",
    ];

    public enum DnsServer
    {
        Bind,
        Unbound,
        Dnsmasq,
    }

    [Theory]
    [InlineData(DnsServer.Bind, "auto", "TLS")]
    [InlineData(DnsServer.Unbound, "auto", "TLS")]
    [InlineData(DnsServer.Dnsmasq, "auto", "TLS")]
    [InlineData(DnsServer.Bind, "tcp", "TCP")]
    [InlineData(DnsServer.Bind, "udp", "UDP")]
    [InlineData(DnsServer.Unbound, "udp", "UDP")]
    [InlineData(DnsServer.Dnsmasq, "tcp", "TCP")]
    public async Task It_registers_by_the_rules_of_the_domain(DnsServer dns, string choice, string transport)
    {
        await using var contoso = await Deployment.BuildAsync();
        await StartAsync(contoso, dns);
        var registrar = await StartRegistrarAsync(contoso);

        await using var phone = await contoso.SignInAsync(
            "--profile", "sip", "--dhcp", "off", "--transport", choice);

        phone.ExitCode.ShouldBe(0, phone.ToString());
        phone.Verdict.ShouldBe("signed-in", phone.ToString());
        phone.Registrar.ShouldBe($"pool01.contoso.example:{(transport == "TLS" ? 5061 : 5060)} {transport}");
        registrar.Stored.ShouldHaveSingleItem().ShouldContain($"alice over {transport.ToLowerInvariant()}");
        registrar.Removed.ShouldHaveSingleItem("one that was asked for one sign-in leaves nothing behind");
    }

    [Fact]
    public async Task The_order_of_the_domain_decides_even_for_UDP_before_TLS()
    {
        await using var contoso = await Deployment.BuildAsync();
        string[] udpFirst = [.. Zone.Select(record => record.Replace("NAPTR 30", "NAPTR 5"))];
        Requirements.SkipUnlessInstalled(Bind.Program);
        await contoso.KeepAsync(Bind.StartAsync(contoso.Services, contoso.WorkDirectory, udpFirst));
        var registrar = await StartRegistrarAsync(contoso);

        await using var phone = await contoso.SignInAsync("--profile", "sip", "--dhcp", "off");

        phone.ExitCode.ShouldBe(0, phone.ToString());
        registrar.Stored.ShouldHaveSingleItem().ShouldContain("alice over udp");
    }

    [Theory]
    [InlineData("tls", "5061")]
    [InlineData("tcp", "5060")]
    [InlineData("udp", "5060")]
    public async Task It_registers_through_an_edge_proxy_that_stays_on_its_path(string transport, string port)
    {
        await using var contoso = await Deployment.BuildAsync();
        var registrar = await contoso.StartAsync(
            contoso.FrontEnd1, new KamailioSettings { UdpPort = 5060, GivesServiceRoute = true });
        var edge = await contoso.KeepAsync(KamailioEdge.StartAsync(
            contoso.Edge, contoso.WorkDirectory, contoso.Authority.Issue(Deployment.AccessProxy), contoso.FrontEnd1));
        await contoso.StartAsync(new DnsmasqSettings
        {
            Addresses = [(Deployment.AccessProxy, contoso.Edge.Address)],
        });

        await using var phone = await contoso.SignInAsync(
            "--profile", "sip", "--transport", transport, "--registrar", $"{Deployment.AccessProxy}:{port}");

        phone.ExitCode.ShouldBe(0, phone + edge.Log);
        edge.Log.ShouldContain($"passed on REGISTER alice from {transport}");
        registrar.Stored.ShouldHaveSingleItem().ShouldContain("alice over udp");
        var granted = phone.Report.GetProperty("registrar");
        granted.GetProperty("path").EnumerateArray().ShouldHaveSingleItem().GetString().ShouldNotBeNull()
            .ShouldContain(contoso.Edge.Address);
        granted.GetProperty("serviceRoute").EnumerateArray().ShouldHaveSingleItem().GetString()
            .ShouldBe("sip:192.0.2.11;lr");
    }

    private static Task<Kamailio> StartRegistrarAsync(Deployment contoso) => contoso.StartAsync(
        contoso.FrontEnd1,
        new KamailioSettings
        {
            Tls = (5061, contoso.Authority.Issue(Deployment.Pool)), TcpPort = 5060, UdpPort = 5060,
        });

    private static async Task StartAsync(Deployment contoso, DnsServer dns)
    {
        switch (dns)
        {
            case DnsServer.Bind:
                Requirements.SkipUnlessInstalled(Bind.Program);
                await contoso.KeepAsync(Bind.StartAsync(contoso.Services, contoso.WorkDirectory, Zone));
                break;
            case DnsServer.Unbound:
                Requirements.SkipUnlessInstalled(Unbound.Program);
                await contoso.KeepAsync(Unbound.StartAsync(contoso.Services, contoso.WorkDirectory, Zone));
                break;
            default:
                await contoso.StartAsync(new DnsmasqSettings
                {
                    Addresses = [(Deployment.Pool, contoso.FrontEnd1.Address)],
                    Services =
                    [
                        ("_sips._tcp.contoso.example", Deployment.Pool, 5061, 0),
                        ("_sip._tcp.contoso.example", Deployment.Pool, 5060, 0),
                        ("_sip._udp.contoso.example", Deployment.Pool, 5060, 0),
                    ],
                    Rules =
                    [
                        (10, 50, "SIPS+D2T", "_sips._tcp.contoso.example"),
                        (20, 50, "SIP+D2T", "_sip._tcp.contoso.example"),
                        (30, 50, "SIP+D2U", "_sip._udp.contoso.example"),
                    ],
                });
                break;
        }
    }
}
