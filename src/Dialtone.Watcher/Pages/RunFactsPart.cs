using Dialtone.Reports;
using Dialtone.Reports.Html;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Pages;

/// <summary>What a run shows besides its steps.</summary>
internal static class RunFactsPart
{
    /// <summary>Writes the part.</summary>
    public static void Write(HtmlWriter html, CheckRun run)
    {
        var facts = run.Facts;
        html.Open("section", ("id", "facts"), ("aria-labelledby", "facts-title"));
        html.Element("h2", "Facts", ("id", "facts-title"));
        html.Open("dl");
        Property(html, "Transaction", Words.Of(run.Transaction));
        Property(html, "Watcher", run.Watcher);
        Property(html, "Site", run.Site);
        Property(html, "Given up", run.TimedOut ? "yes: the time of the check ran out" : "");
        Property(html, "Signed in", string.Join(", ", WaysOf(facts)));
        if (facts.TargetsTried > 0)
        {
            Property(html, "Addresses", $"{facts.TargetsAnswered} of {facts.TargetsTried} answered");
        }

        Property(html, "Certificate", EndOf(facts.CertificateEnd, run.StartedAt));
        Property(html, "User’s certificate", EndOf(facts.UserCertificateEnd, run.StartedAt));
        html.Close();
        html.Close();
    }

    private static IEnumerable<string> WaysOf(RunFacts facts)
    {
        if (facts.OnMemory)
        {
            yield return "from memory alone";
        }

        if (facts.OnBackup)
        {
            yield return "with a backup Registrar";
        }

        if (facts.OnTcp)
        {
            yield return "over TCP, without TLS";
        }
    }

    private static string EndOf(DateTimeOffset? end, DateTimeOffset at)
    {
        if (end is not { } moment)
        {
            return "";
        }

        var left = moment < at
            ? "before this run" : $"{Words.Count((int)(moment - at).TotalDays, "day", "days")} after this run";
        return FormattableString.Invariant($"ends on {moment.UtcDateTime:d MMMM yyyy}, {left}");
    }

    private static void Property(HtmlWriter html, string name, string value)
    {
        if (value.Length == 0)
        {
            return;
        }

        html.Open("div");
        html.Element("dt", name);
        html.Element("dd", value);
        html.Close();
    }
}
