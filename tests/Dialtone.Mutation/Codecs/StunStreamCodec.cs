using System.Buffers.Binary;
using Dialtone.Wire.Stun;

namespace Dialtone.Mutation.Codecs;

/// <summary>STUN and TURN on a stream, where each message says its own length.</summary>
public sealed class StunStreamCodec : StreamCodec
{
    /// <inheritdoc/>
    public override string Name => "stun-stream";

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 16_384 + (8L * inputLength);

    /// <inheritdoc/>
    public override Reading ReadPieces(ReadOnlySpan<byte> input, ReadOnlySpan<int> cuts)
    {
        var framing = new StunFraming();
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
                if (StunMessage.TryRead(bytes, out var message, out fault))
                {
                    StunCodec.Add(message, ref hash);
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
            at += StunLimits.HeaderBytes + BinaryPrimitives.ReadUInt16BigEndian(input[(at + 2)..]);
            cuts.Add(Math.Min(at, input.Length));
        }

        return new([.. cuts], [.. counts]);
    }
}
