using System.Collections.Immutable;
using System.Globalization;
using Dialtone.Core.Findings;
using Dialtone.Core.Transactions;

namespace Dialtone.Reports.Html;

/// <summary>What is wrong, who can do what about it, and what only follows from it.</summary>
internal static class FindingsPart
{
    /// <summary>How many causes, consequences and gaps a page names.</summary>
    public const int FindingsMax = 100;

    /// <summary>Writes the causes and what follows from them.</summary>
    public static void Write(HtmlWriter html, ReportPage page)
    {
        var findings = page.Result.Findings;
        html.Open("section", ("id", "causes"), ("aria-labelledby", "causes-title"));
        html.Element("h2", findings.Causes.Length > 1 ? "Causes" : "Cause", ("id", "causes-title"));
        html.Open("div");
        if (findings.Causes.IsEmpty)
        {
            html.Element("p", page.Result.Result == TransactionVerdict.Failure
                ? "No cause is known for what was seen. The steps and messages below show where it ended."
                : "Nothing was found that is wrong.");
        }

        for (var at = 0; at < Math.Min(findings.Causes.Length, FindingsMax); at++)
        {
            WriteCause(html, page, findings.Causes[at], at + 1);
        }

        WriteLeftOut(html, findings.Causes.Length);
        html.Close();
        html.Close();
        WriteConsequences(html, page, findings.Consequences);
    }

    /// <summary>Writes what was not looked at.</summary>
    public static void WriteNotChecked(HtmlWriter html, ImmutableArray<NotChecked> gaps)
    {
        if (gaps.IsEmpty)
        {
            return;
        }

        html.Open("section", ("id", "not-checked"), ("aria-labelledby", "not-checked-title"));
        html.Element("h2", "Not checked", ("id", "not-checked-title"));
        html.Open("div");
        html.Open("dl");
        foreach (var gap in gaps.Take(FindingsMax))
        {
            html.Open("div");
            html.Element("dt", Words.Of(gap.Step));
            html.Element("dd", gap.Why);
            html.Close();
        }

        html.Close();
        WriteLeftOut(html, gaps.Length);
        html.Close();
        html.Close();
    }

    private static void WriteCause(HtmlWriter html, ReportPage page, Finding finding, int number)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"cause-{number}");
        html.Open(
            "article", ("id", id), ("class", $"cause {Words.Of(finding.Severity)}"),
            ("aria-labelledby", id + "-title"));
        html.Open("p", ("class", "tag"));
        html.Element("b", Words.Of(finding.Severity));
        html.Element("span", $"{finding.Code} {finding.Definition.Slug}");
        html.Close();
        html.Element("h3", finding.Title, ("id", id + "-title"));
        html.Element("p", finding.Meaning, ("class", "meaning"));
        html.Open("ol", ("class", "directions"));
        foreach (var direction in finding.Directions)
        {
            html.Open("li");
            html.Element("b", Words.Of(direction.Audience), ("class", "audience"));
            html.Element("p", direction.Text);
            if (direction.Command is { } command)
            {
                html.Open("pre", ("class", "command"));
                html.Element("code", command);
                html.Close();
            }

            html.Close();
        }

        html.Close();
        WriteEvidence(html, page, finding);
        if (finding.Definition.Source.Length > 0)
        {
            html.Element("p", "After " + finding.Definition.Source, ("class", "source"));
        }

        html.Close();
    }

    private static void WriteConsequences(
        HtmlWriter html, ReportPage page, ImmutableArray<Consequence> consequences)
    {
        if (consequences.IsEmpty)
        {
            return;
        }

        html.Open("section", ("id", "consequences"), ("aria-labelledby", "consequences-title"));
        html.Element("h2", "What follows", ("id", "consequences-title"));
        html.Open("div");
        html.Element(
            "p", "These go away with what they follow from. There is no need to mend them.", ("class", "note"));
        html.Open("ul", ("class", "consequences"));
        foreach (var (finding, of) in consequences.Take(FindingsMax))
        {
            html.Open("li");
            html.Element("p", finding.Title);
            html.Element("p", $"{finding.Code} {finding.Definition.Slug}, follows from {of.Code}", ("class", "source"));
            WriteEvidence(html, page, finding);
            html.Close();
        }

        html.Close();
        WriteLeftOut(html, consequences.Length);
        html.Close();
        html.Close();
    }

    private static void WriteEvidence(HtmlWriter html, ReportPage page, Finding finding)
    {
        html.Open("details", ("class", "evidence"));
        html.Element("summary", "Evidence: " + Words.Count(finding.Evidence.Length, "entry", "entries"));
        page.WriteEntries(html, finding.Evidence);
        html.Close();
    }

    private static void WriteLeftOut(HtmlWriter html, int count)
    {
        if (count > FindingsMax)
        {
            html.Element("p", $"{count - FindingsMax} more left out.", ("class", "left-out"));
        }
    }
}
