using System.Collections.Immutable;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Mras;

namespace Dialtone.Lab.Nodes;

/// <summary>A Media Relay as its authentication service knows it.</summary>
/// <param name="Location">The side that it listens on.</param>
/// <param name="Host">Its name.</param>
/// <param name="Address">Its address.</param>
/// <param name="UdpPort">Its port for UDP.</param>
/// <param name="TcpPort">Its port for TCP.</param>
public sealed record KnownRelay(
    MrasLocation Location, HostName Host, IpAddress Address, ushort UdpPort, ushort TcpPort);

/// <summary>What a Media Relay Authentication Service is when it works.</summary>
public sealed record RelayAuthenticationSettings
{
    /// <summary>Its URI, which in-band provisioning tells.</summary>
    public required string Uri { get; init; }

    /// <summary>The SIP domain.</summary>
    public required HostName Domain { get; init; }

    /// <summary>The realm of the relays.</summary>
    public required string Realm { get; init; }

    /// <summary>The relays that it makes credentials for.</summary>
    public required ImmutableArray<KnownRelay> Relays { get; init; }

    /// <summary>The keys that it shares with them.</summary>
    public required MrasKeys Keys { get; init; }

    /// <summary>Keys that no relay has, for <see cref="RelayAuthenticationBehaviour.HasForeignKeys"/>.</summary>
    public required MrasKeys ForeignKeys { get; init; }

    /// <summary>The longest life of credentials, and that of those for which nothing is asked.</summary>
    public TimeSpan DurationMax { get; init; } = TimeSpan.FromHours(8);
}
