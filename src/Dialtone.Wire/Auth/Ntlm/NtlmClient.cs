using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>
/// The client's side of NTLMv2 (MS-NLMP sections 3.1.5 and 3.3.2), as functions of what they are given: chance and time
/// too. Version 1 and answers without extended session security are never given.
/// </summary>
public static class NtlmClient
{
    /// <summary>The random bytes that an answer takes: the client's challenge and a session key.</summary>
    public const int ChanceBytes = ChallengeBytes + NtlmKeys.KeyBytes;

    private const int ChallengeBytes = 8;

    private const NtlmFlags Common = NtlmFlags.Unicode | NtlmFlags.RequestTarget | NtlmFlags.Ntlm
        | NtlmFlags.AlwaysSign | NtlmFlags.ExtendedSessionSecurity | NtlmFlags.TargetInfo | NtlmFlags.Version
        | NtlmFlags.Key128;

    private const NtlmFlags Signing =
        NtlmFlags.Sign | NtlmFlags.Datagram | NtlmFlags.Identify | NtlmFlags.KeyExchange;

    /// <summary>What a server has to agree to, or no answer is given to it.</summary>
    public static NtlmFlags Needed(NtlmForm form) =>
        NtlmFlags.Unicode | NtlmFlags.Ntlm | NtlmFlags.ExtendedSessionSecurity | NtlmFlags.TargetInfo
        | (form == NtlmForm.Connectionless
            ? NtlmFlags.Sign | NtlmFlags.Datagram | NtlmFlags.KeyExchange | NtlmFlags.Key128
            : NtlmFlags.None);

    /// <summary>
    /// The first message where NTLM is spoken on a connection. It has a version, without which some servers refuse it.
    /// </summary>
    public static byte[] Negotiate() =>
        new NtlmNegotiate(Common & ~NtlmFlags.TargetInfo) { Version = NtlmAccount.SystemVersion }.ToBytes();

    /// <summary>Answers a challenge.</summary>
    /// <param name="form">How NTLM is spoken.</param>
    /// <param name="challengeMessage">The challenge as it came.</param>
    /// <param name="challenge">The same, read.</param>
    /// <param name="account">Who is proved.</param>
    /// <param name="time">Now, for a server that does not tell its own time; from 1601 on.</param>
    /// <param name="chance"><see cref="ChanceBytes"/> random bytes.</param>
    /// <param name="answer">The answer; <c>null</c> where none is given.</param>
    /// <param name="missing">What the server did not agree to, where no answer is given.</param>
    public static bool TryAnswer(
        NtlmForm form, ReadOnlySpan<byte> challengeMessage, NtlmChallenge challenge, NtlmAccount account,
        DateTimeOffset time, ReadOnlySpan<byte> chance, [NotNullWhen(true)] out NtlmAnswer? answer,
        out NtlmFlags missing)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        ArgumentNullException.ThrowIfNull(account);
        missing = Needed(form) & ~challenge.Flags;
        answer = missing == NtlmFlags.None
            ? Answer(form, challengeMessage, challenge, account, time.ToFileTime(), chance)
            : null;
        return answer is not null;
    }

    private static NtlmAnswer Answer(
        NtlmForm form, ReadOnlySpan<byte> challengeMessage, NtlmChallenge challenge, NtlmAccount account, long time,
        ReadOnlySpan<byte> chance)
    {
        var hasMic = challenge.Target.Timestamp is not null;
        var clientChallenge = chance[..ChallengeBytes];
        Span<byte> key = stackalloc byte[NtlmKeys.KeyBytes];
        account.Secret.ResponseKey(account.User, account.Domain, key);
        var blob = NtlmVersion2.Blob(
            challenge.Target.Timestamp ?? time, clientChallenge,
            hasMic ? NtlmTarget.WithMic(challenge.TargetInfo.Span) : challenge.TargetInfo.Span);
        var response = new byte[NtlmVersion2.HashBytes + blob.Length];
        NtlmVersion2.Proof(key, challenge.ServerChallenge, blob, response);
        blob.CopyTo(response.AsSpan(NtlmVersion2.HashBytes));

        // A server that tells its time gets no LM answer (section 3.1.5.1.2).
        var lm = new byte[NtlmVersion2.HashBytes + ChallengeBytes];
        if (!hasMic)
        {
            NtlmVersion2.Proof(key, challenge.ServerChallenge, clientChallenge, lm);
            clientChallenge.CopyTo(lm.AsSpan(NtlmVersion2.HashBytes));
        }

        Span<byte> sessionKey = stackalloc byte[NtlmKeys.KeyBytes];
        HMACMD5.HashData(key, response.AsSpan(0, NtlmVersion2.HashBytes), sessionKey);
        byte[] encrypted = [];
        if (form == NtlmForm.Connectionless)
        {
            encrypted = chance.Slice(ChallengeBytes, NtlmKeys.KeyBytes).ToArray();
            Rc4.Apply(sessionKey, encrypted);
            chance.Slice(ChallengeBytes, NtlmKeys.KeyBytes).CopyTo(sessionKey);
        }

        var flags = (challenge.Flags & (form == NtlmForm.Connectionless ? Common | Signing : Common))
            | NtlmFlags.RequestTarget;
        var message = new NtlmAuthenticate
        {
            Flags = flags,
            LmResponse = lm,
            NtResponse = response,
            Domain = account.Domain,
            User = account.User,
            Workstation = account.Workstation,
            EncryptedSessionKey = encrypted,
            Version = flags.HasFlag(NtlmFlags.Version) ? account.Version : 0,
            Mic = hasMic ? new byte[NtlmAuthenticate.MicBytes] : default,
        }.ToBytes();
        if (hasMic)
        {
            ReadOnlySpan<byte> negotiate = form == NtlmForm.Connection ? Negotiate() : [];
            NtlmVersion2.Mic(
                sessionKey, negotiate, challengeMessage, message, message.AsSpan(NtlmAuthenticate.MicAt));
        }

        return new(message, new(sessionKey, flags));
    }
}
