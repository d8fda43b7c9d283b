using System.Text.Json;
using Dialtone.Core.Journal;
using Dialtone.Core.UserServices;
using Dialtone.Wire.Mras;
using Dialtone.Wire.Sip;

namespace Dialtone.Reports;

/// <summary>
/// What follows a registration, as data: <c>provisioning</c> and <c>mediaRelays</c>, each as it was last; nothing where
/// it was not asked for. No credential is among it.
/// </summary>
internal static class ServiceJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<JournalEntry> journal)
    {
        switch (journal.LastOrDefault(e => e is JournalEntry.Provisioned or JournalEntry.ProvisioningFailed))
        {
            case JournalEntry.Provisioned came:
                json.WriteStartObject("provisioning");
                WriteSettings(json, came.Settings);
                WriteTook(json, came.Took);
                json.WriteEndObject();
                break;
            case JournalEntry.ProvisioningFailed failed:
                json.WriteStartObject("provisioning");
                json.WriteBoolean("received", value: false);
                json.WriteBoolean("expected", failed.IsExpected);
                WriteFailure(json, failed.Failure);
                WriteTook(json, failed.Took);
                json.WriteEndObject();
                break;
            default:
                break;
        }

        switch (journal.LastOrDefault(
            e => e is JournalEntry.RelayCredentialsGranted or JournalEntry.RelayCredentialsFailed))
        {
            case JournalEntry.RelayCredentialsGranted granted:
                json.WriteStartObject("mediaRelays");
                json.WriteBoolean("credentials", value: true);
                json.WriteNumber("lifeSeconds", (long)granted.Life.TotalSeconds);
                json.WriteStartArray("relays");
                foreach (var relay in granted.Relays)
                {
                    WriteRelay(json, relay);
                }

                json.WriteEndArray();
                json.WriteStartArray("checks");
                foreach (var check in journal.OfType<JournalEntry.RelayChecked>().Where(e => e.At >= granted.At))
                {
                    RelayJson.Write(json, check.Outcome);
                }

                json.WriteEndArray();
                WriteTook(json, granted.Took);
                json.WriteEndObject();
                break;
            case JournalEntry.RelayCredentialsFailed failed:
                json.WriteStartObject("mediaRelays");
                json.WriteBoolean("credentials", value: false);
                json.WriteString("mras", failed.MrasUri);
                WriteFailure(json, failed.Failure);
                WriteTook(json, failed.Took);
                json.WriteEndObject();
                break;
            default:
                break;
        }
    }

    private static void WriteSettings(Utf8JsonWriter json, ProvisionedSettings settings)
    {
        json.WriteBoolean("received", value: true);
        json.WriteNumber("bytes", settings.Bytes);
        json.WriteString("by", settings.By switch
        {
            SipMethod.Notify => "notify",
            SipMethod.BeNotify => "benotify",
            _ => "response",
        });
        SignInJson.WriteTexts(json, "groups", settings.Groups);
        SignInJson.WriteTexts(json, "unaskedGroups", settings.UnaskedGroups);
        SignInJson.WriteTexts(json, "unusable", settings.Unusable);
        json.WriteBoolean("serverConfiguration", !settings.ServerConfigurationMissing);
        if (settings.Pool is { } pool)
        {
            json.WriteString("pool", pool.Text);
        }

        SignInJson.WriteTexts(json, "registrars", settings.Registrars.Select(name => name.Text));
        json.WriteString("mras", settings.MrasUri);
        json.WriteString("updates", settings.UpdatesUrl);
    }

    private static void WriteRelay(Utf8JsonWriter json, MediaRelayOffer relay)
    {
        json.WriteStartObject();
        json.WriteString("host", relay.Host?.Text ?? relay.Address.ToString());
        if (relay.Location is { } location)
        {
            json.WriteString("location", DataNames.Of(location));
        }

        if (relay.UdpPort is { } udp)
        {
            json.WriteNumber("udpPort", udp);
        }

        if (relay.TcpPort is { } tcp)
        {
            json.WriteNumber("tcpPort", tcp);
        }

        json.WriteEndObject();
    }

    public static void WriteFailure(Utf8JsonWriter json, ServiceFailure failure)
    {
        json.WriteString("kind", DataNames.Of(failure.Kind));
        json.WriteNumber("status", failure.Status);
        json.WriteString("reason", failure.Reason);
        json.WriteString("diagnostics", failure.Diagnostics);
    }

    public static void WriteTook(Utf8JsonWriter json, TimeSpan took) =>
        json.WriteNumber("milliseconds", Math.Round(took.TotalMilliseconds, 3));
}
