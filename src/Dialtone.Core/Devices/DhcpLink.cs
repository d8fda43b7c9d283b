using System.Collections.Immutable;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Devices;

/// <summary>The link on which DHCP is asked.</summary>
public sealed record DhcpLink
{
    /// <summary>The interface's name; <c>null</c> leaves the choice to the system.</summary>
    public string? Interface { get; init; }

    /// <summary>The device's own address (<c>ciaddr</c>).</summary>
    public required IpAddress Address { get; init; }

    /// <summary>The hardware address (<c>chaddr</c>), 6 bytes.</summary>
    public ImmutableArray<byte> HardwareAddress { get; init; } = [0, 0, 0, 0, 0, 0];

    /// <summary>Where the question goes: broadcast, or a server by address.</summary>
    public EndPointAddress Server { get; init; } = new(IpAddress.Broadcast, 67);

    /// <summary>The client port; 68 where answers are sent to it, another where the server answers to the source.</summary>
    public ushort LocalPort { get; init; } = 68;
}
