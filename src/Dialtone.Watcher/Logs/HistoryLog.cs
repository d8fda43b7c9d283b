using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Logs;

/// <summary>What is logged of history: 3xx. Reasons are those of history's exceptions, which hold no secret.</summary>
public static partial class HistoryLog
{
    /// <summary>Results cannot be handed in; said once until that works again.</summary>
    [LoggerMessage(302, LogLevel.Error, "History is away, results wait: {Why}", EventName = "history-away")]
    public static partial void HistoryAway(this ILogger logger, string why);

    /// <summary>Results can be handed in again.</summary>
    [LoggerMessage(303, LogLevel.Information, "History is back; {Handed} results that waited are kept now.",
        EventName = "history-back")]
    public static partial void HistoryBack(this ILogger logger, long handed);

    /// <summary>Results are lost: neither history nor the spool takes them.</summary>
    [LoggerMessage(305, LogLevel.Error, "{Lost} results are lost: {Why}", EventName = "results-lost")]
    public static partial void ResultsLost(this ILogger logger, long lost, string why);

    /// <summary>What a killed watcher left behind is handed in.</summary>
    [LoggerMessage(306, LogLevel.Information, "{File} holds {Waiting} results from before the start.",
        EventName = "spool-found")]
    public static partial void SpoolFound(this ILogger logger, string file, long waiting);

    /// <summary>Something of the spool cannot be read.</summary>
    [LoggerMessage(307, LogLevel.Error, "{File} is broken at byte {Offset}; what stands after that is passed over.",
        EventName = "spool-broken")]
    public static partial void SpoolBroken(this ILogger logger, string file, long offset);

    /// <summary>What was too old or too much is given up.</summary>
    [LoggerMessage(308, LogLevel.Debug, "{Runs} runs and {Reports} reports besides are given up.",
        EventName = "history-trimmed")]
    public static partial void HistoryTrimmed(this ILogger logger, long runs, long reports);

    /// <summary>What is too old or too much could not be given up.</summary>
    [LoggerMessage(309, LogLevel.Warning, "History could not be trimmed: {Why}", EventName = "history-not-trimmed")]
    public static partial void HistoryNotTrimmed(this ILogger logger, string why);
}
