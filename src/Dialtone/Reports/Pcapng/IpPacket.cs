using System.Buffers.Binary;
using Dialtone.Wire.Addresses;

namespace Dialtone.Reports.Pcapng;

/// <summary>Packets of IPv4 (RFC 791) and IPv6 (RFC 8200), with UDP or TCP in them and right checksums.</summary>
internal static class IpPacket
{
    private const byte Tcp = 6;
    private const byte Udp = 17;
    private const byte HopLimit = 64;
    private const int UdpHeaderBytes = 8;
    private const int TcpHeaderBytes = 20;

    // No operation, and window scale by 2^14 (RFC 7323): nothing that is captured ever fills a window.
    private static ReadOnlySpan<byte> SynOptions => [1, 3, 3, 14];

    /// <summary>A datagram.</summary>
    public static byte[] OfUdp(EndPointAddress from, EndPointAddress to, ReadOnlySpan<byte> content)
    {
        var datagram = new byte[UdpHeaderBytes + content.Length];
        BinaryPrimitives.WriteUInt16BigEndian(datagram, from.Port);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), to.Port);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(4), (ushort)datagram.Length);
        content.CopyTo(datagram.AsSpan(UdpHeaderBytes));
        var checksum = Checksum(datagram, PseudoHeader(from, to, Udp, datagram.Length));
        // Zero would say that there is none (RFC 768).
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(6), checksum == 0 ? ushort.MaxValue : checksum);
        return InIp(from.Address, to.Address, Udp, datagram);
    }

    /// <summary>A segment.</summary>
    public static byte[] OfTcp(
        EndPointAddress from, EndPointAddress to, uint sequence, uint acknowledged, TcpFlags flags,
        ReadOnlySpan<byte> content)
    {
        var options = flags.HasFlag(TcpFlags.Syn) ? SynOptions : [];
        var header = TcpHeaderBytes + options.Length;
        var segment = new byte[header + content.Length];
        BinaryPrimitives.WriteUInt16BigEndian(segment, from.Port);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), to.Port);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(4), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(8), acknowledged);
        segment[12] = (byte)(header / 4 << 4);
        segment[13] = (byte)flags;
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(14), ushort.MaxValue);
        options.CopyTo(segment.AsSpan(TcpHeaderBytes));
        content.CopyTo(segment.AsSpan(header));
        var checksum = Checksum(segment, PseudoHeader(from, to, Tcp, segment.Length));
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(16), checksum);
        return InIp(from.Address, to.Address, Tcp, segment);
    }

    private static byte[] InIp(IpAddress from, IpAddress to, byte protocol, ReadOnlySpan<byte> content)
    {
        var header = from.IsV4 ? 20 : 40;
        var packet = new byte[header + content.Length];
        content.CopyTo(packet.AsSpan(header));
        if (from.IsV4)
        {
            packet[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
            packet[6] = 0x40;
            (packet[8], packet[9]) = (HopLimit, protocol);
            _ = from.Write(packet.AsSpan(12));
            _ = to.Write(packet.AsSpan(16));
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), Checksum(packet.AsSpan(0, header), 0));
        }
        else
        {
            packet[0] = 0x60;
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)content.Length);
            (packet[6], packet[7]) = (protocol, HopLimit);
            _ = from.Write(packet.AsSpan(8));
            _ = to.Write(packet.AsSpan(24));
        }

        return packet;
    }

    /// <summary>What UDP and TCP add to their checksum of the header around them.</summary>
    private static uint PseudoHeader(EndPointAddress from, EndPointAddress to, byte protocol, int length)
    {
        Span<byte> addresses = stackalloc byte[32];
        var half = from.Address.Write(addresses);
        _ = to.Address.Write(addresses[half..]);
        return Sum(addresses[..(2 * half)]) + protocol + (uint)length;
    }

    private static ushort Checksum(ReadOnlySpan<byte> bytes, uint sum)
    {
        sum += Sum(bytes);
        sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~((sum & 0xFFFF) + (sum >> 16));
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (; bytes.Length > 1; bytes = bytes[2..])
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        }

        return sum + (bytes.IsEmpty ? 0 : (uint)bytes[0] << 8);
    }
}
