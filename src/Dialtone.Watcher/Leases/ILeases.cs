using System.Collections.Immutable;

namespace Dialtone.Watcher.Leases;

/// <summary>
/// Divides work among watchers: whoever holds the lease of a name does what it is of (<c>check:Sign in</c>,
/// <c>hook:operations</c>).
/// </summary>
public interface ILeases : IAsyncDisposable
{
    /// <summary>
    /// Keeps what is held, gives back what is not wanted any more, takes a fair part of what is free, and says what is
    /// held then. Called again well before <see cref="Duration"/> is over: after a third of it. Never fails: where the
    /// database is away, what was held stays held, since nobody else can take it.
    /// </summary>
    /// <param name="wanted">All that this watcher could do.</param>
    /// <param name="busy">
    /// What it is doing just now. That is nobody else's before it is over, even where it is not wanted any more or is
    /// given back: then it is not in the result, so that it is not begun again.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ImmutableHashSet<string>> KeepAsync(
        ImmutableHashSet<string> wanted, ImmutableHashSet<string> busy, CancellationToken cancellationToken);

    /// <summary>How long a lease lasts when it is not kept.</summary>
    TimeSpan Duration { get; }
}
