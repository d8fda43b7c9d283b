using System.Collections.Immutable;
using Dialtone.Core.Journal;

namespace Dialtone.Phones;

/// <summary>Keeps the latest entries, shows each to a follower, and may be read from any thread.</summary>
internal sealed class FollowedJournal(Action<JournalEntry>? follow) : IJournal
{
    /// <summary>
    /// What a phone that stays signed in for months keeps: the first entries, which tell of its sign-in, and the
    /// latest.
    /// </summary>
    private const int FirstMax = 1_000;
    private const int LatestMax = 1_000;

    private readonly Lock _gate = new();
    private readonly List<JournalEntry> _first = [];
    private readonly Queue<JournalEntry> _latest = [];

    public void Write(JournalEntry entry)
    {
        lock (_gate)
        {
            if (_first.Count < FirstMax)
            {
                _first.Add(entry);
            }
            else
            {
                if (_latest.Count == LatestMax)
                {
                    _ = _latest.Dequeue();
                }

                _latest.Enqueue(entry);
            }
        }

        follow?.Invoke(entry);
    }

    public ImmutableArray<JournalEntry> Snapshot()
    {
        lock (_gate)
        {
            return [.. _first, .. _latest];
        }
    }
}
