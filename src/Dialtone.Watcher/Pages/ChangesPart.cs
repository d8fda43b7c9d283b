using System.Collections.Immutable;
using Dialtone.Reports.Compare;
using Dialtone.Reports.Html;

namespace Dialtone.Watcher.Pages;

/// <summary>What differs between a good run and a bad one.</summary>
internal static class ChangesPart
{
    private const int Max = 60;

    /// <summary>Writes the part.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="good">The good run.</param>
    /// <param name="bad">The other.</param>
    /// <param name="differences">What differs; <c>null</c> where that cannot be said any more.</param>
    public static void Write(HtmlWriter html, Guid good, Guid bad, ImmutableArray<Difference>? differences)
    {
        html.Open("section", ("id", "changes"), ("aria-labelledby", "changes-title"));
        html.Element("h2", "What changed", ("id", "changes-title"));
        html.Open("div");
        html.Open("p", ("class", "note"));
        html.Text("From the ");
        html.Element("a", "last good run", ("href", PageLinks.Run(good)));
        html.Text(" to the ");
        html.Element("a", "first bad one", ("href", PageLinks.Run(bad)));
        html.Text(differences switch
        {
            null => ": the data of one of them are not kept any more.",
            [] => ": nothing that was looked at.",
            _ => ".",
        });
        html.Close();
        if (differences is { IsEmpty: false } all)
        {
            WriteAll(html, all);
        }

        html.Close();
        html.Close();
    }

    private static void WriteAll(HtmlWriter html, ImmutableArray<Difference> differences)
    {
        html.Open("dl", ("class", "changes"));
        foreach (var kind in differences.Take(Max).GroupBy(each => each.Kind))
        {
            html.Open("div");
            html.Element("dt", NameOf(kind.Key));
            foreach (var difference in kind)
            {
                html.Element("dd", difference.Text);
            }

            html.Close();
        }

        html.Close();
        if (differences.Length > Max)
        {
            html.Element("p", $"{differences.Length - Max} more left out.", ("class", "left-out"));
        }
    }

    private static string NameOf(DifferenceKind kind) => kind switch
    {
        DifferenceKind.Result => "Result",
        DifferenceKind.Finding => "Findings",
        DifferenceKind.Step => "Steps",
        DifferenceKind.Target => "Targets",
        DifferenceKind.Dns => "DNS",
        DifferenceKind.Address => "Addresses",
        DifferenceKind.Dhcp => "DHCP",
        DifferenceKind.Candidate => "Registrars to try",
        DifferenceKind.Certificate => "Certificates",
        DifferenceKind.Scheme => "Schemes",
        DifferenceKind.Time => "Times",
        _ => kind.ToString(),
    };
}
