using System.Collections.Immutable;
using Dialtone.Watcher.Leases;

namespace Dialtone.Watcher.Tests.Leases;

/// <summary>A table of leases in memory, and watchers that ask it one after the other.</summary>
internal sealed class LeaseTable
{
    private readonly SortedDictionary<string, Guid> _held = new(StringComparer.Ordinal);
    private readonly List<(Guid Me, ImmutableHashSet<string> Wanted)> _watchers = [];
    private readonly Dictionary<Guid, ImmutableHashSet<string>> _leaving = [];
    private readonly Dictionary<string, int> _freeFor = new(StringComparer.Ordinal);

    /// <summary>What somebody wants and nobody holds.</summary>
    public IEnumerable<string> Free =>
        _watchers.SelectMany(each => each.Wanted).Where(name => !_held.ContainsKey(name));

    public void Join(ImmutableHashSet<string> wanted) => _watchers.Add((Guid.CreateVersion7(), wanted));

    /// <summary>One is gone, and its leases have run out.</summary>
    public void Leave(int which)
    {
        var (gone, _) = _watchers[which % _watchers.Count];
        _watchers.RemoveAt(which % _watchers.Count);
        foreach (var name in _held.Where(each => each.Value == gone).Select(each => each.Key).ToArray())
        {
            _ = _held.Remove(name);
        }
    }

    public void Go(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (me, wanted) in _watchers)
            {
                Keep(me, wanted);
            }

            foreach (var name in _watchers.SelectMany(each => each.Wanted).Distinct().ToArray())
            {
                _freeFor[name] = _held.ContainsKey(name) ? 0 : _freeFor.GetValueOrDefault(name) + 1;
            }
        }
    }

    public override string ToString() => string.Join(", ", _held.Select(each => $"{each.Key} {each.Value}"));

    private void Keep(Guid me, ImmutableHashSet<string> wanted)
    {
        foreach (var name in _leaving.GetValueOrDefault(me, []))
        {
            _ = _held.Remove(name);
        }

        ImmutableArray<LeaseRow> rows =
        [
            .. _watchers.Select(
                each => new LeaseRow(LeaseRow.WatcherPrefix + each.Me, each.Me, true, [.. each.Wanted])),
            .. _held.Select(each => new LeaseRow(each.Key, each.Value, true, [])),
        ];
        var division = new LeaseDivision(me, wanted, rows);
        var waited = _freeFor.Where(each => each.Value >= 3).Select(each => each.Key).ToHashSet();
        foreach (var name in division.Take(Held(me), mayInherit: true, waited))
        {
            _held[name] = me;
        }

        _leaving[me] = [.. division.GiveBack(Held(me))];
    }

    private ImmutableHashSet<string> Held(Guid me) =>
        [.. _held.Where(each => each.Value == me).Select(each => each.Key)];
}
