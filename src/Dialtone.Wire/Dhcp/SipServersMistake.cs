using System.Buffers;
using System.Text;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Dhcp;

/// <summary>
/// Recognises the mistakes that administrators make with option 120 in a server whose option was defined as a string
/// instead of binary: the commonest reason why a phone finds no Registrar although DHCP "has" the option.
/// </summary>
internal static class SipServersMistake
{
    private static readonly SearchValues<char> HexadecimalDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>A better fault than <paramref name="fault"/> if the bytes are text, else that one.</summary>
    public static SipServersFault Recognise(ReadOnlySpan<byte> value, SipServersFault fault)
    {
        var afterEncoding = value is [0, ..] and not [0];
        if (!TryReadText(value[(afterEncoding ? 1 : 0)..], out var seen))
        {
            return fault;
        }

        if (!afterEncoding)
        {
            return TryReadHexadecimal(seen, out var meant)
                ? new(SipServersFaultKind.HexadecimalText, 0, meant, seen)
                : new(SipServersFaultKind.PlainText, 0, NameIn(seen), seen);
        }

        // Labels have no dots. A name whose labels were all read needs no guess.
        var name = seen.Contains('.', StringComparison.Ordinal) && fault.NameSeen.IsEmpty ? NameIn(seen) : default;
        return name.IsEmpty ? fault : new(SipServersFaultKind.TextAfterEncoding, 1, name, seen);
    }

    /// <summary>Whether bytes are text, and its first <see cref="DhcpLimits.TextSeenMax"/> characters.</summary>
    public static bool TryReadText(ReadOnlySpan<byte> bytes, out string text)
    {
        // Servers that send strings close them with a NUL as often as not.
        var closed = bytes.TrimEnd((byte)0);
        var isText = !closed.IsEmpty && !closed.ContainsAnyExceptInRange((byte)' ', (byte)'~');
        text = isText ? Encoding.ASCII.GetString(closed[..Math.Min(closed.Length, DhcpLimits.TextSeenMax)]) : "";
        return isText;
    }

    /// <summary>
    /// Looks through a scheme that some write before the name. An address is no name: there is nothing to correct it
    /// to.
    /// </summary>
    public static HostName NameIn(string text)
    {
        var bare = text.AsSpan().Trim();
        foreach (var scheme in (ReadOnlySpan<string>)["sips:", "sip:"])
        {
            if (bare.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                bare = bare[scheme.Length..];
                break;
            }
        }

        var trimmed = bare.ToString();
        return !IpAddress.TryParse(trimmed, out _) && HostName.TryParse(trimmed, out var name) ? name : default;
    }

    /// <summary>The bytes whose hexadecimal digits a text is, in the ways in which people write them.</summary>
    public static bool TryReadDigits(string text, out byte[] bytes)
    {
        var digits = text.Replace("0x", "", StringComparison.OrdinalIgnoreCase)
            .Replace(",", "", StringComparison.Ordinal)
            .Replace(":", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal);
        var areDigits = digits.Length % 2 == 0 && !digits.AsSpan().ContainsAnyExcept(HexadecimalDigits);
        bytes = areDigits ? Convert.FromHexString(digits) : [];
        return areDigits;
    }

    private static bool TryReadHexadecimal(string text, out HostName name)
    {
        // The value begins with 00, so its digits do; this also keeps the recursion to one level.
        if (!TryReadDigits(text, out var bytes) || bytes is not [0, ..]
            || !SipServersOption.TryRead(bytes, out var option, out _))
        {
            name = default;
            return false;
        }

        name = option.Names[0];
        return true;
    }
}
