using System.Globalization;
using Dialtone.Reports.Html;
using Dialtone.Watcher.Judging;

namespace Dialtone.Watcher.Pages;

/// <summary>What all pages have around them: head, line over the page, the watcher's own troubles.</summary>
internal static class PageShell
{
    /// <summary>After how many seconds a browser that runs no script asks again.</summary>
    private const int RefreshSeconds = 30;

    /// <summary>Writes a page.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="parts">What the pages are made of.</param>
    /// <param name="head">What stands in the head, and what the script is to do.</param>
    /// <param name="content">Writes what is in <c>main</c>.</param>
    public static void Write(HtmlWriter html, PageParts parts, PageHead head, Action<HtmlWriter> content)
    {
        html.Open("html", ("lang", "en"));
        WriteHead(html, parts, head);
        html.Open("body", ("class", head.Kind), ("data-events", head.Events));
        html.Element("a", "Skip to content", ("class", "skip"), ("href", "#content"));
        WriteMasthead(html, parts, head);
        html.Open("main", ("id", "content"), ("tabindex", "-1"));
        WriteTroubles(html, parts);
        content(html);
        html.Close();
        html.Element("p", "", ("id", "said"), ("class", "unseen"), ("role", "status"), ("aria-live", "polite"));
        html.Close();
        html.Close();
    }

    /// <summary>Writes one page that says one thing.</summary>
    public static void WriteNotice(HtmlWriter html, PageParts parts, string title, string text) =>
        Write(html, parts, new(title), body =>
        {
            body.Open("div", ("class", "verdict"));
            body.Element("h1", title);
            body.Element("p", text, ("class", "lead"));
            body.Close();
            body.Open("p");
            body.Element("a", "All checks", ("href", "/"));
            body.Close();
        });

    /// <summary>Writes the watcher's own troubles; the place stays where there are none, for the script.</summary>
    public static void WriteTroubles(HtmlWriter html, PageParts parts)
    {
        html.Open("div", ("id", "troubles"), ("data-live", ""));
        foreach (var trouble in parts.Troubles())
        {
            html.Open("p", ("class", "trouble"));
            StateMark.Write(html, "yellow");
            html.Element("strong", trouble.What + (trouble.Why.Length > 0 ? ":" : ""));
            html.Text(" " + trouble.Why);
            html.Close();
        }

        html.Close();
    }

    private static void WriteHead(HtmlWriter html, PageParts parts, PageHead head)
    {
        var (worst, count) = Worst(parts);
        html.Open("head");
        html.Empty("meta", ("charset", "utf-8"));
        html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Empty("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Element("title", head.Title);
        html.Empty("link", ("rel", "icon"), ("id", "icon"), ("href", PageAssets.IconLink(worst, count)));
        html.Empty("link", ("rel", "stylesheet"), ("href", PageAssets.StyleLink));
        html.Open("script", ("type", "module"), ("src", PageAssets.ScriptLink));
        html.Close();
        if (head.Events.Length > 0)
        {
            html.Open("noscript");
            html.Empty(
                "meta", ("http-equiv", "refresh"),
                ("content", RefreshSeconds.ToString(CultureInfo.InvariantCulture)));
            html.Close();
        }

        html.Close();
    }

    private static void WriteMasthead(HtmlWriter html, PageParts parts, PageHead head)
    {
        html.Open("header", ("class", "masthead"));
        html.Open("nav", ("aria-label", "Watcher"));
        html.Element("a", "Dialtone", ("class", "maker"), ("href", "/"));
        if (parts.Configuration().Watcher is { Length: > 0 } watcher)
        {
            html.Element("span", watcher);
        }

        foreach (var (text, link) in head.Trail)
        {
            html.Element("a", text, ("href", link));
        }

        html.Close();
        html.Open("span", ("id", "live"), ("class", "live"));
        PageTimes.Write(html, parts.Time.GetUtcNow(), parts.Time.GetUtcNow(), withSeconds: true);
        html.Close();
        html.Close();
    }

    /// <summary>The worst colour, and how many checks have it.</summary>
    public static (CheckColor Color, int Count) Worst(PageParts parts)
    {
        var shown = parts.Board.Checks.Where(each => !each.IsPaused).Select(each => each.State.Color).ToList();
        var worst = shown.DefaultIfEmpty().Max();
        return (worst, shown.Count(each => each == worst));
    }
}
