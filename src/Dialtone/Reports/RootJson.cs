using System.Text.Json;
using Dialtone.Core.Certificates;

namespace Dialtone.Reports;

/// <summary>The roots that were learned, as data.</summary>
public static class RootJson
{
    /// <summary>Writes them under the name <c>learnedRoots</c>; nothing where there are none.</summary>
    public static void Write(Utf8JsonWriter json, LearnedRoots? learned)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (learned is null)
        {
            return;
        }

        json.WriteStartArray("learnedRoots");
        foreach (var root in learned.Roots)
        {
            json.WriteStartObject();
            json.WriteString("subject", root.Subject);
            json.WriteString("sha256", root.Fingerprint);
            json.WriteString("notAfter", root.NotAfter);
            json.WriteString("domain", learned.Domain.Text);
            json.WriteString("from", learned.From);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
