using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>
/// What a server says of itself in its challenge: the pairs of the target information (AV_PAIR, MS-NLMP section
/// 2.2.2.1) that have a use here.
/// </summary>
public sealed record NtlmTarget
{
    private const ushort EndId = 0;
    private const ushort FlagsId = 6;
    private const ushort TimestampId = 7;
    private const int PairHeaderBytes = 4;
    private const uint MicFlag = 2;

    /// <summary>The NetBIOS name of the domain; <c>null</c> where it is not said, as with the others.</summary>
    public string? NetBiosDomain { get; init; }

    /// <summary>The NetBIOS name of the server.</summary>
    public string? NetBiosComputer { get; init; }

    /// <summary>The DNS name of the domain.</summary>
    public string? DnsDomain { get; init; }

    /// <summary>The DNS name of the server.</summary>
    public string? DnsComputer { get; init; }

    /// <summary>The DNS name of the forest.</summary>
    public string? DnsTree { get; init; }

    /// <summary>
    /// The server's time, in units of 100 ns since 1601. A client that is told it takes it for its own, and proves that
    /// nobody changed the messages (MIC).
    /// </summary>
    public long? Timestamp { get; init; }

    /// <summary>Whether a client says that its message has a MIC.</summary>
    public bool HasMic { get; init; }

    /// <summary>Reads pairs up to the one that ends them; those without a use here are passed over.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="target">What they say.</param>
    /// <param name="fault">What is wrong, at which byte of <paramref name="pairs"/> plus <paramref
    /// name="offset"/>.</param>
    /// <param name="offset">Where the pairs begin in the message.</param>
    public static bool TryRead(ReadOnlySpan<byte> pairs, out NtlmTarget target, out NtlmFault fault, int offset = 0)
    {
        target = new();
        var at = 0;
        for (var count = 0; ; count++)
        {
            if (!TryPair(pairs, at, count, out var id, out var value, out var kind)
                || !target.TryTake(id, value, out target, out kind))
            {
                fault = new(kind, offset + at);
                return false;
            }

            at += PairHeaderBytes + value.Length;
            if (id == EndId)
            {
                fault = default;
                return true;
            }
        }
    }

    /// <summary>The pairs, with the one that ends them.</summary>
    public byte[] ToBytes()
    {
        var pairs = new List<byte>(128);
        Text(pairs, 2, NetBiosDomain);
        Text(pairs, 1, NetBiosComputer);
        Text(pairs, 4, DnsDomain);
        Text(pairs, 3, DnsComputer);
        Text(pairs, 5, DnsTree);
        if (HasMic)
        {
            Pair(pairs, FlagsId, BitConverter.GetBytes(MicFlag));
        }

        if (Timestamp is { } time)
        {
            Pair(pairs, TimestampId, BitConverter.GetBytes(time));
        }

        Pair(pairs, EndId, []);
        return [.. pairs];
    }

    /// <summary>A client's copy of sound pairs, in which it says that its message has a MIC.</summary>
    internal static byte[] WithMic(ReadOnlySpan<byte> pairs)
    {
        var copy = new List<byte>(pairs.Length + PairHeaderBytes + sizeof(uint));
        var flags = MicFlag;
        for (var at = 0; TryPair(pairs, at, 0, out var id, out var value, out _) && id != EndId;
            at += PairHeaderBytes + value.Length)
        {
            if (id == FlagsId)
            {
                flags |= BinaryPrimitives.ReadUInt32LittleEndian(value);
            }
            else
            {
                Pair(copy, id, value);
            }
        }

        Pair(copy, FlagsId, BitConverter.GetBytes(flags));
        Pair(copy, EndId, []);
        return [.. copy];
    }

    private static bool TryPair(
        ReadOnlySpan<byte> pairs, int at, int count, out ushort id, out ReadOnlySpan<byte> value,
        out NtlmFaultKind kind)
    {
        id = 0;
        value = default;
        kind = NtlmFaultKind.None;
        if (count == NtlmLimits.PairsMax)
        {
            kind = NtlmFaultKind.TooManyPairs;
            return false;
        }

        if (pairs.Length - at < PairHeaderBytes
            || BinaryPrimitives.ReadUInt16LittleEndian(pairs[(at + 2)..]) is var length
            && length > pairs.Length - at - PairHeaderBytes)
        {
            kind = NtlmFaultKind.PairPastEnd;
            return false;
        }

        id = BinaryPrimitives.ReadUInt16LittleEndian(pairs[at..]);
        value = pairs.Slice(at + PairHeaderBytes, BinaryPrimitives.ReadUInt16LittleEndian(pairs[(at + 2)..]));
        return true;
    }

    private bool TryTake(ushort id, ReadOnlySpan<byte> value, out NtlmTarget target, out NtlmFaultKind kind)
    {
        target = this;
        kind = id switch
        {
            EndId => value.IsEmpty ? NtlmFaultKind.None : NtlmFaultKind.PairLength,
            FlagsId => value.Length == sizeof(uint) ? NtlmFaultKind.None : NtlmFaultKind.PairLength,
            TimestampId => value.Length == sizeof(long) ? NtlmFaultKind.None : NtlmFaultKind.PairLength,
            >= 1 and <= 5 => value.Length % 2 == 0 ? NtlmFaultKind.None : NtlmFaultKind.Text,
            _ => NtlmFaultKind.None,
        };
        if (kind != NtlmFaultKind.None)
        {
            return false;
        }

        target = id switch
        {
            1 => this with { NetBiosComputer = NtlmReader.Utf16(value) },
            2 => this with { NetBiosDomain = NtlmReader.Utf16(value) },
            3 => this with { DnsComputer = NtlmReader.Utf16(value) },
            4 => this with { DnsDomain = NtlmReader.Utf16(value) },
            5 => this with { DnsTree = NtlmReader.Utf16(value) },
            FlagsId => this with { HasMic = (BinaryPrimitives.ReadUInt32LittleEndian(value) & MicFlag) != 0 },
            TimestampId => this with { Timestamp = BinaryPrimitives.ReadInt64LittleEndian(value) },
            _ => this,
        };
        return true;
    }

    private static void Text(List<byte> pairs, ushort id, string? text)
    {
        if (text is not null)
        {
            Pair(pairs, id, MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }

    private static void Pair(List<byte> pairs, ushort id, ReadOnlySpan<byte> value)
    {
        pairs.AddRange(BitConverter.GetBytes(id));
        pairs.AddRange(BitConverter.GetBytes((ushort)value.Length));
        pairs.AddRange(value);
    }
}
