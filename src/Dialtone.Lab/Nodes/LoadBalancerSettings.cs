using System.Collections.Immutable;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Nodes;

/// <summary>What a hardware load balancer is when it works.</summary>
public sealed record LoadBalancerSettings
{
    /// <summary>The address that clients are given for the pool.</summary>
    public required IpAddress Address { get; init; }

    /// <summary>The TCP ports that it takes, and passes on to the same ports. The first is the one it checks.</summary>
    public required ImmutableArray<ushort> Ports { get; init; }

    /// <summary>The Front Ends behind it, in the order in which they take turns.</summary>
    public required ImmutableArray<IpAddress> Members { get; init; }

    /// <summary>How often it connects to each member to see whether it lives.</summary>
    public TimeSpan HealthInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a member may take to accept a connection.</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The most connections of clients at a time; one more is closed.</summary>
    public int ConnectionsMax { get; init; } = 10_000;

    /// <summary>
    /// The most bytes that are kept of a client while its member has not accepted; a client that says more is closed.
    /// </summary>
    public int WaitingBytesMax { get; init; } = 65_536;
}
