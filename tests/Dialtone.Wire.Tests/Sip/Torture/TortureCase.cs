namespace Dialtone.Wire.Sip.Torture;

/// <summary>One line of the table of verdicts.</summary>
/// <param name="File">The message, such as <c>rfc4475/wsinv</c>.</param>
/// <param name="Section">Its section in that RFC.</param>
/// <param name="Syntax">What the RFC says of it: <c>valid</c> or <c>invalid</c>.</param>
/// <param name="Verdict">
/// What is done here: <c>accepted</c> or <c>refused</c> as the RFC would have it, else <c>lenient</c> or <c>strict</c>.
/// </param>
/// <param name="Faults">What is wrong with it, of which kind and at which byte; empty when it is read.</param>
/// <param name="Remark">Why, and what an element does with it above the syntax.</param>
internal sealed record TortureCase(
    string File, string Section, string Syntax, string Verdict, string Faults, string Remark)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Sip", "Torture");

    /// <summary>The table.</summary>
    public static IReadOnlyList<TortureCase> All { get; } =
    [
        .. from line in System.IO.File.ReadLines(Path.Combine(Folder, "verdicts.tsv")).Skip(1)
           let cells = line.Split('\t')
           select new TortureCase(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]),
    ];

    /// <summary>Every message there is, as the table names it.</summary>
    public static IEnumerable<string> Files =>
        from path in Directory.EnumerateFiles(Folder, "*.dat", SearchOption.AllDirectories)
        select Path.ChangeExtension(Path.GetRelativePath(Folder, path), null).Replace('\\', '/');

    /// <summary>The bytes of a message.</summary>
    public static byte[] Bytes(string file) => System.IO.File.ReadAllBytes(Path.Combine(Folder, file + ".dat"));
}
