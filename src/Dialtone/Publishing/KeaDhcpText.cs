using Dialtone.Core.Publishing;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Publishing;

/// <summary>
/// Members of <c>Dhcp4</c> and <c>Dhcp6</c>, as its include directive takes them. Each vendor class has a space of its
/// own for the sub-options of option 43.
/// </summary>
internal static class KeaDhcpText
{
    public static IEnumerable<string> Of(DhcpPublication publication)
    {
        yield return "# Option 43 is for phones alone; all others get option 120 at most, which they ignore.";
        yield return "\"option-def\": [";
        foreach (var line in Joined(Definitions(publication)))
        {
            yield return line;
        }

        yield return "],";
        yield return "\"client-classes\": [";
        foreach (var line in ClassOf(
            "uc-phones", UcVendorOption.VendorClass, "msuc",
            publication.SubOptions.Select(sub =>
                $"{{ \"space\": \"msuc\", \"name\": \"{sub.Name}\", \"data\": \"{sub.Text}\" }}"),
            publication.Vlan is null ? "" : ","))
        {
            yield return line;
        }

        if (publication.Vlan is { } vlan)
        {
            foreach (var line in ClassOf(
                "uc-phones-vlan", VoiceVlanOption.VendorClass, "ocphone",
                [$"{{ \"space\": \"ocphone\", \"name\": \"VLANID\", \"data\": \"{vlan.Id}\" }}"], ""))
            {
                yield return line;
            }
        }

        yield return "],";
        yield return "\"option-data\": [";
        foreach (var line in Joined(Everybody(publication)))
        {
            yield return line;
        }

        yield return "]";
    }

    public static IEnumerable<string> Of6(DhcpPublication publication)
    {
        yield return "\"option-data\": [";
        foreach (var line in Joined(
        [
            $"{{ \"name\": \"sip-server-dns\", \"data\": \"{publication.Registrar}\" }}",
            .. publication.Addresses6.IsEmpty
                ? Array.Empty<string>()
                : [$"{{ \"name\": \"sip-server-addr\", \"data\": \"{string.Join(", ", publication.Addresses6)}\" }}"],
        ]))
        {
            yield return line;
        }

        yield return "]";
    }

    private static IEnumerable<string> Definitions(DhcpPublication publication)
    {
        foreach (var sub in publication.SubOptions)
        {
            yield return $"{{ \"space\": \"msuc\", \"name\": \"{sub.Name}\", \"code\": {(byte)sub.Code}, "
                + "\"type\": \"string\" }";
        }

        if (publication.Vlan is not null)
        {
            yield return $"{{ \"space\": \"ocphone\", \"name\": \"VLANID\", \"code\": {VoiceVlanOption.SubOption}, "
                + "\"type\": \"uint16\" }";
        }
    }

    private static IEnumerable<string> ClassOf(
        string name, string vendorClass, string space, IEnumerable<string> values, string end) =>
    [
        "  {",
        $"    \"name\": \"{name}\",",
        $"    \"test\": \"option[60].text == '{vendorClass}'\",",
        "    \"option-def\": [",
        "      { \"name\": \"vendor-encapsulated-options\", \"code\": 43, \"type\": \"empty\", "
            + $"\"encapsulate\": \"{space}\" }}",
        "    ],",
        "    \"option-data\": [",
        .. Joined(["{ \"name\": \"vendor-encapsulated-options\" }", .. values]).Select(line => "    " + line),
        "    ]",
        "  }" + end,
    ];

    private static IEnumerable<string> Everybody(DhcpPublication publication)
    {
        yield return Bytes(120, publication.SipServers);
        if (publication.Enterprise is not null)
        {
            yield return Bytes(125, publication.EnterpriseVendor);
        }

        if (publication.Domain is { } domain)
        {
            yield return $"{{ \"name\": \"domain-name\", \"data\": \"{domain}\" }}";
        }
    }

    private static string Bytes(int code, byte[] value) =>
        $"{{ \"code\": {code}, \"csv-format\": false, \"data\": \"{Convert.ToHexString(value)}\" }}";

    private static IEnumerable<string> Joined(IEnumerable<string> entries)
    {
        var all = entries.ToList();
        return all.Select((entry, at) => $"  {entry}{(at < all.Count - 1 ? "," : "")}");
    }
}
