using System.Text.Json;

namespace Dialtone.Reports.Compare;

/// <summary>A sign-in at one target, as it was written.</summary>
/// <param name="Place">Where: host, address, port and transport.</param>
/// <param name="Result">How it ended, and why.</param>
internal sealed record RecordedTarget(string Place, string Result)
{
    public static RecordedTarget Read(RecordFields fields, (JsonElement Element, string Path) item)
    {
        var (element, path) = item;
        var address = fields.Text(element, "address", path);
        var place = $"{fields.Text(element, "host", path)} at {(address.Length > 0 ? address : "no address")}, "
            + $"port {fields.Number(element, "port", path):0} over {fields.Text(element, "transport", path)}";
        var result = fields.Text(element, "result", path);
        var title = fields.Text(fields.Object(element, "cause", path), "title", $"{path}.cause");
        return new(place, title.Length > 0 ? $"{result} ({title})" : result);
    }
}
