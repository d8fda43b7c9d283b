using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Judging;

namespace Dialtone.Watcher.Engine;

/// <summary>A check as it stands.</summary>
/// <param name="Check">What it is.</param>
/// <param name="State">How it stands.</param>
/// <param name="IsOurs">Whether this watcher runs it now; else another one does, and the state is from history.</param>
/// <param name="IsPaused">Whether somebody paused it.</param>
/// <param name="NextRun">When it runs next; <c>null</c> where this watcher does not run it.</param>
/// <param name="IsRunning">Whether it runs now.</param>
public sealed record CheckView(
    WatchCheck Check, CheckState State, bool IsOurs, bool IsPaused, DateTimeOffset? NextRun, bool IsRunning)
{
    /// <summary>Its newest runs.</summary>
    public RecentRuns Recent { get; init; } = RecentRuns.None;
}
