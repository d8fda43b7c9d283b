using Dialtone.Watcher.History;
using Dialtone.Watcher.Runs;
using static Dialtone.Watcher.Tests.History.SampleRuns;

namespace Dialtone.Watcher.Tests.History;

/// <summary>What every history does alike. Who derives it makes an empty one for each test.</summary>
public abstract class HistoryContract : IAsyncLifetime
{
    private const string Check = "Sign in";

    /// <summary>An empty history, brought to its schema.</summary>
    protected IHistory History { get; private set; } = null!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A history of this test alone, whose schema is not there yet.</summary>
    protected abstract ValueTask<IHistory> NewAsync();

    /// <summary>Removes what <see cref="NewAsync"/> made, after the history was disposed of.</summary>
    protected abstract ValueTask RemoveAsync();

    public virtual async ValueTask InitializeAsync()
    {
        History = await NewAsync();
        await History.MigrateAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (History is not null)
        {
            await History.DisposeAsync();
        }

        await RemoveAsync();
    }

    protected Task AppendAsync(params CheckRun[] runs) => History.AppendAsync(runs, Cancel);

    protected async Task<Guid[]> IdsAsync(RunQuery query) =>
        [.. (await History.RunsAsync(query, Cancel)).Select(run => run.Id)];

    [Fact]
    public async Task A_new_one_is_empty()
    {
        (await IdsAsync(new(Check, 10))).ShouldBeEmpty();
        (await History.RunAsync(Guid.CreateVersion7(), Cancel)).ShouldBeNull();
        (await History.ReportAsync(Guid.CreateVersion7(), Cancel)).ShouldBeNull();
        (await History.StepsAsync(Check, Start, Start.AddDays(7), 168, Cancel)).ShouldBeEmpty();
        (await History.ChangesAsync(0, 10, Cancel)).ShouldBeEmpty();
        (await History.LastMarkAsync(Cancel)).ShouldBe(0);
        (await History.SizeAsync(Cancel)).Oldest.ShouldBeNull();
    }

    [Fact]
    public async Task Its_schema_is_made_once()
    {
        var run = Run(Check, Start);
        await AppendAsync(run);
        await History.MigrateAsync(Cancel);
        (await History.RunAsync(run.Id, Cancel)).ShouldBeKept(run);
    }

    [Fact]
    public async Task A_run_comes_back_as_it_was_handed_in()
    {
        CheckRun[] runs = [Full(Check, Start), .. Enum.GetValues<RunOutcome>().Select(
            outcome => Run("Größe 'n' \"more\"; --", Start.AddMinutes((int)outcome), outcome))];
        await AppendAsync(runs);
        foreach (var run in runs)
        {
            (await History.RunAsync(run.Id, Cancel)).ShouldBeKept(run);
        }

        (await History.RunsAsync(new(Check, 10), Cancel)).ShouldHaveSingleItem().ShouldBeKept(runs[0]);
    }

    [Fact]
    public async Task A_report_comes_back_to_the_byte_and_only_where_it_was_kept()
    {
        var (with, without) = (Full(Check, Start), Run(Check, Start.AddMinutes(1)));
        var large = without with { Id = Guid.CreateVersion7(Start.AddMinutes(2)), Report = Report(300_000, 7) };
        await AppendAsync(with, without, large);
        var report = await History.ReportAsync(with.Id, Cancel);
        report.ShouldNotBeNull();
        report.Page.ToArray().ShouldBe(with.Report!.Page.ToArray());
        report.Data.ToArray().ShouldBe(with.Report.Data.ToArray());
        (await History.ReportAsync(without.Id, Cancel)).ShouldBeNull();
        (await History.ReportAsync(large.Id, Cancel))!.Page.Span.SequenceEqual(large.Report.Page.Span).ShouldBeTrue();
    }

    [Fact]
    public async Task A_run_that_is_kept_already_is_passed_over()
    {
        var (first, second) = (Full(Check, Start), Run(Check, Start.AddMinutes(1)));
        await AppendAsync(first);
        await AppendAsync(first with { Verdict = "Another", Change = Turned() }, second);
        await AppendAsync(second, second, first);
        (await IdsAsync(new(Check, 10))).ShouldBe([second.Id, first.Id]);
        (await History.RunAsync(first.Id, Cancel)).ShouldBeKept(first);
        (await History.ChangesAsync(0, 10, Cancel)).ShouldHaveSingleItem();
        (await History.StepsAsync(Check, Start, Start.AddHours(1), 1, Cancel)).ShouldBe(
            Spans([first, second], Start, Start.AddHours(1), 1));
    }

