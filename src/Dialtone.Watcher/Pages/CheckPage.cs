using System.Collections.Immutable;
using Dialtone.Core.Findings;
using Dialtone.Reports;
using Dialtone.Reports.Html;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Runs;
using Microsoft.AspNetCore.Http;

namespace Dialtone.Watcher.Pages;

/// <summary>One check: how it stands and why, what to do, what changed, how it was, and every run.</summary>
internal sealed class CheckPage(PageParts parts, TokenGate gate)
{
    /// <summary>Sends it.</summary>
    public async Task SendAsync(HttpContext context)
    {
        if (!PageNames.TryFind(context, parts.Board, out var view))
        {
            await PageResponse.SendAsync(context, StatusCodes.Status404NotFound, html => PageShell.WriteNotice(
                html, parts, "No such check", "The configuration has no check of this name.")).ConfigureAwait(false);
            return;
        }

        var query = CheckPageQuery.Of(view.Check.Name, context.Request.Query);
        var now = parts.Time.GetUtcNow();
        var past = await PastAsync(view, query, now, context.RequestAborted).ConfigureAwait(false);
        await PageResponse.SendAsync(
            context, StatusCodes.Status200OK, html => Write(html, view, query, past, now, gate.StandingOf(context)))
            .ConfigureAwait(false);
    }

    private async Task<CheckPast> PastAsync(
        CheckView view, CheckPageQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var history = parts.History;
        try
        {
            var runs = await history.RunsAsync(
                new(query.Check, RunsPart.PageMax + 1) { Before = query.Before, OnlyBad = query.OnlyBad },
                cancellationToken).ConfigureAwait(false);
            var until = query.Span.UntilOf(now);
            var steps = await history.StepsAsync(
                query.Check, until - query.Span.Length, until, query.Span.Spans, cancellationToken)
                .ConfigureAwait(false);
            ImmutableArray<Direction> directions = [];
            if (view.State is { Last: { Cause: { } cause } last } && cause.Code == CheckWords.CauseOf(view.State)?.Code)
            {
                var report = await history.ReportAsync(last.Id, cancellationToken).ConfigureAwait(false);
                directions = report is null ? [] : KeptData.DirectionsOf(report);
            }

            var changes = view.State is { LastGood: { } good, FirstBad: { } bad }
                ? await KeptData.CompareAsync(history, good, bad, cancellationToken).ConfigureAwait(false) : null;
            return new(runs, steps, directions, changes);
        }
        catch (HistoryException away)
        {
            return new(null, null, [], null) { Away = away.Message };
        }
    }

    private void Write(
        HtmlWriter html, CheckView view, CheckPageQuery query, CheckPast past, DateTimeOffset now,
        TokenStanding standing)
    {
        var head = new PageHead($"{CheckWords.Of(view)}: {view.Check.Name}")
        {
            Kind = "one-check",
            Events = $"/events?check={Uri.EscapeDataString(view.Check.Name)}",
        };
        PageShell.Write(html, parts, head, body =>
        {
            WriteState(body, view, now);
            if (past.Away is { } why)
            {
                body.Element("p", $"History cannot be read now: {why}", ("class", "trouble"));
            }

            ActionsPart.Write(body, view, standing);
            body.Open("div", ("id", "past"), ("data-live", ""));
            WriteWhatToDo(body, view, past);
            if (view.State is { LastGood: { } good, FirstBad: { } bad } && past.Away is null)
            {
                ChangesPart.Write(body, good, bad, past.Changes);
            }

            StepHistoryPart.Write(body, query, query.Span.UntilOf(now) - query.Span.Length, past.Steps);
            RunsPart.Write(body, query, past.Runs, now);
            body.Close();
            SettingsPart.Write(body, view.Check);
        });
    }

    private static void WriteState(HtmlWriter html, CheckView view, DateTimeOffset now)
    {
        var state = view.State;
        html.Open(
            "div", ("id", "state"), ("class", $"verdict {CheckWords.ClassOf(view)}"), ("data-live", ""),
            ("data-title", $"{CheckWords.Of(view)}: {view.Check.Name}"),
            ("data-icon", PageAssets.IconLink(state.Color, 0)), ("data-state", CheckWords.ClassOf(view)),
            ("data-check", view.Check.Name));
        html.Element("p", view.Check.Site, ("class", "site-of"));
        html.Element("h1", view.Check.Name);
        html.Open("p", ("class", "lead"));
        StateMark.Write(html, CheckWords.ClassOf(view));
        html.Element("strong", CheckWords.Of(view), ("class", "word"));
        if (state.Since != default)
        {
            html.Text(" since ");
            PageTimes.Write(html, state.Since, now);
            html.Text($" ({Words.Count(state.OutcomeInARow, "run", "runs")})");
        }

        if (CheckWords.CauseOf(state) is { } cause)
        {
            html.Text(": ");
            html.Element("a", cause.Code.ToString(), ("href", PageLinks.Finding(cause.Code)), ("class", "code"));
            html.Text($" {cause.Title}");
        }
        else if (CheckWords.WhyOf(view) is { Length: > 0 } why)
        {
            html.Text($": {why}");
        }

        html.Close();
        WriteOthers(html, state.Visible);
        RunDrawings.WriteStrip(html, view.Recent.Runs, RecentRuns.RunsMax);
        html.Close();
    }

    private static void WriteOthers(HtmlWriter html, ImmutableArray<RunFinding> visible)
    {
        if (visible.Length < 2)
        {
            return;
        }

        html.Open("ul", ("class", "others"), ("aria-label", "Found besides"));
        foreach (var finding in visible.Skip(1))
        {
            html.Open("li");
            html.Element("a", finding.Code.ToString(), ("href", PageLinks.Finding(finding.Code)), ("class", "code"));
            html.Text($" {finding.Title}");
            html.Element("span", finding.IsCause ? "" : " (follows)", ("class", "quiet"));
            html.Close();
        }

        html.Close();
    }

    private static void WriteWhatToDo(HtmlWriter html, CheckView view, CheckPast past)
    {
        if (CheckWords.CauseOf(view.State) is not { } cause)
        {
            return;
        }

        _ = FindingCatalogue.TryFind(cause.Code, out var definition);
        var directions = past.Directions.IsEmpty ? definition?.Directions ?? [] : past.Directions;
        if (directions.IsEmpty)
        {
            return;
        }

        html.Open("section", ("id", "directions"), ("aria-labelledby", "directions-title"));
        html.Element("h2", "What to do", ("id", "directions-title"));
        html.Open("div", ("class", "cause"));
        DirectionsPart.Write(html, directions);
        html.Close();
        html.Close();
    }
}
