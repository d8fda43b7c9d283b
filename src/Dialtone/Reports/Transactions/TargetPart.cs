using System.Collections.Immutable;
using System.Text.Json;
using Dialtone.Core.Transactions;

namespace Dialtone.Reports.Transactions;

/// <summary>Every single target as data, under <c>targets</c>; nothing where none was looked at by itself.</summary>
internal static class TargetPart
{
    public static void Write(Utf8JsonWriter json, ImmutableArray<TargetResult> targets)
    {
        if (targets.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("targets");
        foreach (var (candidate, result) in targets)
        {
            json.WriteStartObject();
            json.WriteString("host", candidate.Host.Text);
            if (candidate.Address is { } address)
            {
                json.WriteString("address", address.ToString());
            }

            json.WriteNumber("port", candidate.Port);
            json.WriteString("transport", Words.Of(candidate.Transport));
            json.WriteString("source", Words.Of(candidate.Source));
            json.WriteString("result", DataNames.Of(result.Result));
            json.WriteNumber("milliseconds", TransactionJson.Milliseconds(result.Latency));
            if (result.FailedStep is { } step)
            {
                json.WriteString("failedStep", DataNames.Of(step));
            }

            json.WritePropertyName("cause");
            FindingJson.WriteShort(json, result.Cause);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
