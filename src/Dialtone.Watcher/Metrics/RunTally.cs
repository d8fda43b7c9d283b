using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Metrics;

/// <summary>
/// Counts the runs of checks that came to their end here, for as long as the process lives: a change of the
/// configuration takes nothing away.
/// </summary>
public sealed class RunTally
{
    private readonly long[] _ended = new long[Enum.GetValues<RunOutcome>().Length];

    /// <summary>How many ended so.</summary>
    public long Ended(RunOutcome outcome) => Interlocked.Read(ref _ended[(int)outcome]);

    /// <summary>Counts one, on any thread.</summary>
    public void Count(CheckRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _ = Interlocked.Increment(ref _ended[(int)run.Outcome]);
    }
}
