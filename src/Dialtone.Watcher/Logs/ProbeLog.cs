using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Logs;

/// <summary>What is logged of <c>/probe</c>: 6xx. What a scrape asked for is its own affair, and not logged.</summary>
public static partial class ProbeLog
{
    /// <summary>A scrape asked for what there is not.</summary>
    [LoggerMessage(601, LogLevel.Debug, "/probe is refused: {Why}", EventName = "probe-refused")]
    public static partial void ProbeRefused(this ILogger logger, string why);

    /// <summary>A scrape came while as many ran as may; it was turned away.</summary>
    [LoggerMessage(602, LogLevel.Warning, "/probe is busy: all {Places} places are taken.", EventName = "probe-busy")]
    public static partial void ProbeBusy(this ILogger logger, int places);

    /// <summary>Traces cannot be handed to the collector.</summary>
    [LoggerMessage(603, LogLevel.Warning, "Traces are lost: {Why}", EventName = "traces-lost")]
    public static partial void TracesLost(this ILogger logger, string why);
}
