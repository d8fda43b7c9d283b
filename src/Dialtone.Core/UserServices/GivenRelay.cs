using Dialtone.Wire.Addresses;

namespace Dialtone.Core.UserServices;

/// <summary>An A/V Edge Server given by hand: the address of its inner side as a rule.</summary>
/// <param name="Address">The address.</param>
/// <param name="UdpPort">The port for UDP.</param>
/// <param name="TcpPort">The port for TCP.</param>
public sealed record GivenRelay(IpAddress Address, ushort UdpPort, ushort TcpPort);
