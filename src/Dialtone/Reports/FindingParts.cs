using Dialtone.Core.Findings;

namespace Dialtone.Reports;

/// <summary>What the first two digits of a finding's code stand for.</summary>
public static class FindingParts
{
    /// <summary>The part of the way, for people: <c>DHCP</c> for <c>DT1101</c>.</summary>
    public static string Of(FindingCode code) => (code.Number / 100) switch
    {
        11 when code.Number % 100 >= 50 => "DHCPv6",
        11 => "DHCP",
        12 => "DNS, and internal SRV records",
        13 when code.Number % 100 >= 10 => "Lyncdiscover",
        13 => "External SRV records",
        14 => "Addresses of the Registrar",
        21 => "Connection",
        22 => "TLS and certificates",
        31 => "Registration",
        32 => "Authentication",
        33 => "Web Services, web ticket and client certificate",
        41 => "In-band provisioning",
        42 => "Media Relays",
        43 => "Contacts and presence",
        51 => "Memory and outages",
        61 => "Signing out",
        91 => "This machine",
        _ => "Other",
    };
}
