using System.Text.Json;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Phones;
using Dialtone.Wire.Addresses;

namespace Dialtone.Reports;

/// <summary>What looking for the Registrar brought, as data; <c>schema</c> as in <see cref="SignInJson"/>.</summary>
public static class DiscoveryJson
{
    /// <summary>The version of this form.</summary>
    public const int Schema = 1;

    /// <summary>Writes a report.</summary>
    public static void Write(HostName domain, string profile, DiscoveryReport report, bool withJournal, Stream output)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var json = new Utf8JsonWriter(output, SignInJson.Options);
        json.WriteStartObject();
        json.WriteNumber("schema", Schema);
        json.WriteString("domain", domain.Text);
        json.WriteString("profile", profile);
        json.WriteBoolean("found", report.AnyResolved);
        WritePlan(json, report);
        SignInJson.WriteSteps(json, report.Journal, everything: true);
        if (withJournal)
        {
            SignInJson.WriteTexts(json, "journal", report.Journal.Select(JournalText.Of));
        }

        json.WriteEndObject();
    }

    private static void WritePlan(Utf8JsonWriter json, DiscoveryReport report)
    {
        var resolved = report.Journal.OfType<JournalEntry.Resolved>().ToList();
        json.WriteStartArray("plan");
        foreach (var candidate in report.Plan)
        {
            json.WriteStartObject();
            json.WriteString("source", DataNames.Of(candidate.Source));
            json.WriteString("transport", Words.Of(candidate.Transport));
            json.WriteString("host", candidate.Host.Text);
            json.WriteNumber("port", candidate.Port);
            var addresses = candidate.Address is { } given ? [given]
                : resolved.Find(each => each.Candidate.Host == candidate.Host)?.Outcome.Addresses ?? [];
            SignInJson.WriteTexts(json, "addresses", addresses.Select(address => address.ToString()));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
