using System.Text.Json;
using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Test;

/// <summary>The one server that a balanced name hides is always shown by <c>--every-target</c>.</summary>
public sealed class EveryTargetTests
{
    [Theory]
    [InlineData("fe2-wrong-name", "DT2201", "intranet.fabrikam.example")]
    [InlineData("fe2-refused", "DT2106", ".12:5061")]
    public async Task The_second_server_is_wrong(string fault, string code, string named)
    {
        var lucky = await RunningProgram.RunAsync("test", "client-auth", "--lab", "--fault", fault);
        var every = await RunningProgram.RunAsync(
            "test", "client-auth", "--lab", "--every-target", "--fault", fault, "--json");

        // Which of the two a phone begins with is chance: it signs in either way, and may have seen nothing.
        lucky.ExitCode.ShouldBe(0, $"{lucky}");
        every.ExitCode.ShouldBe(0, $"{every}");
        CausesOf(every.Json).ShouldContain(
            cause => cause.GetProperty("code").GetString() == code
                && cause.GetProperty("title").GetString()!.Contains(named, StringComparison.Ordinal), $"{every}");
        TargetsOf(every.Json).Count(target => target.GetProperty("result").GetString() == "failure")
            .ShouldBe(fault == "fe2-refused" ? 2 : 1, $"{every}");
    }

    [Fact]
    public async Task Where_all_is_well_every_target_signs_in()
    {
        var run = await RunningProgram.RunAsync("test", "registration", "--lab", "--every-target", "--json");

        run.ExitCode.ShouldBe(0, $"{run}");
        // A machine that has much else to do may find its own servers slow.
        CausesOf(run.Json).ShouldAllBe(cause => cause.GetProperty("severity").GetString() == "advice");
        var targets = TargetsOf(run.Json);
        targets.ShouldAllBe(target => target.GetProperty("result").GetString() == "success");
        // Two Front Ends and the access proxy, by TLS and TCP each.
        targets.Count.ShouldBe(6, $"{run}");
    }

    private static List<JsonElement> CausesOf(JsonElement result) =>
        [.. result.GetProperty("findings").GetProperty("causes").EnumerateArray()];

    private static List<JsonElement> TargetsOf(JsonElement result) =>
        [.. result.GetProperty("targets").EnumerateArray()];
}
