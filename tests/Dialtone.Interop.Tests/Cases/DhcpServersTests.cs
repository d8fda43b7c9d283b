using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>Kea and ISC dhcpd, which write the same options each in their own way (S2, S18; RFC 3361).</summary>
public class DhcpServersTests
{
    public enum DhcpServer
    {
        Kea,
        IscDhcpd,
    }

    [Theory]
    [InlineData(DhcpServer.Kea)]
    [InlineData(DhcpServer.IscDhcpd)]
    public async Task A_UC_phone_finds_Registrar_and_Web_Services_by_it(DhcpServer server)
    {
        await using var contoso = await BuildAsync(server);
        await StartAsync(contoso, contoso.Services, server, DhcpOptions.Names(Deployment.Pool));
        await contoso.KeepAsync(
            Bind.StartAsync(contoso.Services, contoso.WorkDirectory, ["pool01 IN A 192.0.2.11"]));
        var registrar = await StartRegistrarAsync(contoso);

        await using var phone = await contoso.SignInAsync("--interface", "eth0", "--verbose");

        phone.ExitCode.ShouldBe(0, phone.ToString());
        registrar.Stored.ShouldHaveSingleItem().ShouldContain("alice over tls");
        phone.StepsOf("DHCP").ShouldContain(step =>
            step.Ok && step.Detail.Contains("192.0.2.2") && step.Detail.Contains(Deployment.Pool));
        phone.ToString().ShouldContain("https://web01.contoso.example:443/CertProv/CertProvisioningService.svc");
    }

    [Theory]
    [InlineData(DhcpServer.Kea)]
    [InlineData(DhcpServer.IscDhcpd)]
    public async Task A_phone_of_standard_SIP_takes_addresses_from_it(DhcpServer server)
    {
        await using var contoso = await BuildAsync(server);
        await StartAsync(
            contoso, contoso.Services, server,
            DhcpOptions.Addresses(Deployment.NobodysAddress, contoso.FrontEnd1.Address));
        var registrar = await contoso.StartAsync(contoso.FrontEnd1, new KamailioSettings { UdpPort = 5060 });

        await using var phone = await contoso.SignInAsync(
            "--profile", "sip", "--transport", "udp", "--interface", "eth0");

        phone.ExitCode.ShouldBe(0, phone.ToString());
        registrar.Stored.ShouldHaveSingleItem().ShouldContain("alice over udp");
        phone.Report.GetProperty("registrar").GetProperty("source").GetString().ShouldBe("dhcp");
    }

    [Theory]
    [InlineData(DhcpServer.Kea)]
    [InlineData(DhcpServer.IscDhcpd)]
    public async Task A_phone_of_standard_SIP_locates_the_first_name_from_it_by_its_records(DhcpServer server)
    {
        await using var contoso = await BuildAsync(server);
        await StartAsync(
            contoso, contoso.Services, server, DhcpOptions.Names("voice.contoso.example", "spare.contoso.example"));
        await contoso.KeepAsync(Bind.StartAsync(
            contoso.Services, contoso.WorkDirectory,
            [
                "_sip._tcp.voice IN SRV 0 0 5080 pool01",
                "pool01 IN A 192.0.2.11",
            ]));
        var registrar = await contoso.StartAsync(contoso.FrontEnd1, new KamailioSettings { TcpPort = 5080 });

        await using var phone = await contoso.SignInAsync(
            "--profile", "sip", "--transport", "tcp", "--interface", "eth0");

        phone.ExitCode.ShouldBe(0, phone.ToString());
        registrar.Stored.ShouldHaveSingleItem().ShouldContain("alice over tcp");
        phone.Registrar.ShouldBe("pool01.contoso.example:5080 TCP");
    }

    [Fact]
    public async Task Two_servers_that_disagree_are_both_shown_and_the_first_with_a_name_is_used()
    {
        await using var contoso = await BuildAsync(DhcpServer.Kea, DhcpServer.IscDhcpd);
        await StartAsync(contoso, contoso.Services, DhcpServer.Kea, DhcpOptions.Names(Deployment.Pool));
        await StartAsync(contoso, contoso.Edge, DhcpServer.IscDhcpd, DhcpOptions.Names("pool02.contoso.example"));
        await contoso.KeepAsync(Bind.StartAsync(
            contoso.Services, contoso.WorkDirectory, ["pool01 IN A 192.0.2.11", "pool02 IN A 192.0.2.11"]));
        var registrar = await contoso.StartAsync(
            contoso.FrontEnd1,
            new KamailioSettings { Tls = (5061, contoso.Authority.Issue(Deployment.Pool, "pool02.contoso.example")) });

        await using var look = await contoso.RunAsync(
            ["discover", Deployment.Domain, "--interface", "eth0", "--profile", "lync-phone"]);
        (await look.WaitForExitAsync()).ShouldBe(0, look.ToString());
        await using var phone = await contoso.SignInAsync("--interface", "eth0");

        look.Output.ShouldContain("192.0.2.2", customMessage: look.ToString());
        look.Output.ShouldContain("192.0.2.31");
        look.Output.ShouldContain(Deployment.Pool);
        look.Output.ShouldContain("pool02.contoso.example");
        phone.ExitCode.ShouldBe(0, phone.ToString());
        registrar.Stored.ShouldHaveSingleItem().ShouldContain("alice over tls");
    }

    private static async Task<Deployment> BuildAsync(params DhcpServer[] servers)
    {
        Requirements.SkipUnlessInstalled(
            [Bind.Program, .. servers.Select(each => each == DhcpServer.Kea ? KeaDhcp4.Program : IscDhcpd.Program)]);
        return await Deployment.BuildAsync();
    }

    private static Task<Kamailio> StartRegistrarAsync(Deployment contoso) => contoso.StartAsync(
        contoso.FrontEnd1, new KamailioSettings { Tls = (5061, contoso.Authority.Issue(Deployment.Pool)) });

    private static Task StartAsync(Deployment contoso, Host host, DhcpServer server, DhcpOptions options) =>
        server == DhcpServer.Kea
            ? contoso.KeepAsync(KeaDhcp4.StartAsync(host, contoso.WorkDirectory, options))
            : contoso.KeepAsync(IscDhcpd.StartAsync(host, contoso.WorkDirectory, options));
}
