using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Dialtone.Wire.Addresses;

/// <summary>
/// An IPv4 or IPv6 address in sixteen bytes, without a scope: small enough to be kept by the hundred thousand.
/// IPv4 is held in mapped form (RFC 4291 section 2.5.5.2).
/// </summary>
public readonly record struct IpAddress
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    private readonly ulong _high;
    private readonly ulong _low;

    private IpAddress(ulong high, ulong low)
    {
        _high = high;
        _low = low;
    }

    /// <summary>Every address of this machine, IPv4 (<c>0.0.0.0</c>).</summary>
    public static IpAddress AnyV4 { get; } = V4(0);

    /// <summary>Every address of this machine, IPv6 (<c>::</c>).</summary>
    public static IpAddress AnyV6 => default;

    /// <summary>The limited broadcast address (<c>255.255.255.255</c>, RFC 919).</summary>
    public static IpAddress Broadcast { get; } = V4(0xFFFF_FFFF);

    /// <summary>Whether this is an IPv4 address.</summary>
    public bool IsV4 => _high == 0 && (_low & 0xFFFF_FFFF_0000_0000) == MappedPrefix;

    /// <summary>Whether this is a loopback address (127.0.0.0/8 or ::1).</summary>
    public bool IsLoopback => IsV4 ? (byte)(_low >> 24) == 127 : _high == 0 && _low == 1;

    /// <summary>
    /// Whether it means something on one link alone: 169.254.0.0/16 (RFC 3927) or fe80::/10 (RFC 4291 section 2.5.6).
    /// </summary>
    public bool IsLinkLocal => IsV4 ? (ushort)(_low >> 16) == 0xA9FE : _high >> 54 == 0x3FA;

    /// <summary>Whether this is a group: 224.0.0.0/4 (RFC 5771) or ff00::/8 (RFC 4291 section 2.7).</summary>
    public bool IsMulticast => IsV4 ? ((_low >> 28) & 0xF) == 0xE : _high >> 56 == 0xFF;

    /// <summary>An IPv4 address from its four octets, most significant first.</summary>
    public static IpAddress V4(byte a, byte b, byte c, byte d) =>
        V4(((uint)a << 24) | ((uint)b << 16) | ((uint)c << 8) | d);

    /// <summary>An IPv4 address from its value in host order.</summary>
    public static IpAddress V4(uint value) => new(0, MappedPrefix | value);

    /// <summary>Reads 4 (IPv4) or 16 (IPv6) bytes in network order.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IpAddress address)
    {
        switch (bytes.Length)
        {
            case 4:
                address = V4(BinaryPrimitives.ReadUInt32BigEndian(bytes));
                return true;
            case 16:
                address = new(
                    BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
                return true;
            default:
                address = default;
                return false;
        }
    }

    /// <summary>Writes 4 (IPv4) or 16 (IPv6) bytes in network order and returns how many.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public int Write(Span<byte> destination)
    {
        if (IsV4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)_low);
            return 4;
        }

        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _low);
        return 16;
    }

    /// <summary>Reads the text form, without brackets, port or scope.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IpAddress address)
    {
        address = default;
        // IPAddress.TryParse takes "1" for 0.0.0.1, where an address written by a person has its dots or colons; and it
        // takes brackets with a port behind them, and drops the port.
        if (text is null || text.StartsWith('[')
            || !(text.Contains(':', StringComparison.Ordinal) || text.AsSpan().Count('.') == 3)
            || !IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        address = From(parsed);
        return true;
    }

    /// <summary>Reads text that is known to be an address.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is not an address.</exception>
    public static IpAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not an IP address.");

    /// <summary>From the platform's form; an IPv4-mapped address becomes IPv4 and the scope is dropped.</summary>
    public static IpAddress From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        _ = address.TryWriteBytes(bytes, out var written);
        _ = TryRead(bytes[..written], out var result);
        return result;
    }

    /// <summary>The platform's form.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        return new IPAddress(bytes[..Write(bytes)]);
    }

    /// <inheritdoc/>
    public override string ToString() => IsV4
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{(byte)(_low >> 24)}.{(byte)(_low >> 16)}.{(byte)(_low >> 8)}.{(byte)_low}")
        : ToIPAddress().ToString();
}
