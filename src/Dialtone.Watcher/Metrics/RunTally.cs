using System.Collections.Immutable;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Metrics;

/// <summary>
/// Counts runs as the board shows them, for as long as the process lives: a change of the configuration takes nothing
/// away. What another watcher ran, or this one before it was started anew, is not counted.
/// </summary>
public sealed class RunTally : IDisposable
{
    /// <summary>How much later than its time a run may begin before it counts as late.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly CheckBoard _board;
    private readonly long[] _finished = new long[Enum.GetValues<RunOutcome>().Length];
    private readonly Dictionary<string, CheckView> _running = [];
    private readonly Dictionary<string, DateTimeOffset> _due = [];
    private readonly IDisposable _listening;
    private long _started;
    private long _late;

    /// <summary>Begins to count.</summary>
    public RunTally(CheckBoard board)
    {
        ArgumentNullException.ThrowIfNull(board);
        _board = board;
        _listening = board.Listen(Hear);
    }

    /// <summary>How many began.</summary>
    public long Started => Interlocked.Read(ref _started);

    /// <summary>How many of these began late.</summary>
    public long Late => Interlocked.Read(ref _late);

    /// <summary>How many ended so.</summary>
    public long Finished(RunOutcome outcome) => Interlocked.Read(ref _finished[(int)outcome]);

    /// <inheritdoc/>
    public void Dispose() => _listening.Dispose();

    private void Hear(CheckView view)
    {
        lock (_lock)
        {
            var name = view.Check.Name;
            if (view.IsRunning)
            {
                if (_running.TryAdd(name, view))
                {
                    _started++;
                }
            }
            else if (_running.Remove(name, out var before) && view.State.Last is { } run
                && run.Id != before.State.Last?.Id)
            {
                _finished[(int)run.Outcome]++;
                _late += _due.TryGetValue(name, out var due) && run.StartedAt - due > LateAfter ? 1 : 0;
            }

            if (!view.IsRunning)
            {
                Await(name, view.NextRun);
            }
        }
    }

    private void Await(string name, DateTimeOffset? next)
    {
        if (next is { } due)
        {
            _due[name] = due;
        }
        else
        {
            _ = _due.Remove(name);
        }

        // Names that are in no configuration any more must not pile up.
        if (_due.Count > (2 * _board.Checks.Length) + 16)
        {
            var there = _board.Checks.Select(each => each.Check.Name).ToHashSet();
            foreach (var gone in _due.Keys.Where(each => !there.Contains(each)).ToImmutableArray())
            {
                _ = _due.Remove(gone);
                _ = _running.Remove(gone);
            }
        }
    }
}
