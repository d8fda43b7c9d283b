using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>A phone of standard SIP asks real DHCPv6 servers for its SIP servers (RFC 3319).</summary>
public class Dhcp6Tests
{
    private const string SecondPool = "pool02." + Deployment.Domain;

    private static readonly string[] Servers = ["2001:db8::11", "2001:db8::12"];

    [Fact]
    public async Task Names_and_addresses_of_Kea_are_read_and_tshark_finds_nothing_malformed()
    {
        await Requirements.SkipUnlessMetAsync(KeaDhcp6.Program, Dhcp6Capture.Program);
        await using var contoso = await Deployment.BuildAsync();
        await using var kea = await KeaDhcp6.StartAsync(contoso.Services, contoso.WorkDirectory, new()
        {
            SipServerNames = [Deployment.Pool, SecondPool], SipServerAddresses = Servers,
        });
        await using var capture = await Dhcp6Capture.StartAsync(contoso.Phone);

        await using var look = await DiscoverAsync(contoso);

        Dhcp6Of(look).ShouldBe(
        [
            $"fe80::2 answered: SIP servers {Deployment.Pool}, {SecondPool}, 2001:db8::11, 2001:db8::12 "
                + "(options 21 and 22)",
        ]);
        kea.Log.ShouldContain("DHCP6_PACKET_SEND");
        await capture.WaitForAsync("Message type: Reply (7)");
        capture.Text.ShouldContain("Message type: Information-request (11)");
        capture.Text.ShouldContain("Requested Option code: SIP Server Domain Name List (21)");
        capture.Text.ShouldContain("Requested Option code: SIP Servers IPv6 Address List (22)");
        capture.Text.ShouldContain("DUID Type: link-layer address (3)");
        capture.Text.ShouldNotContain("Malformed", Case.Insensitive);
        capture.Text.ShouldNotContain("Expert Info");
    }

    [Fact]
    public async Task A_phone_signs_in_at_the_Registrar_that_Kea_names()
    {
        await Requirements.SkipUnlessMetAsync(KeaDhcp6.Program);
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings { Addresses = [(Deployment.Pool, contoso.FrontEnd1.Address6)] });
        await using var kea = await KeaDhcp6.StartAsync(
            contoso.Edge, contoso.WorkDirectory, new() { SipServerNames = [Deployment.Pool] });
        var registrar = await contoso.StartAsync(
            contoso.FrontEnd1, new KamailioSettings { Tls = (5061, contoso.Authority.Issue(Deployment.Pool)) });

        await using var phone = await contoso.SignInAsync("--profile", "sip", "--dhcp", "off");

        phone.ExitCode.ShouldBe(0, phone.ToString());
        phone.Registrar.ShouldBe($"{Deployment.Pool}:5061 TLS", phone.ToString());
        phone.StepsOf("DHCPv6").ShouldContain(step => step.Ok && step.Detail.Contains("fe80::31"), phone.ToString());
        registrar.Requests.ShouldContain(line => line.Contains("from 2001:db8:"));
        registrar.Stored.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Names_and_addresses_of_dnsmasq_are_read()
    {
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings
        {
            SipServerNames6 = [Deployment.Pool, SecondPool], SipServerAddresses6 = Servers,
        });

        await using var look = await DiscoverAsync(contoso);

        Dhcp6Of(look).ShouldBe(
        [
            $"fe80::2 answered: SIP servers {Deployment.Pool}, {SecondPool}, 2001:db8::11, 2001:db8::12 "
                + "(options 21 and 22)",
        ]);
    }

    [Fact]
    public async Task One_server_asked_by_its_address_is_enough()
    {
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings { SipServerNames6 = [Deployment.Pool] });

        await using var look = await DiscoverAsync(contoso, "--dhcp6", contoso.Services.Address6);

        Dhcp6Of(look).ShouldBe([$"2001:db8::2 answered: SIP servers {Deployment.Pool} (option 21)"]);
    }

    [Fact]
    public async Task Two_servers_that_disagree_are_both_heard()
    {
        await Requirements.SkipUnlessMetAsync(KeaDhcp6.Program);
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings { SipServerNames6 = [Deployment.Pool] });
        await using var kea = await KeaDhcp6.StartAsync(
            contoso.Edge, contoso.WorkDirectory, new() { SipServerNames = [SecondPool] });

        await using var look = await DiscoverAsync(contoso, "--verbose");

        Dhcp6Of(look).ShouldHaveSingleItem().ShouldEndWith("; another server gives others");
        var journal = look.Report.GetProperty("journal").EnumerateArray().Select(line => line.GetString()!)
            .Single(line => line.Contains("Dhcp6Seen"));
        journal.ShouldContain("fe80::2 ");
        journal.ShouldContain("fe80::31 ");
    }

    [Fact]
    public async Task A_server_without_these_options_says_so()
    {
        await Requirements.SkipUnlessMetAsync(KeaDhcp6.Program);
        await using var contoso = await Deployment.BuildAsync();
        await using var kea = await KeaDhcp6.StartAsync(contoso.Services, contoso.WorkDirectory, new());

        await using var look = await DiscoverAsync(contoso);

        Dhcp6Of(look).ShouldBe(["fe80::2 answered without SIP servers (options 21 and 22)"]);
    }

    [Fact]
    public async Task Nobody_answers_on_a_link_without_a_server()
    {
        await using var contoso = await Deployment.BuildAsync();

        await using var look = await DiscoverAsync(contoso);

        Dhcp6Of(look).ShouldBe(["no DHCPv6 server answered (3 INFORMATION-REQUEST sent on eth0)"]);
    }

    [Fact]
    public async Task An_interface_without_IPv6_and_one_without_an_address_of_its_link_are_told_apart()
    {
        await using var contoso = await Deployment.BuildAsync();
        await contoso.Phone.RemoveAddressAsync(contoso.Phone.LinkLocalAddress);

        await using var halfway = await DiscoverAsync(contoso);
        Dhcp6Of(halfway).ShouldBe(
        [
            "not asked: eth0 has no IPv6 address of its link (fe80::) to ask from, only 2001:db8::50",
        ]);

        await contoso.Phone.RemoveAddressAsync(contoso.Phone.Address6);
        await using var without = await DiscoverAsync(contoso);
        Dhcp6Of(without).ShouldBe(["not asked: eth0 has no IPv6 address"]);
    }

    private static async Task<SignInRun> DiscoverAsync(Deployment contoso, params string[] options)
    {
        var run = await contoso.RunAsync(
            ["discover", Deployment.Domain, "--profile", "sip", "--dhcp", "off", "--json", .. options]);
        return await run.FinishAsync();
    }

    private static IEnumerable<string> Dhcp6Of(SignInRun look) => look.StepsOf("DHCPv6").Select(step => step.Detail);
}
