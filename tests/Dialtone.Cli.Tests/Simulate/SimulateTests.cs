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

    [Fact]
    public async Task A_world_may_be_large_and_looked_at_again()
    {
        var many = await RunningProgram.RunAsync("simulate", "--large", "--seeds", "1", "--from", "3");
        var one = await RunningProgram.RunAsync("simulate", "--large", "--seed", "3");

        many.ExitCode.ShouldBe(0, $"{many}");
        one.Lines[0].ShouldMatch("^seed 3, 1[0-9][0-9] devices$|^seed 3, 200 devices$");
        TraceOf(one).ShouldBe(TraceOf(many));
    }

    [Fact]
    public async Task A_crowd_signs_in()
    {
        var run = await RunningProgram.RunAsync("simulate", "--crowd", "500");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Lines.ShouldHaveSingleItem().ShouldMatch(
            @"^500 of 500 phones signed in, \d+ events, trace [0-9a-f]{16}, in [\d.]+ (ms|s|min)\.$");
    }

    [Fact]
    public async Task A_crowd_goes_with_nothing_else()
    {
        var run = await RunningProgram.RunAsync("simulate", "--crowd", "5", "--large");

        run.ExitCode.ShouldBe(64, $"{run}");
        run.Error.ShouldContain("--crowd runs one world");
    }

    private static string TraceOf(RunResult run) => Trace().Match(run.Output).Value;

    [GeneratedRegex("trace [0-9a-f]{16}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Trace();
}
