namespace Dialtone.Wire.Sip;

/// <summary>One header field as it stands in a message.</summary>
public readonly ref struct SipHeaderField
{
    internal SipHeaderField(SipHeader header, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int valueOffset)
    {
        Header = header;
        Name = name;
        Value = value;
        ValueOffset = valueOffset;
    }

    /// <summary>Which header it is.</summary>
    public SipHeader Header { get; }

    /// <summary>The name as it stands.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>
    /// The value without the white space around it. A folded value keeps its line breaks (section 7.3.1).
    /// </summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Where the value begins in the message.</summary>
    public int ValueOffset { get; }
}
