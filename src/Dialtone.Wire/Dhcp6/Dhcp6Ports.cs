using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Dhcp6;

/// <summary>Where DHCPv6 is spoken (RFC 8415 sections 7.1 and 7.2).</summary>
public static class Dhcp6Ports
{
    /// <summary>The UDP port that clients listen on.</summary>
    public const ushort Client = 546;

    /// <summary>The UDP port that servers and relays listen on.</summary>
    public const ushort Server = 547;

    /// <summary>All_DHCP_Relay_Agents_and_Servers: every server and relay on the link.</summary>
    public static IpAddress Everybody { get; } = IpAddress.Parse("ff02::1:2");
}
