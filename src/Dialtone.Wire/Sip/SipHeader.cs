using System.Text;

namespace Dialtone.Wire.Sip;

/// <summary>
/// The headers that are recognised by name, in any case and in their compact form (RFC 3261 section 7.3.3).
/// </summary>
public enum SipHeader : byte
{
    /// <summary>A header without a name here; kept as bytes.</summary>
    Unknown,
#pragma warning disable CS1591 // The member's name is the header's.
    Via,
    From,
    To,
    CallId,
    CSeq,
    Contact,
    ContentLength,
    ContentType,
    MaxForwards,
    Expires,
    MinExpires,
    RetryAfter,
    WwwAuthenticate,
    ProxyAuthenticate,
    Authorization,
    ProxyAuthorization,
    AuthenticationInfo,
    ProxyAuthenticationInfo,
    Route,
    RecordRoute,
    Path,
    ServiceRoute,
    Supported,
    Require,
    ProxyRequire,
    Unsupported,
    Allow,
    AllowEvents,
    Accept,
    Event,
    SubscriptionState,
    UserAgent,
    Server,
    Date,
    Timestamp,
    Warning,
    Subject,
    ContentEncoding,
    ReferTo,
    PAssertedIdentity,
    MsKeepAlive,
    MsDiagnostics,
    MsDiagnosticsPublic,
    PresenceState,
    MsUserLogonData,
    PPreferredRegistrar,
#pragma warning restore CS1591
}

/// <summary>The names of the headers on the wire.</summary>
public static class SipHeaderNames
{
    private const int LengthMax = 32;

    private static readonly byte[][] Names =
    [
        [],
        "Via"u8.ToArray(),
        "From"u8.ToArray(),
        "To"u8.ToArray(),
        "Call-ID"u8.ToArray(),
        "CSeq"u8.ToArray(),
        "Contact"u8.ToArray(),
        "Content-Length"u8.ToArray(),
        "Content-Type"u8.ToArray(),
        "Max-Forwards"u8.ToArray(),
        "Expires"u8.ToArray(),
        "Min-Expires"u8.ToArray(),
        "Retry-After"u8.ToArray(),
        "WWW-Authenticate"u8.ToArray(),
        "Proxy-Authenticate"u8.ToArray(),
        "Authorization"u8.ToArray(),
        "Proxy-Authorization"u8.ToArray(),
        "Authentication-Info"u8.ToArray(),
        "Proxy-Authentication-Info"u8.ToArray(),
        "Route"u8.ToArray(),
        "Record-Route"u8.ToArray(),
        "Path"u8.ToArray(),
        "Service-Route"u8.ToArray(),
        "Supported"u8.ToArray(),
        "Require"u8.ToArray(),
        "Proxy-Require"u8.ToArray(),
        "Unsupported"u8.ToArray(),
        "Allow"u8.ToArray(),
        "Allow-Events"u8.ToArray(),
        "Accept"u8.ToArray(),
        "Event"u8.ToArray(),
        "Subscription-State"u8.ToArray(),
        "User-Agent"u8.ToArray(),
        "Server"u8.ToArray(),
        "Date"u8.ToArray(),
        "Timestamp"u8.ToArray(),
        "Warning"u8.ToArray(),
        "Subject"u8.ToArray(),
        "Content-Encoding"u8.ToArray(),
        "Refer-To"u8.ToArray(),
        "P-Asserted-Identity"u8.ToArray(),
        "ms-keep-alive"u8.ToArray(),
        "ms-diagnostics"u8.ToArray(),
        "ms-diagnostics-public"u8.ToArray(),
        "presence-state"u8.ToArray(),
        "ms-user-logon-data"u8.ToArray(),
        "P-Preferred-Registrar"u8.ToArray(),
    ];

    // Most messages have some twelve headers: looking only among the names of the same length is enough.
    private static readonly SipHeader[][] ByLength = [.. Enumerable.Range(0, LengthMax).Select(NamesOfLength)];

    /// <summary>The header that a name, long or compact and in any case, stands for.</summary>
    public static SipHeader Find(ReadOnlySpan<byte> name)
    {
        if (name.Length == 1)
        {
            return Compact(name[0]);
        }

        if (name.Length >= LengthMax)
        {
            return SipHeader.Unknown;
        }

        foreach (var candidate in ByLength[name.Length])
        {
            if (Ascii.EqualsIgnoreCase(name, Names[(int)candidate]))
            {
                return candidate;
            }
        }

        return SipHeader.Unknown;
    }

    /// <summary>The long name on the wire.</summary>
    /// <exception cref="ArgumentException"><paramref name="header"/> is <see cref="SipHeader.Unknown"/>.</exception>
    public static ReadOnlySpan<byte> NameOf(SipHeader header) =>
        header is > SipHeader.Unknown && (int)header < Names.Length
            ? Names[(int)header]
            : throw new ArgumentException("An unknown header has no name.", nameof(header));

    private static SipHeader Compact(byte letter) => (char)(letter | 0x20) switch
    {
        'c' => SipHeader.ContentType,
        'e' => SipHeader.ContentEncoding,
        'f' => SipHeader.From,
        'i' => SipHeader.CallId,
        'k' => SipHeader.Supported,
        'l' => SipHeader.ContentLength,
        'm' => SipHeader.Contact,
        'o' => SipHeader.Event,
        'r' => SipHeader.ReferTo,
        's' => SipHeader.Subject,
        't' => SipHeader.To,
        'u' => SipHeader.AllowEvents,
        'v' => SipHeader.Via,
        _ => SipHeader.Unknown,
    };

    private static SipHeader[] NamesOfLength(int length) =>
        [.. Enumerable.Range(1, Names.Length - 1).Where(i => Names[i].Length == length).Select(i => (SipHeader)i)];
}
