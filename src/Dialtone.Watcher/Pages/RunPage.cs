using System.Collections.Immutable;
using Dialtone.Reports;
using Dialtone.Reports.Compare;
using Dialtone.Reports.Html;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Runs;
using Microsoft.AspNetCore.Http;

namespace Dialtone.Watcher.Pages;

/// <summary>One run: what it came to, where it stands among its neighbours, and the way to its report.</summary>
internal sealed class RunPage(PageParts parts)
{
    /// <summary>Sends it.</summary>
    public async Task SendAsync(HttpContext context)
    {
        try
        {
            var run = PageNames.TryRead(context, out var id)
                ? await parts.History.RunAsync(id, context.RequestAborted).ConfigureAwait(false) : null;
            if (run is null)
            {
                await RunReportPage.SendMissingAsync(context, parts).ConfigureAwait(false);
                return;
            }

            var place = await PlaceAsync(run, context.RequestAborted).ConfigureAwait(false);
            await PageResponse.SendAsync(context, StatusCodes.Status200OK, html => Write(html, run, place))
                .ConfigureAwait(false);
        }
        catch (HistoryException away)
        {
            await RunReportPage.SendAwayAsync(context, parts, away).ConfigureAwait(false);
        }
    }

    private async Task<RunPlace> PlaceAsync(CheckRun run, CancellationToken cancellationToken)
    {
        var history = parts.History;
        var before = await history.RunsAsync(new(run.Check, 1) { Before = run.Id }, cancellationToken)
            .ConfigureAwait(false);
        var after = await history.RunsAsync(new(run.Check, 1) { After = run.Id }, cancellationToken)
            .ConfigureAwait(false);
        var hasReport = await history.ReportAsync(run.Id, cancellationToken).ConfigureAwait(false) is not null;
        if (run.Outcome == RunOutcome.Healthy)
        {
            return new(before.FirstOrDefault(), after.FirstOrDefault(), hasReport, null, null);
        }

        var good = await history.RunsAsync(
            new(run.Check, 1) { Before = run.Id, OnlyGood = true }, cancellationToken).ConfigureAwait(false);
        var changes = good is [var last]
            ? await KeptData.CompareAsync(history, last.Id, run.Id, cancellationToken).ConfigureAwait(false) : null;
        return new(before.FirstOrDefault(), after.FirstOrDefault(), hasReport, good.FirstOrDefault(), changes);
    }

    private void Write(HtmlWriter html, CheckRun run, RunPlace place)
    {
        var now = parts.Time.GetUtcNow();
        var title = $"{CheckWords.Of(run.Outcome)}: {run.Check}, {run.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm}";
        var head = new PageHead(title)
        {
            Trail = [(run.Check, PageLinks.Check(run.Check))],
        };
        PageShell.Write(html, parts, head, body =>
        {
            WriteVerdict(body, run, now);
            WriteWays(body, run, place, now);
            WriteFindings(body, run.Findings);
            if (place.Good is { } good)
            {
                ChangesPart.Write(body, good.Id, run.Id, place.Changes);
            }

            RunStepsPart.Write(body, run.Steps);
            RunFactsPart.Write(body, run);
        });
    }

    private static void WriteVerdict(HtmlWriter html, CheckRun run, DateTimeOffset now)
    {
        html.Open("div", ("class", $"verdict {CheckWords.Of(run.Outcome).Replace(' ', '-')}"));
        html.Open("p", ("class", "result"));
        RunsPart.WriteOutcome(html, run);
        html.Close();
        html.Element("h1", run.Verdict);
        html.Open("p", ("class", "lead"));
        html.Element("a", run.Check, ("href", PageLinks.Check(run.Check)));
        html.Text(", begun ");
        PageTimes.Write(html, run.StartedAt, now, withSeconds: true);
        var latency = CheckWords.LatencyOf(run.Outcome, run.Latency);
        html.Text(latency > TimeSpan.Zero ? $", signed in after {Words.Of(latency)}" : "");
        html.Text($", over after {Words.Of(run.Took)}");
        html.Close();
        html.Close();
    }

    private static void WriteWays(HtmlWriter html, CheckRun run, RunPlace place, DateTimeOffset now)
    {
        html.Open("nav", ("class", "choices ways"), ("aria-label", "This run and its neighbours"));
        if (place.HasReport)
        {
            html.Element("a", "Report with every message", ("href", PageLinks.Report(run.Id)), ("class", "button"));
            html.Element("a", "Data (JSON)", ("href", PageLinks.Data(run.Id)), ("class", "button"));
        }
        else
        {
            html.Element("span", "Its report is not kept any more.", ("class", "quiet"));
        }

        Neighbour(html, "Previous run", "prev", place.Before, now);
        Neighbour(html, "Next run", "next", place.After, now);
        html.Close();
    }

    private static void Neighbour(HtmlWriter html, string text, string relation, CheckRun? run, DateTimeOffset now)
    {
        if (run is null)
        {
            return;
        }

        html.Open("a", ("href", PageLinks.Run(run.Id)), ("rel", relation), ("class", "button neighbour"));
        StateMark.Write(html, CheckWords.Of(run.Outcome));
        html.Text($"{text} ");
        PageTimes.Write(html, run.StartedAt, now);
        html.Text($", {CheckWords.Of(run.Outcome)}");
        html.Close();
    }

    private static void WriteFindings(HtmlWriter html, ImmutableArray<RunFinding> findings)
    {
        if (findings.IsEmpty)
        {
            return;
        }

        html.Open("section", ("id", "findings"), ("aria-labelledby", "findings-title"));
        html.Element("h2", "Findings", ("id", "findings-title"));
        html.Open("ul", ("class", "findings"));
        foreach (var finding in findings)
        {
            html.Open("li", ("class", Words.Of(finding.Severity)));
            html.Element("a", finding.Code.ToString(), ("href", PageLinks.Finding(finding.Code)), ("class", "code"));
            html.Text($" {finding.Title} ");
            html.Element(
                "span", finding.IsCause ? $"cause, {Words.Of(finding.Severity)}" : "follows", ("class", "quiet"));
            html.Close();
        }

        html.Close();
        html.Close();
    }
}
