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
}
