using System.Collections.Immutable;
using Dialtone.Watcher.Leases;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>The leases of a watcher that may be killed: it asks for nothing then and gives nothing back.</summary>
internal sealed class AbandonedLeases(ILeases leases) : ILeases
{
    private volatile bool isDead;

    public TimeSpan Duration => leases.Duration;

    public void Kill() => isDead = true;

    public async Task<ImmutableHashSet<string>> KeepAsync(
        ImmutableHashSet<string> wanted, ImmutableHashSet<string> busy, CancellationToken cancellationToken)
    {
        if (isDead)
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        return await leases.KeepAsync(wanted, busy, cancellationToken);
    }

    public ValueTask DisposeAsync() => leases.DisposeAsync();
}
