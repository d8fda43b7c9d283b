namespace Dialtone.Wire.Dhcp;

/// <summary>Why bytes are not a DHCP message.</summary>
public enum DhcpFaultKind : byte
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>Shorter than the header and the magic cookie.</summary>
    TooShort,

    /// <summary>Longer than <see cref="DhcpLimits.MessageBytesMax"/>.</summary>
    TooLong,

    /// <summary><c>op</c> is neither 1 (BOOTREQUEST) nor 2 (BOOTREPLY).</summary>
    UnknownOperation,

    /// <summary><c>hlen</c> is more than the 16 bytes of <c>chaddr</c>.</summary>
    HardwareAddressTooLong,

    /// <summary>The magic cookie 63 82 53 63 is not where options begin (RFC 2131 section 3).</summary>
    NoMagicCookie,

    /// <summary>An option's code is the last byte of its field: the length is missing.</summary>
    OptionLengthMissing,

    /// <summary>An option's value runs past the end of its field.</summary>
    OptionPastEnd,

    /// <summary>A field with options does not close with the end option (RFC 2131 section 4.1).</summary>
    EndMissing,

    /// <summary>Option 52 is not one byte of 1, 2 or 3 (RFC 2132 section 9.3).</summary>
    InvalidOverload,

    /// <summary>
    /// Option 53 is not one byte, or 0. Codes after 8 are of later RFCs, and are kept (RFC 2132 section 9.6).
    /// </summary>
    InvalidMessageType,

    /// <summary>Option 54 is not four bytes (RFC 2132 section 9.7).</summary>
    InvalidServerIdentifier,
}

/// <summary>What is wrong with a DHCP message, and where.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Offset">The byte of the message at which it was noticed.</param>
public readonly record struct DhcpFault(DhcpFaultKind Kind, int Offset);
