using System.Collections.Immutable;
using Dialtone.Reports.Html;
using Dialtone.Watcher.Engine;
using Microsoft.AspNetCore.Http;

namespace Dialtone.Watcher.Pages;

/// <summary>All checks at a glance, by site.</summary>
internal sealed class OverviewPage(PageParts parts)
{
    private const int FilterMax = 100;

    /// <summary>Sends it.</summary>
    public Task SendAsync(HttpContext context)
    {
        var text = context.Request.Query["q"].ToString();
        var filter = new OverviewFilter(
            text[..Math.Min(text.Length, FilterMax)], context.Request.Query["amiss"] == "1");
        return PageResponse.SendAsync(context, StatusCodes.Status200OK, html => Write(html, filter));
    }

    private void Write(HtmlWriter html, OverviewFilter filter)
    {
        var checks = parts.Board.Checks;
        var head = new PageHead(OverviewSummary.TitleOf(checks)) { Kind = "overview", Events = "/events" };
        PageShell.Write(html, parts, head, body =>
        {
            OverviewSummary.Write(body, parts);
            if (!checks.IsEmpty)
            {
                WriteFilter(body, filter);
            }

            var number = 0;
            foreach (var site in checks.GroupBy(each => each.Check.Site))
            {
                WriteSite(body, site.Key, [.. site], filter, ++number);
            }

            ReadOnlySpan<(string, string)> none = [("id", "none")];
            body.Element("p", "No check is like that.", filter.TakesNone(checks) ? none : [.. none, ("hidden", "")]);
        });
    }

    private static void WriteFilter(HtmlWriter html, OverviewFilter filter)
    {
        html.Open("form", ("id", "filter"), ("role", "search"), ("action", "/"));
        html.Element("label", "Filter", ("for", "filter-text"));
        html.Empty(
            "input", ("type", "search"), ("id", "filter-text"), ("name", "q"), ("value", filter.Text),
            ("placeholder", "Check, site, code, label"), ("autocomplete", "off"), ("spellcheck", "false"),
            ("aria-keyshortcuts", "/"));
        html.Element("kbd", "/", ("aria-hidden", "true"));
        html.Open("label", ("class", "choice"));
        ReadOnlySpan<(string, string)> box =
            [("type", "checkbox"), ("id", "filter-amiss"), ("name", "amiss"), ("value", "1")];
        html.Empty("input", filter.OnlyAmiss ? [.. box, ("checked", "")] : box);
        html.Element("span", "Only what is amiss");
        html.Close();
        html.Element("button", "Filter", ("class", "script-less"));
        html.Close();
    }

    private string TitleOf(string site) => site.Length == 0 ? "Checks"
        : parts.Configuration().Sites.TryGetValue(site, out var title) && title.Length > 0 ? title : site;

    private void WriteSite(
        HtmlWriter html, string site, ImmutableArray<CheckView> checks, OverviewFilter filter, int number)
    {
        var now = parts.Time.GetUtcNow();
        var title = $"site-{number}";
        ReadOnlySpan<(string, string)> attributes = [("class", "site"), ("aria-labelledby", title)];
        html.Open("section", checks.Any(filter.Takes) ? attributes : [.. attributes, ("hidden", "")]);
        html.Open("div", ("class", "site-name"));
        html.Element("h2", TitleOf(site), ("id", title));
        html.Element("p", OverviewSummary.CountsOf(checks), ("class", "note count"));
        html.Close();
        html.Open("table", ("role", "table"), ("class", "checks"), ("aria-labelledby", title));
        html.Open("thead", ("role", "rowgroup"));
        html.Open("tr", ("role", "row"));
        foreach (var column in OverviewRow.Columns)
        {
            html.Element("th", column, ("role", "columnheader"), ("scope", "col"));
        }

        html.Close();
        html.Close();
        html.Open("tbody", ("role", "rowgroup"));
        foreach (var check in checks)
        {
            OverviewRow.Write(html, check, now, filter.Takes(check));
        }

        html.Close();
        html.Close();
        html.Close();
    }
}
