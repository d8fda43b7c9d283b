using System.Text;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Mutation.Codecs;

/// <summary>A challenge of NTLM, Kerberos or TLS-DSK.</summary>
public sealed class SipChallengeCodec : Codec
{
    private SipChallenge? _challenge;

    /// <inheritdoc/>
    public override string Name => "sip-challenge";

    /// <inheritdoc/>
    public override int Share => 2;

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens => SipAuthTokens.All;

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 1024 + (8L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        if (!SipChallenge.TryRead(input.Span, out _challenge, out var fault))
        {
            return Reading.Rejected((int)fault.Kind, fault.Offset);
        }

        var hash = default(ValueHash);
        hash.Add((ulong)_challenge.Scheme);
        hash.Add(_challenge.Realm);
        hash.Add(_challenge.TargetName);
        hash.Add((ulong)_challenge.Version);
        hash.Add(_challenge.Opaque);
        hash.Add(_challenge.Token.HasValue);
        hash.Add((_challenge.Token ?? default).Span);
        hash.Add(_challenge.StsUri);
        return Reading.Accepted(hash.Value);
    }

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        bytes = Encoding.UTF8.GetBytes(_challenge!.ToHeaderValue());
        return true;
    }
}
