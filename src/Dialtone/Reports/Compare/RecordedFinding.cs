using System.Collections.Immutable;
using System.Text.Json;

namespace Dialtone.Reports.Compare;

/// <summary>A finding as it was written; the same one is found in two runs by its code and its subject.</summary>
internal sealed record RecordedFinding(string Code, string Subject, string Title)
{
    public static ImmutableArray<RecordedFinding> ReadAll(RecordFields fields, JsonElement root)
    {
        var findings = fields.Object(root, "findings", "");
        return
        [
            .. fields.Items(findings, "causes", "findings").Concat(fields.Items(findings, "consequences", "findings"))
                .Select(each => Read(fields, each)),
        ];
    }

    private static RecordedFinding Read(RecordFields fields, (JsonElement Element, string Path) item) => new(
        fields.Text(item.Element, "code", item.Path), fields.Text(item.Element, "subject", item.Path),
        fields.Text(item.Element, "title", item.Path));
}
