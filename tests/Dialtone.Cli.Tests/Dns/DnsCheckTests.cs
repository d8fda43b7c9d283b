using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Dns;

public class DnsCheckTests
{
    [Fact]
    public async Task The_labs_records_are_there()
    {
        var run = await RunningProgram.RunAsync("dns", "check", "--lab", "--expect-pool", "pool01.contoso.example");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Lines.ShouldContain(" ✓ _sipinternaltls._tcp.contoso.example SRV");
        run.Output.ShouldContain("pool01.contoso.example. (authoritative)");
    }

    [Theory]
    [InlineData("DT1201", "dns-no-internal-srv")]
    [InlineData("DT1201", "dns-nxdomain")]
    [InlineData("DT1202", "dns-silent")]
    public async Task A_fault_is_told_by_the_code_that_a_sign_in_has_for_it(string code, string fault)
    {
        var run = await RunningProgram.RunAsync("dns", "check", "--lab", "--fault", fault, "--json");

        run.ExitCode.ShouldBe(1, $"{run}");
        run.Json.GetProperty("sound").GetBoolean().ShouldBeFalse();
        run.Json.GetProperty("records")[0].GetProperty("name").GetString()
            .ShouldBe("_sipinternaltls._tcp.contoso.example");
        run.Json.GetProperty("records")[0].GetProperty("finding").GetString().ShouldBe(code, $"{run}");
    }

    [Fact]
    public async Task Another_pool_than_was_expected_is_a_failure()
    {
        var run = await RunningProgram.RunAsync("dns", "check", "--lab", "--expect-pool", "pool09.contoso.example");

        run.ExitCode.ShouldBe(1, $"{run}");
        run.Output.ShouldContain("pool01.contoso.example is not the pool that was expected");
    }
}
