using System.Collections.Immutable;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Wire.Dhcp6;

/// <summary>
/// The values of options 21 and 22, SIP servers in order of preference by name and by address (RFC 3319 sections 3.1
/// and 3.2), without code and length.
/// </summary>
public static class Dhcp6SipServers
{
    private const int AddressBytes = 16;

    /// <summary>Reads the value of option 21.</summary>
    public static bool TryReadNames(
        ReadOnlySpan<byte> value, out ImmutableArray<HostName> names, out Dhcp6SipServersFault fault)
    {
        fault = default;
        if (SipServerNames.TryRead(value, 0, out names, out var found))
        {
            return true;
        }

        names = [];
        fault = value.IsEmpty
            ? new(Dhcp6OptionCode.SipServerNames, SipServersFaultKind.Empty, 0)
            : Recognise(value, found);
        return false;
    }

    /// <summary>Reads the value of option 22. An IPv4 address in mapped form is IPv4.</summary>
    public static bool TryReadAddresses(
        ReadOnlySpan<byte> value, out ImmutableArray<IpAddress> addresses, out Dhcp6SipServersFault fault)
    {
        addresses = [];
        var count = value.Length / AddressBytes;
        var (kind, offset) = value.Length switch
        {
            0 => (SipServersFaultKind.Empty, 0),
            _ when value.Length % AddressBytes != 0 => (SipServersFaultKind.AddressCutShort, count * AddressBytes),
            _ when count > Dhcp6Limits.SipServersMax =>
                (SipServersFaultKind.TooManyServers, Dhcp6Limits.SipServersMax * AddressBytes),
            _ => (SipServersFaultKind.None, 0),
        };
        if (kind != SipServersFaultKind.None)
        {
            fault = new(Dhcp6OptionCode.SipServerAddresses, kind, offset);
            return false;
        }

        var builder = ImmutableArray.CreateBuilder<IpAddress>(count);
        for (var at = 0; at < value.Length; at += AddressBytes)
        {
            _ = IpAddress.TryRead(value.Slice(at, AddressBytes), out var address);
            builder.Add(address);
        }

        addresses = builder.MoveToImmutable();
        fault = default;
        return true;
    }

    /// <summary>The value of option 21.</summary>
    /// <exception cref="ArgumentException">There is none, more than the limit, or one is empty.</exception>
    public static byte[] ToBytes(params ReadOnlySpan<HostName> names)
    {
        CheckCount(names.Length);
        foreach (var name in names)
        {
            if (name.IsEmpty)
            {
                throw new ArgumentException("A SIP server needs a name.", nameof(names));
            }
        }

        var bytes = new byte[SipServerNames.BytesNeeded(names)];
        SipServerNames.Write(names, bytes);
        return bytes;
    }

    /// <summary>The value of option 22. IPv4 is written in mapped form.</summary>
    /// <exception cref="ArgumentException">There is none, or more than the limit.</exception>
    public static byte[] ToBytes(params ReadOnlySpan<IpAddress> addresses)
    {
        CheckCount(addresses.Length);
        var bytes = new byte[AddressBytes * addresses.Length];
        for (var i = 0; i < addresses.Length; i++)
        {
            var at = bytes.AsSpan(AddressBytes * i, AddressBytes);
            if (addresses[i].IsV4)
            {
                at[10..12].Fill(0xFF);
                at = at[12..];
            }

            _ = addresses[i].Write(at);
        }

        return bytes;
    }

    private static void CheckCount(int count)
    {
        if (count is 0 or > Dhcp6Limits.SipServersMax)
        {
            throw new ArgumentException(
                $"Options 21 and 22 have 1 to {Dhcp6Limits.SipServersMax} servers, not {count}.", nameof(count));
        }
    }

    /// <summary>
    /// Looks whether bytes that cannot be right are a mistake of administrators: the value of option 120, its encoding
    /// byte included, or the name or the digits of its bytes as text.
    /// </summary>
    private static Dhcp6SipServersFault Recognise(ReadOnlySpan<byte> value, SipServersFault found)
    {
        if (value[0] == 0 && SipServerNames.TryRead(value, 1, out var names, out _))
        {
            return new(Dhcp6OptionCode.SipServerNames, SipServersFaultKind.UnknownEncoding, 0, names[0], "");
        }

        if (!SipServersMistake.TryReadText(value, out var text))
        {
            return new(Dhcp6OptionCode.SipServerNames, found.Kind, found.Offset, found.NameSeen, found.TextSeen);
        }

        return SipServersMistake.TryReadDigits(text, out var bytes)
            && SipServerNames.TryRead(bytes, 0, out var meant, out _)
            ? new(Dhcp6OptionCode.SipServerNames, SipServersFaultKind.HexadecimalText, 0, meant[0], text)
            : new(
                Dhcp6OptionCode.SipServerNames, SipServersFaultKind.PlainText, 0, SipServersMistake.NameIn(text), text);
    }
}
