using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Dhcp;

/// <summary>How option 120 is written (RFC 3361 section 3).</summary>
public enum SipServersEncoding : byte
{
    /// <summary>
    /// Names in the label form of RFC 1035, without compression. The only one that a UC phone can use.
    /// </summary>
    Names = 0,

    /// <summary>IPv4 addresses.</summary>
    Addresses = 1,
}

/// <summary>Option 120, SIP servers in order of preference (RFC 3361).</summary>
public sealed class SipServersOption
{
    private SipServersOption(
        SipServersEncoding encoding, ImmutableArray<HostName> names, ImmutableArray<IpAddress> addresses)
    {
        Encoding = encoding;
        Names = names;
        Addresses = addresses;
    }

    /// <summary>Which of the two forms it has.</summary>
    public SipServersEncoding Encoding { get; }

    /// <summary>The names of encoding 0, at least one; empty with encoding 1.</summary>
    public ImmutableArray<HostName> Names { get; }

    /// <summary>The addresses of encoding 1, at least one; empty with encoding 0.</summary>
    public ImmutableArray<IpAddress> Addresses { get; }

    /// <summary>Names, with encoding 0.</summary>
    /// <exception cref="ArgumentException">There is none, more than the limit, or one is empty.</exception>
    public static SipServersOption Of(params ReadOnlySpan<HostName> names)
    {
        CheckCount(names.Length);
        foreach (var name in names)
        {
            if (name.IsEmpty)
            {
                throw new ArgumentException("A SIP server needs a name.", nameof(names));
            }
        }

        return new(SipServersEncoding.Names, [.. names], []);
    }

    /// <summary>IPv4 addresses, with encoding 1.</summary>
    /// <exception cref="ArgumentException">There is none, more than the limit, or one is not IPv4.</exception>
    public static SipServersOption Of(params ReadOnlySpan<IpAddress> addresses)
    {
        CheckCount(addresses.Length);
        foreach (var address in addresses)
        {
            if (!address.IsV4)
            {
                throw new ArgumentException($"{address} is not IPv4.", nameof(addresses));
            }
        }

        return new(SipServersEncoding.Addresses, [], [.. addresses]);
    }

    /// <summary>Reads the value of option 120, all its pieces joined, without code and length.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> value, [NotNullWhen(true)] out SipServersOption? option, out SipServersFault fault)
    {
        option = null;
        switch (value)
        {
            case []:
                fault = new(SipServersFaultKind.Empty, 0);
                return false;
            case [(byte)SipServersEncoding.Names, ..]:
                if (TryReadNames(value, out var names, out fault))
                {
                    option = new(SipServersEncoding.Names, names, []);
                }

                break;
            case [(byte)SipServersEncoding.Addresses, ..]:
                if (TryReadAddresses(value, out var addresses, out fault))
                {
                    option = new(SipServersEncoding.Addresses, [], addresses);
                }

                break;
            default:
                fault = new(SipServersFaultKind.UnknownEncoding, 0);
                break;
        }

        if (option is not null)
        {
            return true;
        }

        // Only bytes that cannot be right are looked at as text: a label may have printable length bytes.
        fault = SipServersMistake.Recognise(value, fault);
        return false;
    }

    /// <summary>The value, without code and length.</summary>
    public byte[] ToBytes()
    {
        if (Encoding == SipServersEncoding.Addresses)
        {
            var value = new byte[1 + (4 * Addresses.Length)];
            value[0] = (byte)SipServersEncoding.Addresses;
            for (var i = 0; i < Addresses.Length; i++)
            {
                _ = Addresses[i].Write(value.AsSpan(1 + (4 * i)));
            }

            return value;
        }

        // A name takes a length byte for each dot, one for the first label and one to close.
        var bytes = new byte[1 + Names.Sum(name => name.Text.Length + 2)];
        var at = 1;
        foreach (var name in Names)
        {
            foreach (var label in name.Text.AsSpan().Split('.'))
            {
                var text = name.Text.AsSpan(label);
                bytes[at] = (byte)text.Length;
                at += 1 + System.Text.Encoding.ASCII.GetBytes(text, bytes.AsSpan(at + 1));
            }

            at++;
        }

        return bytes;
    }

    private static void CheckCount(int count)
    {
        if (count is 0 or > DhcpLimits.SipServersMax)
        {
            throw new ArgumentException(
                $"Option 120 has 1 to {DhcpLimits.SipServersMax} servers, not {count}.", nameof(count));
        }
    }

    private static bool TryReadAddresses(
        ReadOnlySpan<byte> value, out ImmutableArray<IpAddress> addresses, out SipServersFault fault)
    {
        addresses = [];
        var count = (value.Length - 1) / 4;
        fault = value.Length switch
        {
            1 => new(SipServersFaultKind.NoAddresses, 1),
            _ when (value.Length - 1) % 4 != 0 => new(SipServersFaultKind.AddressCutShort, 1 + (4 * count)),
            _ when count > DhcpLimits.SipServersMax =>
                new(SipServersFaultKind.TooManyServers, 1 + (4 * DhcpLimits.SipServersMax)),
            _ => default,
        };
        if (fault.Kind != SipServersFaultKind.None)
        {
            return false;
        }

        var builder = ImmutableArray.CreateBuilder<IpAddress>(count);
        for (var at = 1; at < value.Length; at += 4)
        {
            _ = IpAddress.TryRead(value.Slice(at, 4), out var address);
            builder.Add(address);
        }

        addresses = builder.MoveToImmutable();
        return true;
    }

    private static bool TryReadNames(
        ReadOnlySpan<byte> value, out ImmutableArray<HostName> names, out SipServersFault fault)
    {
        names = [];
        fault = value.Length == 1 ? new(SipServersFaultKind.NoNames, 1) : default;
        var builder = ImmutableArray.CreateBuilder<HostName>(1);
        var at = 1;
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
