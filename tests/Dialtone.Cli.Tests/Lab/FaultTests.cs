using System.Text.Json;
using Dialtone.Cli.Tests.Running;
using Dialtone.Lab.Faults;

namespace Dialtone.Cli.Tests.Lab;

public class FaultTests(FaultRuns runs) : IClassFixture<FaultRuns>
{
    private const string Elsewhere = " (in simulation alone)";

    // What is set wrongly and stays so is for transactions to find.
    private static readonly IEnumerable<string> Lasting =
        LabFault.All.Where(fault => fault.IsLasting).Select(fault => fault.Name);

    public static IEnumerable<TheoryDataRow<int>> Rows() =>
        FaultTable.All.Select((row, i) => new TheoryDataRow<int>(i) { TestDisplayName = $"A sign-in with {row}" });

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_fault_does_to_a_sign_in_what_the_table_says(int index)
    {
        var row = FaultTable.All[index];
        Assert.SkipWhen(row.NeedsIPv6 && !Loopback.HasIPv6, "This machine has no IPv6 on loopback.");

        var run = await runs.Of(row);

        run.Error.ShouldBeEmpty();
        var json = run.Json;
        var verdict = json.GetProperty("verdict").GetString()!;
        row.Verdict.Split('|').ShouldContain(verdict, $"{run}");
        run.ExitCode.ShouldBe(verdict switch
        {
            "signed-in" => 0,
            "signed-in-degraded" or "signed-in-limited" => 2,
            _ => 1,
        });
        if (row.Exit >= 0)
        {
            run.ExitCode.ShouldBe(row.Exit);
        }

        if (verdict == "not-signed-in")
        {
            FailsAs(row, json.GetProperty("failure"));
            return;
        }

        var registrar = json.GetProperty("registrar");
        string[] told = ["host", "transport", "source"];
        string.Join(' ', told.Select(name => registrar.GetProperty(name).GetString())).ShouldBe(row.Registrar);
        var degradations = json.GetProperty("degradations").EnumerateArray().Select(text => text.GetString()).ToList();
        if (verdict == "signed-in-limited")
        {
            json.GetProperty("survivableMode").GetProperty("reason").GetString()!.ShouldContain(row.Says);
            return;
        }

        (verdict == "signed-in").ShouldBe(degradations.Count == 0);
        if (row.SaysPart.Length > 0)
        {
            degradations.ShouldContain(text => text!.Contains(row.SaysPart, StringComparison.Ordinal));
        }
        else if (degradations.Count > 0)
        {
            degradations.ShouldContain(row.Says);
        }
    }

    [Fact]
    public async Task Every_fault_that_is_listed_is_in_the_table_or_lasts_and_has_a_scenario()
    {
        var run = await RunningProgram.RunAsync("lab", "faults");

        run.ExitCode.ShouldBe(0, $"{run}");
        var here = run.Lines.Where(line => !line.EndsWith(Elsewhere, StringComparison.Ordinal)).Select(NameIn).ToList();
        here.Except(Lasting).ShouldBe(FaultTable.All.Select(row => row.Fault).Distinct(), ignoreOrder: true);
        here.Intersect(Lasting).Where(fault => !HasScenario(fault)).ShouldBeEmpty();
        run.Lines.Where(line => line.EndsWith(Elsewhere, StringComparison.Ordinal)).Select(NameIn)
            .ShouldBe(FaultTable.InSimulationAlone, ignoreOrder: true);
    }

    [Fact]
    public async Task A_fault_of_the_network_itself_is_refused_on_loopback()
    {
        foreach (var name in FaultTable.InSimulationAlone)
        {
            foreach (string[] command in (string[][])[["sign-in", "--lab"], ["discover", "--lab"], ["lab", "up"]])
            {
                var run = await RunningProgram.RunAsync([.. command, "--fault", name]);

                run.ShouldBeUsage("--fault", name, "simulate");
            }
        }
    }

    private static void FailsAs(FaultRow row, JsonElement failure)
    {
        failure.GetProperty("step").GetString().ShouldBe(row.Step, $"{failure}");
        if (row.Kind.Length > 0)
        {
            failure.GetProperty("kind").GetString().ShouldBe(row.Kind, $"{failure}");
        }

        failure.GetProperty("reason").GetString()!.ShouldContain(row.Says);
    }

    /// <summary>Whether a file of docs/lab/faults switches it on and says what is to be found.</summary>
    private static bool HasScenario(string fault)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "lab", "faults", $"{fault}.json");
        if (!File.Exists(file))
        {
            return false;
        }

        using var json = JsonDocument.Parse(File.ReadAllText(file));
        return json.RootElement.TryGetProperty("expect", out _)
            && json.RootElement.GetProperty("events").EnumerateArray()
                .Any(each => each.GetProperty("fault").GetString() == fault);
    }

    private static string NameIn(string line) => line.Split(' ')[0];
}
