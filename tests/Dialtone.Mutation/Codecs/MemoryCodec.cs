using System.Security.Cryptography;
using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Memory;
using Dialtone.Wire.Addresses;

namespace Dialtone.Mutation.Codecs;

/// <summary>
/// The file of a device's memory. Half of the inputs get a check value that fits them, so that they are read.
/// </summary>
public sealed class MemoryCodec : Codec
{
    private static readonly byte[] BeforeCheck = "\"sha256\":\""u8.ToArray();
    private static readonly byte[] BeforeContent = "\"memory\":"u8.ToArray();

    private DeviceMemory? _memory;

    /// <inheritdoc/>
    public override string Name => "memory";

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. new[]
        {
            "{", "}", "[", "]", "\"", ":", ",", "null", "true", "1e9", "-1", "\\u0000", "\\ud800", "\\", "{}", "[]",
            "\n", "\"account\":\"\"", "\"profile\":", "\"savedAt\":\"2026-01-01T00:00:00Z\"",
            "\"savedAt\":\"9999-12-31T23:59:59-14:00\"", "\"registrar\":{}", "\"host\":\"a\"",
            "\"transport\":\"udp\"", "\"port\":65536", "\"port\":0", "\"addresses\":[]", "\"192.0.2.1\"",
            "\"home\":[]", "\"namedBy\":\"redirect\"", "\"until\":\"2026-01-01T00:00:00Z\"", "\"udpPort\":3478",
            "\"2001:db8::1\"", "\"::ffff:192.0.2.1\"", "\"fe80::1%1\"", "\"1\"", "[[[[[[[[[[", "\"schema\":2",
        }.Select(Encoding.ASCII.GetBytes),
        [0], [0xFF], [0xC3, 0xA9],
    ];

    // The platform's document keeps its text and twelve bytes for each of its values, and rents more.
    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 65_536 + (64L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        if (!DeviceMemoryFormat.TryRead(input.Span, out _memory, out var fault))
        {
            return Reading.Rejected((int)fault.Kind, fault.Offset);
        }

        var hash = default(ValueHash);
        hash.Add(_memory.Account);
        hash.Add(_memory.Profile);
        hash.Add((ulong)_memory.SavedAt.Ticks);
        hash.Add((ulong)_memory.SavedAt.Offset.Ticks);
        Add(_memory.Registrar, ref hash);
        foreach (var address in _memory.RegistrarAddresses)
        {
            Add(address, ref hash);
        }

        foreach (var known in _memory.KnownRegistrars)
        {
            Add(known, ref hash);
        }

        foreach (var home in _memory.Home)
        {
            Add(home.Registrar, ref hash);
            hash.Add((ulong)home.LearnedAt.Ticks);
            hash.Add((ulong)home.NamedBy);
            hash.Add((ulong)(home.Until?.Ticks ?? -1));
            foreach (var address in home.Addresses)
            {
                Add(address, ref hash);
            }
        }

        foreach (var relay in _memory.MediaRelays)
        {
            hash.Add(relay.Host.Text);
            hash.Add((ulong)relay.LearnedAt.Ticks);
            hash.Add((ulong)(relay.UdpPort ?? -1));
            hash.Add((ulong)(relay.TcpPort ?? -1));
            foreach (var address in relay.Addresses)
            {
                Add(address, ref hash);
            }
        }

        return Reading.Accepted(hash.Value);
    }

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        bytes = DeviceMemoryFormat.Write(_memory!);
        return true;
    }

    /// <inheritdoc/>
    public override bool MayEndAt(ReadOnlySpan<byte> input, int length) => false;

    /// <inheritdoc/>
    public override void Repair(Draft draft)
    {
        var span = draft.Span;
        var check = span.IndexOf(BeforeCheck) + BeforeCheck.Length;
        var content = span.IndexOf(BeforeContent) + BeforeContent.Length;
        if (check < BeforeCheck.Length || content < BeforeContent.Length || check + 64 > span.Length
            || !span.EndsWith("}\n"u8) || content > span.Length - 2)
        {
            return;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(span[content..^2], hash);
        _ = Convert.TryToHexStringLower(hash, span.Slice(check, 64), out _);
    }

    private static void Add(KnownRegistrar registrar, ref ValueHash hash)
    {
        hash.Add(registrar.Host.Text);
        hash.Add((ulong)registrar.Transport);
        hash.Add(registrar.Port);
    }

    private static void Add(IpAddress address, ref ValueHash hash)
    {
        Span<byte> bytes = stackalloc byte[16];
        hash.Add(bytes[..address.Write(bytes)]);
    }
}
