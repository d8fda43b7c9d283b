using Dialtone.Core.Time;
using Dialtone.Wire.Auth.Ntlm;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Core.SignIn;

/// <summary>
/// NTLM in its connectionless form: an empty token asks for the server's challenge, and the answer to that is the last
/// token. Takes nothing of the host.
/// </summary>
/// <param name="account">Who is proved.</param>
/// <param name="entropy">Chance: the client's challenge and a session key.</param>
internal sealed class NtlmHandshake(NtlmAccount account, IEntropy entropy) : SchemeHandshake
{
    /// <inheritdoc/>
    public override HandshakeStep Begin(Now now) => new HandshakeStep.Send(ReadOnlyMemory<byte>.Empty);

    /// <inheritdoc/>
    public override HandshakeStep Take(Now now, ReadOnlyMemory<byte> token)
    {
        if (!NtlmChallenge.TryRead(token.Span, out var challenge, out var fault))
        {
            return new HandshakeStep.Failed(
                SchemeFault.Malformed, FormattableString.Invariant($"{fault.Kind} at byte {fault.Offset}"));
        }

        Span<byte> chance = stackalloc byte[NtlmClient.ChanceBytes];
        entropy.Fill(chance);
        if (!NtlmClient.TryAnswer(
            NtlmForm.Connectionless, token.Span, challenge, account, now.WallClock, chance, out var answer,
            out var missing))
        {
            return new HandshakeStep.Failed(SchemeFault.NotAgreed, missing.ToString());
        }

        HasProved = true;
        return new HandshakeStep.Done(answer.Message, answer.Session.SignerOf(SipSide.Client));
    }
}
