using System.Collections.Immutable;
using Dialtone.Core.Findings;
using Dialtone.Reports;
using Dialtone.Reports.Html;
using Dialtone.Watcher.Engine;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dialtone.Watcher.Pages;

/// <summary>What a code means, what to do, and which checks have it now: where alerts lead to, without the internet.
/// </summary>
internal sealed class FindingPage(PageParts parts)
{
    /// <summary>Sends it; of a code that there is not, says so.</summary>
    public Task SendAsync(HttpContext context)
    {
        var asked = context.GetRouteValue("code") as string ?? "";
        return FindingCatalogue.TryFind(asked, out var definition)
            ? PageResponse.SendAsync(context, StatusCodes.Status200OK, html => Write(html, definition))
            : PageResponse.SendAsync(context, StatusCodes.Status404NotFound, html => PageShell.WriteNotice(
                html, parts, "No such finding", "The catalogue of this version has no finding of this code."));
    }

    /// <summary>Sends the list of all.</summary>
    public Task SendAllAsync(HttpContext context) => PageResponse.SendAsync(
        context, StatusCodes.Status200OK, html => PageShell.Write(html, parts, new("Findings: Dialtone Watch"), body =>
        {
            body.Open("div", ("class", "verdict"));
            body.Element("h1", $"All {FindingCatalogue.All.Length} findings");
            body.Close();
            foreach (var part in FindingCatalogue.All.GroupBy(each => FindingParts.Of(each.Code)))
            {
                WritePart(body, part.Key, [.. part]);
            }
        }));

    private static void WritePart(HtmlWriter html, string name, ImmutableArray<FindingDefinition> definitions)
    {
        var title = $"part-{definitions[0].Code}";
        html.Open("section", ("aria-labelledby", title));
        html.Element("h2", name, ("id", title));
        html.Open("ul", ("class", "findings"));
        foreach (var definition in definitions)
        {
            html.Open("li");
            html.Element(
                "a", definition.Code.ToString(), ("href", PageLinks.Finding(definition.Code)), ("class", "code"));
            html.Text(" ");
            DirectionsPart.WriteFilled(html, definition.Title);
            html.Close();
        }

        html.Close();
        html.Close();
    }

    private void Write(HtmlWriter html, FindingDefinition definition)
    {
        var head = new PageHead($"{definition.Code} {definition.Slug}") { Trail = [("Findings", "/findings")] };
        PageShell.Write(html, parts, head, body =>
        {
            body.Open("div", ("class", "verdict"));
            body.Open("p", ("class", "tag"));
            body.Element("span", $"{definition.Code} {definition.Slug}");
            body.Element("span", FindingParts.Of(definition.Code));
            body.Element("span", $"at its worst {Words.Of(definition.Severity)}");
            body.Close();
            body.Open("h1");
            DirectionsPart.WriteFilled(body, definition.Title);
            body.Close();
            body.Open("p", ("class", "lead"));
            DirectionsPart.WriteFilled(body, definition.Meaning);
            body.Close();
            body.Close();
            WriteChecks(body, definition.Code);
            WriteDirections(body, definition);
        });
    }

    private void WriteChecks(HtmlWriter html, FindingCode code)
    {
        html.Open("section", ("id", "now"), ("aria-labelledby", "now-title"));
        html.Element("h2", "Found now", ("id", "now-title"));
        var checks = parts.Board.Checks
            .Where(each => each.State.Last is { } last && last.Findings.Any(finding => finding.Code == code)).ToList();
        if (checks.Count == 0)
        {
            html.Element("p", "No check has it in its last run.", ("class", "note"));
            html.Close();
            return;
        }

        html.Open("ul", ("class", "findings"));
        foreach (var view in checks)
        {
            WriteCheck(html, view, code);
        }

        html.Close();
        html.Close();
    }

    private void WriteCheck(HtmlWriter html, CheckView view, FindingCode code)
    {
        var finding = view.State.Last!.Findings.First(each => each.Code == code);
        html.Open("li");
        StateMark.Write(html, CheckWords.ClassOf(view));
        html.Element("span", $"{CheckWords.Of(view)}: ");
        html.Element("a", view.Check.Name, ("href", PageLinks.Check(view.Check.Name)));
        html.Text(view.Check.Site.Length > 0 ? $", {view.Check.Site}, run of " : ", run of ");
        html.Open("a", ("href", PageLinks.Run(view.State.Last.Id)));
        PageTimes.Write(html, view.State.Last.StartedAt, parts.Time.GetUtcNow(), withSeconds: true);
        html.Close();
        html.Element("p", finding.Title, ("class", "note"));
        html.Close();
    }

    private static void WriteDirections(HtmlWriter html, FindingDefinition definition)
    {
        html.Open("section", ("id", "directions"), ("aria-labelledby", "directions-title"));
        html.Element("h2", "What to do", ("id", "directions-title"));
        html.Open("div", ("class", "cause"));
        DirectionsPart.Write(html, definition.Directions);
        if (!definition.ExplainedBy.IsEmpty)
        {
            html.Open("p", ("class", "source"));
            html.Text("Follows, where they are found, from ");
            for (var at = 0; at < definition.ExplainedBy.Length; at++)
            {
                var code = definition.ExplainedBy[at];
                html.Text(at == 0 ? "" : ", ");
                html.Element("a", code.ToString(), ("href", PageLinks.Finding(code)));
            }

            html.Close();
        }

        if (definition.Source.Length > 0)
        {
            html.Element("p", "After " + definition.Source, ("class", "source"));
        }

        html.Close();
        html.Close();
    }
}
