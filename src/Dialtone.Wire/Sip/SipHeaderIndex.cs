using System.Runtime.CompilerServices;

namespace Dialtone.Wire.Sip;

/// <summary>Where the header fields of one message stand.</summary>
internal struct SipHeaderIndex
{
    // Most messages have some twelve headers.
    private const int SlotsMin = 16;

    private Slot[]? _slots;

    // A bit for each header that is there, and for each that is there twice; and where the first one is.
    private ulong _present;
    private ulong _repeated;
    private Firsts _firsts;

    /// <summary>The number of header fields.</summary>
    public int Count { get; private set; }

    /// <summary>The field at that place.</summary>
    public readonly ref readonly Slot this[int index] => ref _slots![index];

    /// <summary>Forgets all fields and keeps the room for others.</summary>
    public void Clear()
    {
        (_present, _repeated) = (0, 0);
        Count = 0;
    }

    /// <summary>Adds a field, whose value is still to be set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Slot Add(SipHeader header, int nameStart)
    {
        var index = Count++;
        if (_slots is null || index == _slots.Length)
        {
            Array.Resize(ref _slots, Math.Max(SlotsMin, index * 2));
        }

        var bit = Bit(header);
        if ((_present & bit) != 0)
        {
            _repeated |= bit;
        }
        else
        {
            _present |= bit;
            _firsts[(int)header] = (byte)Math.Min(index, byte.MaxValue);
        }

        ref var slot = ref _slots[index];
        slot.Header = header;
        slot.NameStart = nameStart;
        return ref slot;
    }

    /// <summary>The field that was added last.</summary>
    public readonly ref Slot Last() => ref _slots![Count - 1];

    /// <summary>The first field of that header, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int First(SipHeader header)
    {
        if ((_present & Bit(header)) == 0)
        {
            return -1;
        }

        var first = _firsts[(int)header];
        return first < byte.MaxValue ? first : Scan(header, first);
    }

    /// <summary>The next field of that header at or after <paramref name="from"/>, or -1.</summary>
    public readonly int Next(SipHeader header, int from) =>
        from == 0 ? First(header) : (_repeated & Bit(header)) == 0 ? -1 : Scan(header, from);

    private static ulong Bit(SipHeader header) => 1UL << (int)header;

    private readonly int Scan(SipHeader header, int from)
    {
        for (var i = from; i < Count; i++)
        {
            if (_slots![i].Header == header)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>One field: where its name and its value stand in the message.</summary>
    public struct Slot
    {
        public SipHeader Header;
        public int NameStart;
        public int ValueStart;
        public int ValueLength;

        /// <summary>Keeps where the value, which ends with the text, stands without the blanks around it.</summary>
        public void SetValue(ReadOnlySpan<byte> text, int start)
        {
            // One blank behind the colon is what nearly everybody writes.
            var one = start + 1 < text.Length && text[start] == ' ' && text[start + 1] > ' ';
            ValueStart = one ? start + 1 : SipText.SkipBlanks(text, start);
            ValueLength = SipText.TrimEnd(text[ValueStart..]).Length;
        }
    }

    // As many as there are bits: SipHeader has fewer members.
    [InlineArray(64)]
    private struct Firsts
    {
        private byte _first;
    }
}
