using Dialtone.Core.Findings;
using Dialtone.Reports;

namespace Dialtone.Repository.Tests;

/// <summary>The pages of the documentation that are made of the catalogue of findings.</summary>
internal static class FindingPages
{
    /// <summary>Where they are.</summary>
    public const string Folder = "docs/findings";

    private const int Columns = 120;

    // More than a part has in words.
    private const int WholePart = 90;

    private const string Introduction = """
        # Findings

        What Dialtone says is wrong, each with a code that stays for ever, a name, what it means, and what to do about
        it. These pages are made of the catalogue in `src/Dialtone.Core/Findings`; `dialtone explain CODE` prints the
        same. A word in braces is filled in from what was seen; a direction that needs a value which nothing told is
        left out.

        *Blocking* is what sign-in fails by, *degraded* what it works in spite of, *advice* what would be better
        otherwise. Each page has the severity at its worst: a rung that fails while another one leads on is degraded.
        """;

    /// <summary>The path of the page of a finding.</summary>
    public static string PathOf(FindingDefinition definition) => $"{Folder}/{definition.Code}.md";

    /// <summary>Whether a finding is explained by all of a part of the way, with the numbers still to come.</summary>
    public static bool IsByPart(FindingDefinition definition, FindingCode code) =>
        definition.ExplainedBy.Count(each => each.Number / 100 == code.Number / 100) > WholePart;

    /// <summary>The list of all findings.</summary>
    public static IEnumerable<string> Index() => Introduction.Split('\n').Concat(
        from part in FindingCatalogue.All.GroupBy(each => FindingParts.Of(each.Code))
        from line in part.Select(each => $"- [{each.Code}]({each.Code}.md) `{each.Slug}`, {Words.Of(each.Severity)}")
            .Prepend("").Prepend($"## {part.Key}").Prepend("")
        select line);

    /// <summary>The page of one.</summary>
    /// <param name="definition">The finding.</param>
    /// <param name="scenarios">The scenario files in which it is the cause, by name.</param>
    public static IEnumerable<string> Page(FindingDefinition definition, IEnumerable<string> scenarios) =>
    [
        $"# {definition.Code} {definition.Slug}",
        "",
        .. Wrapped("", $"**{definition.Title}**"),
        "",
        $"{FindingParts.Of(definition.Code)}; at its worst {Words.Of(definition.Severity)}.",
        "",
        .. Wrapped("", definition.Meaning),
        "",
        "## What to do",
        .. definition.Directions.SelectMany(Direction),
        .. Follows(definition),
        .. Seen([.. scenarios]),
        .. definition.Source.Length == 0 ? (ReadOnlySpan<string>)[] : ["", $"Specified in {definition.Source}."],
    ];

    private static IEnumerable<string> Direction(Direction direction, int index)
    {
        yield return "";
        var head = $"{index + 1}. ";
        foreach (var line in Wrapped(head, $"*{Words.Of(direction.Audience)}*: {direction.Text}"))
        {
            yield return line;
        }

        if (direction.Command is { } command)
        {
            var indent = new string(' ', head.Length);
            yield return "";
            yield return $"{indent}```sh";
            yield return indent + command;
            yield return $"{indent}```";
        }
    }

    private static IEnumerable<string> Follows(FindingDefinition definition) => definition.ExplainedBy.IsEmpty ? [] :
        definition.ExplainedBy.Select(code => Cause(definition, code)).Distinct(StringComparer.Ordinal)
            .Prepend("").Prepend("## What it may follow from").Prepend("");

    private static string Cause(FindingDefinition definition, FindingCode code) =>
        IsByPart(definition, code) ? $"- any finding of {FindingParts.Of(code)}, DT{code.Number / 100}xx"
        : FindingCatalogue.TryFind(code, out var cause) ? $"- [{cause.Code}]({cause.Code}.md) `{cause.Slug}`"
        : $"- {code}";

    private static IEnumerable<string> Seen(IReadOnlyList<string> scenarios) => scenarios.Count == 0 ? [] :
        scenarios.Select(name => $"- [`{name}`](../lab/faults/{name}.json)")
            .Prepend("").Prepend("## Faults of the lab that raise it").Prepend("");

    private static IEnumerable<string> Wrapped(string head, string text)
    {
        var line = head;
        var isEmpty = true;
        foreach (var word in text.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Columns)
            {
                yield return line;
                (line, isEmpty) = (new string(' ', head.Length), true);
            }

            line += isEmpty ? word : " " + word;
            isEmpty = false;
        }

        yield return line;
    }
}
