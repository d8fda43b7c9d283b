using System.Collections.Immutable;
using Dialtone.Reports;
using Dialtone.Reports.Html;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Judging;

namespace Dialtone.Watcher.Pages;

/// <summary>
/// The top of the overview: one sentence on all checks, and what is amiss now by its cause. A hundred checks that one
/// DHCP server turned red are one line.
/// </summary>
internal static class OverviewSummary
{
    private const int CausesMax = 12;
    private const int ChecksMax = 6;

    /// <summary>Writes it.</summary>
    public static void Write(HtmlWriter html, PageParts parts)
    {
        var checks = parts.Board.Checks;
        var (worst, count) = PageShell.Worst(parts);
        html.Open(
            "div", ("id", "summary"), ("class", "verdict " + ClassOf(checks, worst)), ("data-live", ""),
            ("data-title", TitleOf(checks)), ("data-icon", PageAssets.IconLink(worst, count)));
        html.Element("h1", SentenceOf(checks));
        WriteCauses(html, checks, parts.Time.GetUtcNow());
        html.Close();
    }

    /// <summary>What the window is called: how many checks are red or yellow, then what it is.</summary>
    public static string TitleOf(ImmutableArray<CheckView> checks)
    {
        var counts = CountsOf(checks, CheckColor.Red, CheckColor.Yellow).ToList();
        return counts.Count == 0 ? "All green: Dialtone Watch" : $"{string.Join(", ", counts)}: Dialtone Watch";
    }

    /// <summary>How many there are at a site, and how many of them are red or yellow.</summary>
    public static string CountsOf(ImmutableArray<CheckView> checks) => string.Join(
        ", ", CountsOf(checks, CheckColor.Red, CheckColor.Yellow)
            .Prepend(Words.Count(checks.Length, "check", "checks")));

    private static string ClassOf(ImmutableArray<CheckView> checks, CheckColor worst) => worst switch
    {
        CheckColor.Red => "failure",
        CheckColor.Yellow => "fair",
        CheckColor.Green when checks.All(each => each.State.Color == CheckColor.Green) => "success",
        _ => "",
    };

    private static string SentenceOf(ImmutableArray<CheckView> checks)
    {
        if (checks.IsEmpty)
        {
            return "No check is configured";
        }

        var counts = CountsOf(checks, CheckColor.Red, CheckColor.Yellow).ToList();
        var waiting = checks.Count(each => !each.IsPaused && each.State.Color == CheckColor.Unknown);
        var paused = checks.Count(each => each.IsPaused);
        var text = (counts.Count, waiting + paused) switch
        {
            (0, 0) => checks.Length == 1 ? "The check is green" : $"All {checks.Length} checks are green",
            (0, _) => $"{checks.Length - waiting - paused} of {Words.Count(checks.Length, "check", "checks")} "
                + "are green",
            _ => $"{string.Join(" and ", counts)} of {Words.Count(checks.Length, "check", "checks")}",
        };
        return text + (waiting > 0 ? $", {waiting} unknown" : "") + (paused > 0 ? $", {paused} paused" : "");
    }

    private static IEnumerable<string> CountsOf(ImmutableArray<CheckView> checks, params CheckColor[] colors) =>
        from color in colors
        let count = checks.Count(each => !each.IsPaused && each.State.Color == color)
        where count > 0
        select $"{count} {CheckWords.Of(color).ToLowerInvariant()}";

    private static void WriteCauses(HtmlWriter html, ImmutableArray<CheckView> checks, DateTimeOffset now)
    {
        var causes = checks.Where(CheckWords.IsAmiss)
            .GroupBy(each => (each.State.Color, CheckWords.CauseOf(each.State)?.Code, Why: WhyOf(each)))
            .OrderByDescending(each => each.Key.Color).ThenByDescending(each => each.Count())
            .ThenBy(each => each.Key.Code).ToList();
        if (causes.Count == 0)
        {
            return;
        }

        html.Open("ul", ("class", "amiss"), ("aria-label", "What is amiss now"));
        foreach (var cause in causes.Take(CausesMax))
        {
            html.Open("li");
            StateMark.Write(html, CheckWords.ClassOf(cause.First()));
            html.Open("div");
            WriteCause(html, [.. cause], now);
            html.Close();
            html.Close();
        }

        if (causes.Count > CausesMax)
        {
            html.Element("li", $"{causes.Count - CausesMax} more causes below", ("class", "quiet"));
        }

        html.Close();
    }

    private static string WhyOf(CheckView view) =>
        CheckWords.CauseOf(view.State) is null ? CheckWords.WhyOf(view) : "";

    private static void WriteCause(HtmlWriter html, ImmutableArray<CheckView> checks, DateTimeOffset now)
    {
        html.Open("p", ("class", "what"));
        if (CheckWords.CauseOf(checks[0].State) is { } cause)
        {
            html.Element("a", cause.Code.ToString(), ("href", PageLinks.Finding(cause.Code)), ("class", "code"));
            html.Text(" " + cause.Title);
        }
        else
        {
            html.Text(CheckWords.WhyOf(checks[0]));
        }

        html.Close();
        html.Open("p", ("class", "where"));
        html.Element("span", $"{CheckWords.Of(checks[0])}: ");
        for (var at = 0; at < Math.Min(checks.Length, ChecksMax); at++)
        {
            html.Text(at == 0 ? "" : ", ");
            html.Element("a", checks[at].Check.Name, ("href", PageLinks.Check(checks[at].Check.Name)));
        }

        html.Text(checks.Length > ChecksMax ? $" and {checks.Length - ChecksMax} more" : "");
        html.Text(", since ");
        PageTimes.Write(html, checks.Min(each => each.State.Since), now);
        html.Close();
    }
}
