namespace Dialtone.Mutation;

/// <summary>Makes an input that shows a defect shorter, as long as it shows the same one.</summary>
public static class Shrinker
{
    private const int TriesMax = 20_000;

    /// <summary>The shorter input; the same when nothing can be left out.</summary>
    public static byte[] Shrink(Codec codec, byte[] input, string complaint)
    {
        var judge = new Judge(codec);
        var tries = 0;
        for (var size = input.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= input.Length && tries < TriesMax; tries++)
            {
                byte[] shorter = [.. input.AsSpan(0, at), .. input.AsSpan(at + size)];
                if (judge.Complaint(shorter, twice: true) is { } still && Finding.IsSame(still, complaint))
                {
                    input = shorter;
                }
                else
                {
                    at += size;
                }
            }
        }

        return input;
    }
}
