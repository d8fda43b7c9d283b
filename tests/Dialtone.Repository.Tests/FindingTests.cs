using System.Text.Json;
using System.Text.RegularExpressions;
using Dialtone.Core.Findings;

namespace Dialtone.Repository.Tests;

/// <summary>What every finding of the catalogue must have, and the pages that are made of it.</summary>
public class FindingTests
{
    // Findings that no fault of the lab raises as the first cause, each with the reason why not.
    private const string WithoutFault = "tests/Dialtone.Repository.Tests/findings-without-fault.tsv";

    private static readonly ILookup<string, string> Scenarios = ReadScenarios();

    private static readonly Regex Kebab = new("^[a-z0-9]+(-[a-z0-9]+)*$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static readonly Regex Word = new("[A-Za-z0-9]+", RegexOptions.NonBacktracking);

    private static readonly Regex Definition = new(
        @"FindingDefinition (?<name>\w+) => field \?\?= new\(\s*new\((?<number>[0-9]{4})\)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static readonly Regex Place = new("^[a-z][A-Za-z0-9]*$", RegexOptions.NonBacktracking);

    [Fact]
    public void No_code_and_no_name_stands_for_two_findings()
    {
        Repository.ShouldHaveNone(Twice(each => each.Code.ToString()), "A code is one finding's for ever:");
        Repository.ShouldHaveNone(Twice(each => each.Slug), "A name is one finding's:");
        Repository.ShouldHaveNone(
            FindingCatalogue.All.Where(each => !Kebab.IsMatch(each.Slug)).Select(each => $"{each}"),
            "Names are words in kebab case:");
    }

    [Fact]
    public void The_catalogue_is_in_the_order_of_the_codes() => Repository.ShouldHaveNone(
        FindingCatalogue.All.Zip(FindingCatalogue.All.Skip(1)).Where(pair => pair.First.Code >= pair.Second.Code)
            .Select(pair => $"{pair.Second} stands behind {pair.First}"),
        "Files and lists of the catalogue are in the order of the codes:");

    [Fact]
    public void Every_finding_says_what_it_means_and_what_to_do()
    {
        Repository.ShouldHaveNone(
            FindingCatalogue.All.Where(each => each.Meaning.Length < 20 || !each.Meaning.EndsWith('.')
                || Direction.PlacesIn(each.Meaning).Any()).Select(each => $"{each}"),
            "A meaning is a few sentences, and the same for all:");
        Repository.ShouldHaveNone(
            FindingCatalogue.All.Where(each => each.Title.Length == 0 || each.Title.EndsWith('.'))
                .Select(each => $"{each}"),
            "A title is one line without a full stop:");
        Repository.ShouldHaveNone(
            FindingCatalogue.All.Where(each => each.Directions.IsEmpty).Select(each => $"{each}"),
            "Every finding has a direction:");
    }

    [Fact]
    public void Places_are_words_in_braces() => Repository.ShouldHaveNone(
        from each in FindingCatalogue.All
        from text in each.Directions.SelectMany(direction => new[] { direction.Text, direction.Command ?? "" })
            .Append(each.Title)
        where text.Count(c => c == '{') != text.Count(c => c == '}')
            || Direction.PlacesIn(text).Any(place => !Place.IsMatch(place))
        select $"{each}: {text}",
        "Braces hold the name of a value:");

    [Fact]
    public void What_explains_a_finding_is_in_the_catalogue_and_not_explained_by_it()
    {
        Repository.ShouldHaveNone(
            from each in FindingCatalogue.All
            from code in each.ExplainedBy
            where !FindingCatalogue.TryFind(code, out _) && !FindingPages.IsByPart(each, code)
            select $"{each} is explained by {code}",
            "There is no such finding:");
        Repository.ShouldHaveNone(
            FindingCatalogue.All.Where(each => Explains(each, each.Code, [])).Select(each => $"{each}"),
            "A finding does not explain itself:");
    }

    [Fact]
    public void Every_page_says_what_the_catalogue_says()
    {
        foreach (var definition in FindingCatalogue.All)
        {
            Accepted.ShouldMatch(FindingPages.PathOf(definition),
                FindingPages.Page(definition, Scenarios[definition.Code.ToString()].Order(StringComparer.Ordinal)));
        }

        Accepted.ShouldMatch($"{FindingPages.Folder}/README.md", FindingPages.Index());
    }

    [Fact]
    public void There_is_no_page_without_a_finding() => Repository.ShouldHaveNone(
        Repository.Under(FindingPages.Folder, Repository.Documents)
            .Where(page => Path.GetFileName(page).StartsWith("DT", StringComparison.Ordinal))
            .Except(FindingCatalogue.All.Select(FindingPages.PathOf)),
        "These pages are of no finding; a retired one leaves a comment in the catalogue:");

    [Fact]
    public void Every_finding_is_raised_by_a_fault_of_the_lab_or_says_why_not()
    {
        var excused = Repository.Lines(WithoutFault).Skip(1).Select(line => line.Split('\t')).ToList();
        Repository.ShouldHaveNone(
            excused.Where(cells => cells.Length != 2 || cells[1].Length < 20).Select(cells => string.Join(' ', cells)),
            $"{WithoutFault} has a code and a reason in each line:");
        Repository.ShouldHaveNone(
            FindingCatalogue.All.Select(each => each.Code.ToString())
                .Where(code => !Scenarios.Contains(code)).Except(excused.Select(cells => cells[0])),
            $"No file of docs/lab/faults expects these, and {WithoutFault} does not say why:");
    }

    [Fact]
    public void A_finding_that_a_fault_raises_needs_no_reason() => Repository.ShouldHaveNone(
        Repository.Lines(WithoutFault).Skip(1).Select(line => line.Split('\t')[0]).Where(Scenarios.Contains),
        $"Files of docs/lab/faults expect these, so that they leave {WithoutFault}:");

    /// <summary>What the reasons say of tests is looked for where journals are made by hand.</summary>
    [Fact]
    public void Every_finding_that_no_fault_raises_is_raised_by_a_test()
    {
        var tests = string.Join('\n', Repository.Files
            .Where(file => file.StartsWith("tests/Dialtone.Core.Tests/", StringComparison.Ordinal)
                && file.EndsWith("Tests.cs", StringComparison.Ordinal)).Select(Repository.Read));
        var words = Word.Matches(tests).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        var names = Repository.Under("src/Dialtone.Core/Findings", Repository.Sources).SelectMany(file =>
                Definition.Matches(Repository.Read(file)))
            .ToDictionary(match => $"DT{match.Groups["number"].Value}", match => match.Groups["name"].Value);
        Repository.ShouldHaveNone(
            Repository.Lines(WithoutFault).Skip(1).Select(line => line.Split('\t')[0])
                .Where(code => !words.Contains(code) && !words.Contains(code[2..])
                    && !words.Contains(names.GetValueOrDefault(code, ""))),
            $"No test of tests/Dialtone.Core.Tests names these of {WithoutFault}:");
    }

    private static IEnumerable<string> Twice(Func<FindingDefinition, string> name) =>
        FindingCatalogue.All.GroupBy(name, StringComparer.OrdinalIgnoreCase).Where(each => each.Count() > 1)
            .Select(each => each.Key);

    private static bool Explains(FindingDefinition definition, FindingCode wanted, HashSet<FindingCode> seen) =>
        definition.ExplainedBy.Any(code => code == wanted
            || (seen.Add(code) && FindingCatalogue.TryFind(code, out var cause) && Explains(cause, wanted, seen)));

    private static ILookup<string, string> ReadScenarios() => Repository.Files
        .Where(file => file.StartsWith("docs/lab/faults/", StringComparison.Ordinal)
            && file.EndsWith(".json", StringComparison.Ordinal))
        .Select(file => (Name: Path.GetFileNameWithoutExtension(file), Code: ExpectedIn(file)))
        .ToLookup(each => each.Code, each => each.Name);

    private static string ExpectedIn(string file)
    {
        using var json = JsonDocument.Parse(Repository.Read(file));
        return json.RootElement.TryGetProperty("expect", out var expect)
            && expect.TryGetProperty("finding", out var code) ? code.GetString() ?? "" : "";
    }
}
