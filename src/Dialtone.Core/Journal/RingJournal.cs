using System.Collections.Immutable;

namespace Dialtone.Core.Journal;

/// <summary>
/// Keeps what a phone that stays signed in for months may keep: the first entries, which tell of its sign-in, and the
/// latest.
/// </summary>
public sealed class RingJournal : IJournal
{
    private readonly int _firstMax;
    private readonly int _latestMax;
    private readonly List<JournalEntry> _first = [];
    private readonly Queue<JournalEntry> _latest = [];

    /// <summary>A journal without entries.</summary>
    /// <param name="first">How many of the first are kept.</param>
    /// <param name="latest">How many of the others.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public RingJournal(int first = 1_000, int latest = 1_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(first);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(latest);
        (_firstMax, _latestMax) = (first, latest);
    }

    /// <summary>What is kept, in order.</summary>
    public ImmutableArray<JournalEntry> Entries => [.. _first, .. _latest];

    /// <inheritdoc/>
    public void Write(JournalEntry entry)
    {
        if (_first.Count < _firstMax)
        {
            _first.Add(entry);
            return;
        }

        if (_latest.Count == _latestMax)
        {
            _ = _latest.Dequeue();
        }

        _latest.Enqueue(entry);
    }
}
