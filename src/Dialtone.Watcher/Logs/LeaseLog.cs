using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Logs;

/// <summary>What is logged of the division of work among watchers: 4xx.</summary>
public static partial class LeaseLog
{
    /// <summary>A lease is held from now on.</summary>
    [LoggerMessage(401, LogLevel.Information, "{Lease} is this watcher's now.", EventName = "lease-taken")]
    public static partial void LeaseTaken(this ILogger logger, string lease);

    /// <summary>A lease is not held any more: given back, or taken over by another watcher.</summary>
    [LoggerMessage(402, LogLevel.Information, "{Lease} is another watcher's now.", EventName = "lease-left")]
    public static partial void LeaseLeft(this ILogger logger, string lease);

    /// <summary>The database is away: what was held stays held. Said once until that works again.</summary>
    [LoggerMessage(403, LogLevel.Warning, "Leases cannot be kept, what was held stays held: {Why}",
        EventName = "leases-away")]
    public static partial void LeasesAway(this ILogger logger, string why);

    /// <summary>Leases can be kept again.</summary>
    [LoggerMessage(404, LogLevel.Information, "Leases are kept again.", EventName = "leases-back")]
    public static partial void LeasesBack(this ILogger logger);
}
