using System.Collections.Immutable;
using Dialtone.Core.Journal;

namespace Dialtone.Phones;

/// <summary>Keeps the first and the latest entries, shows each to a follower; may be read from any thread.</summary>
internal sealed class FollowedJournal(Action<JournalEntry>? follow) : IJournal
{
    private readonly Lock _gate = new();
    private readonly RingJournal _kept = new();

    public void Write(JournalEntry entry)
    {
        lock (_gate)
        {
            _kept.Write(entry);
        }

        follow?.Invoke(entry);
    }

    public ImmutableArray<JournalEntry> Snapshot()
    {
        lock (_gate)
        {
            return _kept.Entries;
        }
    }
}
