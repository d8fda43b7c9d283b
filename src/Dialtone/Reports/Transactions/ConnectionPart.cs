using System.Text.Json;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;

namespace Dialtone.Reports.Transactions;

/// <summary>
/// What was reached, as data: <c>connections</c> with how each went, <c>certificates</c> that servers showed, the
/// schemes that Registrars offered as <c>challenges</c>, and the <c>registrar</c> that registered the device.
/// </summary>
internal static class ConnectionPart
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<JournalEntry> journal)
    {
        json.WriteStartArray("connections");
        foreach (var entry in journal)
        {
            WriteConnection(json, entry);
        }

        json.WriteEndArray();
        json.WriteStartArray("certificates");
        foreach (var entry in journal)
        {
            WriteCertificate(json, entry);
        }

        json.WriteEndArray();
        WriteChallenges(json, journal);
        WriteRegistrar(json, journal);
    }

    private static void WriteConnection(Utf8JsonWriter json, JournalEntry entry)
    {
        switch (entry)
        {
            case JournalEntry.Connected e:
                WriteConnection(json, e.Candidate, e.Remote, "connected", e.Took);
                break;
            case JournalEntry.ConnectFailed e:
                WriteConnection(json, e.Candidate, e.Remote, DataNames.Of(e.Why), e.Took);
                break;
            case JournalEntry.HandshakeFailed e:
                WriteConnection(json, e.Candidate, e.Remote, DataNames.Of(e.Why), e.Took);
                break;
            default:
                break;
        }
    }

    private static void WriteConnection(
        Utf8JsonWriter json, Candidate candidate, EndPointAddress remote, string outcome, TimeSpan took)
    {
        json.WriteStartObject();
        json.WriteString("host", candidate.Host.Text);
        json.WriteString("address", remote.Address.ToString());
        json.WriteNumber("port", remote.Port);
        json.WriteString("transport", DataNames.Of(candidate.Transport));
        json.WriteString("outcome", outcome);
        json.WriteNumber("milliseconds", TransactionJson.Milliseconds(took));
        json.WriteEndObject();
    }

    private static void WriteCertificate(Utf8JsonWriter json, JournalEntry entry)
    {
        switch (entry)
        {
            case JournalEntry.Secured e:
                WriteCertificate(json, e.Candidate.TlsName.Text, e.Remote, e.Facts, DataNames.Of(e.Verdict));
                break;
            case JournalEntry.HandshakeFailed { Facts: { } facts } e:
                WriteCertificate(json, e.Candidate.TlsName.Text, e.Remote, facts, DataNames.Of(e.Why));
                break;
            case JournalEntry.WebCalled { Outcome: { Tls: { } facts, Remote: { } remote } e }:
                var verdict = e.Judgement?.Verdict ?? CertificateVerdict.Good;
                WriteCertificate(json, e.Url.Host.Text, remote, facts, DataNames.Of(verdict));
                break;
            default:
                break;
        }
    }

    private static void WriteCertificate(
        Utf8JsonWriter json, string name, EndPointAddress remote, TlsFacts facts, string verdict)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("address", remote.Address.ToString());
        json.WriteNumber("port", remote.Port);
        json.WriteString("verdict", verdict);
        json.WriteString("protocol", facts.Protocol);
        json.WriteString("cipherSuite", facts.CipherSuite);
        json.WriteString("trust", DataNames.Of(facts.Trust));
        json.WriteStartArray("chain");
        foreach (var certificate in facts.Chain)
        {
            json.WriteStartObject();
            json.WriteString("subject", certificate.Subject);
            json.WriteString("issuer", certificate.Issuer);
            SignInJson.WriteTexts(json, "dnsNames", certificate.DnsNames);
            json.WriteString("notBefore", certificate.NotBefore);
            json.WriteString("notAfter", certificate.NotAfter);
            json.WriteString("thumbprint", certificate.Thumbprint);
            json.WriteString("keyAlgorithm", certificate.KeyAlgorithm);
            json.WriteNumber("keyBits", certificate.KeyBits);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteChallenges(Utf8JsonWriter json, IReadOnlyList<JournalEntry> journal)
    {
        json.WriteStartArray("challenges");
        foreach (var challenged in journal.OfType<JournalEntry.Challenged>())
        {
            json.WriteStartObject();
            json.WriteString("host", challenged.Candidate.Host.Text);
            SignInJson.WriteTexts(json, "offered", challenged.Offered);
            json.WriteString("chosen", challenged.Chosen);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRegistrar(Utf8JsonWriter json, IReadOnlyList<JournalEntry> journal)
    {
        if (journal.OfType<JournalEntry.Registered>().FirstOrDefault() is not { } registered)
        {
            return;
        }

        json.WriteStartObject("registrar");
        json.WriteString("host", registered.Candidate.Host.Text);
        json.WriteNumber("port", registered.Candidate.Port);
        json.WriteString("transport", DataNames.Of(registered.Candidate.Transport));
        json.WriteString("address", registered.Remote.Address.ToString());
        json.WriteString("source", DataNames.Of(registered.Candidate.Source));
        json.WriteString("mechanism", registered.Mechanism);
        json.WriteNumber("expiresSeconds", (long)registered.Expires.TotalSeconds);
        json.WriteEndObject();
    }
}
