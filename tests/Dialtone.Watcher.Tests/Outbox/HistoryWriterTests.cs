using Dialtone.Net.Tests.Live;
using Dialtone.Watcher.Outbox;
using Dialtone.Watcher.Runs;
using Dialtone.Watcher.Tests.Engine;
using Dialtone.Watcher.Tests.Judging;

namespace Dialtone.Watcher.Tests.Outbox;

public sealed class HistoryWriterTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("dialtone-outbox-");
    private readonly ManualTimeProvider _time = new();
    private readonly StandInHistory _history = new();

    public void Dispose() => _directory.Delete(recursive: true);

    private HistoryWriter Writer(bool hasSpool = true, long memoryBytesMax = OutboxLimits.MemoryBytesMax) => new(
        _history, hasSpool ? new RunSpool(_directory.FullName) : null, memoryBytesMax, _time);

    private static void Add(HistoryWriter writer, string words)
    {
        foreach (var run in SampleRuns.Of(words))
        {
            writer.Add(run);
        }
    }

    private static Task<TimeSpan> Step(HistoryWriter writer) => writer.StepAsync(CancellationToken.None);

    private string Kept => string.Join(' ', _history.Runs.Select(run => run.Verdict["verdict of ".Length..]));

    [Fact]
    public async Task What_comes_is_handed_in_at_once_in_order_and_in_batches()
    {
        using var writer = Writer();
        Add(writer, string.Join(' ', Enumerable.Repeat("H F", 100)));
        await Step(writer);
        _history.Runs.Length.ShouldBe(200);
        _history.Calls.ShouldBe(4);
        Kept.ShouldStartWith("H F H F");
        writer.Health.Waiting.ShouldBe(0);
        writer.Health.Handed.ShouldBe(200);
        writer.Health.SpoolBytes.ShouldBeLessThan(10);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_history_is_away_results_wait_and_are_handed_in_later_in_order_and_once(bool hasSpool)
    {
        using var writer = Writer(hasSpool);
        _history.Trouble = StandInHistory.Away;
        Add(writer, "H F");
        (await Step(writer)).ShouldBe(HistoryWriter.FirstWait);
        Add(writer, "D");
        await Step(writer);
        _history.Calls.ShouldBe(1, "it is not asked again before its time");
        var health = writer.Health;
        health.HistoryFault.ShouldBe("The server is away.");
        health.IsPassing.ShouldBeTrue();
        health.AwaySince.ShouldBe(_time.GetUtcNow());
        health.Waiting.ShouldBe(3);
        (health.MemoryBytes == 0).ShouldBe(hasSpool, "what waits is on disk, where it can be");

        _history.Trouble = null;
        _time.Advance(HistoryWriter.FirstWait);
        await Step(writer);
        Kept.ShouldBe("H F D");
        writer.Health.HistoryFault.ShouldBeNull();
        writer.Health.Waiting.ShouldBe(0);
        Add(writer, "N");
        await Step(writer);
        Kept.ShouldBe("H F D N");
    }

    [Fact]
    public async Task It_is_tried_again_ever_more_seldom_and_never_given_up()
    {
        using var writer = Writer();
        _history.Trouble = StandInHistory.Full;
        Add(writer, "F");
        List<double> waits = [];
        for (var time = 0; time < 8; time++)
        {
            var wait = await Step(writer);
            waits.Add(wait.TotalSeconds);
            _time.Advance(wait);
        }

        waits.ShouldBe([1, 2, 4, 8, 16, 30, 30, 30]);
        writer.Health.IsPassing.ShouldBeFalse();
        _history.Trouble = null;
        await Step(writer);
        Kept.ShouldBe("F");
    }

    [Fact]
    public async Task A_history_that_kept_them_and_did_not_say_so_has_them_once()
    {
        using var writer = Writer();
        _history.Trouble = StandInHistory.Away;
        _history.LosesItsAnswer = true;
        Add(writer, "H F");
        await Step(writer);
        _history.Trouble = null;
        _time.Advance(HistoryWriter.FirstWait);
        await Step(writer);
        Kept.ShouldBe("H F");
    }

    [Fact]
    public async Task A_watcher_that_was_killed_left_everything_to_the_next_one()
    {
        _history.Trouble = StandInHistory.Away;
        using (var killed = Writer())
        {
            Add(killed, "H F");
            await Step(killed);
            Add(killed, "D");
            await Step(killed);
        }

        _history.Trouble = null;
        using var writer = Writer();
        writer.Health.Waiting.ShouldBe(3);
        Add(writer, "N");
        await Step(writer);
        Kept.ShouldBe("H F D N");
        _history.Runs.ShouldAllBe(run => run.Report != null);
    }

    [Fact]
    public async Task A_history_that_does_not_answer_counts_as_away_after_a_while()
    {
        using var writer = Writer();
        _history.Slow = new TaskCompletionSource().Task;
        Add(writer, "F");
        var step = Step(writer);
        _time.Advance(HistoryWriter.AppendLimit);
        await step;
        writer.Health.HistoryFault.ShouldBe("It did not answer within 10 s.");
        writer.Health.SpoolBytes.ShouldBeGreaterThan(100);
        _history.Slow = Task.CompletedTask;
        _time.Advance(HistoryWriter.FirstWait);
        await Step(writer);
        Kept.ShouldBe("F");
    }

    [Fact]
    public async Task One_that_history_refuses_for_good_does_not_stop_the_others()
    {
        using var writer = Writer();
        _history.Refused = "verdict of F";
        Add(writer, "H F D N");
        for (var time = 0; time < 20; time++)
        {
            _time.Advance(await Step(writer));
        }

        Kept.ShouldBe("H D N");
        writer.Health.RunsGivenUp.ShouldBe(1);
        writer.Health.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Where_nothing_is_taken_memory_is_bounded_and_failures_go_last()
    {
        const long BytesMax = 100_000;
        using var writer = Writer(hasSpool: false, BytesMax);
        _history.Trouble = StandInHistory.Full;
        var number = 0;
        foreach (var run in SampleRuns.Of(string.Join(' ', Enumerable.Repeat("F H H H H H H H H H", 100))))
        {
            writer.Add(run with { Report = new(new byte[1000], new byte[1000]) });
            await Step(writer);
            writer.Health.MemoryBytes.ShouldBeLessThanOrEqualTo(BytesMax);
            number++;
        }

        writer.Health.ReportsGivenUp.ShouldBeGreaterThan(0);
        writer.Health.RunsGivenUp.ShouldBe(number - writer.Health.Waiting);
        _history.Trouble = null;
        _time.Advance(HistoryWriter.LongestWait);
        await Step(writer);
        _history.Runs.Count(run => run.Outcome == RunOutcome.Failed).ShouldBe(100);
        _history.Runs.Select(run => run.Id).ShouldBeInOrder();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_it_is_to_stop_what_is_left_goes_to_history_or_to_the_spool(bool isAway)
    {
        using (var writer = Writer())
        {
            _history.Trouble = isAway ? StandInHistory.Away : null;
            Add(writer, "H F");
            await writer.RunAsync(new(canceled: true));
            (writer.Health.Waiting, writer.Health.MemoryBytes).ShouldBe((isAway ? 2 : 0, 0));
        }

        _history.Trouble = null;
        using var next = Writer();
        await Step(next);
        Kept.ShouldBe("H F");
    }
}
