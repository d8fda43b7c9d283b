using Dialtone.Core.Transactions;

namespace Dialtone.Reports.Html;

/// <summary>The steps as a table, each with its evidence behind it; that of failed ones is open.</summary>
internal static class StepsPart
{
    /// <summary>Writes the part.</summary>
    public static void Write(HtmlWriter html, ReportPage page)
    {
        html.Open("section", ("id", "steps"), ("aria-labelledby", "steps-title"));
        html.Element("h2", "Steps", ("id", "steps-title"));
        html.Open("table", ("class", "steps"), ("role", "table"));
        html.Open("thead", ("role", "rowgroup"));
        html.Open("tr", ("role", "row"));
        foreach (var column in (ReadOnlySpan<string>)["Step", "Result", "Took", "What was seen"])
        {
            html.Element("th", column, ("role", "columnheader"), ("scope", "col"));
        }

        html.Close();
        html.Close();
        html.Open("tbody", ("role", "rowgroup"));
        foreach (var step in page.Result.Steps)
        {
            WriteStep(html, page, step);
        }

        html.Close();
        html.Close();
        html.Close();
    }

    private static void WriteStep(HtmlWriter html, ReportPage page, StepReport step)
    {
        html.Open("tr", ("role", "row"), ("class", ClassOf(step.Result)));
        html.Element("th", Words.Of(step.Step), ("role", "rowheader"), ("scope", "row"));
        html.Element("td", Words.Of(step.Result), ("role", "cell"), ("class", "result"));
        html.Element("td", step.Took > TimeSpan.Zero ? Words.Of(step.Took) : "", ("role", "cell"), ("class", "took"));
        html.Open("td", ("role", "cell"), ("class", "seen"));
        if (!step.Evidence.IsEmpty)
        {
            var said = step.Evidence.Select(page.SentenceOf).LastOrDefault(text => text.Length > 0)
                ?? Words.Count(step.Evidence.Length, "entry", "entries");
            html.Open("details", step.Result == StepResult.Failed ? [("open", "")] : []);
            html.Element("summary", page.Fit(said).Text);
            page.WriteEntries(html, step.Evidence);
            html.Close();
        }

        html.Close();
        html.Close();
    }

    private static string ClassOf(StepResult result) => Words.Of(result).Replace(' ', '-');
}
