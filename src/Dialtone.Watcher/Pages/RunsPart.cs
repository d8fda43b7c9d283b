using System.Collections.Immutable;
using Dialtone.Reports;
using Dialtone.Reports.Html;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Pages;

/// <summary>The runs of a check, the newest first, a page at a time.</summary>
internal static class RunsPart
{
    /// <summary>How many are on a page.</summary>
    public const int PageMax = 50;

    /// <summary>Writes the part.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="query">Which are asked for.</param>
    /// <param name="runs">One more than are shown, where there are more; <c>null</c> where history is away.</param>
    /// <param name="now">The time.</param>
    public static void Write(HtmlWriter html, CheckPageQuery query, ImmutableArray<CheckRun>? runs, DateTimeOffset now)
    {
        html.Open("section", ("id", "runs"), ("aria-labelledby", "runs-title"));
        html.Element("h2", "Runs", ("id", "runs-title"));
        html.Open("div");
        html.Open("nav", ("class", "choices"), ("aria-label", "Which runs"));
        Choice(html, "All runs", query with { OnlyBad = false, Before = null }, !query.OnlyBad);
        Choice(html, "Only bad ones", query with { OnlyBad = true, Before = null }, query.OnlyBad);
        html.Close();
        if (runs is null or [])
        {
            html.Element(
                "p", runs is null ? "History cannot be read now." : query.OnlyBad ? "None was bad." : "None is kept.",
                ("class", "note"));
        }
        else
        {
            WriteTable(html, [.. runs.Value.Take(PageMax)], now);
            WritePaging(html, query, runs.Value);
        }

        html.Close();
        html.Close();
    }

    /// <summary>Writes how a run went: the shape and the word.</summary>
    public static void WriteOutcome(HtmlWriter html, CheckRun run)
    {
        StateMark.Write(html, CheckWords.Of(run.Outcome));
        html.Element("span", CheckWords.Of(run.Outcome), ("class", "word"));
    }

    private static void WriteTable(HtmlWriter html, ImmutableArray<CheckRun> runs, DateTimeOffset now)
    {
        var several = runs.Select(each => each.Watcher).Distinct().Skip(1).Any();
        html.Open("table", ("role", "table"), ("class", "run-list"), ("aria-labelledby", "runs-title"));
        html.Open("thead", ("role", "rowgroup"));
        html.Open("tr", ("role", "row"));
        foreach (var column in (ReadOnlySpan<string>)["Begun", "Outcome", "Latency", "What was found"])
        {
            html.Element("th", column, ("role", "columnheader"), ("scope", "col"));
        }

        html.Close();
        html.Close();
        html.Open("tbody", ("role", "rowgroup"));
        foreach (var run in runs)
        {
            WriteRun(html, run, now, several);
        }

        html.Close();
        html.Close();
    }

    private static void WriteRun(HtmlWriter html, CheckRun run, DateTimeOffset now, bool several)
    {
        html.Open("tr", ("role", "row"), ("class", CheckWords.Of(run.Outcome).Replace(' ', '-')));
        html.Open("th", ("role", "rowheader"), ("scope", "row"));
        html.Open("a", ("href", PageLinks.Run(run.Id)));
        PageTimes.Write(html, run.StartedAt, now, withSeconds: true);
        html.Close();
        html.Close();
        html.Open("td", ("role", "cell"), ("class", "state"));
        WriteOutcome(html, run);
        html.Close();
        var latency = CheckWords.LatencyOf(run.Outcome, run.Latency);
        html.Element("td", latency > TimeSpan.Zero ? Words.Of(latency) : "", ("role", "cell"), ("class", "latency"));
        html.Open("td", ("role", "cell"), ("class", "cause-of"));
        if (run.Cause is { } cause)
        {
            html.Element("a", cause.Code.ToString(), ("href", PageLinks.Finding(cause.Code)), ("class", "code"));
            html.Text(" " + cause.Title);
        }
        else if (run.Outcome != RunOutcome.Healthy)
        {
            html.Text(run.Verdict);
        }

        if (run.Change is { } change)
        {
            html.Element(
                "span", $" turned {CheckWords.Of(change.To).ToLowerInvariant()}", ("class", "turn"));
        }

        if (several)
        {
            html.Element("span", $" by {run.Watcher}", ("class", "quiet"));
        }

        html.Close();
        html.Close();
    }

    private static void WritePaging(HtmlWriter html, CheckPageQuery query, ImmutableArray<CheckRun> runs)
    {
        if (query.Before is null && runs.Length <= PageMax)
        {
            return;
        }

        html.Open("nav", ("class", "choices"), ("aria-label", "Pages of runs"));
        if (query.Before is not null)
        {
            html.Element("a", "Newest runs", ("href", (query with { Before = null }).Link + "#runs"));
        }

        if (runs.Length > PageMax)
        {
            html.Element(
                "a", "Older runs", ("rel", "next"),
                ("href", (query with { Before = runs[PageMax - 1].Id }).Link + "#runs"));
        }

        html.Close();
    }

    private static void Choice(HtmlWriter html, string text, CheckPageQuery query, bool isChosen)
    {
        ReadOnlySpan<(string, string)> attributes = [("href", query.Link + "#runs")];
        html.Element("a", text, isChosen ? [.. attributes, ("aria-current", "true")] : attributes);
    }
}
