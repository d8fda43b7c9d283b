using System.Security.Cryptography;

namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>The server's side of NTLMv2 (MS-NLMP sections 3.2.5 and 3.3.2), as pure functions.</summary>
public static class NtlmServer
{
    private const NtlmFlags Common = NtlmFlags.Unicode | NtlmFlags.Ntlm | NtlmFlags.AlwaysSign
        | NtlmFlags.TargetTypeDomain | NtlmFlags.ExtendedSessionSecurity | NtlmFlags.TargetInfo | NtlmFlags.Version
        | NtlmFlags.Key128;

    private const NtlmFlags Signing = NtlmFlags.Sign | NtlmFlags.Datagram | NtlmFlags.Identify | NtlmFlags.KeyExchange
        | NtlmFlags.Key56;

    // What a client on a connection has to be granted if it asks for it, or it ends without a word.
    private const NtlmFlags Granted = NtlmFlags.Sign | NtlmFlags.KeyExchange | NtlmFlags.Identify | NtlmFlags.Key56
        | NtlmFlags.RequestTarget;

    /// <summary>The challenge that begins NTLM in SIP.</summary>
    /// <param name="target">What the server says of itself.</param>
    /// <param name="challenge">8 random bytes.</param>
    public static NtlmChallenge Challenge(NtlmTarget target, ulong challenge) =>
        Challenge(target, challenge, Common | Signing);

    /// <summary>The challenge that answers a client on a connection.</summary>
    /// <param name="negotiate">What the client began with.</param>
    /// <param name="target">What the server says of itself.</param>
    /// <param name="challenge">8 random bytes.</param>
    public static NtlmChallenge Challenge(NtlmNegotiate negotiate, NtlmTarget target, ulong challenge)
    {
        ArgumentNullException.ThrowIfNull(negotiate);
        return Challenge(target, challenge, Common | (negotiate.Flags & Granted));
    }

    /// <summary>Judges an answer by the names that stand in it, whatever the server calls the user.</summary>
    /// <param name="form">How NTLM is spoken.</param>
    /// <param name="negotiateMessage">The client's first message on a connection; empty in SIP.</param>
    /// <param name="challenge">The challenge that was sent.</param>
    /// <param name="message">The answer as it came.</param>
    /// <param name="answer">The same, read.</param>
    /// <param name="secret">The secret of the user whom <paramref name="answer"/> names.</param>
    /// <param name="session">What the server holds from then on; <c>null</c> where nobody is proved.</param>
    public static NtlmVerdict Verify(
        NtlmForm form, ReadOnlySpan<byte> negotiateMessage, NtlmChallenge challenge, ReadOnlySpan<byte> message,
        NtlmAuthenticate answer, NtlmSecret secret, out NtlmSession? session)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(secret);
        session = null;
        var response = answer.NtResponse.Span;
        if (response.Length < NtlmVersion2.HashBytes || !NtlmVersion2.IsBlob(response[NtlmVersion2.HashBytes..]))
        {
            return NtlmVerdict.NotVersion2;
        }

        Span<byte> key = stackalloc byte[NtlmKeys.KeyBytes];
        Span<byte> proof = stackalloc byte[NtlmVersion2.HashBytes];
        secret.ResponseKey(answer.User, answer.Domain, key);
        NtlmVersion2.Proof(key, challenge.ServerChallenge, response[NtlmVersion2.HashBytes..], proof);
        if (!CryptographicOperations.FixedTimeEquals(proof, response[..NtlmVersion2.HashBytes]))
        {
            return NtlmVerdict.NotProved;
        }

        var flags = answer.Flags & challenge.Flags;
        var needed = form == NtlmForm.Connectionless ? NtlmClient.Needed(form) : NtlmFlags.None;
        if ((flags & needed) != needed || !TrySessionKey(key, proof, flags, answer, out var sessionKey))
        {
            return NtlmVerdict.TooWeak;
        }

        if (SaysMic(response) && !HasRightMic(sessionKey, negotiateMessage, challenge, message, answer))
        {
            return NtlmVerdict.WrongMic;
        }

        session = new(sessionKey, flags);
        return NtlmVerdict.Proved;
    }

    private static NtlmChallenge Challenge(NtlmTarget target, ulong challenge, NtlmFlags flags)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new()
        {
            Flags = flags,
            ServerChallenge = challenge,
            TargetName = target.NetBiosDomain ?? "",
            TargetInfo = target.ToBytes(),
            Target = target,
            Version = NtlmAccount.SystemVersion,
        };
    }

    private static bool TrySessionKey(
        ReadOnlySpan<byte> responseKey, ReadOnlySpan<byte> proof, NtlmFlags flags, NtlmAuthenticate answer,
        out byte[] sessionKey)
    {
        sessionKey = new byte[NtlmKeys.KeyBytes];
        HMACMD5.HashData(responseKey, proof, sessionKey);
        if (!flags.HasFlag(NtlmFlags.KeyExchange))
        {
            return true;
        }

        var exchanged = answer.EncryptedSessionKey.ToArray();
        Rc4.Apply(sessionKey, exchanged);
        sessionKey = exchanged;
        return exchanged.Length == NtlmKeys.KeyBytes;
    }

    private static bool SaysMic(ReadOnlySpan<byte> response) =>
        NtlmTarget.TryRead(response[(NtlmVersion2.HashBytes + NtlmVersion2.FixedBytes)..], out var target, out _)
        && target.HasMic;

    private static bool HasRightMic(
        ReadOnlySpan<byte> sessionKey, ReadOnlySpan<byte> negotiate, NtlmChallenge challenge,
        ReadOnlySpan<byte> message, NtlmAuthenticate answer)
    {
        Span<byte> mic = stackalloc byte[NtlmAuthenticate.MicBytes];
        if (answer.Mic.IsEmpty)
        {
            return false;
        }

        NtlmVersion2.Mic(sessionKey, negotiate, challenge.ToBytes(), message, mic);
        return CryptographicOperations.FixedTimeEquals(mic, answer.Mic.Span);
    }
}
