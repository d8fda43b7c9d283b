using Dialtone.Core.Publishing;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Publishing;

/// <summary>
/// The cmdlets of the module DhcpServer: a vendor class, a definition for each option as BinaryData, and its value as
/// strings of bytes.
/// </summary>
internal static class PowerShellDhcpText
{
    private const int BytesInLine = 12;

    public static IEnumerable<string> Of(DhcpPublication publication)
    {
        yield return "# Values for the whole server. For one scope, give Set-DhcpServerv4OptionValue -ScopeId too.";
        foreach (var line in Define("120", "UCSipServer", publication.SipServers, vendorClass: null))
        {
            yield return line;
        }

        yield return "";
        yield return "Add-DhcpServerv4Class -Name MSUCClient -Type Vendor "
            + $"-Data '{UcVendorOption.VendorClass}' -Description 'UC phones'";
        foreach (var line in publication.SubOptions
            .SelectMany(sub => Define($"{(byte)sub.Code}", sub.Name, sub.ToBytes(), "MSUCClient")))
        {
            yield return line;
        }

        foreach (var line in Vlan(publication).Concat(Others(publication)).Concat(Of6(publication)))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Vlan(DhcpPublication publication) => publication.Vlan is not { } vlan ? [] :
    [
        "",
        "Add-DhcpServerv4Class -Name CPEOCPHONE -Type Vendor "
            + $"-Data '{VoiceVlanOption.VendorClass}' -Description 'UC phones that ask for their VLAN'",
        $"Add-DhcpServerv4OptionDefinition -VendorClass CPEOCPHONE -OptionId {VoiceVlanOption.SubOption} "
            + "-Name VLANID -Type Word",
        $"Set-DhcpServerv4OptionValue -VendorClass CPEOCPHONE -OptionId {VoiceVlanOption.SubOption} -Value {vlan.Id}",
    ];

    private static IEnumerable<string> Others(DhcpPublication publication)
    {
        if (publication.Enterprise is not null)
        {
            yield return "";
            foreach (var line in Define("125", "VendorIdentifying", publication.EnterpriseVendor, vendorClass: null))
            {
                yield return line;
            }
        }

        if (publication.Domain is { } domain)
        {
            yield return "";
            yield return $"Set-DhcpServerv4OptionValue -DnsDomain '{domain}'";
        }
    }

    // Both options are defined on every server.
    private static IEnumerable<string> Of6(DhcpPublication publication)
    {
        yield return "";
        yield return "# DHCPv6, where phones use it.";
        yield return $"Set-DhcpServerv6OptionValue -OptionId 21 -Value '{publication.Registrar}'";
        if (!publication.Addresses6.IsEmpty)
        {
            var addresses = publication.Addresses6.Select(address => $"'{address}'");
            yield return $"Set-DhcpServerv6OptionValue -OptionId 22 -Value {string.Join(',', addresses)}";
        }
    }

    private static IEnumerable<string> Define(string option, string name, byte[] value, string? vendorClass)
    {
        var vendor = vendorClass is null ? "" : $"-VendorClass {vendorClass} ";
        yield return $"Add-DhcpServerv4OptionDefinition {vendor}-OptionId {option} -Name {name} -Type BinaryData";
        yield return $"Set-DhcpServerv4OptionValue {vendor}-OptionId {option} -Value @(";
        foreach (var line in value.Chunk(BytesInLine).Index())
        {
            var end = (line.Index + 1) * BytesInLine >= value.Length ? ")" : ",";
            yield return $"    {string.Join(',', line.Item.Select(each => $"'0x{each:X2}'"))}{end}";
        }
    }
}
