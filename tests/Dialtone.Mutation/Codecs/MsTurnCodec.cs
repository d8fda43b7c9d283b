using System.Buffers.Binary;
using Dialtone.Wire.Mras;
using Dialtone.Wire.MsTurn;
using Dialtone.Wire.Stun;

namespace Dialtone.Mutation.Codecs;

/// <summary>
/// A message of an A/V Edge Server, and the token in it. Half of the inputs get the length that fits them, so that they
/// are read.
/// </summary>
public sealed class MsTurnCodec : Codec
{
    private static readonly MrasKeys Keys = new(
        [], [.. Enumerable.Range(0x10, 20).Select(value => (byte)value)],
        [.. Enumerable.Range(0x40, 20).Select(value => (byte)value)]);

    private static readonly MsTurnKey Key = new("user"u8, "relay.contoso.example", "password"u8);

    private readonly byte[] _written = new byte[StunLimits.MessageBytesMax];
    private ReadOnlyMemory<byte> _input;

    /// <inheritdoc/>
    public override string Name => "ms-turn";

    // A token that is sound is a value of its own; and the platform hashes for the first time once.
    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 2048;

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        _input = input;
        if (!MsTurnMessage.TryRead(input.Span, out var message, out var fault))
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
        _ = MsTurnMessage.TryRead(_input.Span, out var message, out _);
        var writer = new MsTurnWriter(_written, message.Type, message.TransactionId);
        var isFirst = true;
        foreach (var attribute in message.Attributes)
        {
            // The writer puts the cookie there itself.
            if (!isFirst)
            {
                writer.Add((MsTurnAttributeType)attribute.Type, attribute.Value);
            }

            isFirst = false;
        }

        bytes = _written.AsMemory(0, writer.Written.Length);
        return true;
    }

    /// <inheritdoc/>
    public override bool MayEndAt(ReadOnlySpan<byte> input, int length) => false;

    /// <inheritdoc/>
    public override Shape ShapeOf(ReadOnlySpan<byte> input) => StunCodec.ShapeOf(input, 1);

    /// <inheritdoc/>
    public override void Repair(Draft draft)
    {
        draft.Cut(StunLimits.MessageBytesMax);
        if (draft.Length >= StunLimits.HeaderBytes)
        {
            BinaryPrimitives.WriteUInt16BigEndian(draft.Span[2..], (ushort)(draft.Length - StunLimits.HeaderBytes));
        }
    }

    internal static void Add(MsTurnMessage message, ref ValueHash hash)
    {
        hash.Add((ulong)message.Type);
        hash.Add(message.TransactionId);
        foreach (var attribute in message.Attributes)
        {
            hash.Add(attribute.Type);
            hash.Add(attribute.Value);
        }

        hash.Add(message.TryGetNumber(MsTurnAttributeType.Lifetime, out var lifetime));
        hash.Add(lifetime);
        hash.Add(message.TryGetError(out var error));
        hash.Add((ulong)error.Code);
        hash.Add(error.Reason);
        hash.Add(message.TryGetSequence(out var connection, out var sequence));
        hash.Add(connection);
        hash.Add(sequence);
        hash.Add(message.TryGetAddress(MsTurnAttributeType.MappedAddress, out var mapped));
        StunCodec.Add(mapped, ref hash);
        hash.Add(message.TryGetAddress(MsTurnAttributeType.XorMappedAddress, out mapped));
        StunCodec.Add(mapped, ref hash);
        hash.Add(message.IsIntact(Key));
        if (message.TryGet(MsTurnAttributeType.Username, out var username))
        {
            hash.Add((ulong)MrasToken.Verify(username, Keys, out var token));
            hash.Add((ulong)(token?.ExpiresAt.Ticks ?? -1));
        }
    }
}
