using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Engine;

/// <summary>A check of the configuration with how it stands. Guarded by the engine's lock.</summary>
internal sealed class WatchedCheck(WatchCheck check)
{
    public WatchCheck Check { get; set; } = check;

    public CheckPast Past { get; private set; } = new(new() { Check = check.Name }, RecentRuns.None);

    /// <summary>Whether its past is being read, after which it is this watcher's own.</summary>
    public bool IsComing { get; set; }

    /// <summary>When another watcher's last run was looked for.</summary>
    public DateTimeOffset LookedAt { get; set; }

    /// <summary>Takes in a run of this watcher's own.</summary>
    public CheckRun Judge(CheckRun run)
    {
        var (state, judged) = CheckJudge.Next(Past.State, run, Check.VisibleAfter);
        Past = new(state, Past.Recent.With(judged));
        return judged;
    }

    /// <summary>
    /// Takes what history knows, unless this watcher ran the check later than that: then history will hear of it.
    /// </summary>
    public bool TryTake(CheckPast past)
    {
        if (past.State.Last is not { } last || (Past.State.Last is { } own && own.Id >= last.Id))
        {
            return false;
        }

        Past = past;
        return true;
    }
}
