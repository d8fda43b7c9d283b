using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>
/// AUTHENTICATE_MESSAGE (MS-NLMP section 2.2.1.3): the client's proof. What it holds is as good as the password to
/// somebody who can guess, and is in no text form.
/// </summary>
public sealed class NtlmAuthenticate
{
    /// <summary>The length of a MIC, in bytes.</summary>
    public const int MicBytes = 16;

    /// <summary>Where a MIC stands in the message.</summary>
    internal const int MicAt = 72;

    private const uint Type = 3;
    private const int LmAt = 12;
    private const int NtAt = 20;
    private const int DomainAt = 28;
    private const int UserAt = 36;
    private const int WorkstationAt = 44;
    private const int KeyAt = 52;
    private const int FlagsAt = 60;
    private const int VersionAt = 64;
    private const int VersionBytes = 8;

    /// <summary>What both ends can do.</summary>
    public required NtlmFlags Flags { get; init; }

    /// <summary>LmChallengeResponse: 24 bytes.</summary>
    public ReadOnlyMemory<byte> LmResponse { get; init; }

    /// <summary>NtChallengeResponse: proof, time, the client's challenge and the server's pairs in version 2.</summary>
    public ReadOnlyMemory<byte> NtResponse { get; init; }

    /// <summary>The domain as the client writes it; empty where the user name says it.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The user as the client writes it.</summary>
    public string User { get; init; } = "";

    /// <summary>The client's name.</summary>
    public string Workstation { get; init; } = "";

    /// <summary>EncryptedRandomSessionKey: 16 bytes, or empty without <see cref="NtlmFlags.KeyExchange"/>.</summary>
    public ReadOnlyMemory<byte> EncryptedSessionKey { get; init; }

    /// <summary>The client's version as it stands; 0 where it is not said.</summary>
    public ulong Version { get; init; }

    /// <summary>The proof over all messages (MIC): 16 bytes, or empty where there is no room for it.</summary>
    public ReadOnlyMemory<byte> Mic { get; init; }

    /// <summary>Reads a message. Whether it proves anything is <see cref="NtlmServer"/>'s to say.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> message, [NotNullWhen(true)] out NtlmAuthenticate? authenticate, out NtlmFault fault)
    {
        authenticate = null;
        var reader = new NtlmReader(message);
        if (!reader.TryBegin(Type, VersionAt, out fault))
        {
            return false;
        }

        var flags = (NtlmFlags)reader.Number(FlagsAt);
        var isUnicode = flags.HasFlag(NtlmFlags.Unicode);
        if (!reader.TryField(LmAt, out var lm, out _, out fault)
            || !reader.TryField(NtAt, out var nt, out _, out fault)
            || !reader.TryText(DomainAt, isUnicode, out var domain, out fault)
            || !reader.TryText(UserAt, isUnicode, out var user, out fault)
            || !reader.TryText(WorkstationAt, isUnicode, out var workstation, out fault)
            || !reader.TryField(KeyAt, out var key, out _, out fault))
        {
            return false;
        }

        authenticate = new()
        {
            Flags = flags,
            LmResponse = lm.ToArray(),
            NtResponse = nt.ToArray(),
            Domain = domain,
            User = user,
            Workstation = workstation,
            EncryptedSessionKey = key.ToArray(),
            Version = flags.HasFlag(NtlmFlags.Version) && reader.HasFixed(VersionAt, VersionBytes)
                ? reader.Long(VersionAt) : 0,
            Mic = reader.HasFixed(MicAt, MicBytes) ? message.Slice(MicAt, MicBytes).ToArray() : default,
        };
        return true;
    }

    /// <summary>The message.</summary>
    public byte[] ToBytes()
    {
        var isUnicode = Flags.HasFlag(NtlmFlags.Unicode);
        var payload = LmResponse.Length + NtResponse.Length + EncryptedSessionKey.Length
            + NtlmMessageWriter.TextBytes(Domain, isUnicode) + NtlmMessageWriter.TextBytes(User, isUnicode)
            + NtlmMessageWriter.TextBytes(Workstation, isUnicode);
        var writer = new NtlmMessageWriter(Type, MicAt + Mic.Length, payload);
        writer.Text(DomainAt, Domain, isUnicode);
        writer.Text(UserAt, User, isUnicode);
        writer.Text(WorkstationAt, Workstation, isUnicode);
        writer.Field(LmAt, LmResponse.Span);
        writer.Field(NtAt, NtResponse.Span);
        writer.Field(KeyAt, EncryptedSessionKey.Span);
        writer.Number(FlagsAt, (uint)Flags);
        writer.Long(VersionAt, Version);
        Mic.Span.CopyTo(writer.Bytes.AsSpan(MicAt));
        return writer.Bytes;
    }

    /// <summary>For people: who it says it is.</summary>
    public override string ToString() => $"NTLM answer of {Domain}\\{User} at {Workstation}, proof (hidden)";
}
