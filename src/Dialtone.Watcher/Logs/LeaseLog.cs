using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Logs;

/// <summary>What is logged of the division of work among watchers: 4xx.</summary>
public static partial class LeaseLog
{
    /// <summary>How many leases one line names.</summary>
    public const int NamedMax = 10;

    /// <summary>Leases are held from now on: one line, however many they are.</summary>
    public static void LeasesTaken(this ILogger logger, IReadOnlyCollection<string> leases) =>
        Taken(logger, leases.Count, Named(leases));

    /// <summary>
    /// Leases are not held any more, given back or taken over by another watcher: one line, however many they are.
    /// </summary>
    public static void LeasesLeft(this ILogger logger, IReadOnlyCollection<string> leases) =>
        Left(logger, leases.Count, Named(leases));

    [LoggerMessage(
        401, LogLevel.Information, "{Count} leases are this watcher's now: {Leases}.", EventName = "leases-taken")]
    private static partial void Taken(ILogger logger, int count, string leases);

    [LoggerMessage(
        402, LogLevel.Information, "{Count} leases are another watcher's now: {Leases}.", EventName = "leases-left")]
    private static partial void Left(ILogger logger, int count, string leases);

    private static string Named(IReadOnlyCollection<string> leases)
    {
        var named = string.Join(", ", leases.Order(StringComparer.Ordinal).Take(NamedMax));
        return leases.Count > NamedMax ? $"{named} and {leases.Count - NamedMax} more" : named;
    }
}
