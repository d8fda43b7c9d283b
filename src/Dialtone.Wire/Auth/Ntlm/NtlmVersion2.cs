using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>The answers of NTLMv2 (MS-NLMP section 3.3.2), as both ends compute them.</summary>
internal static class NtlmVersion2
{
    public const int HashBytes = 16;

    /// <summary>NTLMv2_CLIENT_CHALLENGE up to the pairs (section 2.2.2.7).</summary>
    public const int FixedBytes = 28;

    /// <summary>What follows the pairs.</summary>
    public const int TailBytes = 4;

    private const ushort Versions = 0x0101;
    private const int TimeAt = 8;
    private const int ClientChallengeAt = 16;

    /// <summary>
    /// The client's blob (<c>temp</c>): versions, time in units of 100 ns since 1601, its challenge, the pairs.
    /// </summary>
    public static byte[] Blob(long time, ReadOnlySpan<byte> clientChallenge, ReadOnlySpan<byte> pairs)
    {
        var blob = new byte[FixedBytes + pairs.Length + TailBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(blob, Versions);
        BinaryPrimitives.WriteInt64LittleEndian(blob.AsSpan(TimeAt), time);
        clientChallenge.CopyTo(blob.AsSpan(ClientChallengeAt));
        pairs.CopyTo(blob.AsSpan(FixedBytes));
        return blob;
    }

    /// <summary>Whether it may be one.</summary>
    public static bool IsBlob(ReadOnlySpan<byte> blob) =>
        blob.Length >= FixedBytes && BinaryPrimitives.ReadUInt16LittleEndian(blob) == Versions;

    public static long TimeOf(ReadOnlySpan<byte> blob) => BinaryPrimitives.ReadInt64LittleEndian(blob[TimeAt..]);

    /// <summary>NTProofStr, or the first part of the LM answer: HMAC-MD5 over challenge and blob.</summary>
    public static void Proof(
        ReadOnlySpan<byte> responseKey, ulong serverChallenge, ReadOnlySpan<byte> given, Span<byte> destination)
    {
        var text = new byte[sizeof(ulong) + given.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(text, serverChallenge);
        given.CopyTo(text.AsSpan(sizeof(ulong)));
        HMACMD5.HashData(responseKey, text, destination);
    }

    /// <summary>The MIC: HMAC-MD5 over the messages, that of the client with zeros in its place.</summary>
    public static void Mic(
        ReadOnlySpan<byte> sessionKey, ReadOnlySpan<byte> negotiate, ReadOnlySpan<byte> challenge,
        ReadOnlySpan<byte> authenticate, Span<byte> destination)
    {
        byte[] messages = [.. negotiate, .. challenge, .. authenticate];
        messages.AsSpan(negotiate.Length + challenge.Length)
            .Slice(NtlmAuthenticate.MicAt, NtlmAuthenticate.MicBytes).Clear();
        HMACMD5.HashData(sessionKey, messages, destination);
    }
}
