using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Wire.Dhcp6;

/// <summary>How a DUID was made (RFC 8415 section 11.1).</summary>
public enum DuidType : ushort
{
    /// <summary>DUID-LLT: a hardware address and the time at which it was made (section 11.2).</summary>
    LinkLayerAndTime = 1,

    /// <summary>DUID-EN: given by a vendor (section 11.3).</summary>
    Enterprise = 2,

    /// <summary>DUID-LL: a hardware address (section 11.4).</summary>
    LinkLayer = 3,

    /// <summary>DUID-UUID (section 11.5, RFC 6355).</summary>
    Uuid = 4,
}

/// <summary>
/// Who a DHCPv6 client or server is: a DHCP Unique Identifier (RFC 8415 section 11). Others compare it byte by byte and
/// look no further into it, so any bytes of a fitting length are one.
/// </summary>
public sealed class Duid : IEquatable<Duid>
{
    private readonly byte[] _bytes;

    private Duid(byte[] bytes) => _bytes = bytes;

    /// <summary>How it was made; kept as a number where that is not known here.</summary>
    public DuidType Type => (DuidType)BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    /// <summary>The bytes, the type before all.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>A DUID-LL: the only one that a device makes anew without remembering it.</summary>
    /// <exception cref="ArgumentException">The address has no byte.</exception>
    public static Duid OfLinkLayer(HardwareAddress address)
    {
        var bytes = WithAddress(DuidType.LinkLayer, address, 4);
        return new(bytes);
    }

    /// <summary>A DUID-LLT.</summary>
    /// <param name="address">The hardware address.</param>
    /// <param name="seconds">Seconds since 2000-01-01 00:00 UTC, modulo 2^32.</param>
    /// <exception cref="ArgumentException">The address has no byte.</exception>
    public static Duid OfLinkLayerAndTime(HardwareAddress address, uint seconds)
    {
        var bytes = WithAddress(DuidType.LinkLayerAndTime, address, 8);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), seconds);
        return new(bytes);
    }

    /// <summary>A DUID-UUID.</summary>
    public static Duid OfUuid(Guid uuid)
    {
        var bytes = new byte[18];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)DuidType.Uuid);
        _ = uuid.TryWriteBytes(bytes.AsSpan(2), bigEndian: true, out _);
        return new(bytes);
    }

    /// <summary>
    /// Reads the value of option 1 or 2. False where it is shorter than <see cref="Dhcp6Limits.DuidBytesMin"/> or
    /// longer than <see cref="Dhcp6Limits.DuidBytesMax"/>.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> value, [NotNullWhen(true)] out Duid? duid)
    {
        duid = FitsLength(value.Length) ? new(value.ToArray()) : null;
        return duid is not null;
    }

    /// <inheritdoc/>
    public bool Equals(Duid? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Duid);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <summary>The bytes in hexadecimal with colons, as servers print them.</summary>
    public override string ToString() =>
        string.Join(':', _bytes.Select(static one => Convert.ToHexStringLower([one])));

    internal static bool FitsLength(int length) =>
        length is >= Dhcp6Limits.DuidBytesMin and <= Dhcp6Limits.DuidBytesMax;

    private static byte[] WithAddress(DuidType type, HardwareAddress address, int offset)
    {
        if (address.Length == 0)
        {
            throw new ArgumentException("A DUID out of a hardware address needs one.", nameof(address));
        }

        var bytes = new byte[offset + address.Length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), address.Type);
        address.Write(bytes.AsSpan(offset));
        return bytes;
    }
}
