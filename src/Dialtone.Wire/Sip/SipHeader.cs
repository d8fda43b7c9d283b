using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

    // The first header of each hash, and behind each header the next one of the same hash.
    private static readonly SipHeader[] ByHash = new SipHeader[256];
    private static readonly SipHeader[] Next = MakeNext();

    // Each long name in lower case with a colon behind it, as it is compared with the beginning of a line.
    private static readonly Vector256<byte>[] Folded = [.. Names.Select(Fold)];

    /// <summary>The header that a name, long or compact and in any case, stands for.</summary>
    public static SipHeader Find(ReadOnlySpan<byte> name)
    {
        if (name.Length < 2)
        {
            return name.IsEmpty ? SipHeader.Unknown : Compact(name[0]);
        }

        var candidate = ByHash[HashOf(name[0], name[^1], name.Length)];
        while (candidate != SipHeader.Unknown && !SipText.EqualsIgnoreCase(name, Names[(int)candidate]))
        {
            candidate = Next[(int)candidate];
        }

        return candidate;
    }

    /// <summary>
    /// The header whose name begins a line and has its colon right behind it: what lines nearly always are. False for
    /// all other lines, which may still be good.
    /// </summary>
    /// <param name="line">The line and what follows it.</param>
    /// <param name="header">The header.</param>
    /// <param name="length">The bytes of its name.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryFindAt(ReadOnlySpan<byte> line, out SipHeader header, out int length)
    {
        header = SipHeader.Unknown;
        length = 0;
        if (line.Length < Vector256<byte>.Count)
        {
            return false;
        }

        var bytes = Vector256.Create(line);
        var colons = Vector256.Equals(bytes, Vector256.Create((byte)':')).ExtractMostSignificantBits();
        length = BitOperations.TrailingZeroCount(colons);
        if (length is < 2 or >= 32)
        {
            return false;
        }

        var upToColon = (2u << length) - 1;
        var folded = bytes | Vector256.Create((byte)0x20);
        header = ByHash[HashOf(line[0], line[length - 1], length)];
        while (header != SipHeader.Unknown
            && (~Vector256.Equals(folded, Folded[(int)header]).ExtractMostSignificantBits() & upToColon) != 0)
        {
            header = Next[(int)header];
        }

        return header != SipHeader.Unknown;
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

    private static SipHeader[] MakeNext()
    {
        var next = new SipHeader[Names.Length];
        for (var i = Names.Length - 1; i > 0; i--)
        {
            ref var first = ref ByHash[HashOf(Names[i][0], Names[i][^1], Names[i].Length)];
            (next[i], first) = (first, (SipHeader)i);
        }

        return next;
    }

    // No two of the names have the same, nor need they.
    private static byte HashOf(byte first, byte last, int length) =>
        (byte)(length + ((first | 0x20) * 19) + (last | 0x20));

    // Bit 5 is what sets the cases of a letter apart. Of what else becomes a letter or hyphen by it, no line has any: a
    // hyphen comes from CR too, and a line ends there.
    private static Vector256<byte> Fold(byte[] name)
    {
        var line = new byte[Vector256<byte>.Count];
        name.CopyTo(line, 0);
        line[name.Length] = (byte)':';
        return Vector256.Create(line) | Vector256.Create((byte)0x20);
    }
}
