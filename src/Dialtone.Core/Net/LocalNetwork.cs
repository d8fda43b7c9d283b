using System.Collections.Immutable;
using Dialtone.Core.Exchange.Dhcp;
using Dialtone.Core.Exchange.Dhcp6;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Net;

/// <summary>
/// What a device has to know of the network that its machine is on, and is told anew when the machine has moved.
/// </summary>
public sealed record LocalNetwork
{
    /// <summary>The DNS servers, in the order in which they are asked.</summary>
    public required ImmutableArray<EndPointAddress> DnsServers { get; init; }

    /// <summary>Which addresses are asked for, and their order.</summary>
    public required AddressFamilies Families { get; init; }

    /// <summary>The interface on which DHCP is asked; <c>null</c> where none can be.</summary>
    public DhcpInterface? DhcpInterface { get; init; }

    /// <summary>Why there is none, for people.</summary>
    public string DhcpInterfaceMissing { get; init; } = "";

    /// <summary>The interface on which DHCPv6 is asked; <c>null</c> where none can be.</summary>
    public Dhcp6Interface? Dhcp6Interface { get; init; }

    /// <summary>Why there is none, for people.</summary>
    public string Dhcp6InterfaceMissing { get; init; } = "";
}
