namespace Dialtone.Wire.Stun;

/// <summary>One attribute: a view over the bytes it was read from.</summary>
public readonly ref struct StunAttribute
{
    internal StunAttribute(ushort type, ReadOnlySpan<byte> value, int offset)
    {
        Type = type;
        Value = value;
        Offset = offset;
    }

    /// <summary>The type as a number, which has another meaning in each dialect.</summary>
    public ushort Type { get; }

    /// <summary>The value, without padding.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Where the attribute begins in its message.</summary>
    public int Offset { get; }
}
