using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Core.Exchange.Dhcp;

/// <summary>The interface that asks.</summary>
/// <param name="Address">Its IPv4 address, to which servers answer.</param>
/// <param name="HardwareAddress">Its hardware address, which an answer must repeat.</param>
/// <param name="Name">Its name in the system; <c>null</c> lets the system choose where the question leaves.</param>
public sealed record DhcpInterface(IpAddress Address, HardwareAddress HardwareAddress, string? Name = null);
