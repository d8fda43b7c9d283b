using System.Text.Json;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>
/// What <c>dialtone dhcp encode</c> prints, given to the servers it was printed for; <c>dialtone dhcp ask</c> reads
/// back what went in.
/// </summary>
public class PublishedDhcpTests
{
    private const string WebServices = "https://web01.contoso.example:4443/CertProv/CertProvisioningService.svc";

    [Theory]
    [InlineData("kea")]
    [InlineData("isc")]
    [InlineData("dnsmasq")]
    public async Task What_was_printed_is_what_a_phone_is_told(string syntax)
    {
        await Requirements.SkipUnlessMetAsync(PublishedDhcp.ProgramOf(syntax));
        await using var contoso = await Deployment.BuildAsync();
        await using var server = await StartAsync(
            contoso, contoso.Services, syntax,
            "--registrar", Deployment.Pool, "--web-services", WebServices, "--vlan", "300", "--enterprise", "311",
            "--domain", Deployment.Domain);

        var answer = (await AskAsync(contoso, 0)).GetProperty("servers").EnumerateArray().ShouldHaveSingleItem();

        answer.GetProperty("server").GetString().ShouldBe("192.0.2.2");
        answer.GetProperty("registrar").GetString().ShouldBe(Deployment.Pool);
        answer.GetProperty("webServices").GetString().ShouldBe(WebServices);
        answer.GetProperty("vlan").GetInt32().ShouldBe(300, server.Log);
        var bytes = answer.GetProperty("bytes");
        bytes.GetProperty("sip-servers").GetString()
            .ShouldBe("0006706F6F6C303107636F6E746F736F076578616D706C6500");

        // An end byte behind the last sub-option is the server's to send or not.
        bytes.GetProperty("vlan").GetString()!.Replace("0A02012CFF", "0A02012C").ShouldBe("0A02012C");
        bytes.GetProperty("web-services").GetString()!.Replace("737663FF", "737663").ShouldBe(
            "010C4D532D55432D436C69656E7402056874747073031577656230312E636F6E746F736F2E6578616D706C65040434343433"
            + "05252F4365727450726F762F4365727450726F766973696F6E696E67536572766963652E737663");
    }

    [Theory]
    [InlineData("kea")]
    [InlineData("isc")]
    [InlineData("dnsmasq")]
    public async Task Only_phones_get_an_option_43(string syntax)
    {
        await Requirements.SkipUnlessMetAsync(PublishedDhcp.ProgramOf(syntax));
        await using var contoso = await Deployment.BuildAsync();
        await using var server = await StartAsync(contoso, contoso.Services, syntax, "--registrar", Deployment.Pool);

        var asked = await AskAsync(contoso, 1, "--as", "vlan");

        asked.GetProperty("servers").EnumerateArray()
            .ShouldAllBe(each => each.GetProperty("bytes").GetProperty("vlan").GetString() == "", server.Log);
    }

    [Theory]
    [InlineData("kea6")]
    [InlineData("isc6")]
    [InlineData("dnsmasq")]
    public async Task DHCPv6_names_the_Registrar_and_its_addresses(string syntax)
    {
        await Requirements.SkipUnlessMetAsync(PublishedDhcp.ProgramOf(syntax));
        await using var contoso = await Deployment.BuildAsync();
        await using var server = await StartAsync(
            contoso, contoso.Services, syntax,
            "--registrar", Deployment.Pool, "--address", "2001:db8::11", "--address", "2001:db8::12");

        await using var look = await contoso.RunAsync(
            ["discover", Deployment.Domain, "--profile", "sip", "--dhcp", "off", "--interface", "eth0"]);

        await look.WaitForExitAsync();
        look.Output.ShouldContain(
            $"SIP servers {Deployment.Pool}, 2001:db8::11, 2001:db8::12 (options 21 and 22)",
            customMessage: look + server.Log);
    }

    [Fact]
    public async Task Two_servers_that_disagree_stand_side_by_side()
    {
        await Requirements.SkipUnlessMetAsync("kea-dhcp4", "dhcpd");
        await using var contoso = await Deployment.BuildAsync();
        await using var one = await StartAsync(contoso, contoso.Services, "kea", "--registrar", Deployment.Pool);
        await using var other = await StartAsync(
            contoso, contoso.Edge, "isc", "--registrar", "pool02.contoso.example", "--web-services",
            "web01.contoso.example", "--vlan", "100");

        await using var ask = await contoso.RunAsync(["dhcp", "ask", "--interface", "eth0"]);
        var code = await ask.WaitForExitAsync();

        code.ShouldBe(1, ask.ToString());
        ask.Output.ShouldContain("192.0.2.2");
        ask.Output.ShouldContain("192.0.2.31");
        ask.Output.ShouldContain(" ≠ option 120");
        ask.Output.ShouldContain(" ≠ option 43");
        ask.Output.ShouldContain("pool02.contoso.example");
        ask.Output.ShouldContain("The servers do not agree");
    }

    private static async Task<PublishedDhcp> StartAsync(
        Deployment contoso, Host host, string syntax, params string[] options)
    {
        await using var encode = await contoso.RunAsync(["dhcp", "encode", "--for", syntax, .. options]);
        (await encode.WaitForExitAsync()).ShouldBe(0, encode.ToString());
        return await PublishedDhcp.StartAsync(host, contoso.WorkDirectory, syntax, encode.Output);
    }

    private static async Task<JsonElement> AskAsync(Deployment contoso, int code, params string[] options)
    {
        await using var ask = await contoso.RunAsync(["dhcp", "ask", "--json", "--interface", "eth0", .. options]);
        (await ask.WaitForExitAsync()).ShouldBe(code, ask.ToString());
        return JsonDocument.Parse(ask.Output).RootElement;
    }
}
