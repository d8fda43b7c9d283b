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
                if (SipServerNames.TryRead(value, 1, out var names, out fault))
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

        var bytes = new byte[1 + SipServerNames.BytesNeeded(Names.AsSpan())];
        SipServerNames.Write(Names.AsSpan(), bytes.AsSpan(1));
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
}
