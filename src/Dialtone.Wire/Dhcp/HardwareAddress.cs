using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Dialtone.Wire.Dhcp;

/// <summary>
/// A link-layer address as DHCP carries it: <c>htype</c>, <c>hlen</c> and the first <c>hlen</c> bytes of <c>chaddr</c>.
/// </summary>
public readonly record struct HardwareAddress
{
    /// <summary>The <c>htype</c> of Ethernet (RFC 1700).</summary>
    public const byte EthernetType = 1;

    private readonly ulong _high;
    private readonly ulong _low;

    /// <summary>An address out of its bytes, 0 to 16 of them.</summary>
    /// <exception cref="ArgumentException">There are more than
    /// <see cref="DhcpLimits.HardwareAddressBytesMax"/>.</exception>
    public HardwareAddress(byte type, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > DhcpLimits.HardwareAddressBytesMax)
        {
            throw new ArgumentException("A hardware address has at most 16 bytes.", nameof(bytes));
        }

        Span<byte> padded = stackalloc byte[DhcpLimits.HardwareAddressBytesMax];
        padded.Clear();
        bytes.CopyTo(padded);
        _high = BinaryPrimitives.ReadUInt64BigEndian(padded);
        _low = BinaryPrimitives.ReadUInt64BigEndian(padded[8..]);
        Type = type;
        Length = (byte)bytes.Length;
    }

    /// <summary>The hardware type; 1 is Ethernet.</summary>
    public byte Type { get; }

    /// <summary>How many bytes the address has.</summary>
    public byte Length { get; }

    /// <summary>Reads an Ethernet address: six bytes in hexadecimal, with colons or hyphens.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out HardwareAddress address)
    {
        address = default;
        if (text is not { Length: 17 })
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[6];
        for (var i = 0; i < bytes.Length; i++)
        {
            if ((i > 0 && text[(i * 3) - 1] is not (':' or '-'))
                || !byte.TryParse(text.AsSpan(i * 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                    out bytes[i]))
            {
                return false;
            }
        }

        address = new(EthernetType, bytes);
        return true;
    }

    /// <summary>Reads text that is known to be an Ethernet address.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is not one.</exception>
    public static HardwareAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not a hardware address.");

    /// <summary>Writes the <see cref="Length"/> bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public void Write(Span<byte> destination)
    {
        Span<byte> padded = stackalloc byte[DhcpLimits.HardwareAddressBytesMax];
        BinaryPrimitives.WriteUInt64BigEndian(padded, _high);
        BinaryPrimitives.WriteUInt64BigEndian(padded[8..], _low);
        padded[..Length].CopyTo(destination);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[DhcpLimits.HardwareAddressBytesMax];
        Write(bytes);
        var text = new char[Math.Max(0, (Length * 3) - 1)];
        Array.Fill(text, ':');
        for (var i = 0; i < Length; i++)
        {
            _ = bytes[i].TryFormat(text.AsSpan(i * 3), out _, "x2", CultureInfo.InvariantCulture);
        }

        return new string(text);
    }
}
