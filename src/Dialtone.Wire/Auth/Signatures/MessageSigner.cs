namespace Dialtone.Wire.Auth.Signatures;

/// <summary>
/// Signs the messages of one security association and verifies the peer's (MS-SIPAE section 3.1). NTLM and TLS-DSK do
/// it from keys; Kerberos is done by the platform (GSS_GetMIC, RFC 2743).
/// </summary>
public abstract class MessageSigner
{
    /// <summary>The longest signature, in bytes.</summary>
    public const int SignatureBytesMax = 64;

    /// <summary>Signs a text.</summary>
    /// <param name="text">The text (MS-SIPAE section 3.1.5.1).</param>
    /// <param name="signature">Takes the signature: room for <see cref="SignatureBytesMax"/>.</param>
    /// <returns>Its length.</returns>
    public abstract int Sign(ReadOnlySpan<byte> text, Span<byte> signature);

    /// <summary>Whether the peer signed that text.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature);

    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => "signer (hidden)";
}
