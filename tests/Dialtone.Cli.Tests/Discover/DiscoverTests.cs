using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Discover;

public class DiscoverTests
{
    [Fact]
    public async Task The_plan_is_in_the_order_of_the_six_rungs()
    {
        var run = await RunningProgram.RunAsync("discover", "--lab");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Error.ShouldBeEmpty();
        run.ShouldHaveNoEscapeCodes();
        run.Lines[0].ShouldBe("contoso.example as lync-phone");
        var plan = Array.IndexOf(run.Lines, "A phone tries, in this order:");
        run.Lines[(plan + 1)..].Select(line => line[5..].Split("  "))
            .Select(parts => $"{parts[0]} {parts[1].Split(':')[0]} {parts[2]}")
            .ShouldBe(
            [
                "TLS pool01.contoso.example (internal DNS SRV)",
                "TCP pool01.contoso.example (internal DNS SRV)",
                "TLS sip.contoso.example (external DNS SRV)",
                "TCP sip.contoso.example (external DNS SRV)",
            ]);
    }

    [Fact]
    public async Task A_phone_of_standard_SIP_tries_what_RFC_3361_and_RFC_3263_give_it()
    {
        var run = await RunningProgram.RunAsync("discover", "--lab", "--profile", "sip");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Lines[0].ShouldBe("contoso.example as sip");
        run.Output.ShouldContain(
            "contoso.example NAPTR → SIPS+D2T _sips._tcp, SIP+D2T _sip._tcp, SIP+D2U _sip._udp");
        var plan = Array.IndexOf(run.Lines, "A phone tries, in this order:");
        run.Lines[(plan + 1)..].Select(line => line[5..].Split("  "))
            .Select(parts => $"{parts[0]} {parts[1].Split(':')[0]} {parts[2]}")
            .ShouldBe(
            [
                "TLS pool01.contoso.example (DHCP option 120)",
                "TCP pool01.contoso.example (DHCP option 120)",
                "UDP pool01.contoso.example (DHCP option 120)",
                "TCP sip.contoso.example (DNS)",
            ]);
    }

    [Theory]
    [InlineData("dns/TLS dns/TCP dns/UDP", "dhcp-silent", "dhcp6-silent")]
    [InlineData("dns/TLS dns/TCP dns/UDP", "dhcp-no-option-120", "dhcp6-no-option")]
    [InlineData("dhcp/TLS dhcp/TCP dhcp/UDP dns/TLS dns/TCP dns/UDP", "dhcp-addresses-120", "dhcp6-silent")]
    [InlineData("dhcp/TLS dhcp/TCP dhcp/UDP", "dns-no-srv", "dns-no-internal-srv")]
    public async Task A_fault_leaves_a_phone_of_standard_SIP_what_is_left(string plan, params string[] faults)
    {
        var run = await RunningProgram.RunAsync(
        [
            "discover", "--lab", "--json", "--profile", "sip",
            .. faults.SelectMany(fault => (string[])["--fault", fault]),
        ]);

        run.ExitCode.ShouldBe(0, $"{run}");
        var rungs = run.Json.GetProperty("plan").EnumerateArray()
            .Select(each => $"{each.GetProperty("source").GetString()}/{each.GetProperty("transport").GetString()}");
        string.Join(' ', rungs).ShouldStartWith(plan);
        run.Json.GetProperty("plan")[0].GetProperty("addresses").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(0, "dhcp/TLS dhcp/TCP external-srv/TLS external-srv/TCP", "dns-no-internal-srv")]
    [InlineData(0, "dhcp/TLS dhcp/TCP", "dns-no-srv")]
    [InlineData(0, "internal-srv/TLS internal-srv/TCP external-srv/TLS external-srv/TCP", "dhcp-silent")]
    [InlineData(1, "dhcp/TLS dhcp/TCP", "dns-nxdomain")]
    [InlineData(1, "", "dns-no-srv", "dhcp-silent")]
    [InlineData(1, "", "dns-no-srv", "dhcp-malformed")]
    public async Task A_fault_leaves_the_rungs_that_are_left(int exit, string plan, params string[] faults)
    {
        var run = await RunningProgram.RunAsync(
            ["discover", "--lab", "--json", .. faults.SelectMany(fault => (string[])["--fault", fault])]);

        run.ExitCode.ShouldBe(exit, $"{run}");
        run.Json.GetProperty("schema").GetInt32().ShouldBe(1);
        run.Json.GetProperty("found").GetBoolean().ShouldBe(exit == 0);
        var rungs = run.Json.GetProperty("plan").EnumerateArray()
            .Select(each => $"{each.GetProperty("source").GetString()}/{each.GetProperty("transport").GetString()}");
        string.Join(' ', rungs).ShouldBe(plan);
    }

    [Fact]
    public async Task Nothing_found_is_said_in_so_many_words()
    {
        var run = await RunningProgram.RunAsync(
            "discover", "--lab", "--fault", "dns-no-srv", "--fault", "dhcp-ascii-120");

        run.ExitCode.ShouldBe(1, $"{run}");
        run.Output.ShouldContain("✗ DHCP");
        run.Output.ShouldContain("sent option 120 wrongly");
        run.Lines[^1].ShouldBe("No source names a Registrar: a phone finds nothing to try.");
    }
}
