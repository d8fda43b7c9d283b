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
        var text = value[(afterEncoding ? 1 : 0)..];
        // Servers that send strings close them with a NUL as often as not.
        var closed = text.TrimEnd((byte)0);
        if (closed.IsEmpty || closed.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return fault;
        }

        var seen = Encoding.ASCII.GetString(closed[..Math.Min(closed.Length, DhcpLimits.TextSeenMax)]);
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

    /// <summary>
    /// Looks through a scheme that some write before the name. An address is no name: there is nothing to correct it
    /// to.
    /// </summary>
    private static HostName NameIn(string text)
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

    private static bool TryReadHexadecimal(string text, out HostName name)
    {
        name = default;
        // The value begins with 00, so its digits do; this also keeps the recursion to one level.
        var digits = text.Replace("0x", "", StringComparison.OrdinalIgnoreCase)
            .Replace(",", "", StringComparison.Ordinal)
            .Replace(":", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal);
        if (!digits.StartsWith("00", StringComparison.Ordinal) || digits.Length % 2 != 0
            || digits.AsSpan().ContainsAnyExcept(HexadecimalDigits))
        {
            return false;
        }

        var readable = SipServersOption.TryRead(Convert.FromHexString(digits), out var option, out _);
        name = readable ? option!.Names[0] : default;
        return readable;
    }
}
