using Dialtone.Core.Publishing;

namespace Dialtone.Publishing;

/// <summary>
/// A pool of IOS, which gives every client the same option 43: the VLAN stands in it beside the rest, and other devices
/// that look for option 43 need a pool of their own.
/// </summary>
internal static class CiscoIosDhcpText
{
    private const int BytesInGroup = 2;

    public static IEnumerable<string> Of(DhcpPublication publication)
    {
        yield return "! IOS cannot choose by vendor class: every client of the pool gets this option 43. Give phones a";
        yield return "! pool of their own.";
        yield return "ip dhcp pool UC-PHONES";
        yield return $" option 120 hex {Dotted(publication.SipServers)}";
        yield return $" option 43 hex {Dotted([.. publication.UcVendor, .. publication.VoiceVlan])}";
        if (publication.Enterprise is not null)
        {
            yield return $" option 125 hex {Dotted(publication.EnterpriseVendor)}";
        }

        if (publication.Domain is { } domain)
        {
            yield return $" domain-name {domain}";
        }

        yield return "!";
        yield return "ipv6 dhcp pool UC-PHONES6";
        yield return $" sip domain-name {publication.Registrar}";
        foreach (var address in publication.Addresses6)
        {
            yield return $" sip address {address}";
        }
    }

    private static string Dotted(byte[] value) =>
        string.Join('.', value.Chunk(BytesInGroup).Select(group => Convert.ToHexStringLower(group)));
}
