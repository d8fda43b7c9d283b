using Dialtone.Watcher.Configuration;

namespace Dialtone.Watcher.Schedule;

/// <summary>A run that may begin.</summary>
/// <param name="Check">What is run.</param>
/// <param name="Late">
/// By how much it is late, as a rule since all places, or those of its user, were taken; zero where somebody asked for
/// it.
/// </param>
/// <param name="IsAsked">Whether somebody asked for it, rather than that its time had come.</param>
public sealed record ScheduledRun(WatchCheck Check, TimeSpan Late, bool IsAsked);
