using System.Collections.Immutable;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Engine;

/// <summary>A history in memory that can be away, full, or slow, and refuse one run for good.</summary>
internal sealed class StandInHistory : IHistory
{
    private readonly Lock _lock = new();
    private readonly List<CheckRun> _runs = [];

    /// <summary>Why it takes nothing and gives nothing; <c>null</c> where it does.</summary>
    public Exception? Trouble { get; set; }

    /// <summary>Whether it takes what it is given and then says that it did not.</summary>
    public bool LosesItsAnswer { get; set; }

    /// <summary>The verdict of a run that it never takes.</summary>
    public string? Refused { get; set; }

    /// <summary>What a call waits for.</summary>
    public Task Slow { get; set; } = Task.CompletedTask;

    public int Calls { get; private set; }

    public int Trims { get; private set; }

    /// <summary>What is kept, in the order in which it came.</summary>
    public ImmutableArray<CheckRun> Runs
    {
        get
        {
            lock (_lock)
            {
                return [.. _runs];
            }
        }
    }

    public static HistoryException Away => new("The server is away.", new TimeoutException()) { IsPassing = true };

    public static HistoryException Full => new("The disk is full.", new IOException()) { IsPassing = false };

    public async Task AppendAsync(IReadOnlyList<CheckRun> runs, CancellationToken cancellationToken)
    {
        await Slow.WaitAsync(cancellationToken);
        lock (_lock)
        {
            Calls++;
            if (runs.Any(run => run.Verdict == Refused))
            {
                throw Full;
            }

            if (Trouble is { } trouble && !LosesItsAnswer)
            {
                throw trouble;
            }

            _runs.AddRange(runs.Where(run => _runs.All(kept => kept.Id != run.Id)));
            if (Trouble is { } lost)
            {
                throw lost;
            }
        }
    }

    public Task<ImmutableArray<CheckRun>> RunsAsync(RunQuery query, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Trouble is { } trouble ? throw trouble : Task.FromResult<ImmutableArray<CheckRun>>(
            [
                .. _runs.Where(run => run.Check == query.Check
                        && (query.Before is not { } before || run.Id < before)
                        && (query.From is not { } from || run.StartedAt >= from)
                        && (!query.OnlyBad || run.Outcome != RunOutcome.Healthy)
                        && (!query.OnlyGood || run.Outcome == RunOutcome.Healthy)
                        && (!query.OnlyChanges || run.Change is not null))
                    .Where(run => query.After is not { } after || run.Id > after)
                    .OrderBy(run => query.After is null ? 0 : run.StartedAt.Ticks)
                    .ThenByDescending(run => run.Id).Take(query.Count).OrderByDescending(run => run.Id)
                    .Select(run => run with { Report = null }),
            ]);
        }
    }

    public Task<Trimmed> TrimAsync(
        DateTimeOffset now, RetentionSettings settings, CancellationToken cancellationToken)
    {
        Trims++;
        return Trouble is { } trouble ? throw trouble : Task.FromResult(new Trimmed(0, 0));
    }

    public Task MigrateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<CheckRun?> RunAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RunReport?> ReportAsync(Guid id, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ImmutableArray<StepSpan>> StepsAsync(
        string check, DateTimeOffset from, DateTimeOffset until, int spans, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ImmutableArray<MarkedRun>> ChangesAsync(long after, int count, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<long> LastMarkAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long?> ReadMarkAsync(string reader, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task WriteMarkAsync(string reader, long mark, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<HistorySize> SizeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
