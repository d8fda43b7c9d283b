using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;

namespace Dialtone.Repository.Tests;

/// <summary>Which room may see which, and what each one needs from outside.</summary>
public class WallTests
{
    // ARCHITECTURE.md draws the same arrows.
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["Dialtone.Wire"] = [],
        ["Dialtone.Core"] = ["Dialtone.Wire"],
        ["Dialtone"] = ["Dialtone.Core"],
        ["Dialtone.Lab"] = ["Dialtone.Core"],
        ["Dialtone.Lab.Hosting"] = ["Dialtone", "Dialtone.Lab"],
        ["Dialtone.Cli"] = ["Dialtone", "Dialtone.Lab.Hosting", "Dialtone.Watcher"],
        ["Dialtone.PowerShell"] = ["Dialtone"],
        ["Dialtone.Watcher"] = ["Dialtone"],
    };

    public static TheoryData<string> Shipped => [.. Arrows.Keys];

    public static TheoryData<string> PureRooms => ["Dialtone.Wire", "Dialtone.Core", "Dialtone.Lab"];

    [Fact]
    public void Every_shipped_project_has_its_arrows_drawn() =>
        Repository.Under("src", Repository.Projects).Select(Path.GetFileNameWithoutExtension)
            .ShouldBe(Arrows.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_project_references_what_its_arrows_say(string project) =>
        Elements(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension)
            .ShouldBe(Arrows[project], ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void What_an_assembly_needs_is_written_down(string project)
    {
        var assemblies = Assembly.Load(project).GetReferencedAssemblies().Select(a => $"assembly {a.Name}");
        Accepted.ShouldMatch(
            $"src/{project}/Dependencies.txt", assemblies.Concat(Packages(project)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(PureRooms))]
    public void A_pure_room_is_built_with_the_banned_list(string project) =>
        Xml($"src/{project}/{project}.csproj").Descendants("Import")
            .Select(import => (string?)import.Attribute("Project"))
            .ShouldContain("../../eng/Pure.props");

    [Fact]
    public void The_pure_rooms_have_the_banned_list_wired() =>
        Xml("eng/Pure.props").Descendants("AdditionalFiles")
            .Select(file => (string)file.Attribute("Include")!)
            .ShouldContain(include => include.EndsWith("BannedSymbols.pure.txt", StringComparison.Ordinal));

    [Theory]
    [InlineData("Dialtone.Cli")]
    [InlineData("Dialtone.PowerShell")]
    [InlineData("Dialtone.Watcher")]
    public void A_face_has_its_banned_list_wired(string project) =>
        Elements(project, "AdditionalFiles").ShouldContain("../../eng/BannedSymbols.face.txt");

    [Theory]
    [InlineData("N:System.Threading.Tasks;")]
    [InlineData("N:System.Net.Sockets;")]
    [InlineData("N:System.Net.Security;")]
    [InlineData("T:System.TimeProvider;")]
    [InlineData("P:System.DateTimeOffset.UtcNow;")]
    [InlineData("T:System.Random;")]
    [InlineData("T:System.Security.Cryptography.RandomNumberGenerator;")]
    [InlineData("T:System.IO.File;")]
    [InlineData("T:System.Console;")]
    public void The_banned_list_keeps_out(string symbol) =>
        Repository.Lines("eng/BannedSymbols.pure.txt")
            .ShouldContain(line => line.StartsWith(symbol, StringComparison.Ordinal));

    [Fact]
    public void Nobody_silences_the_walls()
    {
        var settings = Repository.Files.Where(f => f.EndsWith(".props", StringComparison.Ordinal))
            .Append(".editorconfig");
        var silent =
            from file in Repository.Sources.Concat(Repository.Projects).Concat(settings)
            from line in Repository.Lines(file)
            where line.Contains("RS00" + "30", StringComparison.Ordinal)
            where !line.Contains("<!--", StringComparison.Ordinal)
            select $"{file}: {line.Trim()}";
        Repository.ShouldHaveNone(silent, "A banned symbol is an error everywhere:");
    }

    [Fact]
    public void Every_project_is_in_the_solution() =>
        Xml("Dialtone.slnx").Descendants("Project").Select(p => (string)p.Attribute("Path")!)
            .ShouldBe(Repository.Projects, ignoreOrder: true);

    // The lock file's packages, less those that only take part in the build.
    private static IEnumerable<string> Packages(string project)
    {
        var analyzers = Xml("Directory.Packages.props").Descendants("GlobalPackageReference")
            .Select(package => (string)package.Attribute("Include")!)
            .Append("Microsoft.NET.ILLink.Tasks")
            .ToHashSet(StringComparer.Ordinal);
        using var locked = JsonDocument.Parse(Repository.Read($"src/{project}/packages.lock.json"));
        return
        [
            .. from target in locked.RootElement.GetProperty("dependencies").EnumerateObject()
               from package in target.Value.EnumerateObject()
               where package.Value.GetProperty("type").GetString() != "Project" && !analyzers.Contains(package.Name)
               select $"package {package.Name} {package.Value.GetProperty("resolved").GetString()}",
        ];
    }

    private static IEnumerable<string> Elements(string project, string name) =>
        Xml($"src/{project}/{project}.csproj").Descendants(name).Select(e => (string)e.Attribute("Include")!);

    private static XDocument Xml(string path) => XDocument.Parse(Repository.Read(path));
}
