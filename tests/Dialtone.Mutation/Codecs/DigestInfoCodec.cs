using System.Text;
using Dialtone.Wire.Auth.Digest;

namespace Dialtone.Mutation.Codecs;

/// <summary>What a server says after it accepted credentials.</summary>
public sealed class DigestInfoCodec : Codec
{
    private DigestAuthenticationInfo? _info;

    /// <inheritdoc/>
    public override string Name => "digest-info";

    /// <inheritdoc/>
    public override int Share => 2;

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens => DigestTokens.All;

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 1024 + (8L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        if (!DigestAuthenticationInfo.TryRead(input.Span, out _info, out var fault))
        {
            return Reading.Rejected((int)fault.Kind, fault.Offset);
        }

        var hash = default(ValueHash);
        hash.Add(_info.NextNonce);
        hash.Add(_info.ResponseAuth);
        return Reading.Accepted(hash.Value);
    }

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        bytes = Encoding.UTF8.GetBytes(_info!.ToHeaderValue());
        return true;
    }
}
