using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dialtone.Core.Transactions;
using Dialtone.Reports;
using Dialtone.Reports.Html;
using Dialtone.Watcher.History;

namespace Dialtone.Watcher.Pages;

/// <summary>
/// How long each step took over time: small drawings of the same form, one a step. The line is the mean, the band
/// around it reaches from the shortest to the longest time, and a tick below stands where the step failed.
/// </summary>
internal static class StepHistoryPart
{
    private const int Width = 240;
    private const int Tall = 48;
    private const int Foot = 8;

    /// <summary>Writes the part.</summary>
    public static void Write(
        HtmlWriter html, CheckPageQuery query, DateTimeOffset from, ImmutableArray<StepSpan>? spans)
    {
        html.Open("section", ("id", "times"), ("aria-labelledby", "times-title"));
        html.Element("h2", "Step times", ("id", "times-title"));
        html.Open("div");
        WriteChoices(html, query);
        if (spans is null or [])
        {
            html.Element(
                "p", spans is null ? "History cannot be read now." : $"No run in this {query.Span.Name}.",
                ("class", "note"));
        }
        else
        {
            var all = spans.Value.Where(each => each.Most > TimeSpan.Zero || each.Failed > 0).ToList();
            var most = all.Select(each => each.Most).DefaultIfEmpty().Max();
            html.Open("div", ("class", "multiples"));
            foreach (var step in all.GroupBy(each => each.Step))
            {
                WriteStep(html, step.Key, [.. step], query, from, most);
            }

            html.Close();
        }

        html.Close();
        html.Close();
    }

    private static void WriteChoices(HtmlWriter html, CheckPageQuery query)
    {
        html.Open("nav", ("class", "choices"), ("aria-label", "Span and scale of the step times"));
        foreach (var span in HistorySpan.All)
        {
            Choice(html, $"Last {span.Name}", query with { Span = span }, span == query.Span);
        }

        Choice(html, "Own scale", query with { OneScale = false }, !query.OneScale, "apart");
        Choice(html, "Same scale", query with { OneScale = true }, query.OneScale);
        html.Close();
    }

    private static void Choice(
        HtmlWriter html, string text, CheckPageQuery query, bool isChosen, string name = "")
    {
        ReadOnlySpan<(string, string)> attributes = [("href", query.Link + "#times"), ("class", name)];
        html.Element("a", text, isChosen ? [.. attributes, ("aria-current", "true")] : attributes);
    }

    private static void WriteStep(
        HtmlWriter html, TransactionStep step, ImmutableArray<StepSpan> spans, CheckPageQuery query,
        DateTimeOffset from, TimeSpan mostOfAll)
    {
        var most = spans.Max(each => each.Most);
        var top = query.OneScale ? mostOfAll : most;
        var runs = spans.Sum(each => each.Runs);
        var failed = spans.Sum(each => each.Failed);
        var mean = TimeSpan.FromTicks(spans.Sum(each => each.Mean.Ticks * each.Runs) / Math.Max(runs, 1));
        html.Open("figure");
        html.Open("figcaption");
        html.Element("b", Words.Of(step));
        html.Element("span", Words.Of(mean), ("class", "figure"));
        html.Close();
        var said = $"{Words.Of(step)}: mean {Words.Of(mean)}, at most {Words.Of(most)}, "
            + $"failed in {failed} of {Words.Count(runs, "run", "runs")}";
        html.Open(
            "svg", ("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {Width} {Tall + Foot}")),
            ("class", "multiple"), ("preserveAspectRatio", "none"), ("role", "img"), ("aria-label", said));
        html.Empty("path", ("class", "ground"), ("d", $"M0 {Tall}H{Width}"));
        Draw(html, spans, query, from, top > TimeSpan.Zero ? top : TimeSpan.FromMilliseconds(1));
        html.Close();
        html.Open("p", ("class", "note"));
        html.Text($"at most {Words.Of(most)}");
        if (failed > 0)
        {
            html.Text(", ");
            html.Element("strong", $"failed {failed} of {runs}", ("class", "failures"));
        }

        html.Close();
        html.Close();
    }

    private static void Draw(
        HtmlWriter html, ImmutableArray<StepSpan> spans, CheckPageQuery query, DateTimeOffset from, TimeSpan top)
    {
        var (band, line, ticks) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        var wide = (double)Width / query.Span.Spans;
        var last = -2;
        foreach (var span in spans)
        {
            var at = (int)Math.Round((span.From - from) / query.Span.Part);
            var (left, middle) = (wide * at, (wide * at) + (wide / 2));
            Add(band, $"M{Number(left)} {Y(span.Most, top)}h{Number(wide)}V{Y(span.Least, top)}h-{Number(wide)}z");
            Add(line, at == last + 1
                ? $"L{Number(middle)} {Y(span.Mean, top)}" : $"M{Number(middle)} {Y(span.Mean, top)}h0");
            last = at;
            if (span.Failed > 0)
            {
                var thick = Number(Math.Max(wide, 2));
                Add(ticks, $"M{Number(left)} {Tall + 2}h{thick}v{Foot - 2}h-{thick}z");
            }
        }

        html.Empty("path", ("class", "band"), ("d", band.ToString()));
        html.Empty("path", ("class", "line"), ("d", line.ToString()), ("vector-effect", "non-scaling-stroke"));
        if (ticks.Length > 0)
        {
            html.Empty("path", ("class", "ticks"), ("d", ticks.ToString()));
        }
    }

    private static void Add(StringBuilder path, string piece) => _ = path.Append(piece);

    private static string Number(double value) => HtmlWriter.Number(value);

    // A time of nought is a line that is still seen.
    private static string Y(TimeSpan time, TimeSpan top) => Number(Tall - 1 - ((Tall - 3) * (time / top)));
}
