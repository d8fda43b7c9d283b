using System.Buffers.Binary;

namespace Dialtone.Wire.Dns;

/// <summary>
/// Goes through the bytes of a message. The first fault stops it; after that nothing it returns means anything.
/// </summary>
internal ref struct DnsCursor(ReadOnlySpan<byte> message, int position)
{
    private readonly ReadOnlySpan<byte> _message = message;

    /// <summary>The next byte to be read.</summary>
    public int Position { get; private set; } = position;

    /// <summary>The first fault, if any.</summary>
    public DnsFault Fault { get; private set; }

    /// <summary>Whether there is a fault.</summary>
    public readonly bool Failed => Fault.Kind != DnsFaultKind.None;

    /// <summary>
    /// A name, its pointers followed. Each pointer must lead to before where the labels it ends began: places only get
    /// smaller, so that there is no loop whatever the bytes say.
    /// </summary>
    public DnsNameView ReadName()
    {
        var (start, used, hops) = (Position, 0, 0);
        var (position, runStart) = (start, start);
        while (!Failed)
        {
            if ((uint)position >= (uint)_message.Length)
            {
                Fail(DnsFaultKind.EndsEarly, _message.Length);
                break;
            }

            var length = _message[position];
            if (length == 0)
            {
                Position = hops == 0 ? position + 1 : Position;
                return new(_message, start);
            }

            if (length >= 0xC0)
            {
                var target = PointerTarget(position, runStart, ++hops);
                Position = hops == 1 ? position + 2 : Position;
                (position, runStart) = (target, target);
            }
            else if (length > DnsLimits.LabelBytesMax)
            {
                Fail(DnsFaultKind.UnknownLabelKind, position);
            }
            else if (used + 1 + length + 1 > DnsLimits.NameBytesMax)
            {
                Fail(DnsFaultKind.NameTooLong, start);
            }
            else if (length >= _message.Length - position)
            {
                Fail(DnsFaultKind.EndsEarly, _message.Length);
            }
            else
            {
                used += 1 + length;
                position += 1 + length;
            }
        }

        return default;
    }

    /// <summary>A string with its length before it (RFC 1035 section 3.3).</summary>
    public ReadOnlySpan<byte> ReadString()
    {
        var length = ReadBytes(1);
        return length.IsEmpty ? default : ReadBytes(length[0]);
    }

    public ushort ReadUInt16()
    {
        var bytes = ReadBytes(2);
        return bytes.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }

    public uint ReadUInt32()
    {
        var bytes = ReadBytes(4);
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>The next bytes; none after a fault.</summary>
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (Failed)
        {
            return default;
        }

        if (count > _message.Length - Position)
        {
            Fail(DnsFaultKind.EndsEarly, _message.Length);
            return default;
        }

        var bytes = _message.Slice(Position, count);
        Position += count;
        return bytes;
    }

    /// <summary>Notes a fault, unless there was one before.</summary>
    public bool Fail(DnsFaultKind kind, int offset)
    {
        Fault = Failed ? Fault : new(kind, offset);
        return false;
    }

    private int PointerTarget(int position, int runStart, int hops)
    {
        if (position + 2 > _message.Length)
        {
            Fail(DnsFaultKind.EndsEarly, _message.Length);
            return 0;
        }

        var target = BinaryPrimitives.ReadUInt16BigEndian(_message[position..]) & DnsLimits.PointerTargetMax;
        if (target >= runStart || target < DnsLimits.HeaderBytes)
        {
            Fail(DnsFaultKind.PointerNotBackwards, position);
        }
        else if (hops > DnsLimits.PointerHopsMax)
        {
            Fail(DnsFaultKind.TooManyPointers, position);
        }

        return target;
    }
}
