using System.Collections.Immutable;

namespace Dialtone.Watcher.Configuration;

/// <summary>What counts only after a restart: where the watcher listens, and where it keeps things.</summary>
internal static class RestartKeys
{
    private static readonly ImmutableArray<(string Key, Func<WatchConfiguration, object?> Value)> All =
    [
        ("watcher", each => each.Watcher),
        ("listen", each => each.Listen),
        ("stateDirectory", each => each.StateDirectory),
        ("history.sqlite", each => each.SqliteFile),
        ("history.postgres", each => each.Postgres),
        ("history.lease", each => each.LeaseDuration),
        ("traces.otlp", each => each.Otlp),
    ];

    /// <summary>The keys whose values differ.</summary>
    public static ImmutableArray<string> Differing(WatchConfiguration first, WatchConfiguration now) =>
        [.. All.Where(each => !Equals(each.Value(first), each.Value(now))).Select(each => each.Key)];
}
