namespace Dialtone.Wire.Sip;

/// <summary>What is wrong with bytes that should have been SIP.</summary>
public enum SipFaultKind : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The bytes end before the message does.</summary>
    Truncated,

    /// <summary>The peer speaks TLS where plain SIP was expected (a record header, RFC 8446 section 5.1).</summary>
    TlsRecord,

    /// <summary>
    /// The first line is neither a SIP request line nor a SIP status line: the peer is something else.
    /// </summary>
    NotSip,

    /// <summary>A start line of SIP, but not of version 2.0.</summary>
    UnsupportedVersion,

    /// <summary>The start line has a method, Request-URI or status code that the grammar does not allow.</summary>
    StartLine,

    /// <summary>A CR without LF, or a LF without CR.</summary>
    BareLineBreak,

    /// <summary>A NUL byte in the start line or a header.</summary>
    NulByte,

    /// <summary>A header line without a name, a colon, or with a name that is not a token.</summary>
    HeaderSyntax,

    /// <summary>A line is longer than <see cref="SipLimits.LineBytesMax"/>.</summary>
    LineTooLong,

    /// <summary>There are more headers than <see cref="SipLimits.HeaderCountMax"/>.</summary>
    TooManyHeaders,

    /// <summary>Start line and headers are longer than <see cref="SipLimits.HeaderBytesMax"/>.</summary>
    HeadersTooLong,

    /// <summary>Content-Length asks for more than <see cref="SipLimits.BodyBytesMax"/>.</summary>
    BodyTooLong,

    /// <summary>More bytes follow than Content-Length announced.</summary>
    TrailingBytes,

    /// <summary>A required header is absent. The offset is where the headers end.</summary>
    HeaderMissing,

    /// <summary>A header that may stand once stands twice. The offset is that of the second.</summary>
    HeaderRepeated,

    /// <summary>A number is not one, or is larger than the field allows.</summary>
    Number,

    /// <summary>A Via value does not follow the grammar.</summary>
    Via,

    /// <summary>The CSeq of a request names another method than its request line (RFC 3261 section 8.1.1.5).</summary>
    CSeqMethodMismatch,

    /// <summary>An address (From, To, Contact …) does not follow the grammar.</summary>
    Address,

    /// <summary>A parameter does not follow the grammar.</summary>
    Parameter,

    /// <summary>There are more parameters than <see cref="SipLimits.ParameterCountMax"/>.</summary>
    TooManyParameters,

    /// <summary>A quoted string does not end.</summary>
    QuotedString,

    /// <summary>A URI has no scheme, or another than <c>sip</c> and <c>sips</c>.</summary>
    UriScheme,

    /// <summary>The user part of a URI does not follow the grammar.</summary>
    UriUser,

    /// <summary>The host of a URI is neither a name nor an address.</summary>
    UriHost,

    /// <summary>A port is not a number from 1 to 65535.</summary>
    UriPort,

    /// <summary>A percent sign is not followed by two hexadecimal digits.</summary>
    UriEscape,
}

/// <summary>What is wrong, and where.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Offset">The byte at which it shows, from the start of the message (or of the text that was
/// read).</param>
public readonly record struct SipFault(SipFaultKind Kind, int Offset)
{
    /// <summary>Whether something is wrong.</summary>
    public bool IsFault => Kind != SipFaultKind.None;

    /// <inheritdoc/>
    public override string ToString() => IsFault ? $"{Kind} at byte {Offset}" : "no fault";
}
