using Dialtone.Wire.Dns;

namespace Dialtone.Mutation.Codecs;

/// <summary>DNS on a stream, where each message comes after its length.</summary>
public sealed class DnsStreamCodec : StreamCodec
{
    /// <inheritdoc/>
    public override string Name => "dns-stream";

    /// <inheritdoc/>
    public override int Share => 2;

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 4096 + DnsLimits.MessageBytesMax + (256L * inputLength);

    /// <inheritdoc/>
    public override Reading ReadPieces(ReadOnlySpan<byte> input, ReadOnlySpan<int> cuts)
    {
        var framing = new DnsFraming();
        var hash = default(ValueHash);
        var fed = 0;
        for (var i = 0; i <= cuts.Length; i++)
        {
            var end = i < cuts.Length ? cuts[i] : input.Length;
            var piece = input[fed..end];
            fed = end;
            while (framing.TryTake(ref piece, out var bytes))
            {
                hash.Add(bytes);
                if (DnsMessage.TryRead(bytes, out var message, out var fault))
                {
                    DnsCodec.Add(message, ref hash);
                }

                hash.Add((ulong)fault.Kind);
            }
        }

        return Reading.Accepted(hash.Value);
    }

    /// <inheritdoc/>
    public override Shape ShapeOf(ReadOnlySpan<byte> input)
    {
        List<int> cuts = [0];
        List<CountField> counts = [];
        for (var at = 0; at < input.Length;)
        {
            counts.Add(new(at, 2));
            at += 2 + System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(input[at..]);
            cuts.Add(at);
        }

        return new([.. cuts], [.. counts]);
    }
}
