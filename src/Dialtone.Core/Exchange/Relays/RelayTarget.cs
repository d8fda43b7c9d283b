using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Exchange.Relays;

/// <summary>A Media Relay at one address.</summary>
/// <param name="Host">Its name; empty where it is known by its address alone.</param>
/// <param name="EndPoint">Address and port.</param>
/// <param name="Transport">How it is reached.</param>
/// <param name="Dialect">What it speaks.</param>
public sealed record RelayTarget(
    HostName Host, EndPointAddress EndPoint, RelayTransport Transport, RelayDialect Dialect)
{
    /// <summary>The port for UDP of both dialects, and for TCP of RFC 8656.</summary>
    public const ushort StunPort = 3478;

    /// <summary>The port for TCP of an A/V Edge Server.</summary>
    public const ushort AvEdgeTcpPort = 443;
}
