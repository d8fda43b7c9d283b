using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Dialtone.Lab.World;

/// <summary>A ticket of a world, as the GSS token that carries it (RFC 4121 section 4.1).</summary>
/// <param name="Service">For which service.</param>
/// <param name="Principal">Whom it proves.</param>
/// <param name="Key">The key that signs.</param>
internal sealed record SimTicket(string Service, string Principal, ReadOnlyMemory<byte> Key)
{
    private const int KeyBytes = 32;
    private const int SealBytes = 32;

    // The length of all, and of the two names.
    private const int LengthsBytes = 6;

    // The mechanism's identifier, and that an AP-REQ follows. SPNEGO names the mechanism too, where none follows.
    private static ReadOnlySpan<byte> Mechanism =>
        [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x12, 0x01, 0x02, 0x02, 0x01, 0x00];

    /// <summary>The token, sealed with the services' key.</summary>
    public byte[] Write(ReadOnlySpan<byte> seal)
    {
        byte[] names = [.. Encoding.UTF8.GetBytes(Service), .. Encoding.UTF8.GetBytes(Principal)];
        var body = new byte[LengthsBytes + names.Length + KeyBytes + SealBytes];
        BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)body.Length);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(2), (ushort)Encoding.UTF8.GetByteCount(Service));
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(4), (ushort)Encoding.UTF8.GetByteCount(Principal));
        names.CopyTo(body, LengthsBytes);
        Key.Span.CopyTo(body.AsSpan(LengthsBytes + names.Length));
        _ = HMACSHA256.HashData(seal, body.AsSpan(..^SealBytes), body.AsSpan(^SealBytes..));
        var length = Mechanism.Length + body.Length;
        return [0x60, 0x82, (byte)(length >> 8), (byte)length, .. Mechanism, .. body];
    }

    /// <summary>Finds a token, in SPNEGO (RFC 4178) or by itself, and opens it.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> token, ReadOnlySpan<byte> seal, [NotNullWhen(true)] out SimTicket? ticket)
    {
        ticket = null;
        var at = token.IndexOf(Mechanism);
        if (at < 0)
        {
            return false;
        }

        var body = token[(at + Mechanism.Length)..];
        if (body.Length < LengthsBytes || BinaryPrimitives.ReadUInt16BigEndian(body) is var length
            && (length > body.Length || length < LengthsBytes + KeyBytes + SealBytes))
        {
            return false;
        }

        body = body[..BinaryPrimitives.ReadUInt16BigEndian(body)];
        if (!HMACSHA256.HashData(seal, body[..^SealBytes]).AsSpan().SequenceEqual(body[^SealBytes..]))
        {
            return false;
        }

        // Sealed, so the lengths are those that were written.
        var service = body.Slice(LengthsBytes, BinaryPrimitives.ReadUInt16BigEndian(body[2..]));
        var principal = body.Slice(LengthsBytes + service.Length, BinaryPrimitives.ReadUInt16BigEndian(body[4..]));
        ticket = new(
            Encoding.UTF8.GetString(service),
            Encoding.UTF8.GetString(principal),
            body[^(SealBytes + KeyBytes)..^SealBytes].ToArray());
        return true;
    }
}
