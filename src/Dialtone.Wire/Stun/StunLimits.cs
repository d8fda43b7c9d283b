namespace Dialtone.Wire.Stun;

/// <summary>What a peer may choose in STUN and TURN, and how much of it is accepted.</summary>
public static class StunLimits
{
    /// <summary>The header, in bytes (RFC 8489 section 5).</summary>
    public const int HeaderBytes = 20;

    /// <summary>Type and length before a value, in bytes (RFC 8489 section 14).</summary>
    public const int AttributeHeaderBytes = 4;

    /// <summary>
    /// The longest message, in bytes: a datagram of media with what carries it. Messages about relays have some
    /// hundred.
    /// </summary>
    public const int MessageBytesMax = 4096;

    /// <summary>The most attributes of one message. Real ones have about ten.</summary>
    public const int AttributesMax = 64;

    /// <summary>The longest user name, in bytes (RFC 8489 section 14.3).</summary>
    public const int UsernameBytesMax = 513;

    /// <summary>
    /// The longest realm, nonce, software or reason, in bytes (RFC 8489 sections 14.8 to 14.10 and 14.14).
    /// </summary>
    public const int TextBytesMax = 763;

    /// <summary>HMAC-SHA1, in bytes.</summary>
    public const int IntegrityBytes = 20;
}
