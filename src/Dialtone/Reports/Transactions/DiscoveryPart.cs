using System.Text.Json;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;

namespace Dialtone.Reports.Transactions;

/// <summary>
/// What discovery saw, as data: <c>discovery</c> with each question of DNS, what each server of DHCP said, the
/// candidates that came of it, and the addresses of their names.
/// </summary>
internal static class DiscoveryPart
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<JournalEntry> journal)
    {
        json.WriteStartObject("discovery");
        json.WriteStartArray("dns");
        foreach (var seen in journal.OfType<JournalEntry.DnsSeen>())
        {
            json.WriteStartObject();
            json.WriteString("name", seen.Question.Name.Text);
            json.WriteString("type", DataNames.Of(seen.Question.Type));
            WriteOutcome(json, seen.Outcome);
            WriteRecords(json, seen.Outcome);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteDhcp(json, journal);
        LyncdiscoverJson.Write(json, journal);
        WriteCandidates(json, journal);
        WriteAddresses(json, journal);
        json.WriteEndObject();
    }

    private static void WriteOutcome(Utf8JsonWriter json, DnsOutcome outcome)
    {
        json.WriteString("status", DataNames.Of(outcome.Status));
        if (outcome.Server is { } server)
        {
            json.WriteString("server", server.ToString());
        }

        if (outcome.FromCache)
        {
            json.WriteBoolean("fromCache", value: true);
        }

        if (outcome.Detail.Length > 0)
        {
            json.WriteString("detail", outcome.Detail);
        }

        json.WriteNumber("milliseconds", TransactionJson.Milliseconds(outcome.Took));
        json.WriteStartArray("tries");
        foreach (var tried in outcome.Tries)
        {
            json.WriteStartObject();
            json.WriteString("server", tried.Server.ToString());
            json.WriteString("status", DataNames.Of(tried.Status));
            json.WriteNumber("milliseconds", TransactionJson.Milliseconds(tried.Took));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRecords(Utf8JsonWriter json, DnsOutcome outcome)
    {
        json.WriteStartArray("records");
        foreach (var target in outcome.Targets)
        {
            json.WriteStartObject();
            json.WriteString("host", target.Host.IsEmpty ? "." : target.Host.Text);
            json.WriteNumber("port", target.Port);
            json.WriteNumber("priority", target.Priority);
            json.WriteNumber("weight", target.Weight);
            json.WriteEndObject();
        }

        foreach (var rule in outcome.Rules)
        {
            json.WriteStartObject();
            json.WriteNumber("order", rule.Order);
            json.WriteNumber("preference", rule.Preference);
            json.WriteString("flags", rule.Flags);
            json.WriteString("services", rule.Services);
            json.WriteString("replacement", rule.Replacement.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDhcp(Utf8JsonWriter json, IReadOnlyList<JournalEntry> journal)
    {
        json.WriteStartArray("dhcp");
        foreach (var seen in journal.OfType<JournalEntry.DhcpSeen>())
        {
            Write(json, seen.Outcome);
        }

        json.WriteEndArray();
        json.WriteStartArray("dhcp6");
        foreach (var seen in journal.OfType<JournalEntry.Dhcp6Seen>())
        {
            Write(json, seen.Outcome);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, DhcpOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteString("status", DataNames.Of(outcome.Status));
        json.WriteString("purpose", DataNames.Of(outcome.Purpose));
        if (outcome.Interface is { } at)
        {
            json.WriteString("interface", at);
        }

        if (outcome.Server is { } server)
        {
            json.WriteString("server", server.ToString());
        }

        json.WriteBoolean("serversDisagree", outcome.ServersDisagree);
        json.WriteNumber("milliseconds", TransactionJson.Milliseconds(outcome.Took));
        json.WriteStartArray("answers");
        foreach (var answer in outcome.Answers)
        {
            json.WriteStartObject();
            json.WriteString("server", answer.Server.ToString());
            SignInJson.WriteTexts(json, "registrarNames", answer.RegistrarNames.Select(name => name.Text));
            SignInJson.WriteTexts(json, "registrarAddresses", answer.RegistrarAddresses.Select(each => $"{each}"));
            WriteText(json, "webServicesUrl", answer.WebServicesUrl);
            WriteText(json, "registrarFault", answer.RegistrarFault);
            WriteText(json, "webServicesFault", answer.WebServicesFault);
            WriteText(json, "option120", Convert.ToHexStringLower(answer.SipServersBytes.AsSpan()));
            WriteText(json, "option43", Convert.ToHexStringLower(answer.UcVendorBytes.AsSpan()));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Dhcp6Outcome outcome)
    {
        json.WriteStartObject();
        json.WriteString("status", DataNames.Of(outcome.Status));
        json.WriteBoolean("serversDisagree", outcome.ServersDisagree);
        json.WriteNumber("milliseconds", TransactionJson.Milliseconds(outcome.Took));
        json.WriteStartArray("answers");
        foreach (var answer in outcome.Answers)
        {
            json.WriteStartObject();
            json.WriteString("server", answer.From.ToString());
            SignInJson.WriteTexts(json, "registrarNames", answer.RegistrarNames.Select(name => name.Text));
            SignInJson.WriteTexts(json, "registrarAddresses", answer.RegistrarAddresses.Select(each => $"{each}"));
            json.WriteString("statusCode", DataNames.Of(answer.StatusCode));
            WriteText(json, "registrarFault", answer.RegistrarFault);
            WriteText(json, "option21", Convert.ToHexStringLower(answer.NamesBytes.AsSpan()));
            WriteText(json, "option22", Convert.ToHexStringLower(answer.AddressesBytes.AsSpan()));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCandidates(Utf8JsonWriter json, IReadOnlyList<JournalEntry> journal)
    {
        json.WriteStartArray("candidates");
        foreach (var candidate in journal.OfType<JournalEntry.Planned>().SelectMany(each => each.Candidates))
        {
            json.WriteStartObject();
            json.WriteString("source", DataNames.Of(candidate.Source));
            json.WriteString("transport", DataNames.Of(candidate.Transport));
            json.WriteString("host", candidate.Host.Text);
            json.WriteNumber("port", candidate.Port);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rejected");
        foreach (var rejected in journal.OfType<JournalEntry.Planned>().SelectMany(each => each.Rejected))
        {
            json.WriteStartObject();
            json.WriteString("source", DataNames.Of(rejected.Source));
            json.WriteString("host", rejected.Host.IsEmpty ? "" : rejected.Host.Text);
            json.WriteString("reason", DataNames.Of(rejected.Reason));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAddresses(Utf8JsonWriter json, IReadOnlyList<JournalEntry> journal)
    {
        var located = journal.SelectMany(entry => entry switch
        {
            JournalEntry.Resolved e => [(e.Candidate.Host, e.Outcome, e.FromMemory)],
            JournalEntry.Located e => [(e.Name, e.Outcome, FromMemory: false)],
            JournalEntry.WebCalled { Outcome: { Addresses: { } found } e } => [(e.Url.Host, found, FromMemory: false)],
            _ => Array.Empty<(Wire.Addresses.HostName Name, DnsOutcome Outcome, bool FromMemory)>(),
        });
        json.WriteStartArray("addresses");
        foreach (var (name, outcome, isRemembered) in located)
        {
            json.WriteStartObject();
            json.WriteString("name", name.Text);
            WriteOutcome(json, outcome);
            if (isRemembered)
            {
                json.WriteBoolean("fromMemory", value: true);
            }

            SignInJson.WriteTexts(json, "addresses", outcome.Addresses.Select(address => address.ToString()));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            json.WriteString(name, text);
        }
    }
}
