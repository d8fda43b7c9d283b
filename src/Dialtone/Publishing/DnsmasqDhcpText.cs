using Dialtone.Core.Publishing;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Publishing;

/// <summary>
/// Lines of dnsmasq.conf. What it is to send as text is quoted: it takes <c>443</c> for a number. It sends sub-options
/// last to first, so that they stand here in reverse.
/// </summary>
internal static class DnsmasqDhcpText
{
    public static IEnumerable<string> Of(DhcpPublication publication)
    {
        yield return $"dhcp-option=option:sip-server,{publication.Registrar}";
        foreach (var sub in publication.SubOptions.Reverse())
        {
            yield return $"dhcp-option=vendor:{UcVendorOption.VendorClass},{(byte)sub.Code},\"{sub.Text}\"";
        }

        if (publication.Vlan is { } vlan)
        {
            var id = DhcpConfiguration.Hex([(byte)(vlan.Id >> 8), (byte)vlan.Id], ":");
            yield return $"dhcp-option=vendor:{VoiceVlanOption.VendorClass},{VoiceVlanOption.SubOption},{id}";
        }

        if (publication.Enterprise is { } enterprise)
        {
            foreach (var sub in publication.SubOptions.Reverse())
            {
                yield return $"dhcp-option=vi-encap:{enterprise},{(byte)sub.Code},\"{sub.Text}\"";
            }
        }

        if (publication.Domain is { } domain)
        {
            yield return $"dhcp-option=option:domain-name,{domain}";
        }

        yield return $"dhcp-option=option6:sip-server-domain,{publication.Registrar}";
        if (!publication.Addresses6.IsEmpty)
        {
            var addresses = publication.Addresses6.Select(address => $"[{address}]");
            yield return $"dhcp-option=option6:sip-server,{string.Join(',', addresses)}";
        }
    }
}
