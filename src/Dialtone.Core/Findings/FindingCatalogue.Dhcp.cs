using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>11xx: DHCP.</content>
public static partial class FindingCatalogue
{
    /// <summary>DT1101.</summary>
    public static FindingDefinition DhcpNoAnswer => field ??= new(
        new(1101), "dhcp-no-answer", Step.Dhcp, FindingSeverity.Blocking,
        "No DHCP server answered",
        "The device broadcast a DHCPINFORM with the vendor class MS-UC-Client on {interface} and nobody answered it. "
            + "Servers that lease addresses may still ignore a DHCPINFORM, and relays may not pass it on.",
        [
            new(Audience.NetworkAdministrator,
                "Let the DHCP server of this network answer DHCPINFORM, and its relay pass it on.",
                "dialtone dhcp ask"),
        ])
    {
        Source = "RFC 2131 section 4.4.3",
    };

    private static IEnumerable<FindingDefinition> Dhcp()
    {
        yield return DhcpNoAnswer;
    }
}
