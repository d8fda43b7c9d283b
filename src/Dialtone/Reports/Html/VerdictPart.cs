using Dialtone.Core.Transactions;

namespace Dialtone.Reports.Html;

/// <summary>The top of the page: the verdict, the first cause, and the properties that administrators know.</summary>
internal static class VerdictPart
{
    /// <summary>Writes the line over the page.</summary>
    public static void WriteMasthead(HtmlWriter html, TransactionResult result)
    {
        html.Open("header", ("class", "masthead"));
        html.Element("span", "Dialtone", ("class", "maker"));
        html.Element("span", VerdictSentence.NameOf(result.Kind));
        html.Element("time", VerdictSentence.Of(result.StartedAt), ("datetime", $"{result.StartedAt:O}"));
        html.Close();
    }

    /// <summary>Writes the part.</summary>
    public static void Write(HtmlWriter html, ReportPage page)
    {
        var result = page.Result;
        html.Open("div", ("class", $"verdict {ClassOf(result)}"));
        html.Element("p", VerdictSentence.NameOf(result.Result), ("class", "result"));
        html.Element("h1", VerdictSentence.Of(result));
        if (result.Cause is { } cause)
        {
            html.Open("p", ("class", "lead"));
            html.Text(cause.Title + ". ");
            html.Element("a", $"{cause.Code}", ("href", "#cause-1"));
            html.Close();
        }

        html.Close();
        WriteProperties(html, result);
    }

    private static void WriteProperties(HtmlWriter html, TransactionResult result)
    {
        html.Open("section", ("id", "properties"), ("aria-labelledby", "properties-title"));
        html.Element("h2", "Result", ("id", "properties-title"));
        html.Open("div");
        html.Open("dl", ("class", "known"));
        if (result.TargetUri.Length > 0)
        {
            Property(html, "TargetUri", result.TargetUri);
        }

        Property(html, "TargetFqdn", result.TargetFqdn);
        Property(html, "Result", VerdictSentence.NameOf(result.Result));
        Property(html, "Latency", $"{result.Latency:hh\\:mm\\:ss\\.fffffff}");
        Property(html, "Error", result.Error);
        Property(html, "Diagnosis", result.Diagnosis);
        html.Close();
        html.Open("dl");
        Property(html, "User", result.Account);
        Property(html, "Device", result.Profile);
        Property(html, "Begun", VerdictSentence.Of(result.StartedAt));
        Property(html, "Signed out", result.SignedOut switch
        {
            true => "yes, and the Registrar confirmed it",
            false => "tried, and not confirmed: the registration stands until it expires",
            null => "it never was in",
        });
        html.Close();
        html.Close();
        html.Close();
    }

    private static void Property(HtmlWriter html, string name, string value)
    {
        html.Open("div");
        html.Element("dt", name);
        html.Element("dd", value.Length == 0 ? "–" : value);
        html.Close();
    }

    private static string ClassOf(TransactionResult result) => result.Result switch
    {
        TransactionVerdict.Success => "success",
        TransactionVerdict.Failure => "failure",
        _ => "not-run",
    };
}
