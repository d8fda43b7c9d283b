using Dialtone.Watcher.Judging;
using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Logs;

/// <summary>What is logged of the running and judging of checks: 2xx. Single runs are in history, not here.</summary>
public static partial class EngineLog
{
    /// <summary>The engine runs.</summary>
    [LoggerMessage(201, LogLevel.Information, "{Watcher} runs {Checks} checks.", EventName = "engine-started")]
    public static partial void EngineStarted(this ILogger logger, string watcher, int checks);

    /// <summary>The engine has come to an end: runs are given up, results are handed in.</summary>
    [LoggerMessage(202, LogLevel.Information, "No check is run any more; {Waiting} results wait in the spool.",
        EventName = "engine-stopped")]
    public static partial void EngineStopped(this ILogger logger, int waiting);

    /// <summary>
    /// A check got worse, or its cause became another one: said with its code, or with the verdict where none is
    /// visible.
    /// </summary>
    [LoggerMessage(203, LogLevel.Warning, "{Check} turned from {From} to {To}: {Cause}",
        EventName = "check-turned")]
    public static partial void CheckTurned(
        this ILogger logger, string check, CheckColor from, CheckColor to, string cause);

    /// <summary>A check works again.</summary>
    [LoggerMessage(204, LogLevel.Information, "{Check} works again; it was {From}.", EventName = "check-works")]
    public static partial void CheckWorks(this ILogger logger, string check, CheckColor from);

    /// <summary>A check could not be run.</summary>
    [LoggerMessage(205, LogLevel.Warning, "{Check} could not be run: {Why}", EventName = "check-not-run")]
    public static partial void CheckNotRun(this ILogger logger, string check, string why);

    /// <summary>Something in the watcher itself broke while a check was run; a defect.</summary>
    [LoggerMessage(206, LogLevel.Error, "{Check} broke the watcher's own code; please report this.",
        EventName = "check-broke")]
    public static partial void CheckBroke(this ILogger logger, Exception exception, string check);

    /// <summary>Somebody paused a check.</summary>
    [LoggerMessage(207, LogLevel.Information, "{Check} is paused.", EventName = "check-paused")]
    public static partial void CheckPaused(this ILogger logger, string check);

    /// <summary>Somebody resumed a check.</summary>
    [LoggerMessage(208, LogLevel.Information, "{Check} is resumed.", EventName = "check-resumed")]
    public static partial void CheckResumed(this ILogger logger, string check);

    /// <summary>Somebody asked for a run besides the schedule.</summary>
    [LoggerMessage(209, LogLevel.Information, "{Check} is run now, as asked.", EventName = "check-asked")]
    public static partial void CheckAsked(this ILogger logger, string check);
}
