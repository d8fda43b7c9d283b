using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Mras;

/// <summary>A Media Relay that an answer names: by host, or by address where that was asked for.</summary>
/// <param name="Location">On which side of the Edge it listens; null where the answer does not say.</param>
/// <param name="Host">Its name; null where it is named by its address.</param>
/// <param name="Address">Its address; null where it is named by its host.</param>
/// <param name="UdpPort">Its port for UDP; null where it is not reached so.</param>
/// <param name="TcpPort">Its port for TCP; null where it is not reached so.</param>
public sealed record MediaRelayOffer(
    MrasLocation? Location, HostName? Host, IpAddress? Address, ushort? UdpPort, ushort? TcpPort);
