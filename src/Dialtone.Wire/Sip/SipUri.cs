using System.Text;

namespace Dialtone.Wire.Sip;

/// <summary>
/// A SIP or SIPS URI (RFC 3261 section 19.1): a view over the bytes it was read from. Escapes (<c>%41</c>) are checked
/// and left as they are.
/// </summary>
public readonly ref struct SipUri
{
    /// <summary>The whole URI.</summary>
    public ReadOnlySpan<byte> Whole { get; private init; }

    /// <summary>Whether the scheme is <c>sips</c>.</summary>
    public bool IsSecure { get; private init; }

    /// <summary>The user with a password if there is one, escapes not resolved; empty without a user.</summary>
    public ReadOnlySpan<byte> User { get; private init; }

    /// <summary>The host: a name, an IPv4 address, or an IPv6 address without its brackets.</summary>
    public ReadOnlySpan<byte> Host { get; private init; }

    /// <summary>Whether the host stood in brackets.</summary>
    public bool IsIpv6Reference { get; private init; }

    /// <summary>The port, 1 to 65535; null when the URI names none.</summary>
    public ushort? Port { get; private init; }

    /// <summary>The parameters, such as <c>transport=tls</c>.</summary>
    public SipParameterReader Parameters { get; private init; }

    /// <summary>What follows the question mark, without it.</summary>
    public ReadOnlySpan<byte> Headers { get; private init; }

    /// <summary>
    /// Whether <c>user@host</c> is the same: user with, host without regard to case; port and the rest left out.
    /// </summary>
    public bool IsSameUserAndHost(SipUri other) =>
        User.SequenceEqual(other.User) && Ascii.EqualsIgnoreCase(Host, other.Host);

    /// <summary>Reads a whole URI.</summary>
    /// <param name="text">The URI and nothing else.</param>
    /// <param name="uri">The view; meaningless when the answer is false.</param>
    /// <param name="fault">What is wrong, at which byte of <paramref name="text"/> plus <paramref
    /// name="offset"/>.</param>
    /// <param name="offset">Where the text begins in the message.</param>
    /// <param name="limits">The defaults when null.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> text, out SipUri uri, out SipFault fault, int offset = 0, SipLimits? limits = null)
    {
        uri = default;
        var colon = SchemeEnd(text, out var isSecure);
        if (colon < 0)
        {
            return Fail(SipFaultKind.UriScheme, offset, out fault);
        }

        if (!EscapesAreWhole(text, offset, out fault))
        {
            return false;
        }

        // An @ may stand only behind the user: one in parameters or headers has to be escaped.
        var position = colon + 1;
        var at = text[position..].IndexOf((byte)'@');
        var user = at < 0 ? default : text.Slice(position, at);
        if (at >= 0)
        {
            if (user.IsEmpty || user.ContainsAny(SipText.NotInUser))
            {
                return Fail(SipFaultKind.UriUser, offset + position, out fault);
            }

            position += at + 1;
        }

        var hostStart = position;
        if (!SipText.TryHost(text, ref position, out var host, out var isV6)
            || (position < text.Length && text[position] is not ((byte)':' or (byte)';' or (byte)'?')))
        {
            return Fail(SipFaultKind.UriHost, offset + hostStart, out fault);
        }

        if (!TryPort(text, ref position, out var port))
        {
            return Fail(SipFaultKind.UriPort, offset + position, out fault);
        }

        var question = position == text.Length ? -1 : text[position..].IndexOf((byte)'?');
        var end = question < 0 ? text.Length : position + question;
        var parameters = new SipParameterReader(text[position..end], ';', offset + position, limits);
        var reader = parameters;
        while (reader.TryNext(out _))
        {
        }

        fault = reader.Fault;
        uri = new()
        {
            Whole = text,
            IsSecure = isSecure,
            User = user,
            Host = host,
            IsIpv6Reference = isV6,
            Port = port,
            Parameters = parameters,
            Headers = question < 0 ? default : text[(end + 1)..],
        };
        return !fault.IsFault;
    }

    /// <summary>Where the colon behind <c>sip</c> or <c>sips</c> stands; -1 for another scheme.</summary>
    private static int SchemeEnd(ReadOnlySpan<byte> text, out bool isSecure)
    {
        isSecure = text.Length > 4 && text[4] == ':' && SipText.EqualsIgnoreCase(text[..4], "sips"u8);
        return isSecure ? 4
            : text.Length > 3 && text[3] == ':' && SipText.EqualsIgnoreCase(text[..3], "sip"u8) ? 3
            : -1;
    }

    /// <summary>A colon and a port, up to the parameters or the question mark; null where there is no colon.</summary>
    private static bool TryPort(ReadOnlySpan<byte> text, scoped ref int position, out ushort? port)
    {
        port = null;
        if (position == text.Length || text[position] != ':')
        {
            return true;
        }

        var end = ++position;
        while (end < text.Length && text[end] is not ((byte)';' or (byte)'?'))
        {
            end++;
        }

        if (!SipText.TryPort(text[position..end], out var number))
        {
            return false;
        }

        port = number;
        position = end;
        return true;
    }

    private static bool EscapesAreWhole(ReadOnlySpan<byte> text, int offset, out SipFault fault)
    {
        fault = default;
        for (var i = text.IndexOf((byte)'%'); i >= 0 && i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                continue;
            }

            if (i + 2 >= text.Length
                || !char.IsAsciiHexDigit((char)text[i + 1]) || !char.IsAsciiHexDigit((char)text[i + 2]))
            {
                return Fail(SipFaultKind.UriEscape, offset + i, out fault);
            }
        }

        return true;
    }

    private static bool Fail(SipFaultKind kind, int offset, out SipFault fault)
    {
        fault = new(kind, offset);
        return false;
    }
}
