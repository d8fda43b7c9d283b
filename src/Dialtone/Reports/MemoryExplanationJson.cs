using System.Text.Json;

namespace Dialtone.Reports;

/// <summary>An explanation of memory as data.</summary>
public static class MemoryExplanationJson
{
    /// <summary>Writes it.</summary>
    public static void Write(MemoryExplanation explanation, Stream output)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        using var json = new Utf8JsonWriter(output, SignInJson.Options);
        json.WriteStartObject();
        json.WriteNumber("schema", SignInJson.Schema);
        json.WriteString("account", explanation.Memory.Account);
        json.WriteString("profile", explanation.Memory.Profile);
        json.WriteString("savedAt", explanation.Memory.SavedAt);
        json.WriteString("at", explanation.At);
        json.WriteStartArray("remembered");
        foreach (var piece in explanation.Pieces)
        {
            json.WriteStartObject();
            json.WriteString("kind", DataNames.Of(piece.Kind));
            SignInJson.WriteTexts(json, "values", piece.Values);
            json.WriteString("learnedAt", piece.LearnedAt);
            json.WriteNumber("ageSeconds", (long)(explanation.At - piece.LearnedAt).TotalSeconds);
            json.WriteString("learnedFrom", piece.LearnedFrom);
            json.WriteString("usedFor", piece.UsedFor);
            json.WriteString("forgottenWhen", piece.ForgottenWhen);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("missing");
        foreach (var missing in explanation.Missing)
        {
            json.WriteStartObject();
            json.WriteString("kind", DataNames.Of(missing.Kind));
            json.WriteString("consequence", missing.Consequence);
            json.WriteString("remedy", missing.Remedy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
