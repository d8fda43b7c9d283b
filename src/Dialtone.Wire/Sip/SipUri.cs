using System.Runtime.CompilerServices;
using System.Text;

namespace Dialtone.Wire.Sip;

/// <summary>
/// A SIP or SIPS URI (RFC 3261 section 19.1): a view over the bytes it was read from. Escapes (<c>%41</c>) are checked
/// and left as they are.
/// </summary>
public readonly ref struct SipUri
{
    // Where the parts stand in Whole. The user is empty where it ends before it begins.
    private readonly int _user;
    private readonly int _userEnd;
    private readonly int _host;
    private readonly int _hostEnd;
    private readonly int _parameters;
    private readonly int _parametersEnd;
    private readonly int _offset;
    private readonly SipLimits? _limits;

    private SipUri(
        ReadOnlySpan<byte> whole, int user, int userEnd, int host, int hostEnd, ushort? port,
        int parameters, int parametersEnd, int offset, SipLimits? limits)
    {
        Whole = whole;
        _user = user;
        _userEnd = userEnd;
        _host = host;
        _hostEnd = hostEnd;
        Port = port;
        _parameters = parameters;
        _parametersEnd = parametersEnd;
        _offset = offset;
        _limits = limits;
    }

    /// <summary>The whole URI.</summary>
    public ReadOnlySpan<byte> Whole { get; }

    /// <summary>Whether the scheme is <c>sips</c>.</summary>
    public bool IsSecure => _user == "sips:".Length;

    /// <summary>The user with a password if there is one, escapes not resolved; empty without a user.</summary>
    public ReadOnlySpan<byte> User => Whole[_user.._userEnd];

    /// <summary>The host: a name, an IPv4 address, or an IPv6 address without its brackets.</summary>
    public ReadOnlySpan<byte> Host => Whole[_host.._hostEnd];

    /// <summary>Whether the host stood in brackets.</summary>
    public bool IsIpv6Reference => _host > 0 && Whole[_host - 1] == '[';

    /// <summary>The port, 1 to 65535; null when the URI names none.</summary>
    public ushort? Port { get; }

    /// <summary>The parameters, such as <c>transport=tls</c>.</summary>
    public SipParameterReader Parameters =>
        new(Whole[_parameters.._parametersEnd], ';', _offset + _parameters, _limits);

    /// <summary>What follows the question mark, without it.</summary>
    public ReadOnlySpan<byte> Headers => Whole[Math.Min(_parametersEnd + 1, Whole.Length)..];

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
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryRead(
        ReadOnlySpan<byte> text, out SipUri uri, out SipFault fault, int offset = 0, SipLimits? limits = null)
    {
        uri = default;
        var user = SchemeEnd(text);
        if (user < 0)
        {
            return Fail(SipFaultKind.UriScheme, offset, out fault);
        }

        if (!EscapesAreWhole(text, offset, out fault))
        {
            return false;
        }

        // An @ may stand only behind the user: one in parameters or headers has to be escaped.
        var at = text[user..].IndexOf((byte)'@');
        var userEnd = at < 0 ? user : user + at;
        if (at >= 0 && !SipText.IsUser(text[user..userEnd]))
        {
            return Fail(SipFaultKind.UriUser, offset + user, out fault);
        }

        var hostStart = at < 0 ? user : userEnd + 1;
        var position = hostStart;
        if (!SipText.TryHost(text, ref position, out var host)
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
        var reader = new SipParameterReader(text[position..end], ';', offset + position, limits);
        while (reader.TryNext(out _))
        {
        }

        fault = reader.Fault;
        uri = new(text, user, userEnd, host.Start, host.End, port, position, end, offset, limits);
        return !fault.IsFault;
    }

    /// <summary>The position behind <c>sip:</c> or <c>sips:</c>; -1 for another scheme.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SchemeEnd(ReadOnlySpan<byte> text)
    {
        if (text.Length > 3 && text[3] == ':')
        {
            return SipText.EqualsIgnoreCase(text[..3], "sip"u8) ? 4 : -1;
        }

        return text.Length > 4 && text[4] == ':' && SipText.EqualsIgnoreCase(text[..4], "sips"u8) ? 5 : -1;
    }

    /// <summary>A colon and a port, up to the parameters or the question mark; null where there is no colon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
