namespace Dialtone.Wire.Dhcp6;

/// <summary>Why bytes are not a DHCPv6 message between client and server.</summary>
public enum Dhcp6FaultKind : byte
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>Shorter than the header.</summary>
    TooShort,

    /// <summary>Longer than <see cref="Dhcp6Limits.MessageBytesMax"/>.</summary>
    TooLong,

    /// <summary>The message type 0, which is reserved.</summary>
    InvalidMessageType,

    /// <summary>A message between relay and server, whose header is another one (RFC 8415 section 9).</summary>
    RelayMessage,

    /// <summary>Less than an option's code and length at the end of the message.</summary>
    OptionHeaderCutShort,

    /// <summary>An option's value runs past the end of the message.</summary>
    OptionPastEnd,

    /// <summary>More than <see cref="Dhcp6Limits.OptionsMax"/> options.</summary>
    TooManyOptions,

    /// <summary>Option 1 or 2 is no DUID: shorter than 3 bytes or longer than 130 (RFC 8415 section 11.1).</summary>
    InvalidDuid,

    /// <summary>Option 6 does not have an even number of bytes (RFC 8415 section 21.7).</summary>
    InvalidOptionRequest,

    /// <summary>Option 13 is shorter than the two bytes of its code (RFC 8415 section 21.13).</summary>
    InvalidStatusCode,
}

/// <summary>What is wrong with a DHCPv6 message, and where.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Offset">The byte of the message at which it was noticed.</param>
public readonly record struct Dhcp6Fault(Dhcp6FaultKind Kind, int Offset);
