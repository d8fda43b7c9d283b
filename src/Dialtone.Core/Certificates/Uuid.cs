using Dialtone.Core.Time;

namespace Dialtone.Core.Certificates;

/// <summary>Names that are made up at random.</summary>
internal static class Uuid
{
    /// <summary>A random UUID (RFC 9562 section 5.4).</summary>
    public static Guid Of(IEntropy entropy)
    {
        Span<byte> bytes = stackalloc byte[16];
        entropy.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }
}
