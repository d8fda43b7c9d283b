using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Explain;

/// <summary>What a code means, by its number or its name, for people and as data.</summary>
public class ExplainTests
{
    [Theory]
    [InlineData("DT1101")]
    [InlineData("dt1101")]
    [InlineData("1101")]
    [InlineData("dhcp-no-answer")]
    public async Task A_finding_is_known_by_its_code_and_by_its_name(string name)
    {
        var said = await RunningProgram.RunAsync("explain", name);

        said.ExitCode.ShouldBe(0, $"{said}");
        said.Lines[0].ShouldBe("DT1101  dhcp-no-answer  (DHCP; at its worst blocking)");
        said.Output.ShouldContain(" 1. Network administrator: ");
        said.Output.ShouldContain("    $ dialtone dhcp ask");
        said.Lines.ShouldAllBe(line => line.Length <= 120);
    }

    [Theory]
    [InlineData("ErrorCode=1003", "ErrorCode=1003, User does not exist.")]
    [InlineData("504", "SIP 504, Server time-out.")]
    [InlineData("0x8009030C", "0x8009030C (-2146893044), SEC_E_LOGON_DENIED.")]
    public async Task A_number_of_a_server_is_translated(string number, string told)
    {
        var said = await RunningProgram.RunAsync("explain", number);

        said.ExitCode.ShouldBe(0, $"{said}");
        said.Lines[0].ShouldBe(told);
        said.Output.ShouldContain("administrator: ");
    }

    [Fact]
    public async Task A_finding_is_data()
    {
        var said = await RunningProgram.RunAsync("explain", "DT1202", "--json");

        said.ExitCode.ShouldBe(0, $"{said}");
        said.Json.GetProperty("slug").GetString().ShouldBe("dns-server-silent");
        said.Json.GetProperty("severity").GetString().ShouldBe("blocking");
        said.Json.GetProperty("directions")[0].GetProperty("audience").GetString().ShouldBe("network-administrator");
        said.Json.GetProperty("explainedBy").EnumerateArray().Select(code => code.GetString()).ShouldContain("DT1207");
    }

    [Fact]
    public async Task Without_a_name_all_are_listed()
    {
        var said = await RunningProgram.RunAsync("explain");
        said.ExitCode.ShouldBe(0, $"{said}");
        said.Lines[0].ShouldBe("DHCP");
        said.Output.ShouldContain("  DT2202  tls-expired ");

        var data = await RunningProgram.RunAsync("explain", "--json");
        data.ExitCode.ShouldBe(0, $"{data}");
        data.Json.GetProperty("findings").GetArrayLength().ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task A_name_that_is_none_is_refused_with_those_like_it()
    {
        var said = await RunningProgram.RunAsync("explain", "expired");

        said.ExitCode.ShouldBe(64, $"{said}");
        said.Error.ShouldStartWith("There is no finding 'expired'.");
        said.Error.ShouldContain("tls-expired");
    }
}
