using System.Runtime.InteropServices;
using Dialtone.Wire.Auth.Ntlm;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Lab.Nodes;

/// <content>NTLM in its connectionless form, in which the server speaks first (MS-SIPAE section 3.3).</content>
public sealed partial class Registrar
{
    private int ChallengeNtlm(
        SipServerConnection connection, SipAccount account, scoped in SipSignatureHeader proof, in Turn turn)
    {
        var chance = 0ul;
        _entropy.Fill(MemoryMarshal.AsBytes(new Span<ulong>(ref chance)));

        // Without the server's time: with it clients add a proof over all messages (MIC), which not all of them know.
        var challenge = NtlmServer.Challenge(
            new NtlmTarget
            {
                NetBiosDomain = account.NtName.Domain,
                NetBiosComputer = Settings.Name.Text.Split('.')[0].ToUpperInvariant(),
                DnsDomain = Directory.Domain.Text,
                DnsComputer = Settings.Name.Text,
            },
            chance);
        var association = NewAssociation(account, proof, challenge);
        Add(connection, association, turn.Effects);
        return Challenge(association, challenge.ToBytes(), turn);
    }

    private int EndNtlm(
        SipServerConnection connection, RegisterRequest request, scoped in SipSignatureHeader proof, byte[] token,
        in Turn turn)
    {
        if (connection.Associations.Find(proof.Opaque, turn.Now.Monotonic) is not { Challenge: { } challenge } begun)
        {
            return Offer(turn, isLync: true);
        }

        // One challenge, one answer.
        connection.Associations.Remove(begun);
        if (!NtlmAuthenticate.TryRead(token, out var answer, out var fault))
        {
            return RefuseProof(turn, $"{fault}");
        }

        if (Directory.FindLogin(answer.Domain, answer.User) is not { } owner)
        {
            return RefuseProof(turn, "");
        }

        var verdict = NtlmServer.Verify(
            NtlmForm.Connectionless, [], challenge, token, answer, owner.NtlmSecret, out var session);
        return session is null ? RefuseProof(turn, verdict == NtlmVerdict.NotProved ? "" : $"{verdict}")
            : RefusalOf(begun, owner, turn)
                ?? AdmitProved(connection, request, begun, session.SignerOf(SipSide.Server), proof, turn);
    }
}
