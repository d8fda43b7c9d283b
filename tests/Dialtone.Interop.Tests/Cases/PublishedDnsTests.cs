using System.Text.Json;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>
/// What <c>dialtone dns records</c> prints, given to the servers it was printed for; <c>dialtone dns check</c> finds it
/// there.
/// </summary>
public class PublishedDnsTests
{
    private static readonly string[] Contoso =
    [
        Deployment.Domain, "--pool", Deployment.Pool, "--address", "192.0.2.11", "--address", "2001:db8::11",
        "--external", Deployment.AccessProxy, "--external-address", "192.0.2.31",
        "--web-services", "web01.contoso.example", "--web-address", "192.0.2.15", "--tcp",
    ];

    [Theory]
    [InlineData("bind", "lync-phone")]
    [InlineData("bind", "sip")]
    [InlineData("unbound", "lync-phone")]
    [InlineData("unbound", "sip")]
    [InlineData("dnsmasq", "lync-phone")]
    [InlineData("dnsmasq", "sip")]
    public async Task Every_record_that_was_printed_is_found(string syntax, string profile)
    {
        await Requirements.SkipUnlessMetAsync(PublishedDns.ProgramOf(syntax));
        await using var contoso = await Deployment.BuildAsync();
        await using var server = await StartAsync(
            contoso, contoso.Services, syntax, [.. Contoso, "--profile", profile]);

        await using var check = await contoso.RunAsync(
            ["dns", "check", Deployment.Domain, "--expect-pool", Deployment.Pool, "--profile", profile, "--json"]);
        var code = await check.WaitForExitAsync();

        code.ShouldBe(0, check + server.Log);
        foreach (var record in JsonDocument.Parse(check.Output).RootElement.GetProperty("records").EnumerateArray())
        {
            var answer = record.GetProperty("answers")[0];
            answer.GetProperty("state").GetString().ShouldBe("there", check.ToString());
            answer.GetProperty("authoritative").GetBoolean().ShouldBeTrue(check.ToString());
        }
    }

    [Fact]
    public async Task Two_servers_of_which_one_has_an_old_record_differ()
    {
        await Requirements.SkipUnlessMetAsync("named", "dnsmasq");
        await using var contoso = await Deployment.BuildAsync();
        await using var one = await StartAsync(contoso, contoso.Services, "bind", Contoso);
        await using var other = await StartAsync(
            contoso, contoso.Edge, "dnsmasq",
            [Deployment.Domain, "--pool", "pool02.contoso.example", "--address", "192.0.2.12"]);

        await using var check = await contoso.RunAsync(
            ["dns", "check", Deployment.Domain, "--dns", contoso.Services.Address, "--dns", contoso.Edge.Address]);
        var code = await check.WaitForExitAsync();

        code.ShouldBe(1, check.ToString());
        check.Output.ShouldContain(" ✗ _sipinternaltls._tcp.contoso.example SRV  the servers differ");
        check.Output.ShouldContain("192.0.2.2:53  0 0 5061 pool01.contoso.example.");
        check.Output.ShouldContain("192.0.2.31:53  0 0 5061 pool02.contoso.example.");
    }

    private static async Task<PublishedDns> StartAsync(
        Deployment contoso, Host host, string syntax, params string[] options)
    {
        await using var records = await contoso.RunAsync(["dns", "records", "--for", syntax, .. options]);
        (await records.WaitForExitAsync()).ShouldBe(0, records.ToString());
        return await PublishedDns.StartAsync(host, contoso.WorkDirectory, syntax, records.Output);
    }
}
