using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Dhcp;

public class DhcpAskTests
{
    [Fact]
    public async Task The_labs_server_has_its_column()
    {
        var run = await RunningProgram.RunAsync("dhcp", "ask", "--lab");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Lines[0].ShouldStartWith("As MS-UC-Client for options 120 and 43: 1 DHCPINFORM sent, 1 answer in ");
        run.Lines[1].ShouldStartWith("As CPE-OCPHONE for option 43 (VLAN): 3 DHCPINFORM sent, 0 answers in ");
        run.Lines.ShouldContain("   option 120         pool01.contoso.example");
        run.Lines.ShouldContain(line => line.StartsWith("   option 43          https://", StringComparison.Ordinal));
        run.Lines.ShouldContain("   option 43, VLAN    no answer");
    }

    [Theory]
    [InlineData("dhcp-silent", "DT1101")]
    [InlineData("dhcp-no-option-120", "DT1102")]
    [InlineData("dhcp-ascii-120", "DT1106")]
    public async Task A_fault_is_told_by_the_code_that_a_sign_in_has_for_it(string fault, string code)
    {
        var run = await RunningProgram.RunAsync("dhcp", "ask", "--lab", "--fault", fault, "--json");

        run.ExitCode.ShouldBe(1, $"{run}");
        run.Json.GetProperty("findings").EnumerateArray().Select(each => each.GetProperty("code").GetString())
            .ShouldContain(code, $"{run}");
    }
}
