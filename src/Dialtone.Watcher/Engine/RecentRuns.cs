using System.Collections.Immutable;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Engine;

/// <summary>
/// The newest runs of a check, so that an overview need not ask history. Those that were not healthy are kept beyond
/// them: one failure of the night is still there in the morning.
/// </summary>
/// <param name="Runs">The newest, the newest first; at most <see cref="RunsMax"/>.</param>
/// <param name="Bad">
/// Those that failed, were degraded or could not be run and are older, the newest first; at most <see cref="BadMax"/>.
/// </param>
public sealed record RecentRuns(ImmutableArray<RecentRun> Runs, ImmutableArray<RecentRun> Bad)
{
    /// <summary>How many runs are kept.</summary>
    public const int RunsMax = 60;

    /// <summary>How many that were not healthy are kept beyond them.</summary>
    public const int BadMax = 20;

    /// <summary>None.</summary>
    public static RecentRuns None { get; } = new([], []);

    /// <summary>Those of a list, the newest first.</summary>
    public static RecentRuns Of(IEnumerable<CheckRun> newestFirst) =>
        newestFirst.Reverse().Aggregate(None, (recent, run) => recent.With(run));

    /// <summary>With one more, which is the newest.</summary>
    public RecentRuns With(CheckRun run)
    {
        if (Runs.Length < RunsMax)
        {
            return this with { Runs = Runs.Insert(0, RecentRun.Of(run)) };
        }

        var pushedOut = Runs[^1];
        return new(
            Runs.RemoveAt(Runs.Length - 1).Insert(0, RecentRun.Of(run)),
            pushedOut.Outcome == RunOutcome.Healthy ? Bad : [pushedOut, .. Bad.Take(BadMax - 1)]);
    }
}
