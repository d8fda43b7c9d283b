using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Live.Security;

/// <summary>
/// Signs with a Kerberos ticket: GSS_GetMIC and GSS_VerifyMIC (RFC 2743). What cannot be signed any more, because the
/// ticket is over, gets an empty signature, which no peer takes.
/// </summary>
internal sealed unsafe class KerberosSigner(GssContextHandle context) : MessageSigner
{
    /// <inheritdoc/>
    public override int Sign(ReadOnlySpan<byte> text, Span<byte> signature)
    {
        fixed (byte* bytes = text)
        {
            var message = new Gssapi.Bytes(bytes, text.Length);
            Gssapi.Bytes token = default;
            if (Gssapi.gss_get_mic(out _, context, quality: 0, &message, &token) != Gssapi.Complete)
            {
                return 0;
            }

            var length = token.Span.Length;
            token.Span.CopyTo(signature);
            Gssapi.Release(ref token);
            return length;
        }
    }

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        fixed (byte* bytes = text)
        fixed (byte* signed = signature)
        {
            var message = new Gssapi.Bytes(bytes, text.Length);
            var token = new Gssapi.Bytes(signed, signature.Length);
            return Gssapi.gss_verify_mic(out _, context, &message, &token, quality: 0) == Gssapi.Complete;
        }
    }
}
