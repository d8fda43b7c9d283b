using System.Runtime.CompilerServices;
using System.Text;

namespace Dialtone.Wire.Sip;

/// <summary>The first line of a message, and the question whether the first bytes of a peer are SIP at all.</summary>
internal readonly record struct SipStartLine
{
    // The longest method in use has nine letters, that of RFC 4475 section 3.1.1.2 forty-three. What runs on without a
    // blank is some other protocol.
    public const int MethodLengthMax = 64;

    private static ReadOnlySpan<byte> Version => "SIP/2.0"u8;

    public int MethodLength { get; private init; }

    public int UriStart { get; private init; }

    public int UriLength { get; private init; }

    public int StatusCode { get; private init; }

    public int ReasonStart { get; private init; }

    public int ReasonLength { get; private init; }

    /// <summary>
    /// Whether the first bytes may become a start line. It is asked before the line is complete, so that a peer that
    /// speaks something else is told apart at its first bytes and not by a time-out.
    /// </summary>
    public static bool MayBegin(ReadOnlySpan<byte> span, out SipFault fault)
    {
        fault = default;
        if (span.Length > 0 && span[0] is >= 0x14 and <= 0x17)
        {
            // One byte is not yet a record header; the second is the major version, 3 in every version of TLS.
            if (span.Length > 1)
            {
                fault = new(span[1] == 3 ? SipFaultKind.TlsRecord : SipFaultKind.NotSip, 0);
            }

            return span.Length == 1;
        }

        var token = SipText.TokenEnd(span, 0);
        if (token == span.Length)
        {
            fault = token > MethodLengthMax ? new(SipFaultKind.NotSip, MethodLengthMax) : default;
            return !fault.IsFault;
        }

        var good = token is > 0 and <= MethodLengthMax
            && (span[token] == ' ' || (span[token] == '/' && Ascii.EqualsIgnoreCase(span[..token], "SIP"u8)));
        fault = good ? default : new(SipFaultKind.NotSip, Math.Min(token, MethodLengthMax));
        return good;
    }

    /// <summary>Reads the line that the reader, at the beginning of <paramref name="span"/>, is at.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryRead(
        ReadOnlySpan<byte> span, ref SipLineReader lines, out SipStartLine start, out SipFault fault)
    {
        start = default;
        if (!MayBegin(span, out fault) || !lines.TryNext(out var length, out fault))
        {
            return false;
        }

        var text = span[..length];
        return text.Length > 3 && text[3] == '/'
            ? TryReadStatusLine(text, out start, out fault)
            : TryReadRequestLine(text, out start, out fault);
    }

    /// <summary><c>Method SP Request-URI SP SIP/2.0</c>, with single blanks (section 7.1).</summary>
    private static bool TryReadRequestLine(ReadOnlySpan<byte> text, out SipStartLine start, out SipFault fault)
    {
        start = default;
        var trimmed = SipText.TrimEnd(text);
        if (trimmed.Length < text.Length && trimmed.EndsWith(Version))
        {
            fault = new(SipFaultKind.StartLine, trimmed.Length);
            return false;
        }

        var method = text.IndexOf((byte)' ');
        if (!TryFindVersion(text, method, out var uriEnd, out fault))
        {
            return false;
        }

        var uri = text[(method + 1)..uriEnd];
        var bad = uri.IndexOfAny(SipText.NotInUri);
        if (uri.IsEmpty || bad >= 0)
        {
            fault = new(SipFaultKind.StartLine, method + 1 + Math.Max(bad, 0));
            return false;
        }

        fault = default;
        start = new() { MethodLength = method, UriStart = method + 1, UriLength = uri.Length };
        return true;
    }

    private static bool TryFindVersion(ReadOnlySpan<byte> text, int method, out int uriEnd, out SipFault fault)
    {
        uriEnd = text.LastIndexOf((byte)' ');
        var version = text[(uriEnd + 1)..];
        if (uriEnd > method && version.SequenceEqual(Version))
        {
            fault = default;
            return true;
        }

        if (method < 0 || uriEnd == method || version.Length < 4 || !Ascii.EqualsIgnoreCase(version[..4], "SIP/"u8))
        {
            fault = new(SipFaultKind.NotSip, Math.Max(uriEnd + 1, 0));
            return false;
        }

        fault = Ascii.EqualsIgnoreCase(version, Version) ? default : new(SipFaultKind.UnsupportedVersion, uriEnd + 1);
        return !fault.IsFault;
    }

    /// <summary>
    /// <c>SIP/2.0 SP 3DIGIT SP Reason</c>; the blank before an empty reason is not missed (section 7.2).
    /// </summary>
    private static bool TryReadStatusLine(ReadOnlySpan<byte> text, out SipStartLine start, out SipFault fault)
    {
        start = default;
        var blank = text.IndexOf((byte)' ');
        var version = blank < 0 ? text : text[..blank];
        if (!SipText.EqualsIgnoreCase(version, Version))
        {
            fault = new(SipFaultKind.UnsupportedVersion, 4);
            return false;
        }

        var rest = text[version.Length..];
        if (rest.Length < 4 || !SipText.TryNumber(rest[1..4], out var code) || code is < 100 or > 699
            || (rest.Length > 4 && rest[4] != ' '))
        {
            fault = new(SipFaultKind.StartLine, Math.Min(version.Length + 1, text.Length));
            return false;
        }

        var reason = Math.Min(version.Length + 5, text.Length);
        fault = default;
        start = new() { StatusCode = (int)code, ReasonStart = reason, ReasonLength = text.Length - reason };
        return true;
    }
}
