namespace Dialtone.Wire.Sip;

/// <summary>
/// The methods that something here knows by name. Any other is <see cref="Unknown"/> and kept as bytes.
/// </summary>
public enum SipMethod : byte
{
    /// <summary>A method without a name here.</summary>
    Unknown,

    /// <summary>RFC 3261 section 10.</summary>
    Register,

    /// <summary>RFC 3261 section 11.</summary>
    Options,

    /// <summary>RFC 3261 section 13.</summary>
    Invite,

    /// <summary>RFC 3261 section 13.</summary>
    Ack,

    /// <summary>RFC 3261 section 15.</summary>
    Bye,

    /// <summary>RFC 3261 section 9.</summary>
    Cancel,

    /// <summary>RFC 6665.</summary>
    Subscribe,

    /// <summary>RFC 6665.</summary>
    Notify,

    /// <summary>A NOTIFY that is not answered (MS-SIP section 2.2).</summary>
    BeNotify,

    /// <summary>A request with a SOAP or XML body to a service (MS-PRES, MS-SIPRE).</summary>
    Service,

    /// <summary>RFC 3428.</summary>
    Message,

    /// <summary>RFC 6086.</summary>
    Info,

    /// <summary>RFC 3903.</summary>
    Publish,

    /// <summary>RFC 3515.</summary>
    Refer,

    /// <summary>RFC 3311.</summary>
    Update,

    /// <summary>RFC 3262.</summary>
    Prack,
}

/// <summary>The names of the methods on the wire. Methods are case-sensitive (RFC 3261 section 7.1).</summary>
public static class SipMethodNames
{
    private static readonly byte[][] Names =
    [
        [],
        "REGISTER"u8.ToArray(),
        "OPTIONS"u8.ToArray(),
        "INVITE"u8.ToArray(),
        "ACK"u8.ToArray(),
        "BYE"u8.ToArray(),
        "CANCEL"u8.ToArray(),
        "SUBSCRIBE"u8.ToArray(),
        "NOTIFY"u8.ToArray(),
        "BENOTIFY"u8.ToArray(),
        "SERVICE"u8.ToArray(),
        "MESSAGE"u8.ToArray(),
        "INFO"u8.ToArray(),
        "PUBLISH"u8.ToArray(),
        "REFER"u8.ToArray(),
        "UPDATE"u8.ToArray(),
        "PRACK"u8.ToArray(),
    ];

    /// <summary>The method that a request line or CSeq names.</summary>
    public static SipMethod Find(ReadOnlySpan<byte> name)
    {
        for (var i = 1; i < Names.Length; i++)
        {
            if (name.SequenceEqual(Names[i]))
            {
                return (SipMethod)i;
            }
        }

        return SipMethod.Unknown;
    }

    /// <summary>The name on the wire.</summary>
    /// <exception cref="ArgumentException"><paramref name="method"/> is <see cref="SipMethod.Unknown"/>.</exception>
    public static ReadOnlySpan<byte> NameOf(SipMethod method) =>
        method is > SipMethod.Unknown && (int)method < Names.Length
            ? Names[(int)method]
            : throw new ArgumentException("An unknown method has no name.", nameof(method));
}
