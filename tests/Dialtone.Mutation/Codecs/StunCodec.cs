using System.Buffers.Binary;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Stun;

namespace Dialtone.Mutation.Codecs;

/// <summary>
/// A message of STUN or TURN. Half of the inputs get the length and the fingerprint that fit them, so that they are
/// read.
/// </summary>
public sealed class StunCodec : Codec
{
    private static readonly StunKey Key = StunKey.ShortTerm("VOkJxbRl1RmTxUk/WvJxBt");

    private readonly byte[] _written = new byte[StunLimits.MessageBytesMax];
    private ReadOnlyMemory<byte> _input;

    /// <inheritdoc/>
    public override string Name => "stun";

    // Nothing, but for what the platform makes when it hashes for the first time.
    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 2048;

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        _input = input;
        if (!StunMessage.TryRead(input.Span, out var message, out var fault))
        {
            return Reading.Rejected((int)fault.Kind, fault.Offset);
        }

        var hash = default(ValueHash);
        Add(message, ref hash);
        return Reading.Accepted(hash.Value);
    }

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        _ = StunMessage.TryRead(_input.Span, out var message, out _);
        var writer = new StunWriter(_written, message.Class, message.Method, message.TransactionId);
        foreach (var attribute in message.Attributes)
        {
            if (attribute.Type == (ushort)StunAttributeType.Fingerprint)
            {
                writer.AddFingerprint();
            }
            else
            {
                writer.Add((StunAttributeType)attribute.Type, attribute.Value);
            }
        }

        bytes = _written.AsMemory(0, writer.Written.Length);
        return true;
    }

    // The header says how long it is.
    /// <inheritdoc/>
    public override bool MayEndAt(ReadOnlySpan<byte> input, int length) => false;

    /// <inheritdoc/>
    public override Shape ShapeOf(ReadOnlySpan<byte> input) => ShapeOf(input, 4);

    /// <inheritdoc/>
    public override void Repair(Draft draft)
    {
        draft.Cut(Math.Min(draft.Length & ~3, StunLimits.MessageBytesMax));
        var span = draft.Span;
        if (span.Length < StunLimits.HeaderBytes)
        {
            return;
        }

        BinaryPrimitives.WriteUInt16BigEndian(span[2..], (ushort)(span.Length - StunLimits.HeaderBytes));
        if (span.Length >= StunLimits.HeaderBytes + 8 && span[^8..^4].SequenceEqual(new byte[] { 0x80, 0x28, 0, 4 }))
        {
            var check = Crc32(span[..^8]) ^ 0x5354_554E;
            BinaryPrimitives.WriteUInt32BigEndian(span[^4..], check);
        }
    }

    // Bit by bit, unlike that of the reader.
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB8_8320 & (0 - (crc & 1)));
            }
        }

        return ~crc;
    }

    internal static Shape ShapeOf(ReadOnlySpan<byte> input, int padding)
    {
        List<int> cuts = [0, StunLimits.HeaderBytes];
        List<CountField> counts = [new(2, 2)];
        for (var at = StunLimits.HeaderBytes; at + 4 <= input.Length;)
        {
            counts.Add(new(at, 2));
            counts.Add(new(at + 2, 2));
            var length = BinaryPrimitives.ReadUInt16BigEndian(input[(at + 2)..]);
            at += StunLimits.AttributeHeaderBytes + ((length + padding - 1) / padding * padding);
            cuts.Add(Math.Min(at, input.Length));
        }

        return new([.. cuts], [.. counts]);
    }

    internal static void Add(StunMessage message, ref ValueHash hash)
    {
        hash.Add((ulong)message.Class);
        hash.Add((ulong)message.Method);
        hash.Add(message.TransactionId);
        foreach (var attribute in message.Attributes)
        {
            hash.Add(attribute.Type);
            // Padding may hold anything, and is part of what a fingerprint is made over.
            hash.Add(attribute.Type == (ushort)StunAttributeType.Fingerprint ? [] : attribute.Value);
        }

        hash.Add(message.TryGetNumber(StunAttributeType.Lifetime, out var lifetime));
        hash.Add(lifetime);
        hash.Add(message.TryGetError(out var error));
        hash.Add((ulong)error.Code);
        hash.Add(error.Reason);
        foreach (var type in (ReadOnlySpan<StunAttributeType>)
            [StunAttributeType.MappedAddress, StunAttributeType.XorMappedAddress, StunAttributeType.XorRelayedAddress])
        {
            hash.Add(message.TryGetAddress(type, out var address));
            Add(address, ref hash);
        }

        // Not part of the values, since padding counts: asked so that nothing of it throws.
        _ = message.IsIntact(Key);
    }

    internal static void Add(EndPointAddress address, ref ValueHash hash)
    {
        Span<byte> bytes = stackalloc byte[16];
        hash.Add(bytes[..address.Address.Write(bytes)]);
        hash.Add(address.Port);
    }
}
