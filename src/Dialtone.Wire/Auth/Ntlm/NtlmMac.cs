using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Dialtone.Wire.Stun;

namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>
/// NTLMSSP_MESSAGE_SIGNATURE (MS-NLMP section 2.2.2.9): the 16 bytes that sign a text. All numbers in little-endian
/// order.
/// </summary>
public static class NtlmMac
{
    /// <summary>The length of a signature, in bytes.</summary>
    public const int Bytes = 16;

    /// <summary>How much of RC4's stream a signature with extended session security takes.</summary>
    public const int ExtendedStreamBytes = 8;

    /// <summary>How much of RC4's stream a signature without it takes.</summary>
    public const int LegacyStreamBytes = 12;

    private const uint Version = 1;
    private const int PadAt = 4;
    private const int SequenceAt = 12;
    private const int StackBytesMax = 1024;

    /// <summary>A signature with extended session security: HMAC-MD5 over sequence number and text.</summary>
    /// <param name="signKey">The key that this end signs with.</param>
    /// <param name="stream">
    /// <see cref="ExtendedStreamBytes"/> of the stream that encrypts; zeros where no key was exchanged.
    /// </param>
    /// <param name="sequence">The sequence number.</param>
    /// <param name="text">What is signed.</param>
    /// <param name="signature">Takes the signature.</param>
    public static void WriteExtended(
        ReadOnlySpan<byte> signKey, ReadOnlySpan<byte> stream, uint sequence, ReadOnlySpan<byte> text,
        Span<byte> signature)
    {
        var length = sizeof(uint) + text.Length;
        var rented = length > StackBytesMax ? ArrayPool<byte>.Shared.Rent(length) : null;
        var signed = rented is null ? stackalloc byte[StackBytesMax] : rented;
        BinaryPrimitives.WriteUInt32LittleEndian(signed, sequence);
        text.CopyTo(signed[sizeof(uint)..]);
        Span<byte> hash = stackalloc byte[HMACMD5.HashSizeInBytes];
        HMACMD5.HashData(signKey, signed[..length], hash);
        BinaryPrimitives.WriteUInt32LittleEndian(signature, Version);
        for (var i = 0; i < ExtendedStreamBytes; i++)
        {
            signature[PadAt + i] = (byte)(hash[i] ^ stream[i]);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(signature[SequenceAt..], sequence);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>A signature without extended session security: an encrypted CRC-32, as the oldest servers do.</summary>
    /// <param name="stream"><see cref="LegacyStreamBytes"/> of the stream that encrypts.</param>
    /// <param name="pad">Anything; who verifies takes what is there.</param>
    /// <param name="sequence">The sequence number.</param>
    /// <param name="text">What is signed.</param>
    /// <param name="signature">Takes the signature.</param>
    public static void WriteLegacy(
        ReadOnlySpan<byte> stream, uint pad, uint sequence, ReadOnlySpan<byte> text, Span<byte> signature)
    {
        // The same CRC-32 as that of STUN (ITU V.42).
        var crc = StunCrc.Of(text) ^ BinaryPrimitives.ReadUInt32LittleEndian(stream[4..]);
        BinaryPrimitives.WriteUInt32LittleEndian(signature, Version);
        BinaryPrimitives.WriteUInt32LittleEndian(signature[PadAt..], pad);
        BinaryPrimitives.WriteUInt32LittleEndian(signature[8..], crc);
        BinaryPrimitives.WriteUInt32LittleEndian(
            signature[SequenceAt..], sequence ^ BinaryPrimitives.ReadUInt32LittleEndian(stream[8..]));
    }

    /// <summary>The pad of a signature that is to be verified.</summary>
    internal static uint PadOf(ReadOnlySpan<byte> signature) =>
        BinaryPrimitives.ReadUInt32LittleEndian(signature[PadAt..]);
}
