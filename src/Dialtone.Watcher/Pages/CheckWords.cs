using Dialtone.Reports;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Pages;

/// <summary>How a check stands, in words.</summary>
internal static class CheckWords
{
    /// <summary>The word for what is shown.</summary>
    public static string Of(CheckColor color) => color switch
    {
        CheckColor.Green => "Green",
        CheckColor.Yellow => "Yellow",
        CheckColor.Red => "Red",
        _ => "Unknown",
    };

    /// <summary>The word for how a check stands.</summary>
    public static string Of(CheckView view) => view.IsPaused ? "Paused" : Of(view.State.Color);

    /// <summary>The word for how a run went.</summary>
    public static string Of(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Healthy => "healthy",
        RunOutcome.Degraded => "degraded",
        RunOutcome.Failed => "failed",
        _ => "not run",
    };

    /// <summary>By which style sheet and script know how a check stands.</summary>
    public static string ClassOf(CheckView view) => Of(view).ToLowerInvariant();

    /// <summary>
    /// How long signing in took; zero for a run that came to no sign-in, whose time says when it failed.
    /// </summary>
    public static TimeSpan LatencyOf(RunOutcome outcome, TimeSpan latency) =>
        outcome is RunOutcome.Healthy or RunOutcome.Degraded ? latency : TimeSpan.Zero;

    /// <summary>Whether somebody ought to look at it. What is paused nobody wants to hear of.</summary>
    public static bool IsAmiss(CheckView view) => !view.IsPaused
        && (view.State.Color is CheckColor.Red or CheckColor.Yellow
            || view.State.Last is { Outcome: RunOutcome.NotRun });

    /// <summary>
    /// The first of what is shown to be wrong; <c>null</c> where nothing is, or no finding says what.
    /// </summary>
    public static RunFinding? CauseOf(CheckState state) => state.Cause ?? state.Visible.FirstOrDefault();

    /// <summary>Why a check stands as it does, where no finding says it; empty where there is nothing to say.</summary>
    public static string WhyOf(CheckView view) => view.State switch
    {
        { Last: null } => "Not run yet",
        { Color: CheckColor.Green } => "",
        { Last.TimedOut: true } => $"Given up after {Words.Of(view.Check.Timeout)}",
        { Last: { } last } => last.Verdict,
    };
}
