using System.Collections.Immutable;
using System.Globalization;
using Dialtone.Reports;
using Dialtone.Reports.Html;
using Dialtone.Watcher.Engine;

namespace Dialtone.Watcher.Pages;

/// <summary>One check of the overview: a row, which is also sent by itself when the check ran.</summary>
internal static class OverviewRow
{
    /// <summary>The heads of the columns.</summary>
    public static ImmutableArray<string> Columns { get; } =
        ["State", "Check", "Cause", "Since", "Last runs", "Latency", "Next run"];

    /// <summary>Writes the row.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="view">The check.</param>
    /// <param name="now">The time.</param>
    /// <param name="isShown">Whether the filter lets it through.</param>
    public static void Write(HtmlWriter html, CheckView view, DateTimeOffset now, bool isShown = true)
    {
        ReadOnlySpan<(string, string)> attributes =
        [
            ("role", "row"), ("class", "check " + CheckWords.ClassOf(view)), ("data-check", view.Check.Name),
            ("data-state", CheckWords.ClassOf(view)), ("data-amiss", CheckWords.IsAmiss(view) ? "yes" : "no"),
            ("data-text", TextOf(view)),
        ];
        html.Open("tr", isShown ? attributes : [.. attributes, ("hidden", "")]);
        html.Open("td", ("role", "cell"), ("class", "state"));
        StateMark.Write(html, CheckWords.ClassOf(view));
        html.Element("span", CheckWords.Of(view), ("class", "word"));
        html.Close();
        html.Open("th", ("role", "rowheader"), ("scope", "row"));
        html.Element("a", view.Check.Name, ("href", PageLinks.Check(view.Check.Name)));
        html.Close();
        WriteCause(html, view);
        WriteSince(html, view, now);
        Cell(html, "runs", () => RunDrawings.WriteStrip(html, view.Recent.Runs));
        Cell(html, "latency", () => WriteLatency(html, view));
        Cell(html, "next", () => WriteNext(html, view, now));
        html.Close();
    }

    /// <summary>What the filter looks in.</summary>
    public static string TextOf(CheckView view)
    {
        var cause = CheckWords.CauseOf(view.State);
        return string.Join(
            ' ', (ReadOnlySpan<string?>)
            [
                view.Check.Name, view.Check.Site, CheckWords.Of(view), cause?.Code.ToString(), cause?.Title,
                Words.Of(view.Check.Probe.Transaction), .. view.Check.Labels.Values,
            ]).ToLowerInvariant();
    }

    private static void WriteCause(HtmlWriter html, CheckView view)
    {
        html.Open("td", ("role", "cell"), ("class", "cause-of"));
        if (CheckWords.CauseOf(view.State) is { } cause)
        {
            html.Element("a", cause.Code.ToString(), ("href", PageLinks.Finding(cause.Code)), ("class", "code"));
            html.Text(" " + cause.Title);
            var others = view.State.Visible.Count(each => each.IsCause && each != cause);
            if (others > 0)
            {
                html.Element("span", $" and {others} more", ("class", "quiet"));
            }
        }
        else if (CheckWords.WhyOf(view) is { Length: > 0 } why)
        {
            html.Element("span", why, ("class", "quiet"));
        }
        else if (SoonOf(view) is { } soon)
        {
            html.Element("span", soon, ("class", "quiet"));
        }

        html.Close();
    }

    // What was seen and is not shown yet.
    private static string? SoonOf(CheckView view) => view.State is { Last.Cause: { } cause } state
        && state.InARow.GetValueOrDefault(new(cause.Code, cause.Subject)) is > 0 and var times
        && times < view.Check.VisibleAfter
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"Seen {times} of {view.Check.VisibleAfter} times: {cause.Code} {cause.Title}")
        : null;

    private static void WriteSince(HtmlWriter html, CheckView view, DateTimeOffset now) => Cell(html, "since", () =>
    {
        if (view.State.Since != default)
        {
            PageTimes.Write(html, view.State.Since, now);
            html.Text(" ");
            PageTimes.WriteAge(html, view.State.Since, now);
        }
    });

    private static void WriteLatency(HtmlWriter html, CheckView view)
    {
        var latency = view.State.Last is { } last ? CheckWords.LatencyOf(last.Outcome, last.Latency) : TimeSpan.Zero;
        html.Element("span", latency > TimeSpan.Zero ? Words.Of(latency) : "", ("class", "figure"));
        RunDrawings.WriteLine(html, view.Recent.Runs);
    }

    private static void WriteNext(HtmlWriter html, CheckView view, DateTimeOffset now)
    {
        if (view.IsRunning)
        {
            html.Text("running");
        }
        else if (view.IsPaused)
        {
            html.Text("paused");
        }
        else if (!view.IsOurs)
        {
            html.Text(view.State.Last is { } last ? $"by {last.Watcher}" : "by another");
        }
        else if (view.NextRun is { } next)
        {
            PageTimes.Write(html, next, now, withSeconds: true);
        }
    }

    private static void Cell(HtmlWriter html, string name, Action content)
    {
        html.Open("td", ("role", "cell"), ("class", name));
        content();
        html.Close();
    }
}
