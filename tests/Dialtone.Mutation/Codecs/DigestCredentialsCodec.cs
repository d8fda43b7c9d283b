using System.Text;
using Dialtone.Wire.Auth.Digest;

namespace Dialtone.Mutation.Codecs;

/// <summary>The credentials that answer a Digest challenge.</summary>
public sealed class DigestCredentialsCodec : Codec
{
    private static readonly DigestSecret Secret = DigestSecret.FromPassword("correct horse");

    private DigestCredentials? _credentials;

    /// <inheritdoc/>
    public override string Name => "digest-credentials";

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens => DigestTokens.All;

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 1024 + (8L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        if (!DigestCredentials.TryRead(input.Span, out _credentials, out var fault))
        {
            return Reading.Rejected((int)fault.Kind, fault.Offset);
        }

        var hash = default(ValueHash);
        hash.Add(_credentials.Username);
        hash.Add(_credentials.Realm);
        hash.Add(_credentials.Nonce);
        hash.Add(_credentials.Uri);
        hash.Add(_credentials.Response);
        hash.Add((ulong)_credentials.Algorithm);
        hash.Add(_credentials.AlgorithmText);
        hash.Add((ulong)_credentials.Qop);
        // Without a quality these two have no place, and are not written.
        hash.Add(_credentials.Qop == DigestQop.None ? null : _credentials.Cnonce);
        hash.Add(_credentials.Qop == DigestQop.None ? 0 : _credentials.NonceCount);
        hash.Add(_credentials.Opaque);
        hash.Add(_credentials.UserHash);
        return Reading.Accepted(hash.Value);
    }

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        bytes = Encoding.UTF8.GetBytes(_credentials!.ToHeaderValue());
        return true;
    }

    /// <inheritdoc/>
    public override string? Check(ReadOnlyMemory<byte> input) =>
        DigestCredentials.TryRead(input.Span, out var credentials, out _)
        && credentials.Verify(Secret, "REGISTER", []) && credentials.Response.Length < 32
            ? "is believed with a response of nothing"
            : null;
}
