using Dialtone.Core.Publishing;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Publishing;

/// <summary>
/// Commands of RouterOS 7.16 and later: options, a set for each kind of asking, and a matcher of option 60 that gives
/// the set to phones alone.
/// </summary>
internal static class MikroTikDhcpText
{
    public static IEnumerable<string> Of(DhcpPublication publication)
    {
        yield return "# dhcp1 stands for your server, pool1 for its pool. Before 7.16, leave out matching-type.";
        yield return "/ip dhcp-server option";
        yield return $"add name=uc-120 code=120 value=0x{Hex(publication.SipServers)}";
        yield return $"add name=uc-43 code=43 value=0x{Hex(publication.UcVendor)}";
        if (publication.Vlan is not null)
        {
            yield return $"add name=uc-vlan-43 code=43 value=0x{Hex(publication.VoiceVlan)}";
        }

        if (publication.Enterprise is not null)
        {
            yield return $"add name=uc-125 code=125 value=0x{Hex(publication.EnterpriseVendor)}";
        }

        if (publication.Domain is { } domain)
        {
            yield return $"add name=uc-15 code=15 value=\"'{domain}'\"";
        }

        foreach (var line in Sets(publication).Concat(Of6(publication)))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Sets(DhcpPublication publication)
    {
        var common = (publication.Enterprise is null ? "" : ",uc-125") + (publication.Domain is null ? "" : ",uc-15");
        yield return "/ip dhcp-server option sets";
        yield return $"add name=uc-phones options=uc-120,uc-43{common}";
        if (publication.Vlan is not null)
        {
            yield return $"add name=uc-phones-vlan options=uc-vlan-43{common}";
        }

        yield return "/ip dhcp-server matcher";
        yield return Matcher("uc-phones", UcVendorOption.VendorClass);
        if (publication.Vlan is not null)
        {
            yield return Matcher("uc-phones-vlan", VoiceVlanOption.VendorClass);
        }
    }

    private static IEnumerable<string> Of6(DhcpPublication publication)
    {
        yield return "/ipv6 dhcp-server option";
        yield return $"add name=uc-21 code=21 value=0x{Hex(publication.SipServerNames6)}";
        if (!publication.Addresses6.IsEmpty)
        {
            yield return $"add name=uc-22 code=22 value=0x{Hex(publication.SipServerAddresses6)}";
        }

        yield return "/ipv6 dhcp-server set [find name=dhcp1] dhcp-option=uc-21"
            + (publication.Addresses6.IsEmpty ? "" : ",uc-22");
    }

    private static string Matcher(string set, string vendorClass) =>
        $"add name={set} server=dhcp1 address-pool=pool1 code=60 value=\"{vendorClass}\" matching-type=exact "
        + $"option-set={set}";

    private static string Hex(byte[] value) => Convert.ToHexStringLower(value);
}
