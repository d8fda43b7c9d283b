using System.Buffers.Binary;

namespace Dialtone.Wire.Stun;

/// <summary>Goes through the attributes of a message of either dialect, which differ in their padding.</summary>
public ref struct StunAttributeReader
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly int _padding;
    private int _next;

    internal StunAttributeReader(ReadOnlySpan<byte> message, int padding)
    {
        _message = message;
        _padding = padding;
        _next = StunLimits.HeaderBytes;
    }

    /// <summary>The attribute that <see cref="MoveNext"/> came to.</summary>
    public StunAttribute Current { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly StunAttributeReader GetEnumerator() => this;

    /// <summary>Goes on to the next; false after the last.</summary>
    public bool MoveNext() => _next < _message.Length && TryNext(out _);

    /// <summary>As <see cref="MoveNext"/> on bytes of which nothing is known.</summary>
    internal bool TryNext(out StunFault fault)
    {
        var rest = _message[_next..];
        if (rest.Length < StunLimits.AttributeHeaderBytes)
        {
            fault = new(StunFaultKind.AttributeHeaderCutShort, _next);
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        var padded = (length + _padding - 1) / _padding * _padding;
        if (rest.Length < StunLimits.AttributeHeaderBytes + padded)
        {
            fault = new(StunFaultKind.AttributePastEnd, _next);
            return false;
        }

        fault = default;
        Current = new(
            BinaryPrimitives.ReadUInt16BigEndian(rest), rest.Slice(StunLimits.AttributeHeaderBytes, length), _next);
        _next += StunLimits.AttributeHeaderBytes + padded;
        return true;
    }

    /// <summary>Whether all attributes are whole, and there are no more than the limit.</summary>
    internal static bool TryWalk(ReadOnlySpan<byte> message, int padding, out StunFault fault)
    {
        var attributes = new StunAttributeReader(message, padding);
        var count = 0;
        fault = default;
        while (attributes._next < message.Length)
        {
            if (++count > StunLimits.AttributesMax)
            {
                fault = new(StunFaultKind.TooManyAttributes, attributes._next);
                return false;
            }

            if (!attributes.TryNext(out fault))
            {
                return false;
            }
        }

        return true;
    }
}
