using System.Text.RegularExpressions;

namespace Dialtone.Repository.Tests;

public class SourceTests
{
    private const int ColumnsMax = 120;

    // Put together here, so that this file does not find itself.
    private static readonly string[] Unfinished =
    [
        "TO" + "DO", "FIX" + "ME", "HA" + "CK", "NotImplemented" + "Exception", "Thread." + "Sleep", "Task." + "Delay",
    ];

    private static readonly string[] Machines = ["/wo" + "rk/", "/ro" + "ot/", "/tmp/" + "bash", "/opt/" + "nuget"];

    private static readonly string[] Registries =
    [
        "nuget" + ".org", "npm" + "js.", "pypi" + ".org", "debian" + ".org", "crates" + ".io", "docker" + ".io",
        "gh" + "cr.io", "pkgs.dev" + ".azure", "art" + "ifactory",
    ];

    // A folder named so collects what nobody found a place for.
    private static readonly string[] Nowhere = ["Helpers", "Models", "Utils", "Utilities", "Common", "Misc"];

    private const int TypesInAFileMax = 5;

    private static readonly Regex TypeLine = new(
        @"^(?<access>public|internal) (?<modifiers>(?:(?:static|sealed|abstract|readonly|partial|ref|unsafe) )*)"
        + @"(?<kind>class|record struct|record class|record|struct|interface|enum|delegate \S+) (?<name>\w+)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    [Fact]
    public void No_line_is_longer_than_120_columns() => Repository.ShouldHaveNone(
        from file in Repository.Sources
        from line in Repository.Lines(file).Index()
        where line.Item.Length > ColumnsMax
        select $"{file}:{line.Index + 1} has {line.Item.Length} columns",
        $"Lines end before column {ColumnsMax}:");

    [Fact]
    public void Nothing_is_left_unfinished_and_nothing_sleeps() =>
        Repository.ShouldHaveNone(Hits(Repository.Sources, Unfinished), "Finish it, or take it out:");

    [Fact]
    public void No_file_names_a_folder_of_one_machine() =>
        Repository.ShouldHaveNone(Hits(Texts, Machines), "A path that only one machine has:");

    [Fact]
    public void No_file_names_a_package_registry() =>
        Repository.ShouldHaveNone(Hits(Texts, Registries), "Which registry is asked is each machine's own setting:");

    [Fact]
    public void No_folder_is_named_after_nothing() => Repository.ShouldHaveNone(
        Repository.Files.Select(f => Path.GetDirectoryName(f)!.Replace('\\', '/')).Distinct()
            .Where(folder => folder.Split('/').Any(part => Nowhere.Contains(part, StringComparer.OrdinalIgnoreCase))),
        "Folders are named after a protocol or a feature:");

    [Fact]
    public void A_file_holds_the_type_it_is_named_after_and_nothing_but_its_small_kin() => Repository.ShouldHaveNone(
        from file in Repository.Under("src", Repository.Sources)
        let types = Types(file)
        let own = Path.GetFileName(file).Split('.')[0]
        where types.Length > 0
        where !types.Any(type => type.Name == own)
            || types.Count(type => type.IsPublic) > TypesInAFileMax
            || types.Any(type => type.Name != own && type.IsPublic && !type.IsKinOf(own))
        select $"{file} holds {string.Join(", ", types.Select(type => type.Name))}",
        "One type per file, named like it; only its enums, delegates and small records may share it:");

    [Fact]
    public void Files_end_with_a_line_feed_and_use_no_carriage_return() => Repository.ShouldHaveNone(
        from file in Repository.Sources.Concat(Repository.Documents)
        let text = Repository.Read(file)
        where text.Contains('\r') || !text.EndsWith('\n')
        select file,
        "Lines end with LF, the last one too:");

    // A lock file's content hashes may spell anything.
    private static IEnumerable<string> Texts =>
        Repository.Files.Where(f => !f.EndsWith("packages.lock.json", StringComparison.Ordinal));

    private static IEnumerable<string> Hits(IEnumerable<string> files, string[] words) =>
        from file in files
        from line in Repository.Lines(file).Index()
        from word in words
        where line.Item.Contains(word, StringComparison.Ordinal)
        select $"{file}:{line.Index + 1} says {word}";

    private static TypeAtTop[] Types(string file) =>
    [
        .. from line in Repository.Lines(file)
           let match = TypeLine.Match(line)
           where match.Success
           select new TypeAtTop(
               match.Groups["name"].Value,
               match.Groups["access"].Value == "public",
               match.Groups["modifiers"].Value + match.Groups["kind"].Value),
    ];

    private sealed record TypeAtTop(string Name, bool IsPublic, string Kind)
    {
        // Small enough to share the file of another type: an enum, a delegate, a closed record, or the static class
        // that extends an enum and carries its name.
        public bool IsKinOf(string own) => Kind.Split(' ') switch
        {
            [.., "enum"] or [.., "delegate", _] or [.., "record", "struct"] => true,
            ["sealed", .., "record"] => true,
            ["static", .., "class"] => Name.StartsWith(own, StringComparison.Ordinal),
            _ => false,
        };
    }
}
