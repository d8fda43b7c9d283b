using System.Collections.Immutable;

namespace Dialtone.Watcher.Leases;

/// <summary>Decides what a watcher takes and what it gives back, from what the table of leases says.</summary>
/// <remarks>
/// A name counts for each of the watchers that want it by an equal part; a watcher's share is the sum of these, rounded
/// up. Where all want the same, that is the number of names divided by that of watchers. What few want is taken first
/// and given back last: watchers at different sites may have most of their checks to themselves.
/// </remarks>
public sealed class LeaseDivision
{
    private readonly Guid _me;
    private readonly ImmutableHashSet<string> _wanted;
    private readonly ImmutableArray<LeaseRow> _rows;
    private readonly ImmutableArray<LeaseRow> _watchers;
    private readonly Dictionary<string, int> _wanting = new(StringComparer.Ordinal);

    /// <summary>Reads the table as one watcher finds it, its own row of a watcher among the others.</summary>
    /// <param name="me">Who asks.</param>
    /// <param name="wanted">All that it could do.</param>
    /// <param name="rows">The table.</param>
    public LeaseDivision(Guid me, ImmutableHashSet<string> wanted, ImmutableArray<LeaseRow> rows)
    {
        (_me, _wanted, _rows) = (me, wanted, rows);
        _watchers = [.. rows.Where(static row => row.IsWatcher && row.IsLive)];
        foreach (var name in _watchers.SelectMany(static watcher => watcher.Wanted))
        {
            _wanting[name] = _wanting.GetValueOrDefault(name) + 1;
        }
    }

    /// <summary>How many watchers are alive.</summary>
    public int Watchers => _watchers.Length;

    /// <summary>What is free, or ran out, and may be taken, no more than the share.</summary>
    /// <param name="held">What the watcher holds.</param>
    /// <param name="mayInherit">Whether it may take what another one held that did not keep it.</param>
    /// <param name="waitedLong">What nobody took for so long that the share does not matter any more.</param>
    public ImmutableArray<string> Take(
        ImmutableHashSet<string> held, bool mayInherit, IReadOnlySet<string> waitedLong)
    {
        var room = Math.Max(0, Share(_me) - held.Count);
        var free = Free(mayInherit).Where(name => !held.Contains(name)).ToList();
        return [.. free.Where((name, at) => at < room || waitedLong.Contains(name))];
    }

    /// <summary>What nobody holds of what is wanted, the rarest first.</summary>
    /// <param name="mayInherit">Whether what ran out counts too.</param>
    public IEnumerable<string> Free(bool mayInherit)
    {
        var taken = _rows.Where(row => row.IsLive || !mayInherit).Select(static row => row.Name)
            .ToHashSet(StringComparer.Ordinal);
        return _wanted.Where(name => !taken.Contains(name))
            .OrderBy(Wanting).ThenBy(static name => name, StringComparer.Ordinal);
    }

    /// <summary>What is more than the share, and another watcher wants and has room for: the most wanted first.
    /// </summary>
    /// <param name="held">What the watcher holds.</param>
    public ImmutableArray<string> GiveBack(ImmutableHashSet<string> held)
    {
        var surplus = held.Count - Share(_me);
        List<string> given = [];
        foreach (var (watcher, room) in _watchers.Where(each => each.Holder != _me).Select(each => (each, Room(each))))
        {
            var count = Math.Min(room, surplus - given.Count);
            given.AddRange(held.Where(name => !given.Contains(name) && watcher.Wanted.Contains(name))
                .OrderByDescending(Wanting).ThenBy(static name => name, StringComparer.Ordinal)
                .Take(Math.Max(0, count)));
        }

        return [.. given];
    }

    private int Wanting(string name) => Math.Max(1, _wanting.GetValueOrDefault(name));

    private int Room(LeaseRow watcher) => Math.Max(
        0,
        Share(watcher.Holder) - _rows.Count(row => row.Holder == watcher.Holder && row.IsLive && !row.IsWatcher));

    private int Share(Guid holder)
    {
        IEnumerable<string> wanted =
            holder == _me ? _wanted : _watchers.First(each => each.Holder == holder).Wanted;
        // A hair less, so that three thirds are one and not two.
        return (int)Math.Ceiling(wanted.Sum(name => 1.0 / Wanting(name)) - 1e-6);
    }
}
