using System.Collections.Immutable;
using System.Text;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Dhcp;

/// <summary>
/// Names of SIP servers in the label form of RFC 1035 section 3.1, one after the other and without compression: the
/// value of option 120 after its encoding byte (RFC 3361 section 3.1), and the whole value of option 21 of DHCPv6 (RFC
/// 3319 section 3.1).
/// </summary>
internal static class SipServerNames
{
    /// <summary>How many bytes <see cref="Write"/> writes.</summary>
    public static int BytesNeeded(ReadOnlySpan<HostName> names)
    {
        var bytes = 0;
        foreach (var name in names)
        {
            // A length byte for each dot, one for the first label and one to close.
            bytes += name.Text.Length + 2;
        }

        return bytes;
    }

    public static void Write(ReadOnlySpan<HostName> names, Span<byte> destination)
    {
        var at = 0;
        foreach (var name in names)
        {
            foreach (var label in name.Text.AsSpan().Split('.'))
            {
                var text = name.Text.AsSpan(label);
                destination[at] = (byte)text.Length;
                at += 1 + Encoding.ASCII.GetBytes(text, destination[(at + 1)..]);
            }

            destination[at++] = 0;
        }
    }

    /// <summary>Reads the names from <paramref name="start"/> to the end of the value, at least one.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> value, int start, out ImmutableArray<HostName> names, out SipServersFault fault)
    {
        names = [];
        fault = value.Length == start ? new(SipServersFaultKind.NoNames, start) : default;
        var builder = ImmutableArray.CreateBuilder<HostName>(1);
        var at = start;
        while (at < value.Length)
        {
            if (builder.Count == DhcpLimits.SipServersMax)
            {
                fault = new(SipServersFaultKind.TooManyServers, at);
                return false;
            }

            if (!TryReadName(value, ref at, out var name, out fault))
            {
                return false;
            }

            builder.Add(name);
        }

        names = builder.DrainToImmutable();
        return fault.Kind == SipServersFaultKind.None;
    }

    private static bool TryReadName(ReadOnlySpan<byte> value, ref int at, out HostName name, out SipServersFault fault)
    {
        Span<char> text = stackalloc char[HostName.LengthMax];
        var start = at;
        var length = 0;
        name = default;
        while (at < value.Length && value[at] != 0)
        {
            var label = value[at];
            fault = label switch
            {
                >= 0xC0 => new(SipServersFaultKind.CompressionPointer, at),
                > HostName.LabelLengthMax => new(SipServersFaultKind.LabelTooLong, at),
                _ when at + 1 + label > value.Length => new(SipServersFaultKind.LabelPastEnd, at),
                _ when length + (length > 0 ? 1 : 0) + label > text.Length => new(SipServersFaultKind.NameTooLong, at),
                _ => default,
            };
            if (fault.Kind != SipServersFaultKind.None)
            {
                return false;
            }

            if (length > 0)
            {
                text[length++] = '.';
            }

            if (!TryCopyLabel(value.Slice(at + 1, label), text[length..], at + 1, out fault))
            {
                return false;
            }

            length += label;
            at += 1 + label;
        }

        if (at >= value.Length)
        {
            _ = HostName.TryParse(text[..length].ToString(), out var seen);
            fault = new(SipServersFaultKind.NameNotClosed, at, seen, "");
            return false;
        }

        at++;
        fault = HostName.TryParse(text[..length].ToString(), out name)
            ? default
            : new(length == 0 ? SipServersFaultKind.EmptyName : SipServersFaultKind.NotAHostName, start);
        return fault.Kind == SipServersFaultKind.None;
    }

    /// <summary>
    /// A dot inside a label would silently make two of it, so it is refused with the other foreign characters.
    /// </summary>
    private static bool TryCopyLabel(ReadOnlySpan<byte> label, Span<char> text, int offset, out SipServersFault fault)
    {
        for (var i = 0; i < label.Length; i++)
        {
            var c = (char)label[i];
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                fault = new(SipServersFaultKind.NotAHostName, offset + i);
                return false;
            }

            text[i] = c;
        }

        fault = default;
        return true;
    }
}
