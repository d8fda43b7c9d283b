using System.Buffers.Binary;
using Dialtone.Wire.MsTurn;
using Dialtone.Wire.Stun;

namespace Dialtone.Mutation.Codecs;

/// <summary>Messages of an A/V Edge Server on a stream, each in its frame.</summary>
public sealed class MsTurnStreamCodec : StreamCodec
{
    /// <inheritdoc/>
    public override string Name => "ms-turn-stream";

    // A frame of media is held whole, and many small messages may come with a token each.
    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 131_072 + (16L * inputLength);

    /// <inheritdoc/>
    public override Reading ReadPieces(ReadOnlySpan<byte> input, ReadOnlySpan<int> cuts)
    {
        var framing = new MsTurnFraming();
        var hash = default(ValueHash);
        var fed = 0;
        for (var i = 0; i <= cuts.Length; i++)
        {
            var end = i < cuts.Length ? cuts[i] : input.Length;
            var piece = input[fed..end];
            fed = end;
            StunFault fault;
            while (framing.TryTake(ref piece, out var bytes, out fault))
            {
                hash.Add(bytes);
                if (MsTurnMessage.TryRead(bytes, out var message, out fault))
                {
                    MsTurnCodec.Add(message, ref hash);
                }

                hash.Add((ulong)fault.Kind);
            }

            if (fault.Kind != StunFaultKind.None)
            {
                hash.Add((ulong)fault.Kind);
                break;
            }
        }

        return Reading.Accepted(hash.Value);
    }

    /// <inheritdoc/>
    public override Shape ShapeOf(ReadOnlySpan<byte> input)
    {
        List<int> cuts = [0];
        List<CountField> counts = [];
        for (var at = 0; at + 4 <= input.Length;)
        {
            counts.Add(new(at + 2, 2));
            at += MsTurnFraming.HeaderBytes + BinaryPrimitives.ReadUInt16BigEndian(input[(at + 2)..]);
            cuts.Add(Math.Min(at, input.Length));
        }

        return new([.. cuts], [.. counts]);
    }
}
