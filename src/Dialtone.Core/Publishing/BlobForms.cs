using System.Buffers;
using System.Globalization;
using System.Text;

namespace Dialtone.Core.Publishing;

/// <summary>Reads bytes in the forms in which people have them.</summary>
public static class BlobForms
{
    /// <summary>The longest text that is read, in characters: the longest form of an option, and more.</summary>
    public const int LengthMax = 16384;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly char[] Separators = [' ', '\t', '\r', '\n', ',', ':', ';', '-', '.'];

    /// <summary>
    /// Every way in which a text can be bytes, the likeliest first; the text itself last. None where it is longer than
    /// <see cref="LengthMax"/>.
    /// </summary>
    public static IEnumerable<BlobReading> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LengthMax)
        {
            yield break;
        }

        var bare = Unwrapped(text);
        if (TryReadQuoted(bare, out var quoted))
        {
            yield return new(BlobForm.Quoted, quoted);
        }

        var isHex = TryReadHex(bare, out var form, out var hex);
        if (isHex)
        {
            yield return new(form, hex);
        }

        if (TryReadDecimal(bare, out var numbers))
        {
            yield return new(BlobForm.Decimal, numbers);
        }

        if (TryReadEscapes(bare, out var escaped))
        {
            yield return new(BlobForm.Escaped, escaped);
        }

        // Digits alone are base64 by chance.
        if (!isHex && TryReadBase64(bare, out var base64))
        {
            yield return new(BlobForm.Base64, base64);
        }

        yield return new(BlobForm.Text, Encoding.UTF8.GetBytes(bare));
    }

    // Brackets of lists, and the double quotation marks of a shell or a configuration.
    private static string Unwrapped(string text)
    {
        var bare = text.Trim();
        if (bare.StartsWith("@(", StringComparison.Ordinal))
        {
            bare = bare[1..];
        }

        while (bare.Length >= 2 && (bare[0], bare[^1]) is ('(', ')') or ('{', '}') or ('[', ']') or ('"', '"'))
        {
            bare = bare[1..^1].Trim();
        }

        return bare;
    }

    private static bool TryReadHex(string text, out BlobForm form, out byte[] bytes)
    {
        var hasPrefix = text.Contains("0x", StringComparison.OrdinalIgnoreCase);
        // Windows lists have each byte in quotation marks.
        var bare = text.Replace("0x", "", StringComparison.OrdinalIgnoreCase)
            .Replace("'", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);
        var groups = bare.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        // A lone digit is a byte where all are bytes: Windows prints 0x0.
        var areBytes = groups.All(group => group.Length <= 2) && (groups.Length > 1 || hasPrefix);
        form = hasPrefix ? BlobForm.PrefixedHex
            : groups.Length == 1 ? BlobForm.Hex
            : bare.Contains('.', StringComparison.Ordinal) ? BlobForm.DottedHex : BlobForm.SeparatedHex;
        bytes = [];
        if (groups.Length == 0 || groups.Any(group => group.AsSpan().ContainsAnyExcept(HexDigits)
            || (group.Length % 2 != 0 && !areBytes)))
        {
            return false;
        }

        bytes = Convert.FromHexString(string.Concat(groups.Select(group => group.Length == 1 ? "0" + group : group)));
        return true;
    }

    private static bool TryReadDecimal(string text, out byte[] bytes)
    {
        var numbers = text.Split([' ', ',', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var found = new List<byte>(numbers.Length);
        foreach (var number in numbers)
        {
            if (!byte.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                break;
            }

            found.Add(value);
        }

        bytes = [.. found];
        return numbers.Length > 1 && found.Count == numbers.Length;
    }

    private static bool TryReadBase64(string text, out byte[] bytes)
    {
        var buffer = new byte[text.Length];
        var length = 0;
        var isRead = text.Length >= 8 && text.Length % 4 == 0 && !text.AsSpan().ContainsAny(" \t\r\n")
            && Convert.TryFromBase64String(text, buffer, out length);
        bytes = isRead ? buffer[..length] : [];
        return isRead;
    }

    private static bool TryReadEscapes(string text, out byte[] bytes)
    {
        var found = new List<byte>(text.Length);
        var hasEscape = false;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (rest[0] is '\\' && rest.Length > 1)
            {
                hasEscape = true;
                found.Add(ReadEscape(ref rest));
            }
            else if (char.IsAscii(rest[0]))
            {
                found.Add((byte)rest[0]);
                rest = rest[1..];
            }
            else
            {
                hasEscape = false;
                break;
            }
        }

        bytes = hasEscape ? [.. found] : [];
        return hasEscape;
    }

    private static byte ReadEscape(ref ReadOnlySpan<char> rest)
    {
        var isHex = rest[1] is 'x' or 'X';
        var at = isHex ? 2 : 1;
        var end = at;
        while (end < rest.Length && end < at + (isHex ? 2 : 3)
            && (isHex ? char.IsAsciiHexDigit(rest[end]) : rest[end] is >= '0' and <= '7'))
        {
            end++;
        }

        var digits = rest[at..end];
        var value = 0;
        foreach (var digit in digits)
        {
            value = (value * (isHex ? 16 : 8)) + Convert.ToInt32(digit.ToString(), isHex ? 16 : 8);
        }

        if (digits.IsEmpty)
        {
            value = rest[1] switch
            {
                'a' => 7, 'b' => 8, 't' => 9, 'n' => 10, 'v' => 11, 'f' => 12, 'r' => 13, var other => other,
            };
            end = 2;
        }

        rest = rest[end..];
        return (byte)value;
    }

    // RouterOS joins its pieces: 0x00'pool01', s'text'.
    private static bool TryReadQuoted(string text, out byte[] bytes)
    {
        var found = new List<byte>(text.Length);
        var hasQuotes = false;
        bytes = [];
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var open = rest.IndexOf('\'');
            var before = open < 0 ? rest : rest[..open];
            if (before is ['s', ..] && before.Length == 1)
            {
                before = default;
            }

            if (!TryAddHex(before, found))
            {
                return false;
            }

            if (open < 0)
            {
                break;
            }

            rest = rest[(open + 1)..];
            var close = rest.IndexOf('\'');
            if (close < 0 || rest[..close].ContainsAnyExceptInRange(' ', '~'))
            {
                return false;
            }

            found.AddRange(Encoding.ASCII.GetBytes(rest[..close].ToString()));
            hasQuotes = true;
            rest = rest[(close + 1)..];
        }

        bytes = [.. found];
        return hasQuotes;
    }

    private static bool TryAddHex(ReadOnlySpan<char> text, List<byte> bytes)
    {
        var digits = text.Trim();
        if (digits.IsEmpty)
        {
            return true;
        }

        if (!digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || digits.Length % 2 != 0
            || digits[2..].ContainsAnyExcept(HexDigits))
        {
            return false;
        }

        bytes.AddRange(Convert.FromHexString(digits[2..]));
        return true;
    }
}
