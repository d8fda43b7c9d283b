using System.Collections.Immutable;
using Dialtone.Core.Journal;
using Dialtone.Core.Transactions;

namespace Dialtone.Reports.Html;

/// <summary>A result as the parts of the page look at it, and what is left of the room for evidence.</summary>
internal sealed class ReportPage
{
    /// <summary>How many characters of evidence a page holds.</summary>
    public const int EvidenceMax = 2_000_000;

    /// <summary>How many characters one piece of evidence may have.</summary>
    public const int PieceMax = 8_000;

    /// <summary>How many entries of the journal are shown together; of more, the middle is left out.</summary>
    public const int EntriesMax = 24;

    private readonly Dictionary<JournalEntry, string> _sentences = new(ReferenceEqualityComparer.Instance);
    private int _room = EvidenceMax;

    /// <summary>Prepares a result.</summary>
    public ReportPage(TransactionResult result)
    {
        Result = result;
        var walk = new Walk(everything: true);
        foreach (var line in result.Journal.SelectMany(walk.Add))
        {
            _sentences[line.Source] = line.Text;
        }
    }

    /// <summary>The result.</summary>
    public TransactionResult Result { get; }

    /// <summary>An entry as a sentence; empty where it is none that people follow.</summary>
    public string SentenceOf(JournalEntry entry) => _sentences.GetValueOrDefault(entry, "");

    /// <summary>As much of a piece of evidence as there is room for, and how many characters are left out.</summary>
    public (string Text, int LeftOut) Fit(string text)
    {
        var length = Math.Min(Math.Min(text.Length, PieceMax), _room);
        if (length > 0 && length < text.Length && char.IsHighSurrogate(text[length - 1]))
        {
            length--;
        }

        _room -= length;
        return (text[..length], text.Length - length);
    }

    /// <summary>Writes entries of the journal, a line each.</summary>
    public void WriteEntries(HtmlWriter html, ImmutableArray<JournalEntry> entries, int max = EntriesMax)
    {
        html.Open("ol", ("class", "entries"));
        for (var at = 0; at < entries.Length; at++)
        {
            if (at == max / 2 && entries.Length > max)
            {
                var leftOut = entries.Length - max;
                html.Element("li", $"{Words.Count(leftOut, "entry", "entries")} left out", ("class", "left-out"));
                at += leftOut;
            }

            WriteEntry(html, entries[at]);
        }

        html.Close();
    }

    private void WriteEntry(HtmlWriter html, JournalEntry entry)
    {
        var (text, leftOut) = Fit(JournalText.Of(entry));
        html.Open("li");
        html.Element("code", text);
        if (leftOut > 0)
        {
            html.Element("span", LeftOut(leftOut), ("class", "left-out"));
        }

        html.Close();
    }

    /// <summary>What is said where something is left out.</summary>
    public static string LeftOut(int characters) =>
        $" … {Words.Count(characters, "character", "characters")} left out";
}
