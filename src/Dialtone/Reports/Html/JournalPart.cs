namespace Dialtone.Reports.Html;

/// <summary>The journal, whole as far as there is room, folded away.</summary>
internal static class JournalPart
{
    /// <summary>How many entries are shown; of more, the middle is left out.</summary>
    public const int EntriesMax = 1_000;

    /// <summary>Writes the part.</summary>
    public static void Write(HtmlWriter html, ReportPage page)
    {
        var journal = page.Result.Journal;
        html.Open("section", ("id", "journal"), ("aria-labelledby", "journal-title"));
        html.Element("h2", "Journal", ("id", "journal-title"));
        html.Open("div");
        if (journal.IsEmpty)
        {
            html.Element("p", "Nothing was seen or decided.");
        }
        else
        {
            html.Open("details");
            html.Element(
                "summary", "All that was seen and decided: " + Words.Count(journal.Length, "entry", "entries"));
            page.WriteEntries(html, journal, EntriesMax);
            html.Close();
        }

        html.Close();
        html.Close();
    }
}
