using System.Collections.Immutable;

namespace Dialtone.Watcher.Leases;

/// <summary>One row of the table of leases.</summary>
/// <param name="Name">What it is the lease of; of a watcher that is alive <c>watcher:…</c>.</param>
/// <param name="Holder">The run of a watcher that holds it, or held it last.</param>
/// <param name="IsLive">Whether it lasts still, by the time of the database.</param>
/// <param name="Wanted">All that the watcher could do, in the row of a watcher; empty in others.</param>
public sealed record LeaseRow(string Name, Guid Holder, bool IsLive, ImmutableArray<string> Wanted)
{
    /// <summary>What the name of a watcher's own row begins with.</summary>
    public const string WatcherPrefix = "watcher:";

    /// <summary>Whether it is the row of a watcher.</summary>
    public bool IsWatcher => Name.StartsWith(WatcherPrefix, StringComparison.Ordinal);
}
