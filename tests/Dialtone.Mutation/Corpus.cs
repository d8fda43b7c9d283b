namespace Dialtone.Mutation;

/// <summary>An input that others are made from.</summary>
/// <param name="Name">Its file, from the corpus folder.</param>
/// <param name="Bytes">The input.</param>
/// <param name="Shape">How it is built.</param>
public sealed record CorpusEntry(string Name, byte[] Bytes, Shape Shape);

/// <summary>
/// The inputs of one codec: in its folder those that others are made from, in its folder <c>found</c> those that once
/// showed a defect, each with a line of what it showed. A file is the input itself, or (<c>.hex</c>) its hexadecimal
/// digits with lines of comment, which begin with a number sign.
/// </summary>
public sealed class Corpus
{
    /// <summary>The inputs that others are made from.</summary>
    public required IReadOnlyList<CorpusEntry> Entries { get; init; }

    /// <summary>Those that showed a defect once.</summary>
    public required IReadOnlyList<CorpusEntry> Found { get; init; }

    /// <summary>The corpus beside this program.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Corpus");

    /// <summary>Reads the folder of a codec.</summary>
    /// <exception cref="InvalidDataException">There is no input in it.</exception>
    public static Corpus Of(Codec codec)
    {
        var entries = ReadFolder(codec, Path.Combine(Folder, codec.Name));
        return entries.Length > 0
            ? new() { Entries = entries, Found = ReadFolder(codec, Path.Combine(Folder, codec.Name, "found")) }
            : throw new InvalidDataException($"The corpus of {codec.Name} is empty.");
    }

    /// <summary>The bytes that a file stands for.</summary>
    public static byte[] Read(string path) => path.EndsWith(".hex", StringComparison.Ordinal)
        ? Convert.FromHexString(string.Concat(File.ReadLines(path).Where(line => !line.StartsWith('#'))
            .Select(line => line.Replace(" ", "", StringComparison.Ordinal))))
        : File.ReadAllBytes(path);

    private static CorpusEntry[] ReadFolder(Codec codec, string folder) => Directory.Exists(folder)
        ? [.. from path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
              let bytes = Read(path)
              select new CorpusEntry(Path.GetRelativePath(Folder, path), bytes, codec.ShapeOf(bytes))]
        : [];
}
