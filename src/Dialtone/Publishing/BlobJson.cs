using System.Text.Json;
using Dialtone.Core.Publishing;
using Dialtone.Reports;

namespace Dialtone.Publishing;

/// <summary>A verdict on an option as data; <c>schema</c> as in <see cref="SignInJson"/>.</summary>
public static class BlobJson
{
    /// <summary>The version of this form.</summary>
    public const int Schema = 1;

    /// <summary>Writes a verdict.</summary>
    public static void Write(BlobVerdict verdict, Stream output)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        using var json = new Utf8JsonWriter(output, SignInJson.Options);
        json.WriteStartObject();
        json.WriteNumber("schema", Schema);
        json.WriteNumber("option", (int)verdict.Option);
        json.WriteString("form", DataNames.Of(verdict.Form));
        json.WriteBoolean("sound", verdict.IsSound);
        json.WriteString("bytes", Convert.ToHexString(verdict.Bytes.AsSpan()));
        json.WriteStartArray("values");
        foreach (var value in verdict.Values)
        {
            json.WriteStartObject();
            json.WriteString("name", value.Name);
            json.WriteString("value", value.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("problems");
        foreach (var problem in verdict.Problems)
        {
            json.WriteStartObject();
            json.WriteString("kind", DataNames.Of(problem.Kind));
            json.WriteBoolean("wrong", problem.IsWrong);
            json.WriteNumber("offset", problem.Offset);
            json.WriteString("text", BlobText.Of(verdict.Option, problem));
            json.WriteString("finding", problem.FindingIn(verdict.Option)?.Code.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString(
            "corrected", verdict.Corrected.IsEmpty ? null : Convert.ToHexString(verdict.Corrected.AsSpan()));
        json.WriteEndObject();
    }
}
