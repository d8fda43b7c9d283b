using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Logs;

/// <summary>What is logged of the program itself: 7xx.</summary>
public static partial class HostLog
{
    /// <summary>The watcher listens.</summary>
    [LoggerMessage(701, LogLevel.Information, "Watching; the page is at {Address}.", EventName = "host-started")]
    public static partial void HostStarted(this ILogger logger, string address);

    /// <summary>The watcher has stopped.</summary>
    [LoggerMessage(703, LogLevel.Information, "Stopped.", EventName = "host-stopped")]
    public static partial void HostStopped(this ILogger logger);

    /// <summary>Part of the watcher ended, which it never should; the watcher stops, so that it is started anew.
    /// </summary>
    [LoggerMessage(704, LogLevel.Critical, "{Part} has ended, and the watcher with it.", EventName = "host-broke")]
    public static partial void HostBroke(this ILogger logger, Exception exception, string part);

    /// <summary>The page can be read from other machines.</summary>
    [LoggerMessage(705, LogLevel.Warning,
        "{Address} can be reached from other machines, and whoever reaches it may read it.", EventName = "host-open")]
    public static partial void HostOpen(this ILogger logger, string address);
}
