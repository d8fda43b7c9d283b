using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dialtone.Reports;
using Dialtone.Reports.Html;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Pages;

/// <summary>
/// The last runs of a check as a strip of bars, and their times as a line. A bar is the taller the worse its run was,
/// so that its height says what its colour does.
/// </summary>
internal static class RunDrawings
{
    private const int Pitch = 5;
    private const int Thick = 4;
    private const int Height = 18;
    private const int RunsMax = 30;

    /// <summary>Writes the strip, the newest run at its right end.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="newestFirst">The runs.</param>
    /// <param name="max">How many of them.</param>
    public static void WriteStrip(HtmlWriter html, ImmutableArray<RecentRun> newestFirst, int max = RunsMax)
    {
        ImmutableArray<RecentRun> runs = [.. newestFirst.Take(max)];
        if (runs.IsEmpty)
        {
            return;
        }

        Open(html, "strip", max, StripText(runs));
        foreach (var outcome in (ReadOnlySpan<RunOutcome>)
            [RunOutcome.Healthy, RunOutcome.Degraded, RunOutcome.Failed, RunOutcome.NotRun])
        {
            var bars = new StringBuilder();
            for (var at = 0; at < runs.Length; at++)
            {
                if (runs[at].Outcome == outcome)
                {
                    var x = Pitch * (max - at - 1);
                    var tall = TallOf(outcome);
                    _ = bars.Append(CultureInfo.InvariantCulture, $"M{x} {Height}v-{tall}h{Thick}v{tall}z");
                }
            }

            if (bars.Length > 0)
            {
                html.Empty("path", ("class", CheckWords.Of(outcome).Replace(' ', '-')), ("d", bars.ToString()));
            }
        }

        html.Close();
    }

    /// <summary>Writes the times of those that came to an end, as a line from nought to the longest.</summary>
    public static void WriteLine(HtmlWriter html, ImmutableArray<RecentRun> newestFirst)
    {
        ImmutableArray<TimeSpan> runs =
            [.. newestFirst.Take(RunsMax).Select(each => CheckWords.LatencyOf(each.Outcome, each.Latency))];
        var most = runs.DefaultIfEmpty().Max();
        if (most <= TimeSpan.Zero)
        {
            return;
        }

        Open(html, "spark", RunsMax, $"Latency of the last runs, at most {Words.Of(most)}");
        html.Empty("path", ("d", LineOf(runs, most)));
        html.Close();
    }

    /// <summary>The strip in words.</summary>
    public static string StripText(ImmutableArray<RecentRun> runs)
    {
        var counts = runs.GroupBy(each => each.Outcome).OrderByDescending(each => each.Key)
            .Select(each => $"{each.Count()} {CheckWords.Of(each.Key)}");
        return $"Last {Words.Count(runs.Length, "run", "runs")}: {string.Join(", ", counts)}; "
            + $"the newest {CheckWords.Of(runs[0].Outcome)}";
    }

    private static string LineOf(ImmutableArray<TimeSpan> runs, TimeSpan most)
    {
        var path = new StringBuilder();
        var isDown = false;
        for (var at = 0; at < runs.Length; at++)
        {
            if (runs[at] <= TimeSpan.Zero)
            {
                isDown = false;
                continue;
            }

            var x = (Pitch * (RunsMax - at - 1)) + (Thick / 2);
            var y = HtmlWriter.Number(Height - 1 - ((Height - 2) * (runs[at] / most)));
            _ = path.Append(CultureInfo.InvariantCulture, $"{(isDown ? 'L' : 'M')}{x} {y}");

            // One by itself is a dot: a line of no length with round ends.
            _ = path.Append(isDown ? "" : "h0");
            isDown = true;
        }

        return path.ToString();
    }

    private static int TallOf(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Healthy => 6,
        RunOutcome.Degraded => 12,
        RunOutcome.Failed => Height,
        _ => 2,
    };

    private static void Open(HtmlWriter html, string name, int runs, string text) => html.Open(
        "svg", ("class", name),
        ("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {Pitch * runs} {Height}")),
        ("width", (Pitch * runs).ToString(CultureInfo.InvariantCulture)),
        ("height", Height.ToString(CultureInfo.InvariantCulture)), ("role", "img"), ("aria-label", text));
}
