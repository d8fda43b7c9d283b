using System.Collections.Immutable;
using System.Text.Json;

namespace Dialtone.Reports.Compare;

/// <summary>What differs between two runs, as data; <c>schema</c> as in <see cref="SignInJson"/>.</summary>
public static class ComparisonJson
{
    /// <summary>The version of this form.</summary>
    public const int Schema = 1;

    /// <summary>Writes what differs.</summary>
    public static void Write(
        TransactionRecord before, TransactionRecord now, ImmutableArray<Difference> differences, Stream output)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(now);
        using var json = new Utf8JsonWriter(output, SignInJson.Options);
        json.WriteStartObject();
        json.WriteNumber("schema", Schema);
        json.WriteBoolean("same", differences.IsEmpty);
        Write(json, "before", before);
        Write(json, "now", now);
        json.WriteStartArray("differences");
        foreach (var difference in differences)
        {
            json.WriteStartObject();
            json.WriteString("kind", DataNames.Of(difference.Kind));
            json.WriteString("subject", difference.Subject);
            json.WriteString("text", difference.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, TransactionRecord record)
    {
        json.WriteStartObject(name);
        json.WriteString("transaction", record.Transaction);
        json.WriteString("account", record.Account);
        json.WriteString("profile", record.Profile);
        json.WriteString("startedAt", record.StartedAt);
        json.WriteString("result", record.Result);
        json.WriteEndObject();
    }
}
