using System.Text.Json;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Relays;

namespace Dialtone.Reports;

/// <summary>A check of a relay as data; <c>schema</c> as in <see cref="SignInJson"/>.</summary>
public static class RelayJson
{
    /// <summary>The version of this form.</summary>
    public const int Schema = 1;

    /// <summary>Writes a report.</summary>
    /// <param name="host">The relay as it was given: a name or an address.</param>
    /// <param name="report">What the check brought.</param>
    /// <param name="output">Where to.</param>
    public static void Write(string host, RelayReport report, Stream output)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var json = new Utf8JsonWriter(output, SignInJson.Options);
        json.WriteStartObject();
        json.WriteNumber("schema", Schema);
        json.WriteString("host", host);
        json.WriteBoolean("reachable", report.IsReachable);
        if (report.Resolved is { } resolved)
        {
            json.WriteString("dns", DataNames.Of(resolved.Status));
        }

        json.WriteStartArray("checks");
        foreach (var outcome in report.Outcomes)
        {
            Write(json, outcome);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes what one check came to, as an object.</summary>
    public static void Write(Utf8JsonWriter json, RelayOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(outcome);
        json.WriteStartObject();
        json.WriteString("dialect", DataNames.Of(outcome.Target.Dialect));
        json.WriteString("transport", DataNames.Of(outcome.Target.Transport));
        json.WriteString("address", outcome.Target.EndPoint.Address.ToString());
        json.WriteNumber("port", outcome.Target.EndPoint.Port);
        json.WriteString("status", DataNames.Of(outcome.Status));
        json.WriteString("step", DataNames.Of(outcome.Step));
        WriteMilliseconds(json, "latencyMs", outcome.Latency);
        WriteMilliseconds(json, "connectMs", outcome.ConnectTook);
        WriteMilliseconds(json, "tookMs", outcome.Took);
        json.WriteNumber("sent", outcome.Sent);
        if (outcome.Code is { } code)
        {
            json.WriteNumber("code", code);
        }

        WriteText(json, "reason", outcome.Reason);
        WriteText(json, "realm", outcome.Realm);
        WriteText(json, "software", outcome.Software);
        WriteText(json, "reflexive", outcome.Reflexive?.ToString() ?? "");
        WriteText(json, "relayed", outcome.Relayed?.ToString() ?? "");
        if (outcome.Status == RelayStatus.Allocated)
        {
            json.WriteBoolean("freed", outcome.IsFreed);
        }

        WriteText(json, "unreadable", Convert.ToHexStringLower(outcome.Unreadable.AsSpan()));
        WriteText(json, "detail", outcome.Detail);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteMilliseconds(Utf8JsonWriter json, string name, TimeSpan? time)
    {
        if (time is { } known)
        {
            json.WriteNumber(name, Math.Round(known.TotalMilliseconds, 1));
        }
    }
}
