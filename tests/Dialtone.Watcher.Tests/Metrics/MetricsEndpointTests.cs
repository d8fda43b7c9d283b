using System.Collections.Immutable;
using Dialtone.Core.Findings;
using Dialtone.Net.Tests.Live;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Metrics;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Metrics;

public sealed class MetricsEndpointTests : IAsyncDisposable
{
    private readonly CheckBoard _board = new();
    private readonly RunTally _tally = new();
    private readonly ManualTimeProvider _time = new();
    private Func<CancellationToken, Task<HistorySize>> _size = _ => Task.FromResult(new HistorySize(1, null));
    private WatcherReading _reading = new(new EngineHealth { IsAlive = true, IsReady = true });
    private Served? _served;

    [Fact]
    public async Task A_check_of_this_watcher_has_its_state_and_its_last_run()
    {
        _board.Replace([SampleBoard.View(
            SampleBoard.Check("Sign in"), SampleBoard.Run("Sign in", RunOutcome.Degraded), CheckColor.Yellow)]);
        var read = await ReadAsync();
        const string Of = "check=\"Sign in\",site=\"Zurich\"";
        read[$"dialtone_check_state{{{Of}}}"].ShouldBe(2);
        read[$"dialtone_check_paused{{{Of}}}"].ShouldBe(0);
        read[$"dialtone_check_interval_seconds{{{Of}}}"].ShouldBe(60);
        read[$"dialtone_check_success{{{Of}}}"].ShouldBe(1);
        read[$"dialtone_check_duration_seconds{{{Of}}}"].ShouldBe(1.5);
        read[$"dialtone_check_last_run_timestamp_seconds{{{Of}}}"].ShouldBe(SampleBoard.At.ToUnixTimeSeconds());
        read[$"dialtone_check_info{{{Of},transaction=\"registration\",profile=\"lync-phone\"}}"].ShouldBe(1);
        read[$"dialtone_sign_in_duration_seconds{{{Of}}}"].ShouldBe(1.25);
        read[$"dialtone_timed_out{{{Of}}}"].ShouldBe(0);
        read[$"dialtone_step_duration_seconds{{{Of},step=\"dhcp\"}}"].ShouldBe(1);
        read[$"dialtone_step_result{{{Of},step=\"dhcp\"}}"].ShouldBe(2);
        read[$"dialtone_step_duration_seconds{{{Of},step=\"relay-credentials\"}}"].ShouldBe(0.002);
        read[$"dialtone_step_result{{{Of},step=\"relay-credentials\"}}"].ShouldBe(1);
        read.Has($"dialtone_step_result{{{Of},step=\"sign-out\"}}").ShouldBeFalse();
        read[$"dialtone_degraded{{{Of},reason=\"memory\"}}"].ShouldBe(1);
        read[$"dialtone_degraded{{{Of},reason=\"backup\"}}"].ShouldBe(0);
        read[$"dialtone_degraded{{{Of},reason=\"tcp\"}}"].ShouldBe(0);
        read[$"dialtone_certificate_not_after_timestamp_seconds{{{Of},kind=\"server\"}}"]
            .ShouldBe(SampleBoard.At.AddDays(10).ToUnixTimeSeconds());
        read[$"dialtone_certificate_not_after_timestamp_seconds{{{Of},kind=\"user\"}}"]
            .ShouldBe(SampleBoard.At.AddDays(180).ToUnixTimeSeconds());
        read[$"dialtone_targets{{{Of},state=\"tried\"}}"].ShouldBe(3);
        read[$"dialtone_targets{{{Of},state=\"answered\"}}"].ShouldBe(2);
    }

    [Fact]
    public async Task A_check_of_another_watcher_is_that_watchers_to_say()
    {
        _board.Replace([SampleBoard.View(SampleBoard.Check("Sign in"), SampleBoard.Run("Sign in"), isOurs: false)]);
        (await ReadAsync()).Series.ShouldAllBe(series => !series.Contains("Sign in"));
    }

