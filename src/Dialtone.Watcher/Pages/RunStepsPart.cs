using System.Collections.Immutable;
using System.Globalization;
using Dialtone.Reports;
using Dialtone.Reports.Html;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Pages;

/// <summary>The steps of a run with their times, each beside a bar of its length.</summary>
internal static class RunStepsPart
{
    private const int Width = 400;

    /// <summary>Writes the part.</summary>
    public static void Write(HtmlWriter html, ImmutableArray<RunStep> steps)
    {
        if (steps.IsEmpty)
        {
            return;
        }

        var most = steps.Max(each => each.Took);
        html.Open("section", ("id", "steps"), ("aria-labelledby", "steps-title"));
        html.Element("h2", "Steps", ("id", "steps-title"));
        html.Open("table", ("class", "steps"), ("role", "table"), ("aria-labelledby", "steps-title"));
        html.Open("thead", ("role", "rowgroup"));
        html.Open("tr", ("role", "row"));
        foreach (var column in (ReadOnlySpan<string>)["Step", "Result", "Took", "Beside the longest"])
        {
            html.Element("th", column, ("role", "columnheader"), ("scope", "col"));
        }

        html.Close();
        html.Close();
        html.Open("tbody", ("role", "rowgroup"));
        foreach (var step in steps)
        {
            html.Open("tr", ("role", "row"), ("class", Words.Of(step.Result).Replace(' ', '-')));
            html.Element("th", Words.Of(step.Step), ("role", "rowheader"), ("scope", "row"));
            html.Element("td", Words.Of(step.Result), ("role", "cell"), ("class", "result"));
            html.Element(
                "td", step.Took > TimeSpan.Zero ? Words.Of(step.Took) : "", ("role", "cell"), ("class", "took"));
            html.Open("td", ("role", "cell"), ("class", "seen"));
            WriteBar(html, most > TimeSpan.Zero ? step.Took / most : 0);
            html.Close();
            html.Close();
        }

        html.Close();
        html.Close();
        html.Close();
    }

    private static void WriteBar(HtmlWriter html, double part)
    {
        if (part <= 0)
        {
            return;
        }

        html.Open(
            "svg", ("class", "bar"), ("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {Width} 8")),
            ("preserveAspectRatio", "none"), ("aria-hidden", "true"), ("focusable", "false"));
        html.Empty(
            "rect", ("width", HtmlWriter.Number(Math.Max(part * Width, 2))), ("height", "8"));
        html.Close();
    }
}
