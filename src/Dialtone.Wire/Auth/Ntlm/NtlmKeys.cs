using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>The keys of NTLMv2 with extended session security (MS-NLMP sections 3.3.2 and 3.4.5).</summary>
public static class NtlmKeys
{
    /// <summary>The length of each of them, in bytes.</summary>
    public const int KeyBytes = 16;

    /// <summary>The key that answers are made with (NTOWFv2).</summary>
    /// <param name="hash">The MD4 of the password in UTF-16.</param>
    /// <param name="user">The user, of which the upper case counts.</param>
    /// <param name="domain">The domain, of which every letter counts.</param>
    /// <param name="destination">Takes the key.</param>
    public static void Response(ReadOnlySpan<byte> hash, string user, string domain, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(user);
        var text = user.ToUpperInvariant() + domain;
        HMACMD5.HashData(hash, MemoryMarshal.AsBytes(text.AsSpan()), destination);
    }

    /// <summary>The key that one end signs with (SIGNKEY).</summary>
    public static void Sign(ReadOnlySpan<byte> sessionKey, SipSide side, Span<byte> destination) => Derive(
        sessionKey,
        side == SipSide.Client
            ? "session key to client-to-server signing key magic constant\0"u8
            : "session key to server-to-client signing key magic constant\0"u8,
        destination);

    /// <summary>The key that one end encrypts with (SEALKEY).</summary>
    public static void Seal(ReadOnlySpan<byte> sessionKey, NtlmFlags flags, SipSide side, Span<byte> destination)
    {
        var bytes = flags.HasFlag(NtlmFlags.Key128) ? 16 : flags.HasFlag(NtlmFlags.Key56) ? 7 : 5;
        Derive(
            sessionKey[..bytes],
            side == SipSide.Client
                ? "session key to client-to-server sealing key magic constant\0"u8
                : "session key to server-to-client sealing key magic constant\0"u8,
            destination);
    }

    private static void Derive(ReadOnlySpan<byte> key, ReadOnlySpan<byte> constant, Span<byte> destination)
    {
        Span<byte> text = stackalloc byte[KeyBytes + 64];
        key.CopyTo(text);
        constant.CopyTo(text[key.Length..]);
        MD5.HashData(text[..(key.Length + constant.Length)], destination);
    }
}