    [Fact]
    public async Task A_check_that_has_not_run_yet_has_no_last_run()
    {
        _board.Replace([SampleBoard.View(SampleBoard.Check("Sign in"), null, CheckColor.Unknown)]);
        var read = await ReadAsync();
        read["dialtone_check_state{check=\"Sign in\",site=\"Zurich\"}"].ShouldBe(0);
        read.Of("dialtone_check_success").Concat(read.Of("dialtone_check_duration_seconds"))
            .Concat(read.Of("dialtone_degraded")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_check_that_cannot_be_run_neither_worked_nor_failed()
    {
        _board.Replace(
        [
            SampleBoard.View(SampleBoard.Check("a"), SampleBoard.Run("a", RunOutcome.NotRun), CheckColor.Unknown),
            SampleBoard.View(SampleBoard.Check("b"), SampleBoard.Run("b", RunOutcome.Failed), CheckColor.Red),
        ]);
        var read = await ReadAsync();
        read.Of("dialtone_check_success").ShouldBe(["dialtone_check_success{check=\"b\",site=\"Zurich\"}"]);
        read["dialtone_check_success{check=\"b\",site=\"Zurich\"}"].ShouldBe(0);
        read.Of("dialtone_degraded").ShouldAllBe(series => series.Contains("check=\"b\""));
    }

    [Fact]
    public async Task Findings_of_one_code_about_several_things_are_one_series()
    {
        _board.Replace([SampleBoard.View(
            SampleBoard.Check("a"), SampleBoard.Run("a", RunOutcome.Failed), CheckColor.Red, true,
            SampleBoard.Finding(2101, "192.0.2.1"), SampleBoard.Finding(2101, "192.0.2.2"),
            SampleBoard.Finding(1401, severity: FindingSeverity.Degraded, isCause: false))]);
        var read = await ReadAsync();
        const string Of = "dialtone_finding{check=\"a\",site=\"Zurich\",code=";
        read[Of + "\"DT2101\",severity=\"blocking\",cause=\"true\"}"].ShouldBe(2);
        read[Of + "\"DT1401\",severity=\"degraded\",cause=\"false\"}"].ShouldBe(1);
        read.Of("dialtone_finding").Count().ShouldBe(2);
    }

    [Fact]
    public async Task However_much_a_run_finds_a_check_has_so_many_series_at_most()
    {
        var all = FindingCatalogue.All.SelectMany(each => Enumerable.Range(0, 5).Select(
            at => SampleBoard.Finding(each.Code.Number, $"subject {at}"))).ToImmutableArray();
        var run = SampleBoard.Run("a", RunOutcome.Failed) with
        {
            Steps = [.. Enum.GetValues<Core.Transactions.TransactionStep>().Select(
                step => new RunStep(step, Core.Transactions.StepResult.Failed, TimeSpan.FromSeconds(1)))],
        };
        var check = SampleBoard.Check("a") with
        {
            Labels = Enumerable.Range(0, 20).ToImmutableSortedDictionary(at => $"label{at:00}", at => $"{at}"),
        };
        _board.Replace([SampleBoard.View(
            check, run, CheckColor.Red, true, [SampleBoard.Finding(9999, "in no catalogue"), .. all])]);
        var read = await ReadAsync();
        read.Of("dialtone_finding").Count().ShouldBe(64);
        read.Series.ShouldAllBe(series => !series.Contains("DT9999") && !series.Contains("subject"));
        read.Series.Count(series => series.Contains("check=\"a\"")).ShouldBe(64 + (2 * 18) + 16);
        read.Labels["dialtone_check_info"].Split(',').Length.ShouldBe(4 + 8);
    }

    [Fact]
    public async Task The_operators_labels_stand_at_the_info_alone_under_names_that_Prometheus_takes()
    {
        var check = SampleBoard.Check("a") with
        {
            Labels = new Dictionary<string, string>
            {
                ["country"] = "CH", ["floor-2"] = "\"2\"", ["site"] = "other", ["__name__"] = "x", ["2nd"] = "y",
            }.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        _board.Replace([SampleBoard.View(check, SampleBoard.Run("a"))]);
        var read = await ReadAsync();
        read.Of("dialtone_check_info").ShouldHaveSingleItem().ShouldBe(
            "dialtone_check_info{check=\"a\",site=\"Zurich\",transaction=\"registration\",profile=\"lync-phone\","
            + "exported_2nd=\"y\",exported___name__=\"x\",country=\"CH\",floor_2=\"\\\"2\\\"\","
            + "exported_site=\"other\"}");
        read.Series.Count(series => series.Contains("country")).ShouldBe(1);
    }

    [Fact]
    public async Task A_change_of_the_configuration_takes_nothing_from_what_was_counted()
    {
        _board.Replace([SampleBoard.View(SampleBoard.Check("a"), SampleBoard.Run("a"))]);
        _tally.Count(SampleBoard.Run("a"));
        _tally.Count(SampleBoard.Run("a", RunOutcome.Failed));
        var before = await ReadAsync();
        _board.Replace([SampleBoard.View(SampleBoard.Check("b"), null)]);
        _tally.Count(SampleBoard.Run("b"));
        var after = await ReadAsync();
        after["dialtone_runs_finished_total{outcome=\"healthy\"}"].ShouldBe(2);
        var counters = before.Types.Where(each => each.Value == "counter").SelectMany(each => before.Of(each.Key));
        foreach (var series in counters)
        {
            after[series].ShouldBeGreaterThanOrEqualTo(before[series], series);
        }
    }

    [Fact]
    public async Task The_watcher_says_what_its_parts_say()
    {
        _reading = new(new EngineHealth
        {
            IsAlive = true,
            IsReady = true,
            HistoryFault = "the disk is full",
            Waiting = 7,
            SpoolBytes = 4096,
            RunsGivenUp = 1,
            Begun = 12,
            LateTogether = TimeSpan.FromSeconds(2.5),
            Skipped = 3,
            Held = 5,
        })
        {
            IsConfigurationGood = false,
            ConfigurationLoadedAt = SampleBoard.At,
            Hooks = [new("operations", 4, 2, 1)],
        };
        var read = await ReadAsync();
        read["dialtone_history_up"].ShouldBe(0);
        read["dialtone_results_waiting"].ShouldBe(7);
        read["dialtone_results_waiting_bytes{where=\"spool\"}"].ShouldBe(4096);
        read["dialtone_results_given_up_total{what=\"runs\"}"].ShouldBe(1);
        read["dialtone_runs_started_total"].ShouldBe(12);
        read["dialtone_run_lateness_seconds_total"].ShouldBe(2.5);
        read["dialtone_runs_skipped_total"].ShouldBe(3);
        read["dialtone_checks_held"].ShouldBe(5);
        read["dialtone_config_last_reload_successful"].ShouldBe(0);
        read["dialtone_config_last_reload_success_timestamp_seconds"].ShouldBe(SampleBoard.At.ToUnixTimeSeconds());
        read["dialtone_webhook_deliveries_total{hook=\"operations\",outcome=\"retried\"}"].ShouldBe(2);
        read["process_start_time_seconds"].ShouldBeInRange(
            DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds(), DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1);
        read["process_resident_memory_bytes"].ShouldBeGreaterThan(1_000_000);
    }

    [Fact]
    public async Task A_history_that_takes_its_time_holds_up_no_scrape()
    {
        var answer = new TaskCompletionSource<HistorySize>();
        var asked = 0;
        _size = _ =>
        {
            asked++;
            return answer.Task;
        };
        (await ReadAsync()).Of("dialtone_history_size_bytes").ShouldBeEmpty();
        answer.SetResult(new(4711, null));
        await UntilAsync(read => read.Has("dialtone_history_size_bytes"));
        (await ReadAsync())["dialtone_history_size_bytes"].ShouldBe(4711);
        asked.ShouldBe(1);
        _time.Advance(TimeSpan.FromMinutes(1));
        await UntilAsync(_ => asked == 2);
    }

    [Fact]
    public async Task A_history_that_is_away_has_no_size()
    {
        var isAway = false;
        _size = _ => isAway ? throw new HistoryException("away", new IOException())
            : Task.FromResult(new HistorySize(4711, null));
        await UntilAsync(read => read.Has("dialtone_history_size_bytes"));
        isAway = true;
        _time.Advance(TimeSpan.FromMinutes(1));
        await UntilAsync(read => !read.Has("dialtone_history_size_bytes"));
    }

    [Theory]
    [InlineData("text/plain", "text/plain; version=0.0.4; charset=utf-8", "")]
    [InlineData(
        "application/openmetrics-text; version=1.0.0", "application/openmetrics-text; version=1.0.0; charset=utf-8",
        "# EOF\n")]
    public async Task A_reader_is_told_in_which_form_it_is(string accept, string type, string end)
    {
        var served = await ServedAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Accept", accept).ShouldBeTrue();
        using var answer = await served.Client.SendAsync(request, TestContext.Current.CancellationToken);
        answer.Content.Headers.ContentType!.ToString().ShouldBe(type);
        (await Served.TextAsync(answer)).ShouldEndWith(end);
    }

    public async ValueTask DisposeAsync()
    {
        if (_served is not null)
        {
            await _served.DisposeAsync();
        }
    }

    private async Task<Exposition> ReadAsync() => await (await ServedAsync()).ReadAsync("/metrics");

    // What is asked of a history arrives on another thread.
    private async Task UntilAsync(Predicate<Exposition> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!isSo(await ReadAsync()))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<Served> ServedAsync() => _served ??= await Served.StartAsync(endpoints => MetricsEndpoint.Map(
        endpoints, _board, new(_tally, new(), _ => _size(_), () => _reading, _time)));
}
