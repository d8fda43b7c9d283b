using System.Collections.Immutable;
using System.Text.Json;
using Dialtone.Core.Findings;

namespace Dialtone.Reports.Transactions;

/// <summary>Findings as data: causes, what follows from them, and what was not looked at.</summary>
internal static class FindingJson
{
    /// <summary>Writes <c>findings</c>.</summary>
    public static void WriteAll(Utf8JsonWriter json, RootCauseAnalysis findings)
    {
        json.WriteStartObject("findings");
        json.WriteStartArray("causes");
        foreach (var cause in findings.Causes)
        {
            Write(json, cause, of: null);
        }

        json.WriteEndArray();
        json.WriteStartArray("consequences");
        foreach (var (finding, of) in findings.Consequences)
        {
            Write(json, finding, of);
        }

        json.WriteEndArray();
        json.WriteStartArray("notChecked");
        foreach (var (step, why) in findings.NotChecked)
        {
            json.WriteStartObject();
            json.WriteString("step", DataNames.Of(step));
            json.WriteString("why", why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes what a finding is, without its evidence; null for none.</summary>
    public static void WriteShort(Utf8JsonWriter json, Finding? finding)
    {
        if (finding is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        WriteWhat(json, finding);
        json.WriteEndObject();
    }

    /// <summary>Writes <c>directions</c>.</summary>
    public static void WriteDirections(Utf8JsonWriter json, ImmutableArray<Direction> directions)
    {
        json.WriteStartArray("directions");
        foreach (var direction in directions)
        {
            json.WriteStartObject();
            json.WriteString("audience", DataNames.Of(direction.Audience));
            json.WriteString("text", direction.Text);
            if (direction.Command is { } command)
            {
                json.WriteString("command", command);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Finding finding, Finding? of)
    {
        json.WriteStartObject();
        WriteWhat(json, finding);
        if (of is not null)
        {
            json.WriteString("of", of.Code.ToString());
        }

        json.WriteStartObject("values");
        foreach (var (name, value) in finding.Values.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        WriteDirections(json, finding.Directions);
        SignInJson.WriteTexts(json, "evidence", finding.Evidence.Select(JournalText.Of));
        json.WriteEndObject();
    }

    private static void WriteWhat(Utf8JsonWriter json, Finding finding)
    {
        json.WriteString("code", finding.Code.ToString());
        json.WriteString("slug", finding.Definition.Slug);
        json.WriteString("severity", DataNames.Of(finding.Severity));
        json.WriteString("subject", finding.Subject);
        json.WriteString("title", finding.Title);
    }
}
