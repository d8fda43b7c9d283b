using System.Runtime.CompilerServices;

namespace Dialtone.Lab.World;

/// <summary>
/// What is going to happen, in the order of (time, sequence): a heap of four children a node, which is half as deep as
/// one of two and touches as much memory at each step.
/// </summary>
internal sealed class EventQueue
{
    private const int Children = 4;

    private Entry[] _heap = new Entry[64];
    private long _sequence;

    /// <summary>
    /// An event and its place in the order. What kind it is and for which boot of its node stands in the low bits of
    /// its sequence number: a hundred thousand devices each have an alarm here.
    /// </summary>
    private readonly struct Entry(long ticks, long sequence, in WorldEvent what)
    {
        private const int KindBits = 3;
        private const int LifeBits = 17;

        private readonly long _order =
            (((sequence << LifeBits) | (long)(uint)what.Life) << KindBits) | (long)(byte)what.Kind;
        private readonly SimNode? _node = what.Node;
        private readonly object? _subject = what.Subject;

        public long Ticks => ticks;

        public WorldEvent What => new(
            (WorldEventKind)(_order & ((1 << KindBits) - 1)), _node, (int)(_order >> KindBits) & ((1 << LifeBits) - 1),
            _subject);

        public bool IsBefore(in Entry other) => ticks != other.Ticks ? ticks < other.Ticks : _order < other._order;
    }

    /// <summary>What one waiting event takes.</summary>
    public static int EntryBytes => Unsafe.SizeOf<Entry>();

    /// <summary>How many events wait.</summary>
    public int Count { get; private set; }

    /// <summary>When the next one happens; the end of time where none waits.</summary>
    public long NextTicks => Count == 0 ? long.MaxValue : _heap[0].Ticks;

    public void Enqueue(long ticks, in WorldEvent what)
    {
        if (Count == _heap.Length)
        {
            Array.Resize(ref _heap, 2 * Count);
        }

        var entry = new Entry(ticks, _sequence++, what);
        var at = Count++;
        while (at > 0 && entry.IsBefore(_heap[(at - 1) / Children]))
        {
            _heap[at] = _heap[(at - 1) / Children];
            at = (at - 1) / Children;
        }

        _heap[at] = entry;
    }

    /// <summary>Takes the next event; there must be one.</summary>
    public WorldEvent Dequeue()
    {
        var next = _heap[0].What;
        var last = _heap[--Count];
        _heap[Count] = default;
        if (Count == 0)
        {
            return next;
        }

        var at = 0;
        while (Earliest((at * Children) + 1) is var child && child >= 0 && _heap[child].IsBefore(last))
        {
            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = last;
        return next;
    }

    /// <summary>The earliest of the children that begin there; -1 where there are none.</summary>
    private int Earliest(int first)
    {
        if (first >= Count)
        {
            return -1;
        }

        var end = Math.Min(first + Children, Count);
        var earliest = first;
        for (var i = first + 1; i < end; i++)
        {
            earliest = _heap[i].IsBefore(_heap[earliest]) ? i : earliest;
        }

        return earliest;
    }
}
