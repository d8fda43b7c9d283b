using System.Text.Json;
using Dialtone.Core.Journal;

namespace Dialtone.Reports;

/// <summary>What Lyncdiscover said, as data: <c>lyncdiscover</c>; nothing where it was not asked.</summary>
internal static class LyncdiscoverJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<JournalEntry> journal)
    {
        if (journal.OfType<JournalEntry.LyncdiscoverSeen>().LastOrDefault() is not { Outcome: var outcome })
        {
            return;
        }

        json.WriteStartObject("lyncdiscover");
        json.WriteString("status", DataNames.Of(outcome.Status));
        json.WriteString("location", DataNames.Of(outcome.Location));
        if (!outcome.WebServer.IsEmpty)
        {
            json.WriteString("webServer", outcome.WebServer.Text);
        }

        json.WriteStartArray("registrars");
        foreach (var (host, port) in outcome.Registrars)
        {
            json.WriteStartObject();
            json.WriteString("host", host.Text);
            json.WriteNumber("port", port);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("failures");
        foreach (var failure in outcome.Failures)
        {
            json.WriteStartObject();
            json.WriteString("kind", DataNames.Of(failure.Kind));
            json.WriteString("url", failure.Url);
            json.WriteString("reason", LyncdiscoverText.Of(failure));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("milliseconds", Math.Round(outcome.Took.TotalMilliseconds, 3));
        json.WriteEndObject();
    }
}
