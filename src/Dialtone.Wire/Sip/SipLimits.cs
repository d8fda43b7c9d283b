namespace Dialtone.Wire.Sip;

/// <summary>
/// What a peer may make this end hold: every count and length that it chooses. The defaults let the largest messages of
/// a Lync deployment through and nothing that only an attacker would send.
/// </summary>
public sealed record SipLimits
{
    /// <summary>The limits used where nobody asks for others.</summary>
    public static SipLimits Default { get; } = new();

    /// <summary>
    /// The longest line in bytes, its CRLF not counted. A Kerberos ticket of 48,000 bytes (the largest that Windows
    /// makes by default) is 64,000 in base64, on one line.
    /// </summary>
    public int LineBytesMax { get; init; } = 66_000;

    /// <summary>The most header fields of one message. Real ones have some thirty.</summary>
    public int HeaderCountMax { get; init; } = 256;

    /// <summary>
    /// The most bytes of start line and headers together: one line of the largest kind and room for the rest.
    /// </summary>
    public int HeaderBytesMax { get; init; } = 98_304;

    /// <summary>
    /// The longest body in bytes. Contact lists and provisioning documents reach some hundred kilobytes.
    /// </summary>
    public int BodyBytesMax { get; init; } = 1_048_576;

    /// <summary>The most parameters of one header value or URI.</summary>
    public int ParameterCountMax { get; init; } = 64;
}
