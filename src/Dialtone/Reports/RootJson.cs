using System.Text.Json;
using Dialtone.Core.Journal;

namespace Dialtone.Reports;

/// <summary>The roots that a sign-in learned, as data.</summary>
internal static class RootJson
{
    /// <summary>Writes them under the name <c>learnedRoots</c>; nothing where there are none.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<JournalEntry> journal)
    {
        if (journal.OfType<JournalEntry.RootsLearned>().LastOrDefault()?.Roots is not { } learned)
        {
            return;
        }

        json.WriteStartArray("learnedRoots");
        foreach (var root in learned.Roots)
        {
            json.WriteStartObject();
            json.WriteString("subject", root.Subject);
            json.WriteString("sha256", root.Fingerprint);
            json.WriteString("notAfter", root.NotAfter);
            json.WriteString("domain", learned.Domain.Text);
            json.WriteString("from", learned.From);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
