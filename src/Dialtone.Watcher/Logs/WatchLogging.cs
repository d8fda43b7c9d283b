using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Dialtone.Watcher.Logs;

/// <summary>Where the watcher's log goes: to standard output, a line an event.</summary>
public static class WatchLogging
{
    /// <summary>
    /// Takes the place of what was set up before. Under systemd each line begins with its priority (sd-daemon(3)), and
    /// journald adds the time; elsewhere it begins with the time.
    /// </summary>
    /// <param name="logging">What is set up.</param>
    /// <param name="isUnderSystemd">Whether systemd runs it, and its journal reads along.</param>
    public static ILoggingBuilder AddWatchLogging(this ILoggingBuilder logging, bool isUnderSystemd)
    {
        ArgumentNullException.ThrowIfNull(logging);
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);

        // ASP.NET Core tells of every request, and Kestrel's own start is said by event 701.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
        return isUnderSystemd
            ? logging.AddSystemdConsole()
            : logging.AddSimpleConsole(Simple);
    }

    private static void Simple(SimpleConsoleFormatterOptions options)
    {
        options.SingleLine = true;
        options.UseUtcTimestamp = true;
        options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss'Z' ";
        options.ColorBehavior = LoggerColorBehavior.Disabled;
    }
}
