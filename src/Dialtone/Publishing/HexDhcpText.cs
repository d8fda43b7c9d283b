using Dialtone.Core.Publishing;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Publishing;

/// <summary>The values as bytes, for a server that has no syntax of its own here.</summary>
internal static class HexDhcpText
{
    public static IEnumerable<string> Of(DhcpPublication publication)
    {
        yield return Line("Option 60 of a phone", DhcpPublication.PhoneClass, UcVendorOption.VendorClass);
        yield return Line("Option 120", publication.SipServers, $"{publication.Registrar}");
        yield return Line(
            $"Option 43 for {UcVendorOption.VendorClass}", publication.UcVendor, publication.WebServices.Url);
        foreach (var sub in publication.SubOptions)
        {
            yield return Line($"  sub-option {(byte)sub.Code} {sub.Name}", sub.ToBytes(), sub.Text);
        }

        if (publication.Vlan is { } vlan)
        {
            yield return Line(
                $"Option 43 for {VoiceVlanOption.VendorClass}", publication.VoiceVlan, $"VLAN {vlan.Id}");
        }

        if (publication.Enterprise is { } enterprise)
        {
            yield return Line(
                "Option 125", publication.EnterpriseVendor, $"enterprise {enterprise}, the same sub-options");
        }

        if (publication.Domain is { } domain)
        {
            yield return Line("Option 15", System.Text.Encoding.ASCII.GetBytes(domain.Text), domain.Text);
        }

        yield return Line("DHCPv6 option 21", publication.SipServerNames6, $"{publication.Registrar}");
        if (!publication.Addresses6.IsEmpty)
        {
            yield return Line(
                "DHCPv6 option 22", publication.SipServerAddresses6, string.Join(", ", publication.Addresses6));
        }
    }

    private static string Line(string name, byte[] value, string meaning) =>
        $"{$"{name}, {value.Length} bytes",-46}  {Convert.ToHexString(value)}  ({meaning})";
}
