using System.Collections.Immutable;
using System.Text.Json;

namespace Dialtone.Reports.Compare;

/// <summary>What one DHCP server said, as it was written.</summary>
/// <param name="Protocol"><c>DHCP</c> or <c>DHCPv6</c>.</param>
/// <param name="Server">Its address.</param>
/// <param name="Options">What it gave, each by the name of its option.</param>
internal sealed record RecordedDhcpServer(
    string Protocol, string Server, ImmutableSortedDictionary<string, string> Options)
{
    public static ImmutableArray<RecordedDhcpServer> ReadAll(RecordFields fields, JsonElement discovery) =>
    [
        .. fields.Items(discovery, "dhcp", "discovery")
            .SelectMany(each => fields.Items(each.Element, "answers", each.Path))
            .Select(each => Read(fields, each, "DHCP", "option 120", "option 120")),
        .. fields.Items(discovery, "dhcp6", "discovery")
            .SelectMany(each => fields.Items(each.Element, "answers", each.Path))
            .Select(each => Read(fields, each, "DHCPv6", "option 21", "option 22")),
    ];

    private static RecordedDhcpServer Read(
        RecordFields fields, (JsonElement Element, string Path) item, string protocol, string names, string addresses)
    {
        var (element, path) = item;
        var options = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [$"names ({names})"] = string.Join(", ", fields.Texts(element, "registrarNames", path)),
            [$"addresses ({addresses})"] = string.Join(", ", fields.Texts(element, "registrarAddresses", path)),
            [$"fault of {names}"] = fields.Text(element, "registrarFault", path),
            ["Web Services (option 43)"] = fields.Text(element, "webServicesUrl", path),
            ["fault of option 43"] = fields.Text(element, "webServicesFault", path),
        };
        var server = fields.Text(element, "server", path);
        return new(protocol, server, options.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }
}
