using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Dialtone.Wire.Dns;

/// <summary>
/// A domain name where it stands in a message that was read: a view, valid as long as the bytes. It compares and hashes
/// without regard to the case of ASCII letters (RFC 4343) and without making a text. The default value is the root.
/// </summary>
public readonly ref struct DnsNameView
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly int _start;

    // The reader has followed the name to its end: pointers lead backwards, labels lie within the message.
    internal DnsNameView(ReadOnlySpan<byte> message, int start)
    {
        _message = message;
        _start = start;
    }

    /// <summary>Whether this is the root, ".".</summary>
    public bool IsRoot => _message.IsEmpty || _message[LabelAt(_start)] == 0;

    /// <summary>Whether both are the same name, of one message or of two.</summary>
    public bool Is(DnsNameView other)
    {
        if (IsRoot || other.IsRoot)
        {
            return IsRoot && other.IsRoot;
        }

        var sameMessage = _message == other._message;
        var (mine, theirs) = (_start, other._start);
        while (true)
        {
            (mine, theirs) = (LabelAt(mine), other.LabelAt(theirs));
            if (sameMessage && mine == theirs)
            {
                return true;
            }

            var label = Label(mine);
            var otherLabel = other.Label(theirs);
            if (label.IsEmpty || !IsSameLabel(label, otherLabel))
            {
                return label.IsEmpty && otherLabel.IsEmpty;
            }

            mine += 1 + label.Length;
            theirs += 1 + otherLabel.Length;
        }
    }

    /// <summary>Whether this is that name.</summary>
    public bool Is(DnsName name)
    {
        Span<byte> labels = stackalloc byte[DnsLimits.NameBytesMax];
        return Is(new DnsNameView(labels[..name.WriteLabels(labels)], 0));
    }

    /// <summary>A hash, the same for names that are the same, in every process (FNV-1a).</summary>
    public int Hash()
    {
        var hash = 2166136261;
        var position = IsRoot ? -1 : LabelAt(_start);
        while (position >= 0 && Label(position) is { IsEmpty: false } label)
        {
            hash = (hash ^ (uint)label.Length) * 16777619;
            foreach (var b in label)
            {
                hash = (hash ^ (b is >= (byte)'A' and <= (byte)'Z' ? b | 0x20u : b)) * 16777619;
            }

            position = LabelAt(position + 1 + label.Length);
        }

        return (int)hash;
    }

    /// <summary>The name by itself. Allocates.</summary>
    public DnsName ToName()
    {
        if (IsRoot)
        {
            return default;
        }

        Span<byte> labels = stackalloc byte[DnsLimits.NameBytesMax];
        var used = 0;
        var position = LabelAt(_start);
        while (Label(position) is { IsEmpty: false } label)
        {
            _message.Slice(position, 1 + label.Length).CopyTo(labels[used..]);
            used += 1 + label.Length;
            position = LabelAt(position + 1 + label.Length);
        }

        return DnsName.FromLabels(labels[..used]);
    }

    /// <inheritdoc/>
    public override string ToString() => ToName().Text;

    private static bool IsSameLabel(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (one.Length != other.Length || one.SequenceEqual(other))
        {
            return one.Length == other.Length;
        }

        for (var i = 0; i < one.Length; i++)
        {
            if (one[i] != other[i] && ((one[i] ^ other[i]) != 0x20 || !char.IsAsciiLetter((char)one[i])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Where the label is that stands at the position, or that a pointer there leads to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int LabelAt(int position)
    {
        while (_message[position] >= 0xC0)
        {
            position = BinaryPrimitives.ReadUInt16BigEndian(_message[position..]) & DnsLimits.PointerTargetMax;
        }

        return position;
    }

    private ReadOnlySpan<byte> Label(int position) => _message.Slice(position + 1, _message[position]);
}
