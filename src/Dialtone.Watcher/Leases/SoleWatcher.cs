using System.Collections.Immutable;

namespace Dialtone.Watcher.Leases;

/// <summary>A watcher that shares with nobody: everything is its own.</summary>
public sealed class SoleWatcher : ILeases
{
    /// <inheritdoc/>
    public TimeSpan Duration => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public Task<ImmutableHashSet<string>> KeepAsync(
        ImmutableHashSet<string> wanted, ImmutableHashSet<string> busy, CancellationToken cancellationToken) =>
        Task.FromResult(wanted);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
