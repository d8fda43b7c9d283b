using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Dialtone.Reports.Pcapng;

/// <summary>Writes the blocks of a capture (draft-ietf-opsawg-pcapng section 4), little-endian.</summary>
internal sealed class PcapngWriter(Stream output)
{
    /// <summary>The longest comment, in bytes: a longer one is cut off.</summary>
    public const int CommentBytesMax = 8192;

    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint InterfaceDescription = 1;
    private const uint EnhancedPacket = 6;

    // LINKTYPE_RAW: a packet begins with the header of IP.
    private const ushort RawIp = 101;

    private const ushort Comment = 1;
    private const ushort Application = 4;
    private const ushort Resolution = 9;
    private const ushort PacketFlags = 2;

    private const int NanosecondsPerTick = 100;

    /// <summary>Writes what comes before the first packet.</summary>
    public void Begin(string comment)
    {
        var section = new ArrayBufferWriter<byte>();
        Number(section, 0x1A2B3C4D);
        Number(section, 1);
        Number(section, uint.MaxValue);
        Number(section, uint.MaxValue);
        Option(section, Comment, Text(comment));
        Option(section, Application, "Dialtone"u8);
        EndOptions(section);
        Block(SectionHeader, section.WrittenSpan);

        var description = new ArrayBufferWriter<byte>();
        Number(description, RawIp);
        Number(description, 0);
        // Nanoseconds: ten to the minus ninth.
        Option(description, Resolution, [9]);
        EndOptions(description);
        Block(InterfaceDescription, description.WrittenSpan);
    }

    /// <summary>Writes a packet.</summary>
    public void Packet(DateTimeOffset at, Packet packet, string comment)
    {
        var ticks = (ulong)Math.Max(0, (at - DateTimeOffset.UnixEpoch).Ticks) * NanosecondsPerTick;
        var block = new ArrayBufferWriter<byte>(packet.Bytes.Length + 64);
        Number(block, 0);
        Number(block, (uint)(ticks >> 32));
        Number(block, (uint)ticks);
        Number(block, (uint)packet.Bytes.Length);
        Number(block, (uint)packet.Bytes.Length);
        Padded(block, packet.Bytes);
        if (comment.Length > 0)
        {
            Option(block, Comment, Text(comment));
        }

        Option(block, PacketFlags, [packet.IsSent ? (byte)2 : (byte)1, 0, 0, 0]);
        EndOptions(block);
        Block(EnhancedPacket, block.WrittenSpan);
    }

    private static ReadOnlySpan<byte> Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= CommentBytesMax)
        {
            return bytes;
        }

        // Not in the middle of a character.
        var length = CommentBytesMax;
        while ((bytes[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return bytes.AsSpan(0, length);
    }

    private static void Option(ArrayBufferWriter<byte> block, ushort code, ReadOnlySpan<byte> value)
    {
        Number(block, code | ((uint)value.Length << 16));
        Padded(block, value);
    }

    private static void EndOptions(ArrayBufferWriter<byte> block) => Number(block, 0);

    private static void Number(ArrayBufferWriter<byte> block, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(block.GetSpan(sizeof(uint)), value);
        block.Advance(sizeof(uint));
    }

    private static void Padded(ArrayBufferWriter<byte> block, ReadOnlySpan<byte> bytes)
    {
        block.Write(bytes);
        block.Write(new byte[-bytes.Length & 3]);
    }

    private void Block(uint type, ReadOnlySpan<byte> content)
    {
        Span<byte> head = stackalloc byte[8];
        var length = (uint)(content.Length + 12);
        BinaryPrimitives.WriteUInt32LittleEndian(head, type);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], length);
        output.Write(head);
        output.Write(content);
        output.Write(head[4..]);
    }
}
