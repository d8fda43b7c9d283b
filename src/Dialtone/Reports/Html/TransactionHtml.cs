using System.Text;
using Dialtone.Core.Transactions;

namespace Dialtone.Reports.Html;

/// <summary>
/// A synthetic transaction as one page to hand on: it needs nothing beside itself, runs nothing, asks nobody, and is
/// the same for the same result to the last byte. It can be read on a screen of 390 px and on paper.
/// </summary>
public static class TransactionHtml
{
    /// <summary>Writes the page.</summary>
    /// <param name="result">What the transaction came to.</param>
    /// <param name="output">Where to, as UTF-8; stays open.</param>
    public static void Write(TransactionResult result, Stream output)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(output);
        using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        var page = new ReportPage(result);
        var html = new HtmlWriter(writer);
        html.DocumentType();
        html.Open("html", ("lang", "en"));
        WriteHead(html, result);
        html.Open("body");
        VerdictPart.WriteMasthead(html, result);
        html.Open("main");
        VerdictPart.Write(html, page);
        FindingsPart.Write(html, page);
        StepsPart.Write(html, page);
        FindingsPart.WriteNotChecked(html, result.Findings.NotChecked);
        LadderPart.Write(html, page);
        JournalPart.Write(html, page);
        html.Close();
        html.Close();
        html.Close();
    }

    private static void WriteHead(HtmlWriter html, TransactionResult result)
    {
        html.Open("head");
        html.Empty("meta", ("charset", "utf-8"));
        html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Empty(
            "meta", ("http-equiv", "Content-Security-Policy"),
            ("content", "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
                + $"style-src 'sha256-{ReportStyle.Report.Digest}'"));
        html.Empty("meta", ("name", "referrer"), ("content", "no-referrer"));
        html.Empty("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Element("title", VerdictSentence.TitleOf(result));

        // A server that this page lies on would otherwise be asked for an icon.
        html.Empty("link", ("rel", "icon"), ("href", "data:,"));
        html.Style(ReportStyle.Report);
        html.Close();
    }
}
