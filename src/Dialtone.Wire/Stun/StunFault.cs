namespace Dialtone.Wire.Stun;

/// <summary>Why bytes are not a message of STUN or TURN, of either dialect.</summary>
public enum StunFaultKind : byte
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>Shorter than the header.</summary>
    TooShort,

    /// <summary>Longer than <see cref="StunLimits.MessageBytesMax"/>.</summary>
    TooLong,

    /// <summary>The first two bits are not zero: another protocol on the same port (RFC 8489 section 5).</summary>
    NotStun,

    /// <summary>The magic cookie is not there, or is that of the other dialect.</summary>
    WrongCookie,

    /// <summary>The length is not that of what follows the header, or no multiple of four where it must be.</summary>
    WrongLength,

    /// <summary>Less than an attribute's type and length at the end of the message.</summary>
    AttributeHeaderCutShort,

    /// <summary>An attribute's value, or the padding after it, runs past the end of the message.</summary>
    AttributePastEnd,

    /// <summary>More than <see cref="StunLimits.AttributesMax"/> attributes.</summary>
    TooManyAttributes,

    /// <summary>An attribute whose value has no length that it may have.</summary>
    InvalidAttribute,

    /// <summary>FINGERPRINT is not the last attribute, or not that of the message (RFC 8489 section 14.7).</summary>
    WrongFingerprint,
}

/// <summary>What is wrong with a message, and where.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Offset">The byte of the message at which it was noticed.</param>
public readonly record struct StunFault(StunFaultKind Kind, int Offset);
