using System.Security.Cryptography;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Wire.Auth.TlsDsk;

/// <summary>
/// Signs and verifies by the keys of TLS-DSK: HMAC (RFC 2104) with the hash of the suite's MAC (MS-SIPAE section 3.2).
/// </summary>
/// <param name="keys">What the handshake gave.</param>
/// <param name="side">Which end signs here; the other one is verified.</param>
public sealed class TlsDskSigner(TlsDskKeys keys, SipSide side) : MessageSigner
{
    /// <inheritdoc/>
    public override int Sign(ReadOnlySpan<byte> text, Span<byte> signature) =>
        Compute(side == SipSide.Client ? keys.Client : keys.Server, text, signature);

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[SignatureBytesMax];
        var length = Compute(side == SipSide.Client ? keys.Server : keys.Client, text, expected);
        return CryptographicOperations.FixedTimeEquals(expected[..length], signature);
    }

    private int Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text, Span<byte> signature) => keys.Hash switch
    {
        TlsDskHash.Md5 => HMACMD5.HashData(key, text, signature),
        TlsDskHash.Sha1 => HMACSHA1.HashData(key, text, signature),
        TlsDskHash.Sha256 => HMACSHA256.HashData(key, text, signature),
        _ => HMACSHA384.HashData(key, text, signature),
    };
}
