using Dialtone.Wire.Auth.Ntlm;

namespace Dialtone.Mutation.Codecs;

/// <summary>
/// The three messages of NTLM. A challenge is answered, and an answer is judged, as the other end would.
/// </summary>
public sealed class NtlmCodec : Codec
{
    private static readonly NtlmSecret Secret = NtlmSecret.FromPassword("correct horse");
    private static readonly NtlmChallenge Challenge = NtlmServer.Challenge(new() { NetBiosDomain = "CONTOSO" }, 1);
    private static readonly byte[] Chance = new byte[NtlmClient.ChanceBytes];

    private byte[] _written = [];

    /// <inheritdoc/>
    public override string Name => "ntlm";

    /// <inheritdoc/>
    public override int Share => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        [.. "NTLMSSP\0"u8], [1, 0, 0, 0], [2, 0, 0, 0], [3, 0, 0, 0], [0, 0, 0, 0], [7, 0, 8, 0],
        [6, 0, 4, 0, 2, 0, 0, 0], [0x53, 0x82, 0x9A, 0xE2], [0x52, 0x82, 0x98, 0x62], [1, 1, 0, 0], [0, 0xD8],
        [0xFF, 0xFF, 0xFF, 0xFF],
    ];

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 8192 + (64L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        var hash = default(ValueHash);
        if (NtlmNegotiate.TryRead(input.Span, out var negotiate, out var fault))
        {
            hash.Add((ulong)negotiate.Flags);
            hash.Add(negotiate.Version);
            _written = negotiate.ToBytes();
        }
        else if (fault.Kind == NtlmFaultKind.OtherMessage
            && NtlmChallenge.TryRead(input.Span, out var challenge, out fault))
        {
            Add(challenge, ref hash);
            _written = challenge.ToBytes();
        }
        else if (fault.Kind == NtlmFaultKind.OtherMessage
            && NtlmAuthenticate.TryRead(input.Span, out var answer, out fault))
        {
            Add(answer, ref hash);
            _written = answer.ToBytes();
        }

        return fault.IsFault ? Reading.Rejected((int)fault.Kind, fault.Offset) : Reading.Accepted(hash.Value);
    }

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        // Fields that overlap take more when each is written by itself.
        bytes = _written;
        return _written.Length <= NtlmLimits.MessageBytesMax;
    }

    /// <inheritdoc/>
    public override string? Check(ReadOnlyMemory<byte> input)
    {
        if (NtlmChallenge.TryRead(input.Span, out var challenge, out _)
            && NtlmClient.TryAnswer(
                NtlmForm.Connectionless, input.Span, challenge, NtlmAccount.Of("CONTOSO\\alice", Secret),
                DateTimeOffset.UnixEpoch, Chance, out var given, out _))
        {
            return !NtlmAuthenticate.TryRead(given.Message.Span, out var read, out var fault)
                ? $"is answered with what {fault} refuses"
                : read.User == "alice" ? null : "is answered otherwise than meant";
        }

        return NtlmAuthenticate.TryRead(input.Span, out var answer, out _)
            && NtlmServer.Verify(NtlmForm.Connectionless, [], Challenge, input.Span, answer, Secret, out _)
                == NtlmVerdict.Proved
                ? "is believed" : null;
    }

    private static void Add(NtlmChallenge challenge, ref ValueHash hash)
    {
        hash.Add((ulong)challenge.Flags);
        hash.Add(challenge.ServerChallenge);
        hash.Add(challenge.TargetName);
        hash.Add(challenge.TargetInfo.Span);
        hash.Add(challenge.Target.NetBiosDomain);
        hash.Add(challenge.Target.NetBiosComputer);
        hash.Add(challenge.Target.DnsDomain);
        hash.Add(challenge.Target.DnsComputer);
        hash.Add(challenge.Target.DnsTree);
        hash.Add((ulong)(challenge.Target.Timestamp ?? -1));
        hash.Add(challenge.Target.HasMic);
        hash.Add(challenge.Version);
    }

    private static void Add(NtlmAuthenticate answer, ref ValueHash hash)
    {
        hash.Add((ulong)answer.Flags);
        hash.Add(answer.LmResponse.Span);
        hash.Add(answer.NtResponse.Span);
        hash.Add(answer.Domain);
        hash.Add(answer.User);
        hash.Add(answer.Workstation);
        hash.Add(answer.EncryptedSessionKey.Span);
        hash.Add(answer.Version);
        hash.Add(answer.Mic.Span);
    }
}
