using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Logs;

/// <summary>
/// What is logged of <c>/probe</c> and of traces: 6xx. What a scrape asked for is its own affair, and not logged.
/// </summary>
public static partial class ProbeLog
{
    /// <summary>A scrape came while as many ran as may, and was turned away.</summary>
    [LoggerMessage(602, LogLevel.Warning, "/probe is busy: all {Places} places are taken.", EventName = "probe-busy")]
    public static partial void ProbeBusy(this ILogger logger, int places);

    /// <summary>Traces cannot be handed to the collector.</summary>
    [LoggerMessage(603, LogLevel.Warning, "Traces are lost: {Why}", EventName = "traces-lost")]
    public static partial void TracesLost(this ILogger logger, string why);
}
