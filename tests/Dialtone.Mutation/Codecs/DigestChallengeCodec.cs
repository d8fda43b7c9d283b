using System.Text;
using Dialtone.Wire.Auth.Digest;

namespace Dialtone.Mutation.Codecs;

/// <summary>
/// A Digest challenge; one that can be answered is answered, and the answer is read as a server would.
/// </summary>
public sealed class DigestChallengeCodec : Codec
{
    private static readonly DigestSecret Secret = DigestSecret.FromPassword("correct horse");

    private DigestChallenge? _challenge;

    /// <inheritdoc/>
    public override string Name => "digest-challenge";

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
        if (!DigestChallenge.TryRead(input.Span, out _challenge, out var fault))
        {
            return Reading.Rejected((int)fault.Kind, fault.Offset);
        }

        var hash = default(ValueHash);
        hash.Add(_challenge.Realm);
        hash.Add(_challenge.Nonce);
        hash.Add(_challenge.Opaque);
        hash.Add(_challenge.Stale);
        hash.Add((ulong)_challenge.Algorithm);
        hash.Add(_challenge.AlgorithmText);
        hash.Add((ulong)_challenge.Qop);
        hash.Add(_challenge.UserHash);
        hash.Add(_challenge.CanBeAnswered);
        return Reading.Accepted(hash.Value);
    }

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        // A quality that has no name here is noted when it is read, and not written.
        var canBeWritten = !_challenge!.Qop.HasFlag(DigestQop.Unknown);
        bytes = canBeWritten ? Encoding.UTF8.GetBytes(_challenge.ToHeaderValue()) : default;
        return canBeWritten;
    }

    /// <inheritdoc/>
    public override string? Check(ReadOnlyMemory<byte> input)
    {
        if (!DigestChallenge.TryRead(input.Span, out var challenge, out _) || !challenge.CanBeAnswered)
        {
            return null;
        }

        var answer = DigestCredentials.Answer(
            challenge, "alice", Secret, "REGISTER", "sip:contoso.example", 1, "0a4f113b", []);
        var written = Encoding.UTF8.GetBytes(answer.ToHeaderValue());
        return !DigestCredentials.TryRead(written, out var seen, out var fault)
            ? $"is answered with what {fault} refuses"
            : seen == answer ? null : "is answered otherwise than meant";
    }
}
