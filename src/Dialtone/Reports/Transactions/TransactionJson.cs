using System.Globalization;
using System.Text.Json;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;

namespace Dialtone.Reports.Transactions;

/// <summary>
/// The result of a synthetic transaction as data: what was found, what to do, and what was seen on the way. The number
/// in <c>schema</c> changes only when a field changes its meaning or goes; fields are added without it. Every kind of
/// thing is in kebab case, every moment in RFC 3339, every length of time in milliseconds but <c>latency</c>, which
/// stands as administrators know it.
/// </summary>
public static class TransactionJson
{
    /// <summary>The version of this form.</summary>
    public const int Schema = 1;

    /// <summary>Writes a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="withMessages">Whether the journal and every message are written too.</param>
    /// <param name="output">Where to.</param>
    public static void Write(TransactionResult result, bool withMessages, Stream output)
    {
        ArgumentNullException.ThrowIfNull(result);
        using var json = new Utf8JsonWriter(output, SignInJson.Options);
        json.WriteStartObject();
        json.WriteNumber("schema", Schema);
        WriteKnown(json, result);
        WriteOutcome(json, result);
        WriteSteps(json, result);
        TargetPart.Write(json, result.Targets);
        FindingJson.WriteAll(json, result.Findings);
        DiscoveryPart.Write(json, result.Journal);
        ConnectionPart.Write(json, result.Journal);
        CertificateJson.Write(json, result.Journal);
        ServiceJson.Write(json, result.Journal);
        PresenceJson.Write(json, result.Journal);
        if (withMessages)
        {
            SignInJson.WriteTexts(json, "journal", result.Journal.Select(JournalText.Of));
            MessagePart.Write(json, result.Messages);
            json.WriteNumber("messagesLeftOut", result.MessagesLeftOut);
        }

        json.WriteEndObject();
    }

    private static void WriteKnown(Utf8JsonWriter json, TransactionResult result)
    {
        json.WriteString("transaction", DataNames.Of(result.Kind));
        json.WriteString("account", result.Account);
        json.WriteString("profile", result.Profile);
        json.WriteString("startedAt", result.StartedAt);
        json.WriteString("targetUri", result.TargetUri);
        json.WriteString("targetFqdn", result.TargetFqdn);
        json.WriteString("result", DataNames.Of(result.Result));
        json.WriteString("latency", result.Latency.ToString(@"hh\:mm\:ss\.fffffff", CultureInfo.InvariantCulture));
        json.WriteNumber("milliseconds", Milliseconds(result.Latency));
        json.WriteString("error", result.Error);
        json.WriteString("diagnosis", result.Diagnosis);
    }

    private static void WriteOutcome(Utf8JsonWriter json, TransactionResult result)
    {
        json.WriteBoolean("degraded", result.IsDegraded);
        if (result.FailedStep is { } step)
        {
            json.WriteString("failedStep", DataNames.Of(step));
        }
        else
        {
            json.WriteNull("failedStep");
        }

        // What the device itself takes for the cause, by its own name.
        if (result.Result == TransactionVerdict.Failure && SignInSummary.Of(result.Journal).Cause is { } seen
            && SignInJson.KindOf(seen) is { } kind)
        {
            json.WriteString("kind", kind);
        }

        if (result.SignedOut is { } signedOut)
        {
            json.WriteBoolean("signedOut", signedOut);
        }

        json.WritePropertyName("cause");
        FindingJson.WriteShort(json, result.Cause);
        FindingJson.WriteDirections(json, result.Directions);
    }

    private static void WriteSteps(Utf8JsonWriter json, TransactionResult result)
    {
        json.WriteStartArray("steps");
        foreach (var step in result.Steps)
        {
            json.WriteStartObject();
            json.WriteString("step", DataNames.Of(step.Step));
            json.WriteString("result", DataNames.Of(step.Result));
            json.WriteNumber("milliseconds", Milliseconds(step.Took));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}
