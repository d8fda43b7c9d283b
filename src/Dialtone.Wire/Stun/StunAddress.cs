using System.Buffers.Binary;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Stun;

/// <summary>
/// An address with its port as an attribute carries it: a byte that means nothing, the family, port, address (RFC 8489
/// section 14.1); in the XOR form with a key over port and address, that keeps middle boxes from changing it.
/// </summary>
internal static class StunAddress
{
    private const byte FamilyV4 = 1;
    private const byte FamilyV6 = 2;

    /// <summary>The most bytes of a value.</summary>
    public const int BytesMax = 20;

    public static bool TryRead(ReadOnlySpan<byte> value, ReadOnlySpan<byte> key, out EndPointAddress address)
    {
        address = default;
        if (!(value.Length == 8 && value[1] == FamilyV4) && !(value.Length == BytesMax && value[1] == FamilyV6))
        {
            return false;
        }

        Span<byte> plain = stackalloc byte[16];
        plain = plain[..(value.Length - 4)];
        Mask(value[4..], key, plain);
        var port = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value[2..])
            ^ (key.IsEmpty ? 0 : BinaryPrimitives.ReadUInt16BigEndian(key)));
        _ = IpAddress.TryRead(plain, out var ip);
        address = new(ip, port);
        return true;
    }

    /// <summary>Writes a value and returns its length, 8 or 20 bytes.</summary>
    public static int Write(EndPointAddress address, ReadOnlySpan<byte> key, Span<byte> destination)
    {
        destination[0] = 0;
        destination[1] = address.Address.IsV4 ? FamilyV4 : FamilyV6;
        BinaryPrimitives.WriteUInt16BigEndian(
            destination[2..],
            (ushort)(address.Port ^ (key.IsEmpty ? 0 : BinaryPrimitives.ReadUInt16BigEndian(key))));
        var length = address.Address.Write(destination[4..]);
        Mask(destination.Slice(4, length), key, destination.Slice(4, length));
        return 4 + length;
    }

    private static void Mask(ReadOnlySpan<byte> from, ReadOnlySpan<byte> key, Span<byte> to)
    {
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = (byte)(from[i] ^ (key.IsEmpty ? 0 : key[i]));
        }
    }
}
