using System.Text.Json;
using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Rehearse;

/// <summary>The rehearsal of outages, and its proof in a lab that is really broken.</summary>
public sealed class RehearseTests
{
    [Fact]
    public async Task Each_row_goes_as_rehearsed_in_a_lab_that_is_really_broken_so()
    {
        var run = await RunningProgram.RunAsync("rehearse", "--lab", "--json");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Json.GetProperty("agreesWithSignIn").GetBoolean().ShouldBeTrue();
        run.Json.GetProperty("primary").GetString().ShouldBe("pool01.contoso.example");
        run.Json.GetProperty("backup").GetString().ShouldBe("pool02.contoso.example");
        Rows(run.Json, "proof").ShouldAllBe(row => row.GetProperty("agrees").GetBoolean());
        Rows(run.Json, "rows").Select(row => row.GetProperty("dead").GetString()).ShouldBe(
        [
            "nothing", "dns", "dhcp", "dns-and-dhcp", "primary-pool", "front-end", "front-end", "access-proxy",
            "certificate", "all-but-backup",
        ]);
        var primary = Rows(run.Json, "rows").Single(row => row.GetProperty("dead").GetString() == "primary-pool");
        primary.GetProperty("phone").GetProperty("limited").GetBoolean().ShouldBeTrue();
        var dns = Rows(run.Json, "rows").Single(row => row.GetProperty("dead").GetString() == "dns");
        dns.GetProperty("phone").GetProperty("source").GetString().ShouldBe("memory");
        dns.GetProperty("newPhone").GetProperty("signsIn").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Needs_to_know_for_whom()
    {
        var run = await RunningProgram.RunAsync("rehearse");

        run.ExitCode.ShouldBe(64);
        run.Output.ShouldBeEmpty();
    }

    private static List<JsonElement> Rows(JsonElement json, string name) =>
        [.. json.GetProperty(name).EnumerateArray()];
}
