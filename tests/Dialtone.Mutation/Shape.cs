namespace Dialtone.Mutation;

/// <summary>A count or length in an input.</summary>
/// <param name="Start">Where it is.</param>
/// <param name="Length">How many bytes it has: 1 or 2 in network order, or any number of digits.</param>
public readonly record struct CountField(int Start, int Length);

/// <summary>How an input of the corpus is built.</summary>
/// <param name="Cuts">Where its pieces (lines, records, options) begin, in order, and where the last one ends.</param>
/// <param name="Counts">Its counts and lengths.</param>
public sealed record Shape(int[] Cuts, CountField[] Counts)
{
    /// <summary>Nothing is known.</summary>
    public static Shape None { get; } = new([], []);

    /// <summary>Lines are the pieces; of text that is one line, what stands between separators.</summary>
    public static Shape OfText(ReadOnlySpan<byte> text)
    {
        var separators = text.Contains((byte)'\n') ? "\n"u8 : ",;"u8;
        List<int> cuts = [0];
        List<CountField> counts = [];
        for (var i = 0; i < text.Length; i++)
        {
            if (separators.Contains(text[i]) && i + 1 < text.Length)
            {
                cuts.Add(i + 1);
            }

            if (char.IsAsciiDigit((char)text[i]) && (i == 0 || !char.IsAsciiDigit((char)text[i - 1])))
            {
                var end = text[i..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
                counts.Add(new(i, end < 0 ? text.Length - i : end));
            }
        }

        cuts.Add(text.Length);
        return new([.. cuts], [.. counts]);
    }
}