    [Fact]
    public async Task All_of_an_append_is_kept_or_nothing()
    {
        var good = Full(Check, Start);
        await Should.ThrowAsync<Exception>(
            () => AppendAsync(good, Run("New", Start), Run(Check, Start.AddMinutes(1)) with { Verdict = null! }));
        await A_new_one_is_empty();
        (await IdsAsync(new("New", 10))).ShouldBeEmpty();
        await AppendAsync(good);
        (await IdsAsync(new(Check, 10))).ShouldBe([good.Id]);
    }

    [Fact]
    public async Task Many_may_append_and_read_at_once()
    {
        var runs = Enumerable.Range(0, 40).Select(at => Run(Check, Start.AddMinutes(at)) with { Change = Turned() })
            .ToArray();
        await Task.WhenAll(runs.Select(async run =>
        {
            await AppendAsync(run);
            await History.RunsAsync(new(Check, 10), Cancel);
            await AppendAsync([.. runs.Take(3)]);
        }));
        (await IdsAsync(new(Check, 100))).ShouldBe(runs.Reverse().Select(run => run.Id));
        (await History.ChangesAsync(0, 100, Cancel)).Select(change => change.Run.Id)
            .ShouldBe(runs.Select(run => run.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task The_newest_run_comes_first_whenever_it_was_handed_in_and_among_equals_the_greater_identity()
    {
        var equals = Enumerable.Range(0, 8).Select(_ => Run(Check, Start.AddMinutes(5))).ToArray();
        var (late, early) = (Run(Check, Start.AddMinutes(9)), Run(Check, Start));
        await AppendAsync([equals[3], late, .. equals.Where(run => run != equals[3])]);
        await AppendAsync(early, Run("Another", Start));
        Guid[] expected = [late.Id, .. equals.Select(run => run.Id).OrderDescending(), early.Id];
        (await IdsAsync(new(Check, 500))).ShouldBe(expected);
        (await IdsAsync(new(Check, 4))).ShouldBe(expected[..4]);

        // One page after the other shows each of them once.
        List<Guid> seen = [];
        while (await IdsAsync(new(Check, 3) { Before = seen.Count == 0 ? null : seen[^1] }) is { Length: > 0 } page)
        {
            seen.AddRange(page);
        }

        seen.ShouldBe(expected);
    }

    [Fact]
    public async Task Each_question_for_runs_is_answered()
    {
        RunOutcome[] outcomes = [RunOutcome.NotRun, RunOutcome.Healthy, RunOutcome.Degraded, RunOutcome.Failed];
        var runs = Enumerable.Range(0, 24).Select(at => Run(Check, Start.AddMinutes(at), outcomes[at % 4])
            with
        { Change = at % 3 == 0 ? Turned() : null }).ToArray();
        await AppendAsync(runs);
        await AppendAsync([.. runs.Select(run => run with { Id = Guid.CreateVersion7(), Check = "Another" })]);
        foreach (var before in (Guid?[])[null, runs[17].Id, runs[0].Id])
        {
            foreach (var from in (DateTimeOffset?[])[null, Start.AddMinutes(6), Start.AddDays(1)])
            {
                for (var options = 0; options < 8; options++)
                {
                    var query = new RunQuery(Check, 9)
                    {
                        Before = before,
                        From = from,
                        OnlyBad = (options & 1) != 0,
                        OnlyGood = (options & 2) != 0,
                        OnlyChanges = (options & 4) != 0,
                    };
                    (await IdsAsync(query)).ShouldBe(Expected(runs, query).Select(run => run.Id), query.ToString());
                }
            }
        }
    }

    [Fact]
    public async Task Before_may_name_a_run_that_is_not_kept()
    {
        var runs = Enumerable.Range(0, 5).Select(at => Run(Check, Start.AddMinutes(at))).ToArray();
        await AppendAsync(runs[0], runs[1], runs[3], runs[4]);
        (await IdsAsync(new(Check, 10) { Before = runs[2].Id })).ShouldBe([runs[1].Id, runs[0].Id]);
    }

    [Fact]
    public async Task After_a_run_come_the_nearest_to_it_the_newest_of_these_first()
    {
        var runs = Enumerable.Range(0, 6).Select(at => Run(Check, Start.AddMinutes(at))).ToArray();
        await AppendAsync([.. runs, Run("Another", Start.AddMinutes(3))]);
        (await IdsAsync(new(Check, 1) { After = runs[2].Id })).ShouldBe([runs[3].Id]);
        (await IdsAsync(new(Check, 2) { After = runs[2].Id })).ShouldBe([runs[4].Id, runs[3].Id]);
        (await IdsAsync(new(Check, 9) { After = runs[2].Id, Before = runs[5].Id }))
            .ShouldBe([runs[4].Id, runs[3].Id]);
        (await IdsAsync(new(Check, 1) { After = runs[5].Id })).ShouldBeEmpty();
    }

    [Fact]
    public async Task More_than_is_allowed_is_refused()
    {
        await Should.ThrowAsync<ArgumentOutOfRangeException>(
            () => History.RunsAsync(new(Check, RunQuery.CountMax + 1), Cancel));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(
            () => History.StepsAsync(Check, Start, Start.AddDays(7), IHistory.SpansMax + 1, Cancel));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(
            () => History.StepsAsync(Check, Start, Start, 1, Cancel));
    }

    [Fact]
    public async Task Changes_come_in_the_order_in_which_they_were_kept()
    {
        var late = Run(Check, Start.AddMinutes(9)) with { Change = Turned() };
        var early = Run("Another", Start) with { Change = Turned() with { Code = "", Title = "" } };
        await AppendAsync(late, Run(Check, Start.AddMinutes(10)));
        await AppendAsync(early);
        var changes = await History.ChangesAsync(0, 10, Cancel);
        changes.Length.ShouldBe(2);
        changes[0].Run.ShouldBeKept(late);
        changes[1].Run.ShouldBeKept(early);
        changes[0].Mark.ShouldBeInRange(1, changes[1].Mark - 1);
        (await History.LastMarkAsync(Cancel)).ShouldBe(changes[1].Mark);
        (await History.ChangesAsync(0, 1, Cancel)).ShouldHaveSingleItem().Mark.ShouldBe(changes[0].Mark);
        (await History.ChangesAsync(changes[0].Mark, 10, Cancel)).ShouldHaveSingleItem().Run.ShouldBeKept(early);
        (await History.ChangesAsync(changes[1].Mark, 10, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mark_is_never_given_twice()
    {
        await AppendAsync(Run(Check, Start) with { Change = Turned() });
        var mark = await History.LastMarkAsync(Cancel);
        await History.TrimAsync(Start.AddYears(2), new(), Cancel);
        (await History.LastMarkAsync(Cancel)).ShouldBe(0);
        await AppendAsync(Run(Check, Start.AddYears(2)) with { Change = Turned() });
        (await History.LastMarkAsync(Cancel)).ShouldBeGreaterThan(mark);
    }

    [Fact]
    public async Task A_reader_of_changes_finds_its_place_again()
    {
        (await History.ReadMarkAsync("hook:operations", Cancel)).ShouldBeNull();
        await History.WriteMarkAsync("hook:operations", 7, Cancel);
        await History.WriteMarkAsync("hook:'other'", 0, Cancel);
        await History.WriteMarkAsync("hook:operations", long.MaxValue, Cancel);
        (await History.ReadMarkAsync("hook:operations", Cancel)).ShouldBe(long.MaxValue);
        (await History.ReadMarkAsync("hook:'other'", Cancel)).ShouldBe(0);
    }

    [Theory]
    [InlineData(0, 60, 60)] // a minute each, from each step
    [InlineData(0, 180, 1)]
    [InlineData(60, 180, 2)] // hours, from what is summed
    [InlineData(0, 10080, 168)]
    [InlineData(0, 10080, 7)]
    [InlineData(-1440, 1440, 48)]
    public async Task The_times_of_steps_are_those_of_the_runs(int fromMinute, int untilMinute, int spans)
    {
        var runs = SomeHours();
        await AppendAsync(runs);
        await AppendAsync(Run("Another", Start, milliseconds: 5000));
        var (from, until) = (Start.AddMinutes(fromMinute), Start.AddMinutes(untilMinute));
        (await History.StepsAsync(Check, from, until, spans, Cancel)).ShouldBe(Spans(runs, from, until, spans));
    }

    [Fact]
    public async Task Times_follow_what_is_given_up()
    {
        var runs = SomeHours();
        await AppendAsync(runs);
        var now = Start.AddMinutes(130);
        await History.TrimAsync(
            now, new() { Runs = TimeSpan.FromMinutes(50), Failures = TimeSpan.FromMinutes(90) }, Cancel);
        CheckRun[] left =
        [
            .. runs.Where(run => run.StartedAt >= now.AddMinutes(run.Outcome == RunOutcome.Healthy ? -50 : -90)),
        ];
        (await IdsAsync(new(Check, 500))).ShouldBe(left.Reverse().Select(run => run.Id));
        (await History.StepsAsync(Check, Start, Start.AddHours(4), 4, Cancel)).ShouldBe(
            Spans(left, Start, Start.AddHours(4), 4));
    }

    [Fact]
    public async Task What_is_too_old_is_given_up_and_failures_last()
    {
        var runs = Enumerable.Range(0, 400).SelectMany(day => (CheckRun[])
        [
            Run(Check, Start.AddDays(day)) with { Report = Report(8, 1), Change = Turned() },
            Run(Check, Start.AddDays(day).AddHours(1), (RunOutcome)(day % 3 == 1 ? 0 : (day % 3) + 1))
                with { Report = Report(8, 2) },
        ]).ToArray();
        await AppendAsync(runs);
        var now = Start.AddDays(400);
        var settings = new RetentionSettings();
        var trimmed = await History.TrimAsync(now, settings, Cancel);

        bool IsHealthy(CheckRun run) => run.Outcome == RunOutcome.Healthy;
        var left = runs
            .Where(run => run.StartedAt >= now - (IsHealthy(run) ? settings.Runs : settings.Failures)).ToArray();
        List<Guid> kept = [];
        while (await IdsAsync(new(Check, 500) { Before = kept.Count == 0 ? null : kept[^1] }) is { Length: > 0 } page)
        {
            kept.AddRange(page);
        }

        kept.ShouldBe(left.Reverse().Select(run => run.Id));
        foreach (var run in left)
        {
            var isLeft = !IsHealthy(run) || run.StartedAt >= now - settings.HealthyReports;
            (await History.ReportAsync(run.Id, Cancel) is not null).ShouldBe(isLeft, run.ToString());
        }

        trimmed.Runs.ShouldBe(runs.Length - left.Length);
        (await History.ReportAsync(runs[0].Id, Cancel)).ShouldBeNull();
        (await History.RunAsync(runs[0].Id, Cancel)).ShouldBeNull();
        (await History.ChangesAsync(0, 500, Cancel)).Select(change => change.Run.Id).ShouldBe(
            left.Where(run => run.Change is not null).Select(run => run.Id));
        (await History.SizeAsync(Cancel)).Oldest.ShouldBe(left[0].StartedAt);
        (await History.TrimAsync(now, settings, Cancel)).ShouldBe(new(0, 0));
    }

    [Fact]
    public async Task What_is_too_much_is_given_up_in_its_order_the_oldest_first()
    {
        var runs = Enumerable.Range(0, 60).Select(at => Run(
            Check, Start.AddMinutes(at), at % 2 == 0 ? RunOutcome.Healthy : (RunOutcome)(at % 3))
            with
        { Report = Report(20_000, (byte)at) }).ToArray();
        await AppendAsync([.. runs.Skip(30), .. runs.Take(30)]);
        var now = Start.AddHours(1);
        var full = (await History.SizeAsync(Cancel)).Bytes;
        (await History.TrimAsync(now, new() { BytesMax = full }, Cancel)).ShouldBe(new(0, 0));

        var (goneRuns, goneReports) = (0L, 0L);
        for (var max = full - 90_000; max > 0; max -= 90_000)
        {
            var trimmed = await History.TrimAsync(now, new() { BytesMax = max }, Cancel);
            (goneRuns, goneReports) = (goneRuns + trimmed.Runs, goneReports + trimmed.Reports);
            await ShouldBeTrimmedInOrderAsync(runs);
        }

        (await History.TrimAsync(now, new() { BytesMax = 1 }, Cancel)).Runs.ShouldBe(runs.Length - goneRuns);
        goneReports.ShouldBeGreaterThan(0);
        (await IdsAsync(new(Check, 500))).ShouldBeEmpty();
        (await History.StepsAsync(Check, Start, now, 1, Cancel)).ShouldBeEmpty();
    }

    private async Task ShouldBeTrimmedInOrderAsync(CheckRun[] runs)
    {
        // What goes first stands first: what is left is the end of this line.
        List<bool> left = [];
        foreach (var isHealthy in (bool[])[true, false])
        {
            var kind = runs.Where(run => run.Outcome == RunOutcome.Healthy == isHealthy).ToArray();
            foreach (var run in kind)
            {
                left.Add(await History.ReportAsync(run.Id, Cancel) is not null);
            }

            foreach (var run in kind)
            {
                left.Add(await History.RunAsync(run.Id, Cancel) is not null);
            }
        }

        left.ShouldBe(left.Order());
    }

    private static IEnumerable<CheckRun> Expected(CheckRun[] runs, RunQuery query) => runs.Reverse()
        .Where(run => runs.FirstOrDefault(each => each.Id == query.Before) is not { } before
            || run.StartedAt < before.StartedAt)
        .Where(run => query.From is not { } from || run.StartedAt >= from)
        .Where(run => !query.OnlyBad || run.Outcome != RunOutcome.Healthy)
        .Where(run => !query.OnlyGood || run.Outcome == RunOutcome.Healthy)
        .Where(run => !query.OnlyChanges || run.Change is not null)
        .Take(query.Count);

    // Three hours with a run a minute, and one a day later.
    private static CheckRun[] SomeHours() =>
    [
        .. Enumerable.Range(0, 180).Select(at => Run(
            Check, Start.AddMinutes(at),
            at % 7 == 0 ? RunOutcome.Failed : at % 11 == 0 ? RunOutcome.Degraded : RunOutcome.Healthy,
            1 + (at * 37 % 101))),
        Run(Check, Start.AddDays(1), RunOutcome.NotRun),
        Run(Check, Start.AddDays(2)),
    ];
}
