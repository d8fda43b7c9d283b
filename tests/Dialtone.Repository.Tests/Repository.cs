namespace Dialtone.Repository.Tests;

/// <summary>The files of the repository that this test was built from.</summary>
internal static class Repository
{
    private const int OffencesShown = 50;

    // What git ignores, and git itself.
    private static readonly string[] Outside = [".git", "artifacts", ".vs", ".idea", ".vscode"];

    // The libraries, lowest first; what each may reference is in WallTests.
    public static readonly string[] Libraries =
        ["Dialtone.Wire", "Dialtone.Core", "Dialtone", "Dialtone.Lab", "Dialtone.Lab.Hosting"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every file, as a path from the root with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(Root).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Sources => Of(".cs");

    public static IEnumerable<string> Documents => Of(".md");

    public static IEnumerable<string> Projects => Of(".csproj");

    public static IEnumerable<string> Under(string folder, IEnumerable<string> files) =>
        files.Where(f => f.StartsWith(folder + "/", StringComparison.Ordinal));

    public static string Full(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(Full(path));

    public static string[] Lines(string path) => File.ReadAllLines(Full(path));

    /// <summary>Fails with one line per offence, so that all of them can be mended at once.</summary>
    public static void ShouldHaveNone(IEnumerable<string> offences, string rule)
    {
        var found = offences.ToList();
        if (found.Count > 0)
        {
            var more = found.Count > OffencesShown ? $"\n  and {found.Count - OffencesShown} more" : "";
            Assert.Fail($"{rule}\n  {string.Join("\n  ", found.Take(OffencesShown))}{more}");
        }
    }

    private static IEnumerable<string> Of(string extension) =>
        Files.Where(f => f.EndsWith(extension, StringComparison.Ordinal));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Dialtone.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("No folder above the test holds Dialtone.slnx.");
    }

    private static IEnumerable<string> Walk(string folder)
    {
        var files = Directory.EnumerateFiles(folder)
            .Where(f => Path.GetFileName(f) != ".git" && !f.EndsWith(".user", StringComparison.Ordinal))
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'));
        var inner = Directory.EnumerateDirectories(folder).Where(f => !Outside.Contains(Path.GetFileName(f)));
        return files.Concat(inner.SelectMany(Walk));
    }
}
