using System.Buffers;
using System.Buffers.Text;

namespace Dialtone.Wire.Sip;

/// <summary>The small pieces of the grammar (RFC 3261 section 25.1) that every reader here is made of.</summary>
internal static class SipText
{
    /// <summary><c>token</c>.</summary>
    public static readonly SearchValues<byte> TokenBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~"u8);

    /// <summary><c>hostname</c>, with the underscore that names in the field have.</summary>
    public static readonly SearchValues<byte> HostBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._"u8);

    /// <summary>What stands between the brackets of <c>IPv6reference</c>.</summary>
    public static readonly SearchValues<byte> V6Bytes = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <summary>What no URI has unescaped.</summary>
    public static readonly SearchValues<byte> NotInUri = SearchValues.Create(" \t\r\n<>\""u8);

    /// <summary>What no user part has unescaped.</summary>
    public static readonly SearchValues<byte> NotInUser = SearchValues.Create(" \t\r\n<>\"[]"u8);

    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenBytes);

    /// <summary>
    /// White space inside a header value; a fold (CRLF and a blank) counts, the message reader has checked it.
    /// </summary>
    public static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    public static int SkipBlanks(ReadOnlySpan<byte> text, int position)
    {
        while (position < text.Length && IsBlank(text[position]))
        {
            position++;
        }

        return position;
    }

    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text)
    {
        var end = text.Length;
        while (end > 0 && IsBlank(text[end - 1]))
        {
            end--;
        }

        return text[..end];
    }

    /// <summary>The number of token bytes at <paramref name="position"/>.</summary>
    public static int TokenLength(ReadOnlySpan<byte> text, int position)
    {
        var length = text[position..].IndexOfAnyExcept(TokenBytes);
        return length < 0 ? text.Length - position : length;
    }

    /// <summary>
    /// The position after the quoted string that opens at <paramref name="open"/>, or -1 when it does not end.
    /// A backslash takes the next byte with it (RFC 3261 section 25.1, <c>quoted-pair</c>).
    /// </summary>
    public static int AfterQuoted(ReadOnlySpan<byte> text, int open)
    {
        var position = open + 1;
        while (position < text.Length)
        {
            var next = text[position..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return -1;
            }

            position += next;
            if (text[position] == '"')
            {
                return position + 1;
            }

            position += 2;
        }

        return -1;
    }

    /// <summary>A whole text of digits as a number that fits; leading zeros are allowed.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, out uint value)
    {
        value = 0;
        return !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(text, out value, out var used) && used == text.Length;
    }

    /// <summary>A port: digits, 1 to 65535.</summary>
    public static bool TryPort(ReadOnlySpan<byte> text, out ushort port)
    {
        port = 0;
        if (!TryNumber(text, out var number) || number is 0 or > ushort.MaxValue)
        {
            return false;
        }

        port = (ushort)number;
        return true;
    }

    /// <summary>
    /// Reads <c>host</c> or <c>[IPv6reference]</c> at <paramref name="position"/> and moves behind it. The brackets are
    /// not part of <paramref name="host"/>.
    /// </summary>
    public static bool TryHost(
        ReadOnlySpan<byte> text, scoped ref int position, out ReadOnlySpan<byte> host, out bool isV6)
    {
        host = default;
        isV6 = position < text.Length && text[position] == '[';
        if (isV6)
        {
            var close = text[position..].IndexOf((byte)']');
            if (close < 3 || text.Slice(position + 1, close - 1).ContainsAnyExcept(V6Bytes))
            {
                return false;
            }

            host = text.Slice(position + 1, close - 1);
            position += close + 1;
            return true;
        }

        var length = text[position..].IndexOfAnyExcept(HostBytes);
        length = length < 0 ? text.Length - position : length;
        host = text.Slice(position, length);
        position += length;
        return length > 0;
    }
}
