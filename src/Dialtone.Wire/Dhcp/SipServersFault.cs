using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Dhcp;

/// <summary>Why the value of option 120 is not one of RFC 3361.</summary>
public enum SipServersFaultKind : byte
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>No byte at all, not even the encoding.</summary>
    Empty,

    /// <summary>The encoding byte is neither 0 nor 1, and what follows is not text either.</summary>
    UnknownEncoding,

    /// <summary>Encoding 0 and nothing after it.</summary>
    NoNames,

    /// <summary>A label claims more than 63 bytes.</summary>
    LabelTooLong,

    /// <summary>A label runs past the end of the value.</summary>
    LabelPastEnd,

    /// <summary>The value ends where the next label or the closing 00 should be.</summary>
    NameNotClosed,

    /// <summary>A name is longer than 253 characters.</summary>
    NameTooLong,

    /// <summary>A name without a label.</summary>
    EmptyName,

    /// <summary>A label has a character that no host name has.</summary>
    NotAHostName,

    /// <summary>A compression pointer (C0 and above), which this option does not have.</summary>
    CompressionPointer,

    /// <summary>Encoding 1 and nothing after it.</summary>
    NoAddresses,

    /// <summary>Encoding 1 and a length that is not 1 + 4n.</summary>
    AddressCutShort,

    /// <summary>More than <see cref="DhcpLimits.SipServersMax"/> names or addresses.</summary>
    TooManyServers,

    /// <summary>
    /// The option was typed as a string: the text stands there without an encoding byte or label lengths.
    /// </summary>
    PlainText,

    /// <summary>The encoding byte 00, and then the name as text with dots where labels belong.</summary>
    TextAfterEncoding,

    /// <summary>The right bytes were typed as a string: their hexadecimal digits stand there as text.</summary>
    HexadecimalText,
}

/// <summary>What is wrong with option 120, and where.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Offset">The byte of the option's value at which it was noticed.</param>
/// <param name="NameSeen">The name that was meant, where the bytes show one; else empty.</param>
/// <param name="TextSeen">The text that stands there, for the three kinds of wrongly typed values; else empty.</param>
public readonly record struct SipServersFault(SipServersFaultKind Kind, int Offset, HostName NameSeen, string TextSeen)
{
    /// <summary>A fault in bytes that show neither text nor name.</summary>
    public SipServersFault(SipServersFaultKind kind, int offset)
        : this(kind, offset, default, "")
    {
    }

    /// <summary>
    /// The value that the server should be given instead: possible if the bytes show which name was meant.
    /// </summary>
    public bool TryCorrect(out byte[] value)
    {
        value = NameSeen.IsEmpty ? [] : SipServersOption.Of(NameSeen).ToBytes();
        return value.Length > 0;
    }
}
