using System.Collections.Immutable;
using System.Text.Json;
using Dialtone.Core.Publishing;
using Dialtone.Reports;

namespace Dialtone.Publishing;

/// <summary>What DNS servers have of a SIP domain as data; <c>schema</c> as in <see cref="SignInJson"/>.</summary>
public static class DnsCheckJson
{
    /// <summary>The version of this form.</summary>
    public const int Schema = 1;

    /// <summary>Writes every record with every server's answer.</summary>
    public static void Write(ImmutableArray<CheckedRecord> records, Stream output)
    {
        using var json = new Utf8JsonWriter(output, SignInJson.Options);
        json.WriteStartObject();
        json.WriteNumber("schema", Schema);
        json.WriteBoolean("sound", !records.IsEmpty && !records.Any(record => record.IsWrong));
        json.WriteStartArray("records");
        foreach (var record in records)
        {
            Write(json, record);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CheckedRecord record)
    {
        json.WriteStartObject();
        json.WriteString("name", record.Name.Text);
        json.WriteString("type", record.Type.ToString().ToUpperInvariant());
        json.WriteString("use", DataNames.Of(record.Use));
        json.WriteBoolean("needed", record.IsNeeded);
        json.WriteBoolean("wrong", record.IsWrong);
        json.WriteBoolean("differs", record.Differs);
        json.WriteString("finding", record.Finding?.Code.ToString());
        json.WriteStartArray("answers");
        foreach (var answer in record.Answers)
        {
            json.WriteStartObject();
            json.WriteString("server", $"{answer.Server}");
            json.WriteString("state", DataNames.Of(answer.State));
            json.WriteString("status", DataNames.Of(answer.Status));
            json.WriteBoolean("authoritative", answer.IsAuthoritative);
            json.WriteNumber("ttl", (long)answer.TimeToLive.TotalSeconds);
            json.WriteString("subject", answer.Subject);
            json.WriteStartArray("records");
            foreach (var data in answer.Records)
            {
                json.WriteStringValue(DnsConfiguration.DataOf(data));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
