using System.Text.Json;

namespace Dialtone.Reports.Compare;

/// <summary>A step as it was written.</summary>
internal sealed record RecordedStep(string Name, string Result, double Milliseconds)
{
    public static RecordedStep Read(RecordFields fields, (JsonElement Element, string Path) item) => new(
        fields.Text(item.Element, "step", item.Path), fields.Text(item.Element, "result", item.Path),
        fields.Number(item.Element, "milliseconds", item.Path));
}
