using System.Diagnostics.CodeAnalysis;

namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>
/// CHALLENGE_MESSAGE (MS-NLMP section 2.2.1.2): the server's, the first one in SIP and the second on a connection.
/// </summary>
public sealed class NtlmChallenge
{
    /// <summary>The length of the server's challenge, in bytes.</summary>
    public const int ChallengeBytes = 8;

    private const uint Type = 2;
    private const int TargetNameAt = 12;
    private const int FlagsAt = 20;
    private const int ChallengeAt = 24;
    private const int BytesMin = 32;
    private const int TargetInfoAt = 40;
    private const int VersionAt = 48;
    private const int FixedBytes = 56;

    /// <summary>What the server takes, or has chosen.</summary>
    public required NtlmFlags Flags { get; init; }

    /// <summary>The 8 bytes to be answered, as a number in the order of the machine.</summary>
    public required ulong ServerChallenge { get; init; }

    /// <summary>The NetBIOS name of domain or server; may be empty.</summary>
    public string TargetName { get; init; } = "";

    /// <summary>
    /// The pairs of the target information as they stand, which the answer repeats; empty where there are none.
    /// </summary>
    public ReadOnlyMemory<byte> TargetInfo { get; init; }

    /// <summary>What they say.</summary>
    public NtlmTarget Target { get; init; } = new();

    /// <summary>The sender's version as it stands; 0 where it is not said.</summary>
    public ulong Version { get; init; }

    /// <summary>Reads a message.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> message, [NotNullWhen(true)] out NtlmChallenge? challenge, out NtlmFault fault)
    {
        challenge = null;
        var reader = new NtlmReader(message);
        if (!reader.TryBegin(Type, BytesMin, out fault))
        {
            return false;
        }

        var flags = (NtlmFlags)reader.Number(FlagsAt);
        if (!reader.TryText(TargetNameAt, flags.HasFlag(NtlmFlags.Unicode), out var name, out fault))
        {
            return false;
        }

        // A message without it may end before it, or have its payload there.
        ReadOnlySpan<byte> pairs = default;
        var target = new NtlmTarget();
        if (flags.HasFlag(NtlmFlags.TargetInfo))
        {
            if (message.Length < VersionAt)
            {
                fault = new(NtlmFaultKind.Truncated, message.Length);
                return false;
            }

            if (!reader.TryField(TargetInfoAt, out pairs, out var offset, out fault)
                || (!pairs.IsEmpty && !NtlmTarget.TryRead(pairs, out target, out fault, offset)))
            {
                return false;
            }
        }

        challenge = new()
        {
            Flags = flags,
            ServerChallenge = reader.Long(ChallengeAt),
            TargetName = name,
            TargetInfo = pairs.ToArray(),
            Target = target,
            Version = flags.HasFlag(NtlmFlags.Version) && reader.HasFixed(VersionAt, FixedBytes - VersionAt)
                ? reader.Long(VersionAt) : 0,
        };
        return true;
    }

    /// <summary>The message.</summary>
    public byte[] ToBytes()
    {
        var isUnicode = Flags.HasFlag(NtlmFlags.Unicode);
        var writer = new NtlmMessageWriter(
            Type, FixedBytes, NtlmMessageWriter.TextBytes(TargetName, isUnicode) + TargetInfo.Length);
        writer.Text(TargetNameAt, TargetName, isUnicode);
        writer.Number(FlagsAt, (uint)Flags);
        writer.Long(ChallengeAt, ServerChallenge);
        writer.Field(TargetInfoAt, TargetInfo.Span);
        writer.Long(VersionAt, Version);
        return writer.Bytes;
    }

    /// <summary>For people.</summary>
    public override string ToString() => $"NTLM challenge of {Target.DnsComputer ?? TargetName}, {Flags}";
}
