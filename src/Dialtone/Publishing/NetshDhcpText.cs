using Dialtone.Core.Publishing;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Publishing;

/// <summary>The commands that DHCPUtil's script gives to netsh, on the server itself.</summary>
internal static class NetshDhcpText
{
    private const string Server = "netsh dhcp server";

    public static IEnumerable<string> Of(DhcpPublication publication)
    {
        yield return "rem For one scope: netsh dhcp server scope 192.0.2.0 set optionvalue ...";
        yield return $"{Server} add optiondef 120 UCSipServer BINARY 0 comment=\"SIP server of UC phones\"";
        yield return $"{Server} set optionvalue 120 BINARY {Convert.ToHexString(publication.SipServers)}";
        yield return $"{Server} add class MSUCClient \"UC phones\" \"{UcVendorOption.VendorClass}\" 1";
        foreach (var sub in publication.SubOptions)
        {
            yield return $"{Server} add optiondef {(byte)sub.Code} {sub.Name} BINARY 0 vendor=MSUCClient";
            yield return $"{Server} set optionvalue {(byte)sub.Code} BINARY vendor=MSUCClient "
                + Convert.ToHexString(sub.ToBytes());
        }

        if (publication.Vlan is { } vlan)
        {
            yield return $"{Server} add class CPEOCPHONE \"VLAN of UC phones\" \"{VoiceVlanOption.VendorClass}\" 1";
            yield return $"{Server} add optiondef {VoiceVlanOption.SubOption} VLANID WORD 0 vendor=CPEOCPHONE";
            yield return $"{Server} set optionvalue {VoiceVlanOption.SubOption} WORD vendor=CPEOCPHONE {vlan.Id}";
        }

        if (publication.Enterprise is not null)
        {
            yield return $"{Server} add optiondef 125 VendorIdentifying BINARY 0";
            yield return $"{Server} set optionvalue 125 BINARY {Convert.ToHexString(publication.EnterpriseVendor)}";
        }

        if (publication.Domain is { } domain)
        {
            yield return $"{Server} set optionvalue 015 STRING \"{domain}\"";
        }

        yield return $"{Server} v6 set optionvalue 21 STRING \"{publication.Registrar}\"";
        if (!publication.Addresses6.IsEmpty)
        {
            yield return $"{Server} v6 set optionvalue 22 IPV6ADDRESS {string.Join(' ', publication.Addresses6)}";
        }
    }
}
