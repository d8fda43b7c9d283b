using System.Text.RegularExpressions;
using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Simulate;

public partial class SimulateTests
{
    [Fact]
    public async Task The_same_seeds_leave_the_same_trace_in_two_processes()
    {
        var first = RunningProgram.RunAsync("simulate", "--seeds", "50");
        var second = RunningProgram.RunAsync("simulate", "--seeds", "50");

        foreach (var run in (RunResult[])[await first, await second])
        {
            run.ExitCode.ShouldBe(0, $"{run}");
            run.Error.ShouldBeEmpty();
            run.Lines.ShouldHaveSingleItem().ShouldMatch(
                @"^50 seeds, \d+ simulated hours, \d+ events, \d+ sign-ins, 0 findings, "
                + @"trace [0-9a-f]{16}, in [\d.]+ (ms|s|min)\.$");
        }

        TraceOf(await first).ShouldBe(TraceOf(await second));
    }

    [Fact]
    public async Task The_seeds_can_begin_anywhere()
    {
        var from = await RunningProgram.RunAsync("simulate", "--seeds", "1", "--from", "7");
        var one = await RunningProgram.RunAsync("simulate", "--seed", "7");

        from.ExitCode.ShouldBe(0, $"{from}");
        TraceOf(one).ShouldBe(TraceOf(from));
    }

    [Fact]
    public async Task One_seed_shows_its_options_and_the_journals()
    {
        var run = await RunningProgram.RunAsync("simulate", "--seed", "7");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Error.ShouldBeEmpty();
        run.Lines[0].ShouldStartWith("seed 7, ");
        run.Output.ShouldContain(" PoweredOn: ");
        run.Output.ShouldContain(" Registered: ");
        run.Lines[^1].ShouldStartWith("1 seed, ");
    }

    private static string TraceOf(RunResult run) => Trace().Match(run.Output).Value;

    [GeneratedRegex("trace [0-9a-f]{16}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Trace();
}
