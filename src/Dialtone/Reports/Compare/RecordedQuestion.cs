using System.Collections.Immutable;
using System.Text.Json;

namespace Dialtone.Reports.Compare;

/// <summary>A question of DNS as it was written, with its answer.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type of records: <c>srv</c>, <c>naptr</c>, or <c>address</c> for both of addresses.</param>
/// <param name="Status">What became of it: <c>answered</c>.</param>
/// <param name="Records">The records, in words.</param>
/// <param name="Servers">The servers whose word that is.</param>
/// <param name="OtherServers">Servers that said something else, or nothing.</param>
internal sealed record RecordedQuestion(
    string Name, string Type, string Status, ImmutableSortedSet<string> Records, ImmutableSortedSet<string> Servers,
    ImmutableSortedSet<string> OtherServers)
{
    /// <summary>Whether anything is known by it: it was asked, and its answer was waited for.</summary>
    public bool IsKnown => Status is not ("" or "not-asked" or "not-awaited");

    /// <summary>Whether there are records.</summary>
    public bool IsAnswered => Status == "answered";

    public static ImmutableArray<RecordedQuestion> ReadAll(RecordFields fields, JsonElement discovery) =>
    [
        .. fields.Items(discovery, "dns", "discovery").Select(each => Read(
            fields, each, fields.Text(each.Element, "type", each.Path),
            [.. fields.Items(each.Element, "records", each.Path).Select(record => Record(fields, record))])),
        .. fields.Items(discovery, "addresses", "discovery").Select(each => Read(
            fields, each, "address", fields.Texts(each.Element, "addresses", each.Path))),
    ];

    private static RecordedQuestion Read(
        RecordFields fields, (JsonElement Element, string Path) item, string type, ImmutableSortedSet<string> records)
    {
        var (element, path) = item;
        var status = fields.Text(element, "status", path);
        var tries = fields.Items(element, "tries", path).Select(each => (
            Server: ServerOf(fields.Text(each.Element, "server", each.Path)),
            Status: fields.Text(each.Element, "status", each.Path))).ToList();
        var server = ServerOf(fields.Text(element, "server", path));
        return new(
            fields.Text(element, "name", path), type, status, records,
            [.. tries.Where(each => each.Status == status).Select(each => each.Server)
                .Append(server).Where(each => each.Length > 0)],
            [.. tries.Where(each => each.Status != status).Select(each => each.Server)]);
    }

    private static string Record(RecordFields fields, (JsonElement Element, string Path) item)
    {
        var (element, path) = item;
        return element.TryGetProperty("host", out _)
            ? $"{fields.Text(element, "host", path)}:{fields.Number(element, "port", path):0} "
                + $"(priority {fields.Number(element, "priority", path):0}, "
                + $"weight {fields.Number(element, "weight", path):0})"
            : $"{fields.Text(element, "services", path)} to {fields.Text(element, "replacement", path)} "
                + $"(order {fields.Number(element, "order", path):0}, "
                + $"preference {fields.Number(element, "preference", path):0})";
    }

    /// <summary>A server without the port that all of them have.</summary>
    private static string ServerOf(string endPoint) =>
        endPoint.EndsWith(":53", StringComparison.Ordinal) ? endPoint[..^":53".Length].Trim('[', ']') : endPoint;
}
