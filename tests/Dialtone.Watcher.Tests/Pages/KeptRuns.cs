using System.Collections.Immutable;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Pages;

/// <summary>A history in memory, which can be made to be away.</summary>
internal sealed class KeptRuns : IHistory
{
    private const string Away = "The disk is full";

    public List<CheckRun> Runs { get; } = [];

    public bool IsAway { get; set; }

    public Task MigrateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AppendAsync(IReadOnlyList<CheckRun> runs, CancellationToken cancellationToken)
    {
        Runs.AddRange(runs);
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<CheckRun>> RunsAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var runs = Read().Where(each => each.Check == query.Check)
            .Where(each => query.Before is not { } before || each.Id < before)
            .Where(each => query.After is not { } after || each.Id > after)
            .Where(each => !query.OnlyBad || each.Outcome != RunOutcome.Healthy)
            .Where(each => !query.OnlyGood || each.Outcome == RunOutcome.Healthy)
            .OrderBy(each => each.Id);
        return Task.FromResult<ImmutableArray<CheckRun>>(
            [.. (query.After is null ? runs.TakeLast(query.Count) : runs.Take(query.Count)).Reverse()]);
    }

    public Task<CheckRun?> RunAsync(Guid id, CancellationToken cancellationToken) =>
        Task.FromResult(Read().SingleOrDefault(each => each.Id == id));

    public Task<RunReport?> ReportAsync(Guid id, CancellationToken cancellationToken) =>
        Task.FromResult(Read().SingleOrDefault(each => each.Id == id)?.Report);

    public Task<ImmutableArray<StepSpan>> StepsAsync(
        string check, DateTimeOffset from, DateTimeOffset until, int spans, CancellationToken cancellationToken)
    {
        var (begin, part) = (from, (until - from) / spans);
        return Task.FromResult<ImmutableArray<StepSpan>>(
        [
            .. from run in Read()
            where run.Check == check && run.StartedAt >= begin && run.StartedAt < until
            from step in run.Steps
            let at = begin + (part * Math.Floor((run.StartedAt - begin) / part))
            group step by (step.Step, at) into span
            orderby span.Key
            select new StepSpan(
                span.Key.Step, span.Key.at, span.Count(),
                span.Count(each => each.Result == Core.Transactions.StepResult.Failed), span.Min(each => each.Took),
                TimeSpan.FromTicks((long)span.Average(each => each.Took.Ticks)), span.Max(each => each.Took)),
        ]);
    }

    public Task<ImmutableArray<MarkedRun>> ChangesAsync(long after, int count, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<MarkedRun>>([]);

    public Task<long> LastMarkAsync(CancellationToken cancellationToken) => Task.FromResult(0L);

    public Task<long?> ReadMarkAsync(string reader, CancellationToken cancellationToken) =>
        Task.FromResult<long?>(null);

    public Task WriteMarkAsync(string reader, long mark, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Trimmed> TrimAsync(
        DateTimeOffset now, RetentionSettings settings, CancellationToken cancellationToken) =>
        Task.FromResult(new Trimmed(0, 0));

    public Task<HistorySize> SizeAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new HistorySize(0, null));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private List<CheckRun> Read() => IsAway ? throw new HistoryException(Away, new IOException()) : Runs;
}
