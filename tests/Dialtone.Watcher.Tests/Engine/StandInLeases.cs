using System.Collections.Immutable;
using Dialtone.Watcher.Leases;

namespace Dialtone.Watcher.Tests.Engine;

/// <summary>
/// Leases that several watchers share in memory. Like the real ones it gives nothing to another watcher while it is
/// busy, and first says that it is to be given back.
/// </summary>
internal sealed class StandInLeases(Dictionary<string, StandInLeases> table) : ILeases
{
    private ImmutableHashSet<string> _leaving = [];

    public TimeSpan Duration => TimeSpan.FromSeconds(30);

    /// <summary>What this watcher may have; <c>null</c> for all that it wants.</summary>
    public Predicate<string>? Fair { get; set; }

    /// <summary>Whether its leases ran out: it was killed.</summary>
    public bool IsDead { get; set; }

    public ImmutableHashSet<string> Wanted { get; private set; } = [];

    public Task<ImmutableHashSet<string>> KeepAsync(
        ImmutableHashSet<string> wanted, ImmutableHashSet<string> busy, CancellationToken cancellationToken)
    {
        lock (table)
        {
            Wanted = wanted;
            foreach (var name in Held().Where(name => !wanted.Contains(name) || _leaving.Contains(name)))
            {
                _ = !busy.Contains(name) && table.Remove(name);
            }

            foreach (var name in wanted.Where(IsMine))
            {
                if (!table.TryGetValue(name, out var holder) || holder.IsDead)
                {
                    table[name] = this;
                }
            }

            _leaving = [.. Held().Where(name => !wanted.Contains(name) || !IsMine(name))];
            return Task.FromResult(Held().Except(_leaving).ToImmutableHashSet());
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private bool IsMine(string name) => Fair?.Invoke(name) ?? true;

    private string[] Held() => [.. table.Where(each => each.Value == this).Select(each => each.Key)];
}
