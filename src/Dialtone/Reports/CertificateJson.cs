using System.Text.Json;
using Dialtone.Core.Certificates;
using Dialtone.Core.Journal;

namespace Dialtone.Reports;

/// <summary>
/// The getting of the user's certificate, as data: <c>certificate</c>; nothing where none was asked for. Neither key
/// nor ticket nor PIN is among it.
/// </summary>
internal static class CertificateJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<JournalEntry> journal)
    {
        var obtained = journal.OfType<JournalEntry.CertificateObtained>().LastOrDefault();
        var failures = journal.OfType<JournalEntry.CertificateFailed>().ToList();
        if (obtained is null && failures.Count == 0)
        {
            return;
        }

        json.WriteStartObject("certificate");
        json.WriteBoolean("obtained", obtained is not null);
        if (obtained is { Certificate: var certificate })
        {
            json.WriteString("from", certificate.From);
            json.WriteString("notBefore", certificate.NotBefore);
            json.WriteString("notAfter", certificate.NotAfter);
            json.WriteNumber("milliseconds", Math.Round(obtained.Took.TotalMilliseconds, 3));
        }

        json.WriteStartArray("failures");
        foreach (var failed in failures)
        {
            Write(json, failed.Failure);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CertificateFailure failure)
    {
        json.WriteStartObject();
        json.WriteString("kind", DataNames.Of(failure.Kind));
        json.WriteString("step", DataNames.Of(failure.Step));
        json.WriteString("source", DataNames.Of(failure.Source));
        json.WriteString("url", failure.Url);
        if (failure.Status > 0)
        {
            json.WriteNumber("status", failure.Status);
        }

        if (failure.Server.Length > 0)
        {
            json.WriteString("server", failure.Server);
        }

        if (failure.ErrorId > 0)
        {
            json.WriteNumber("errorId", failure.ErrorId);
        }

        if (failure.Pin is { } pin)
        {
            json.WriteString("pin", DataNames.Of(pin));
        }

        if (failure.Fault is { } fault)
        {
            json.WriteString("fault", DataNames.Of(fault));
        }

        if (failure.ClockDifference is { } ahead)
        {
            json.WriteNumber("clockDifferenceSeconds", (long)ahead.TotalSeconds);
        }

        json.WriteString("reason", CertificateText.Of(failure));
        json.WriteEndObject();
    }
}
