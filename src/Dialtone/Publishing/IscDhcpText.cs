using Dialtone.Core.Publishing;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Publishing;

/// <summary>
/// Statements of dhcpd.conf. Options 120 and 125 are defined as bytes under names of their own, since versions differ
/// in whether they know them.
/// </summary>
internal static class IscDhcpText
{
    public static IEnumerable<string> Of(DhcpPublication publication)
    {
        yield return "# dhcpd answers a DHCPINFORM only where it is authoritative for the subnet.";
        yield return "authoritative;";
        yield return "option uc-sip-servers code 120 = string;";
        yield return $"option uc-sip-servers {Colons(publication.SipServers)};";
        foreach (var line in Others(publication))
        {
            yield return line;
        }

        yield return "option space MSUC;";
        foreach (var sub in publication.SubOptions)
        {
            yield return $"option MSUC.{sub.Name} code {(byte)sub.Code} = text;";
        }

        yield return "class \"uc-phones\" {";
        yield return $"  match if option vendor-class-identifier = \"{UcVendorOption.VendorClass}\";";
        yield return "  vendor-option-space MSUC;";
        foreach (var sub in publication.SubOptions)
        {
            yield return $"  option MSUC.{sub.Name} \"{sub.Text}\";";
        }

        yield return "}";
        foreach (var line in Vlan(publication))
        {
            yield return line;
        }
    }

    public static IEnumerable<string> Of6(DhcpPublication publication)
    {
        yield return $"option dhcp6.sip-servers-names \"{publication.Registrar}\";";
        if (!publication.Addresses6.IsEmpty)
        {
            yield return $"option dhcp6.sip-servers-addresses {string.Join(", ", publication.Addresses6)};";
        }
    }

    private static IEnumerable<string> Others(DhcpPublication publication)
    {
        if (publication.Enterprise is not null)
        {
            yield return "option uc-vendor-identifying code 125 = string;";
            yield return $"option uc-vendor-identifying {Colons(publication.EnterpriseVendor)};";
        }

        if (publication.Domain is { } domain)
        {
            yield return $"option domain-name \"{domain}\";";
        }
    }

    private static IEnumerable<string> Vlan(DhcpPublication publication) => publication.Vlan is not { } vlan ? [] :
    [
        "option space OCPHONE;",
        $"option OCPHONE.VLANID code {VoiceVlanOption.SubOption} = unsigned integer 16;",
        "class \"uc-phones-vlan\" {",
        $"  match if option vendor-class-identifier = \"{VoiceVlanOption.VendorClass}\";",
        "  vendor-option-space OCPHONE;",
        $"  option OCPHONE.VLANID {vlan.Id};",
        "}",
    ];

    private static string Colons(byte[] value) => DhcpConfiguration.Hex(value, ":");
}
