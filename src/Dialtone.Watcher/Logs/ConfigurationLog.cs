using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Logs;

/// <summary>What is logged of the configuration: 1xx.</summary>
public static partial class ConfigurationLog
{
    /// <summary>A configuration is in force, at the start or after a change.</summary>
    [LoggerMessage(101, LogLevel.Information, "{File} is in force: {Checks} checks, {Hooks} webhooks.",
        EventName = "configuration-in-force")]
    public static partial void ConfigurationInForce(this ILogger logger, string file, int checks, int hooks);

    /// <summary>A changed file is wrong: what was in force stays so.</summary>
    [LoggerMessage(102, LogLevel.Error, "{File} is refused, what was in force stays so: {Fault}",
        EventName = "configuration-refused")]
    public static partial void ConfigurationRefused(this ILogger logger, string file, string fault);

    /// <summary>Something has changed that a running watcher cannot take up.</summary>
    [LoggerMessage(104, LogLevel.Warning, "{Setting} has changed; that needs a restart.",
        EventName = "configuration-needs-restart")]
    public static partial void ConfigurationNeedsRestart(this ILogger logger, string setting);

    /// <summary>A password, PIN, key or token cannot be read; the name of its file or variable is in why.</summary>
    [LoggerMessage(105, LogLevel.Warning, "The secret of {Owner} cannot be read: {Why}",
        EventName = "secret-unreadable")]
    public static partial void SecretUnreadable(this ILogger logger, string owner, string why);
}
