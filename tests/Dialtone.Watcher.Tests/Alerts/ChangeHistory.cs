using System.Collections.Immutable;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Alerts;

/// <summary>Only what alerts need of a history, in memory; it can be away.</summary>
internal sealed class ChangeHistory : IHistory
{
    private readonly Lock _lock = new();
    private readonly List<MarkedRun> _changes = [];
    private readonly Dictionary<string, long> _marks = [];
    private readonly Dictionary<Guid, RunReport> _reports = [];

    public bool IsAway { get; set; }

    public bool IsFull { get; set; }

    public long? MarkOf(string reader)
    {
        lock (_lock)
        {
            return _marks.TryGetValue(reader, out var mark) ? mark : null;
        }
    }

    public void Add(CheckRun run)
    {
        lock (_lock)
        {
            _changes.Add(new(_changes.Count + 1, run));
            if (run.Report is { } report)
            {
                _reports.Add(run.Id, report);
            }
        }
    }

    public Task<ImmutableArray<MarkedRun>> ChangesAsync(long after, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(() => _changes.Where(each => each.Mark > after).Take(count).ToImmutableArray()));

    public Task<long> LastMarkAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Read(() => (long)_changes.Count));

    public Task<long?> ReadMarkAsync(string reader, CancellationToken cancellationToken) =>
        Task.FromResult(Read(() => MarkOf(reader)));

    public Task WriteMarkAsync(string reader, long mark, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = IsFull
            ? throw new HistoryException("the disk is full", new IOException())
            : Read(() => _marks[reader] = mark);
        return Task.CompletedTask;
    }

    public Task<RunReport?> ReportAsync(Guid id, CancellationToken cancellationToken) =>
        Task.FromResult(Read(() => _reports.GetValueOrDefault(id)));

    public Task MigrateAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task AppendAsync(IReadOnlyList<CheckRun> runs, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ImmutableArray<CheckRun>> RunsAsync(RunQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(Read(() => _changes.Select(each => each.Run)
            .Where(run => run.Check == query.Check && run.Id.CompareTo(query.Before!.Value) < 0)
            .Reverse().Take(query.Count).ToImmutableArray()));

    public Task<CheckRun?> RunAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ImmutableArray<StepSpan>> StepsAsync(
        string check, DateTimeOffset from, DateTimeOffset until, int spans, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Trimmed> TrimAsync(
        DateTimeOffset now, RetentionSettings settings, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<HistorySize> SizeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
        {
            return IsAway ? throw new HistoryException("the server is away", new IOException()) : read();
        }
    }
}
