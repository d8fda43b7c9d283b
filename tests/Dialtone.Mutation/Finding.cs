using System.Globalization;

namespace Dialtone.Mutation;

/// <summary>An input that showed a defect.</summary>
/// <param name="Codec">Of which codec.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Index">The input's number, or -1 for one that the corpus keeps.</param>
/// <param name="Complaint">What is wrong.</param>
/// <param name="Input">The input, made as short as the defect allows.</param>
public sealed record Finding(string Codec, ulong Seed, long Index, string Complaint, byte[] Input)
{
    private const int DigitsALine = 96;

    /// <summary>The finding as a file of the corpus: its first line is for people, and for them to better.</summary>
    public string ToFile() => string.Concat(
        $"# {Complaint.ReplaceLineEndings(" ")}\n",
        string.Concat(Convert.ToHexStringLower(Input).Chunk(DigitsALine).Select(line => $"{new string(line)}\n")));

    /// <summary>Whether two complaints are of one kind. Numbers in them change with the input; words do not.</summary>
    public static bool IsSame(string one, string other) =>
        one.Where(c => !char.IsAsciiDigit(c)).SequenceEqual(other.Where(c => !char.IsAsciiDigit(c)));

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Codec} seed {Seed} input {Index}: {Complaint}\n{Convert.ToHexStringLower(Input)}");
}
