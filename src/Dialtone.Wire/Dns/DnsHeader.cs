using System.Buffers.Binary;

namespace Dialtone.Wire.Dns;

/// <summary>
/// The first four bytes of a message (RFC 1035 section 4.1.1). Enough to tell whose answer a malformed message is, and
/// that one cut off in the middle of a record wants to be asked for over TCP (RFC 2181 section 9).
/// </summary>
/// <param name="Id">The identifier.</param>
/// <param name="Flags">The flags, the opcode and the lower four bits of the response code.</param>
public readonly record struct DnsHeader(ushort Id, ushort Flags)
{
    internal const ushort Response = 0x8000;
    internal const ushort Authoritative = 0x0400;
    internal const ushort Truncated = 0x0200;
    internal const ushort Desired = 0x0100;
    internal const ushort Available = 0x0080;
    internal const ushort Authentic = 0x0020;
    internal const ushort NoChecking = 0x0010;

    /// <summary>Whether this is an answer.</summary>
    public bool IsResponse => (Flags & Response) != 0;

    /// <summary>Whether the rest did not fit.</summary>
    public bool IsTruncated => (Flags & Truncated) != 0;

    internal DnsOpcode Opcode => (DnsOpcode)((Flags >> 11) & 0xF);

    internal int ResponseCodeLow => Flags & 0xF;

    /// <summary>Reads the header's beginning; false when there are fewer than twelve bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> span, out DnsHeader header)
    {
        header = default;
        if (span.Length < DnsLimits.HeaderBytes)
        {
            return false;
        }

        header = new(BinaryPrimitives.ReadUInt16BigEndian(span), BinaryPrimitives.ReadUInt16BigEndian(span[2..]));
        return true;
    }
}
