using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;
using Dialtone.Watcher.Schedule;

namespace Dialtone.Watcher.Tests.Engine;

public sealed class WatchEngineTests : IAsyncDisposable
{
    private readonly WatchedWorld _world = new();

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        _world.Twice.ShouldBeEmpty();
    }

    private async Task<WatchedWorld.Watching> StartedAsync(params string[] names)
    {
        var watching = _world.Start(WatchedWorld.Configuration([.. names.Select(name => WatchedWorld.Check(name))]));
        await _world.UntilAsync(() => names.All(name => watching.View(name).IsOurs), "the leases");
        return watching;
    }

    private async Task RunAsync(WatchedWorld.Watching watching, string name, string outcome)
    {
        _world.Outcome = _ => outcome;
        var before = watching.Ended.Count;
        watching.Engine.RunNow(name).ShouldBeTrue();
        await _world.UntilAsync(() => watching.Ended.Count > before, $"{name} runs");
    }

    [Fact]
    public async Task Each_check_runs_once_an_interval_at_its_own_beat()
    {
        var watching = await StartedAsync("A", "B", "C");
        for (var runs = 1; runs <= 9; runs++)
        {
            // Time stands while a run goes on.
            _world.Time.Advance(watching.Board.Checks.Min(view => view.NextRun!.Value) - _world.Time.GetUtcNow());
            await _world.UntilAsync(() => watching.Ended.Count == runs, "a run");
            await _world.UntilAsync(() => !watching.Board.Checks.Any(view => view.IsRunning), "the board");
        }

        foreach (var ofOne in watching.Ended.GroupBy(run => run.Check))
        {
            var begin = ofOne.First().StartedAt;
            begin.ShouldBe(CheckRhythm.Next(ofOne.Key, TimeSpan.FromMinutes(1), begin.AddTicks(-1)));
            ofOne.Select(run => (run.StartedAt - begin).TotalMinutes).ShouldBe([0, 1, 2]);
            watching.View(ofOne.Key).NextRun.ShouldBe(begin.AddMinutes(3));
        }

        watching.Engine.Health.Begun.ShouldBe(9);
        watching.Engine.Health.Held.ShouldBe(3);
    }

    [Fact]
    public async Task What_a_run_comes_to_is_judged_shown_and_kept()
    {
        var watching = await StartedAsync("A");
        await RunAsync(watching, "A", "H");
        watching.Color("A").ShouldBe(CheckColor.Green);
        await RunAsync(watching, "A", "F:1101");
        watching.Color("A").ShouldBe(CheckColor.Green);
        await RunAsync(watching, "A", "F:1101");
        watching.Color("A").ShouldBe(CheckColor.Red);
        watching.Board.Recent("A").Runs.Select(run => run.Outcome)
            .ShouldBe([RunOutcome.Failed, RunOutcome.Failed, RunOutcome.Healthy]);
        await _world.UntilAsync(() => _world.History.Runs.Length == 3, "history");
        _world.History.Runs[2].Change.ShouldBe(
            new(CheckColor.Green, CheckColor.Red, "DT1101", "title of 1101"));
        _world.History.Runs[2].Report.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("H H", "")]
    [InlineData(
        "H F:1101 F:1101 F:1101 H",
        "203 A turned from Green to Red: DT1101 title of 1101; 204 A works again; it was Red.")]
    [InlineData("H F F", "203 A turned from Green to Red: F")]
    [InlineData("N N H N", "205 A could not be run: N; 205 A could not be run: N")]
    public async Task The_log_says_what_turned_and_nothing_twice(string outcomes, string said)
    {
        var watching = await StartedAsync("A");
        foreach (var outcome in outcomes.Split(' '))
        {
            await RunAsync(watching, "A", outcome);
        }

        string.Join("; ", watching.Log.Lines.Where(line => line.Id is >= 203 and <= 206)
            .Select(line => $"{line.Id} {line.Text.TrimEnd()}")).ShouldBe(said);
    }

    [Fact]
    public async Task Asked_while_it_runs_a_check_runs_again_and_never_twice_at_once()
    {
        var watching = await StartedAsync("A");
        _world.Outcome = _ => null;
        watching.Engine.RunNow("A").ShouldBeTrue();
        await _world.UntilAsync(() => _world.Probes.ContainsKey("A"), "A runs");
        watching.View("A").IsRunning.ShouldBeTrue();
        watching.Engine.RunNow("A").ShouldBeTrue();
        await _world.SettleAsync();
        var first = _world.Probes["A"];
        first.SetResult("F");
        await _world.UntilAsync(
            () => _world.Probes.TryGetValue("A", out var second) && second != first, "A runs again");
        _world.Probes["A"].SetResult("H");
        await _world.UntilAsync(() => watching.Ended.Count == 2, "both ended");
        watching.Engine.RunNow("B").ShouldBeFalse();
    }

    [Fact]
    public async Task Paused_it_does_not_run_and_resumed_it_does()
    {
        var watching = await StartedAsync("A");
        watching.Engine.Pause("A", true).ShouldBeTrue();
        watching.View("A").IsPaused.ShouldBeTrue();
        await _world.PassAsync(120);
        _world.History.Runs.ShouldBeEmpty();
        watching.Engine.Pause("A", false).ShouldBeTrue();
        await _world.PassUntilAsync(() => _world.History.Runs.Length == 1, "A runs");
        watching.Engine.Pause("B", true).ShouldBeFalse();
    }

    [Fact]
    public async Task A_probe_that_breaks_or_never_ends_is_a_run_that_says_so()
    {
        var watching = await StartedAsync("A");
        _world.Outcome = _ => throw new InvalidOperationException("secret");
        watching.Engine.RunNow("A");
        await _world.UntilAsync(() => watching.Ended.Count == 1, "A broke");
        watching.View("A").State.Last!.Verdict.ShouldBe("The watcher itself broke: InvalidOperationException.");

        _world.Outcome = _ => null;
        watching.Engine.RunNow("A");
        await _world.UntilAsync(() => _world.Probes.ContainsKey("A"), "A runs");
        await _world.PassAsync(54);
        await _world.PassUntilAsync(() => watching.Ended.Count == 2, "A is given up");
        watching.View("A").State.Last!.Verdict.ShouldBe("It did not end within 48 s, nor when told to.");
    }

    [Fact]
    public async Task Another_configuration_keeps_what_did_not_change()
    {
        var watching = await StartedAsync("A", "B");
        await RunAsync(watching, "A", "H");
        await RunAsync(watching, "B", "H");
        var next = watching.View("A").NextRun;
        _world.Outcome = _ => null;
        watching.Engine.RunNow("B");
        await _world.UntilAsync(() => _world.Probes.ContainsKey("B"), "B runs");

        watching.Engine.Apply(WatchedWorld.Configuration(WatchedWorld.Check("C"), WatchedWorld.Check("A")));
        watching.Board.Checks.Select(view => view.Check.Name).ShouldBe(["C", "A"]);
        watching.View("A").NextRun.ShouldBe(next);
        watching.Color("A").ShouldBe(CheckColor.Green);
        await _world.UntilAsync(() => watching.View("C").IsOurs, "C begins");

        _world.Probes["B"].SetResult("F");
        await _world.UntilAsync(() => _world.History.Runs.Length == 3, "the run of B is kept");
        _world.History.Runs[2].Check.ShouldBe("B");
        watching.Leases.Wanted.ShouldBe(["trim", "check:A", "check:C"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_watcher_started_anew_goes_on_where_it_was()
    {
        var watching = await StartedAsync("A");
        foreach (var outcome in new[] { "H", "F:1101", "F:1101" })
        {
            await RunAsync(watching, "A", outcome);
            _world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var (since, good) = (watching.View("A").State.Since, watching.View("A").State.LastGood);
        await watching.StopAsync();
        var next = await StartedAsync("A");
        next.Color("A").ShouldBe(CheckColor.Red);
        next.View("A").State.Since.ShouldBe(since);
        next.View("A").State.LastGood.ShouldBe(good);
        next.Board.Recent("A").Runs.Length.ShouldBe(3);
        await RunAsync(next, "A", "F:1101");
        next.View("A").State.Last!.Change.ShouldBeNull("it was red already");
    }

    [Fact]
    public async Task After_a_long_outage_it_still_knows_since_when_and_what_was_well()
    {
        var watching = await StartedAsync("A");
        foreach (var outcome in new[] { "H", "H" }.Concat(Enumerable.Repeat("F:1101", 130)))
        {
            await RunAsync(watching, "A", outcome);
            _world.Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        var before = watching.View("A").State;
        await watching.StopAsync();
        var after = (await StartedAsync("A")).View("A").State;
        (after.Color, after.Since, after.LastGood, after.FirstBad)
            .ShouldBe((before.Color, before.Since, before.LastGood, before.FirstBad));
        after.Cause!.Code.ShouldBe(before.Cause!.Code);
    }

    [Fact]
    public async Task The_checks_of_one_that_was_killed_go_on_with_another()
    {
        var killed = _world.Start(WatchedWorld.Configuration(WatchedWorld.Check("A"), WatchedWorld.Check("B")));
        await _world.UntilAsync(() => killed.View("A").IsOurs && killed.View("B").IsOurs, "the leases");
        await RunAsync(killed, "A", "F:1101");
        await RunAsync(killed, "A", "F:1101");
        await RunAsync(killed, "B", "H");
        await _world.UntilAsync(() => _world.History.Runs.Length == 3, "history");
        var other = _world.Start(
            WatchedWorld.Configuration(WatchedWorld.Check("A"), WatchedWorld.Check("B")) with { Watcher = "paris" });
        await _world.PassAsync(6);
        await _world.PassUntilAsync(() => other.Color("A") == CheckColor.Red, "what the other one ran is shown");
        other.View("A").IsOurs.ShouldBeFalse();
        other.Engine.RunNow("A").ShouldBeFalse();

        killed.Leases.IsDead = true;
        await killed.StopAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(5));
        await _world.PassAsync(15);
        await _world.PassUntilAsync(() => other.Ended.DistinctBy(run => run.Check).Count() == 2, "both run");
        other.View("A").IsOurs.ShouldBeTrue();
        other.Ended.Select(run => run.Check).Distinct().ShouldBe(["A", "B"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_lease_that_is_lost_lets_the_run_under_way_end_and_begins_no_other()
    {
        var watching = await StartedAsync("A");
        _world.Outcome = _ => null;
        watching.Engine.RunNow("A");
        await _world.UntilAsync(() => _world.Probes.ContainsKey("A"), "A runs");
        watching.Leases.Fair = name => name != "check:A";
        await _world.PassAsync(11);
        await _world.PassUntilAsync(() => !watching.View("A").IsOurs, "A is lost");
        var other = _world.Start(WatchedWorld.Configuration(WatchedWorld.Check("A")) with { Watcher = "paris" });
        await _world.PassAsync(25);
        other.View("A").IsOurs.ShouldBeFalse("it is busy still");

        _world.Probes["A"].SetResult("F");
        await _world.UntilAsync(() => _world.History.Runs.Length == 1, "the run is kept");
        await _world.PassAsync(25);
        await _world.PassUntilAsync(() => other.View("A").IsOurs, "the other one has it");
        watching.Engine.Health.Begun.ShouldBe(1);
    }

    [Fact]
    public async Task Told_to_stop_it_lets_runs_end_and_gives_up_those_that_do_not()
    {
        // So long an interval that no time-out comes first.
        var watching = _world.Start(
            WatchedWorld.Configuration(WatchedWorld.Check("A", 864_000), WatchedWorld.Check("B", 864_000)));
        await _world.UntilAsync(() => watching.View("A").IsOurs && watching.View("B").IsOurs, "the leases");
        _world.Outcome = _ => null;
        watching.Engine.RunNow("A");
        watching.Engine.RunNow("B");
        await _world.UntilAsync(() => _world.Probes.Count == 2, "both run");
        watching.TellToStop();
        _world.Probes["A"].SetResult("F");
        await _world.UntilAsync(() => watching.Ended.Count == 1, "A ended");
        watching.Running.IsCompleted.ShouldBeFalse();
        await _world.UntilAsync(() => Advanced(watching), "it stops");
        _world.History.Runs.ShouldHaveSingleItem().Check.ShouldBe("A");
        watching.Ended.Count.ShouldBe(1, "a run that was given up says nothing of the service");
    }

    private bool Advanced(WatchedWorld.Watching watching)
    {
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        return watching.Running.IsCompleted;
    }

    [Fact]
    public async Task History_is_trimmed_by_whoever_holds_that()
    {
        var watching = await StartedAsync("A");
        var other = _world.Start(WatchedWorld.Configuration(WatchedWorld.Check("A")) with { Watcher = "paris" });
        await _world.UntilAsync(() => other.Engine.Health.IsReady, "the leases");
        watching.Engine.Holds("trim").ShouldBeTrue();
        other.Engine.Holds("trim").ShouldBeFalse();
        await _world.PassAsync(61);
        await _world.PassUntilAsync(() => _world.History.Trims == 1, "it is trimmed");
    }

    [Fact]
    public async Task Who_waits_for_a_place_is_counted_and_how_late_it_is()
    {
        var watching = _world.Start(
            WatchedWorld.Configuration(WatchedWorld.Check("A"), WatchedWorld.Check("B")) with { Concurrency = 1 });
        await _world.UntilAsync(() => watching.View("A").IsOurs && watching.View("B").IsOurs, "the leases");
        _world.Outcome = _ => null;
        watching.Engine.RunNow("A");
        await _world.UntilAsync(() => _world.Probes.ContainsKey("A"), "A runs");
        watching.Engine.RunNow("B");
        await _world.PassAsync(3);
        var health = watching.Engine.Health;
        (health.Running, health.Due, health.Places).ShouldBe((1, 1, 1));
        health.Late.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(3));
        _world.Outcome = _ => "H";
        _world.Probes["A"].SetResult("H");
        await _world.UntilAsync(() => watching.Ended.Count >= 2, "both ended");
        watching.Engine.Health.Due.ShouldBe(0);
    }
}
