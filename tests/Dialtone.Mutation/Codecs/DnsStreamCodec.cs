using Dialtone.Wire.Dns;

namespace Dialtone.Mutation.Codecs;

/// <summary>DNS on a stream: whatever the pieces in which it arrives, the same messages come out.</summary>
public sealed class DnsStreamCodec : Codec
{
    /// <inheritdoc/>
    public override string Name => "dns-stream";

    /// <inheritdoc/>
    public override int Share => 2;

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 4096 + DnsLimits.MessageBytesMax + (256L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input) => Read(input.Span, cuts: null);

    /// <inheritdoc/>
    public override string? Check(ReadOnlyMemory<byte> input)
    {
        var hash = default(ValueHash);
        hash.Add(input.Span);
        return Read(input.Span, new Chance(hash.Value)) == Read(input.Span, cuts: null)
            ? null
            : "comes out otherwise in pieces";
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

    private static Reading Read(ReadOnlySpan<byte> input, Chance? cuts)
    {
        var framing = new DnsFraming();
        var (hash, chance) = (default(ValueHash), cuts.GetValueOrDefault());
        while (!input.IsEmpty)
        {
            var size = cuts is null ? input.Length : 1 + chance.Below(input.Length);
            var piece = input[..size];
            input = input[size..];
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
}
