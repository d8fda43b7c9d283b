using System.Security.Cryptography;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Lab.World;

/// <summary>Signs with a ticket's key, in the form that GSS_GetMIC has for AES (RFC 4121 section 4.2.6.1).</summary>
internal sealed class SimTicketSigner(ReadOnlyMemory<byte> key, bool isClient) : MessageSigner
{
    private const int HeaderBytes = 16;
    private const int SignatureBytes = 28;

    /// <inheritdoc/>
    public override int Sign(ReadOnlySpan<byte> text, Span<byte> signature) => Sign(text, signature, isClient);

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        Span<byte> right = stackalloc byte[SignatureBytes];
        _ = Sign(text, right, !isClient);
        return signature.SequenceEqual(right);
    }

    private int Sign(ReadOnlySpan<byte> text, Span<byte> signature, bool byClient)
    {
        ReadOnlySpan<byte> header = [4, 4, (byte)(byClient ? 0 : 1), 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0];
        header.CopyTo(signature);
        HMACSHA256.HashData(key.Span, [.. text, .. header]).AsSpan(0, SignatureBytes - HeaderBytes)
            .CopyTo(signature[HeaderBytes..]);
        return SignatureBytes;
    }
}
