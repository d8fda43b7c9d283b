using System.Diagnostics.CodeAnalysis;

namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>
/// NEGOTIATE_MESSAGE (MS-NLMP section 2.2.1.1): what the client begins with where NTLM is spoken on a connection. SIP
/// has none.
/// </summary>
/// <param name="Flags">What the client can do.</param>
public sealed record NtlmNegotiate(NtlmFlags Flags)
{
    private const uint Type = 1;
    private const int FlagsAt = 12;
    private const int BytesMin = 16;
    private const int VersionAt = 32;
    private const int VersionBytes = 8;

    /// <summary>The client's version as it stands; 0 where it is not said.</summary>
    public ulong Version { get; init; }

    /// <summary>Reads a message; the client's domain and name in it are passed over.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> message, [NotNullWhen(true)] out NtlmNegotiate? negotiate, out NtlmFault fault)
    {
        negotiate = null;
        var reader = new NtlmReader(message);
        if (!reader.TryBegin(Type, BytesMin, out fault))
        {
            return false;
        }

        var flags = (NtlmFlags)reader.Number(FlagsAt);
        negotiate = new(flags)
        {
            Version = flags.HasFlag(NtlmFlags.Version) && reader.HasFixed(VersionAt, VersionBytes)
                ? reader.Long(VersionAt) : 0,
        };
        return true;
    }

    /// <summary>The message.</summary>
    public byte[] ToBytes()
    {
        var hasVersion = Flags.HasFlag(NtlmFlags.Version);
        var writer = new NtlmMessageWriter(Type, hasVersion ? VersionAt + VersionBytes : VersionAt, 0);
        writer.Number(FlagsAt, (uint)Flags);
        if (hasVersion)
        {
            writer.Long(VersionAt, Version);
        }

        return writer.Bytes;
    }
}
