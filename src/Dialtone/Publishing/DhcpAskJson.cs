using System.Collections.Immutable;
using System.Text.Json;
using Dialtone.Core.Discovery;
using Dialtone.Core.Publishing;
using Dialtone.Reports;

namespace Dialtone.Publishing;

/// <summary>What every DHCP server said as data; <c>schema</c> as in <see cref="SignInJson"/>.</summary>
public static class DhcpAskJson
{
    /// <summary>The version of this form.</summary>
    public const int Schema = 1;

    /// <summary>Writes the outcomes and what comparing them shows.</summary>
    public static void Write(ImmutableArray<DhcpOutcome> outcomes, DhcpComparison comparison, Stream output)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        using var json = new Utf8JsonWriter(output, SignInJson.Options);
        json.WriteStartObject();
        json.WriteNumber("schema", Schema);
        json.WriteBoolean("sound", comparison.IsSound);
        json.WriteStartArray("asked");
        foreach (var outcome in outcomes)
        {
            json.WriteStartObject();
            json.WriteString("as", DataNames.Of(outcome.Purpose));
            json.WriteString("status", DataNames.Of(outcome.Status));
            json.WriteString("interface", outcome.Interface);
            json.WriteNumber("sent", outcome.Sent);
            json.WriteString("detail", outcome.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("servers");
        foreach (var server in comparison.Servers)
        {
            Write(json, server);
        }

        json.WriteEndArray();
        json.WriteStartArray("disagreements");
        foreach (var matter in comparison.Disagreements)
        {
            json.WriteStringValue(DataNames.Of(matter));
        }

        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (var finding in comparison.Findings)
        {
            json.WriteStartObject();
            json.WriteString("code", $"{finding.Code}");
            json.WriteString("title", finding.Title);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ComparedServer server)
    {
        json.WriteStartObject();
        json.WriteString("server", $"{server.Server}");
        json.WriteString("from", server.Answer.From?.ToString());
        json.WriteString("relay", server.Answer.Relay?.ToString());
        json.WriteNumber("tookMs", Math.Round(server.Answer.Took.TotalMilliseconds, 1));
        json.WriteString("registrar", server.Phone?.Registrar?.Text);
        json.WriteString("webServices", server.Phone?.WebServicesUrl);
        if (server.Vlan?.Vlan is { } vlan)
        {
            json.WriteNumber("vlan", vlan.Id);
        }

        json.WriteStartObject("bytes");
        foreach (var matter in Enum.GetValues<ComparedMatter>())
        {
            json.WriteString(DataNames.Of(matter), DhcpComparison.SaidBy(server, matter));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
