using System.Collections.Immutable;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.History;

namespace Dialtone.Watcher.Pages;

/// <summary>
/// The last few runs of every check, kept in memory: the overview shows all checks at once, and asking history for each
/// would take longer than anybody waits. What ran before the watcher was started is read from history once.
/// </summary>
internal sealed class RecentRuns(CheckBoard board, IHistory history)
{
    /// <summary>How many are kept of a check.</summary>
    public const int RunsMax = 30;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ImmutableArray<RecentRun>> _runs = [];
    private Task _filling = Task.CompletedTask;

    /// <summary>Those of a check, the oldest first.</summary>
    public ImmutableArray<RecentRun> Of(string check)
    {
        lock (_lock)
        {
            return _runs.GetValueOrDefault(check, []);
        }
    }

    /// <summary>Takes note of the last run of a check.</summary>
    public void Note(CheckView view)
    {
        if (view.State.Last is not { } last)
        {
            return;
        }

        lock (_lock)
        {
            // Of a check without a past nothing is known yet: it is read with its past, when first it is asked for.
            if (_runs.TryGetValue(view.Check.Name, out var runs) && (runs.IsEmpty || runs[^1].Id < last.Id))
            {
                _runs[view.Check.Name] = [.. runs.TakeLast(RunsMax - 1), RecentRun.Of(last)];
            }
        }
    }

    /// <summary>
    /// Reads the past of checks that are new on the board, and forgets those that are gone. One reading at a time:
    /// whoever comes meanwhile waits for the same.
    /// </summary>
    public Task FillAsync()
    {
        lock (_lock)
        {
            var names = board.Checks.Select(each => each.Check.Name).ToHashSet();
            foreach (var gone in _runs.Keys.Where(each => !names.Contains(each)).ToList())
            {
                _ = _runs.Remove(gone);
            }

            if (_filling.IsCompleted && names.Any(each => !_runs.ContainsKey(each)))
            {
                _filling = Task.Run(() => FillAsync([.. names.Where(each => !_runs.ContainsKey(each))]));
            }

            return _filling;
        }
    }

    private async Task FillAsync(ImmutableArray<string> names)
    {
        foreach (var name in names)
        {
            try
            {
                var runs = await history.RunsAsync(new(name, RunsMax), CancellationToken.None).ConfigureAwait(false);
                lock (_lock)
                {
                    _runs[name] = [.. runs.Reverse().Select(RecentRun.Of)];
                }
            }
            catch (HistoryException)
            {
                // It is shown as a trouble by whoever owns history; the next page tries again.
                return;
            }

            if (board.TryGet(name, out var view))
            {
                Note(view);
            }
        }
    }
}
