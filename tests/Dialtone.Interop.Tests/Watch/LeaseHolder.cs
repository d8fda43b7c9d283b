using System.Collections.Immutable;
using Dialtone.Watcher.Leases;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>A watcher as far as leases go: it does what it holds from one call to the next.</summary>
internal sealed class LeaseHolder : IAsyncDisposable
{
    private readonly CancellationTokenSource killed = new();
    private readonly string me = Guid.NewGuid().ToString();
    private readonly Ledger ledger;
    private volatile ImmutableHashSet<string> held = [];
    private Task running = Task.CompletedTask;

    private LeaseHolder(PostgresLeases leases, Ledger ledger) => (Leases, this.ledger) = (leases, ledger);

    public PostgresLeases Leases { get; }

    public ImmutableHashSet<string> Held => held;

    public static LeaseHolder Start(PostgresLeases leases, ImmutableHashSet<string> wanted, Ledger ledger)
    {
        var holder = new LeaseHolder(leases, ledger);
        holder.running = holder.RunAsync(wanted);
        return holder;
    }

    /// <summary>Dies without a word.</summary>
    public async Task KillAsync()
    {
        await killed.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ledger.EndAll(me);
        held = [];
    }

    public async ValueTask DisposeAsync()
    {
        await killed.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Leases.DisposeAsync();
        killed.Dispose();
    }

    private async Task RunAsync(ImmutableHashSet<string> wanted)
    {
        using var third = new PeriodicTimer(Leases.Duration / 3);
        do
        {
            var now = await Leases.KeepAsync(wanted, [], killed.Token);
            killed.Token.ThrowIfCancellationRequested();
            foreach (var name in held.Except(now))
            {
                ledger.End(name, me);
            }

            foreach (var name in now.Except(held))
            {
                ledger.Begin(name, me);
            }

            held = now;
        }
        while (await third.WaitForNextTickAsync(killed.Token));
    }
}
