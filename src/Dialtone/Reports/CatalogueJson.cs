using System.Text.Json;
using Dialtone.Core.Findings;

namespace Dialtone.Reports;

/// <summary>The catalogue of findings as data. Texts have their places in braces.</summary>
public static class CatalogueJson
{
    private const int Schema = 1;

    /// <summary>Writes one definition, as an object.</summary>
    public static void Write(FindingDefinition definition, Stream output)
    {
        ArgumentNullException.ThrowIfNull(definition);
        using var json = new Utf8JsonWriter(output, SignInJson.Options);
        Write(json, definition, isAlone: true);
    }

    /// <summary>Writes an object with <c>findings</c>, in the order given.</summary>
    public static void Write(IEnumerable<FindingDefinition> definitions, Stream output)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        using var json = new Utf8JsonWriter(output, SignInJson.Options);
        json.WriteStartObject();
        json.WriteNumber("schema", Schema);
        json.WriteStartArray("findings");
        foreach (var definition in definitions)
        {
            Write(json, definition, isAlone: false);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FindingDefinition definition, bool isAlone)
    {
        json.WriteStartObject();
        if (isAlone)
        {
            json.WriteNumber("schema", Schema);
        }

        json.WriteString("code", definition.Code.ToString());
        json.WriteString("slug", definition.Slug);
        json.WriteString("part", FindingParts.Of(definition.Code));
        json.WriteString("step", DataNames.Of(definition.Step));
        json.WriteString("severity", DataNames.Of(definition.Severity));
        json.WriteString("title", definition.Title);
        json.WriteString("meaning", definition.Meaning);
        Transactions.FindingJson.WriteDirections(json, definition.Directions);
        SignInJson.WriteTexts(json, "explainedBy", definition.ExplainedBy.Select(code => code.ToString()));
        json.WriteString("source", definition.Source);
        json.WriteEndObject();
    }
}
