using System.Collections.Immutable;
using Dialtone.Core.Findings;
using Dialtone.Reports;
using Dialtone.Reports.Html;

namespace Dialtone.Watcher.Pages;

/// <summary>What to do, in order; as in the report of a transaction.</summary>
internal static class DirectionsPart
{
    /// <summary>Writes the list.</summary>
    public static void Write(HtmlWriter html, ImmutableArray<Direction> directions)
    {
        html.Open("ol", ("class", "directions"));
        foreach (var direction in directions)
        {
            html.Open("li");
            html.Element("b", Words.Of(direction.Audience), ("class", "audience"));
            html.Open("p");
            WriteFilled(html, direction.Text);
            html.Close();
            if (direction.Command is { } command)
            {
                html.Open("pre", ("class", "command"));
                html.Open("code");
                WriteFilled(html, command);
                html.Close();
                html.Close();
            }

            html.Close();
        }

        html.Close();
    }

    /// <summary>Writes a text whose places in braces, if it has any, are set apart.</summary>
    public static void WriteFilled(HtmlWriter html, string text)
    {
        var rest = text;
        foreach (var place in Direction.PlacesIn(text))
        {
            var at = rest.IndexOf($"{{{place}}}", StringComparison.Ordinal);
            html.Text(rest[..at]);
            html.Element("em", place, ("class", "place"));
            rest = rest[(at + place.Length + 2)..];
        }

        html.Text(rest);
    }
}
