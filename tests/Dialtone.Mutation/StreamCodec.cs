namespace Dialtone.Mutation;

/// <summary>A reader of a stream: whatever the pieces in which it arrives, the same comes out.</summary>
public abstract class StreamCodec : Codec
{
    private const int FewCuts = 8;

    private readonly int[] _cuts = new int[Draft.BytesMax];

    /// <summary>Reads a stream that arrives in pieces.</summary>
    /// <param name="input">The stream.</param>
    /// <param name="cuts">Where its second piece begins, its third, and so on, in order.</param>
    public abstract Reading ReadPieces(ReadOnlySpan<byte> input, ReadOnlySpan<int> cuts);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input) => ReadPieces(input.Span, []);

    /// <inheritdoc/>
    public override string? Check(ReadOnlyMemory<byte> input)
    {
        var pieces = ReadPieces(input.Span, Cuts(input.Span));
        return pieces == Read(input) ? pieces.Complaint : "comes out otherwise in pieces";
    }

    // From the input itself, so that an input kept in the corpus is cut again where it was.
    private ReadOnlySpan<int> Cuts(ReadOnlySpan<byte> input)
    {
        var hash = default(ValueHash);
        hash.Add(input);
        var chance = new Chance(hash.Value);
        var isByteByByte = chance.OneIn(32);
        var cuts = _cuts.AsSpan(0, isByteByByte ? input.Length : chance.Below(Math.Min(FewCuts, input.Length + 1)));
        for (var i = 0; i < cuts.Length; i++)
        {
            cuts[i] = isByteByByte ? i : chance.Below(input.Length + 1);
        }

        cuts.Sort();
        return cuts;
    }
}
