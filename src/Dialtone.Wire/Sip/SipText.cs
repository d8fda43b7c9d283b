using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Dialtone.Wire.Sip;

/// <summary>The small pieces of the grammar (RFC 3261 section 25.1) that every reader here is made of.</summary>
internal static class SipText
{
    // What a byte may be part of. Most pieces of a message are some ten bytes long: a loop over this table is done
    // before a search of vectors has begun.
    private const byte Token = 1;
    private const byte Host = 2;
    private const byte User = 4;
    private static readonly byte[] Kinds = MakeKinds();

    /// <summary>What stands between the brackets of <c>IPv6reference</c>.</summary>
    public static readonly SearchValues<byte> V6Bytes = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <summary>What no URI has unescaped.</summary>
    public static readonly SearchValues<byte> NotInUri = SearchValues.Create(" \t\r\n<>\""u8);

    /// <summary>
    /// What ends a parameter's value that is not quoted, where semicolons divide. That is less than what is neither
    /// <c>token</c> nor <c>host</c>: base64 tokens, URIs and bracketed addresses stand unquoted in the field.
    /// </summary>
    public static readonly SearchValues<byte> NotPlain = SearchValues.Create([.. UpToBlank(), .. ";\"<>"u8]);

    /// <summary>The same where commas divide.</summary>
    public static readonly SearchValues<byte> NotPlainInList = SearchValues.Create([.. UpToBlank(), .. ",\"<>"u8]);

    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && TokenEnd(text, 0) == text.Length;

    /// <summary>Whether there is nothing in it that no user part has unescaped.</summary>
    public static bool IsUser(ReadOnlySpan<byte> text) => !text.IsEmpty && EndOf(User, text, 0) == text.Length;

    /// <summary>
    /// White space inside a header value; a fold (CRLF and a blank) counts, the message reader has checked it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>The first position at or after <paramref name="position"/> that is not blank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SkipBlanks(ReadOnlySpan<byte> text, int position) =>
        (uint)position < (uint)text.Length && text[position] <= ' ' ? SkipSome(text, position) : position;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && text[^1] <= ' ' ? TrimSome(text) : text;

    /// <summary>
    /// Whether both are the same but for the case of ASCII letters. Nearly always they are the same, or their lengths
    /// differ.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> known) =>
        text.Length == known.Length && (text.SequenceEqual(known) || Ascii.EqualsIgnoreCase(text, known));

    /// <summary>The position after the bytes of <c>token</c> that begin at <paramref name="position"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TokenEnd(ReadOnlySpan<byte> text, int position) => EndOf(Token, text, position);

    /// <summary>
    /// The position after the bytes of <c>hostname</c>, with the underscore that names in the field have.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int HostEnd(ReadOnlySpan<byte> text, int position) => EndOf(Host, text, position);

    /// <summary>
    /// The position after the quoted string that opens at <paramref name="open"/>, or -1 when it does not end.
    /// A backslash takes the next byte with it (RFC 3261 section 25.1, <c>quoted-pair</c>).
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
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
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryNumber(ReadOnlySpan<byte> text, out uint value)
    {
        ulong number = 0;
        foreach (var b in text)
        {
            var digit = (uint)b - '0';
            number = (number * 10) + digit;
            if (digit > 9 || number > uint.MaxValue)
            {
                value = 0;
                return false;
            }
        }

        value = (uint)number;
        return !text.IsEmpty;
    }

    /// <summary>A port: digits, 1 to 65535.</summary>
    public static bool TryPort(ReadOnlySpan<byte> text, out ushort port)
    {
        var good = TryNumber(text, out var number) && number is > 0 and <= ushort.MaxValue;
        port = good ? (ushort)number : (ushort)0;
        return good;
    }

    /// <summary>
    /// Finds <c>host</c> or <c>[IPv6reference]</c> at <paramref name="position"/> and moves behind it. The brackets are
    /// not part of what is found.
    /// </summary>
    public static bool TryHost(ReadOnlySpan<byte> text, scoped ref int position, out (int Start, int End) host)
    {
        var start = position;
        position = HostEnd(text, start);
        host = (start, position);
        return position > start || TryV6Reference(text, ref position, out host);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryV6Reference(ReadOnlySpan<byte> text, scoped ref int position, out (int Start, int End) host)
    {
        host = default;
        if (position == text.Length || text[position] != '[')
        {
            return false;
        }

        var close = text[position..].IndexOf((byte)']');
        if (close < 3 || text.Slice(position + 1, close - 1).ContainsAnyExcept(V6Bytes))
        {
            return false;
        }

        host = (position + 1, position + close);
        position += close + 1;
        return true;
    }

    // Kept out of its callers: most values have no blanks to skip. Who is inlined and who is not was measured in all of
    // this folder. Small pieces are, but the reader of a whole value is not: a message goes through all of them, and
    // with copies of one another in them they outgrow the cache of instructions.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int SkipSome(ReadOnlySpan<byte> text, int position)
    {
        while (position < text.Length && IsBlank(text[position]))
        {
            position++;
        }

        return position;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ReadOnlySpan<byte> TrimSome(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && IsBlank(text[^1]))
        {
            text = text[..^1];
        }

        return text;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EndOf(byte kind, ReadOnlySpan<byte> text, int position)
    {
        var kinds = Kinds;
        while ((uint)position < (uint)text.Length && (kinds[text[position]] & kind) != 0)
        {
            position++;
        }

        return position;
    }

    private static IEnumerable<byte> UpToBlank() => Enumerable.Range(0, ' ' + 1).Select(b => (byte)b);

    private static byte[] MakeKinds()
    {
        var kinds = new byte[256];
        Mark(Token, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~"u8);
        Mark(Host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._"u8);
        for (var b = 0; b < kinds.Length; b++)
        {
            kinds[b] |= " \t\r\n<>\"[]"u8.Contains((byte)b) ? (byte)0 : User;
        }

        return kinds;

        void Mark(byte kind, ReadOnlySpan<byte> bytes)
        {
            foreach (var b in bytes)
            {
                kinds[b] |= kind;
            }
        }
    }
}
