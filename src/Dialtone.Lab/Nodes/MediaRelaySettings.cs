using System.Collections.Immutable;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Mras;

namespace Dialtone.Lab.Nodes;

/// <summary>What a Media Relay is when it works.</summary>
public sealed record MediaRelaySettings
{
    /// <summary>Its name.</summary>
    public required HostName Name { get; init; }

    /// <summary>
    /// What it speaks: MS-TURN, with credentials made by MRAS, over TCP behind a pretended TLS handshake and in frames;
    /// or TURN of RFC 8656, with users and passwords.
    /// </summary>
    public required RelayDialect Dialect { get; init; }

    /// <summary>Where it takes datagrams.</summary>
    public required EndPointAddress Udp { get; init; }

    /// <summary>Where it listens for connections.</summary>
    public required EndPointAddress Tcp { get; init; }

    /// <summary>The realm of its challenges.</summary>
    public required string Realm { get; init; }

    /// <summary>
    /// The keys that it shares with MRAS; <c>null</c> for a relay of RFC 8656.
    /// </summary>
    public MrasKeys? Keys { get; init; }

    /// <summary>The passwords of the users of a relay of RFC 8656, by user.</summary>
    public IReadOnlyDictionary<string, string> Passwords { get; init; } =
        ImmutableDictionary<string, string>.Empty;

    /// <summary>How long an allocation lives for a client that asks for nothing, or less.</summary>
    public TimeSpan LifetimeDefault { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest life of an allocation.</summary>
    public TimeSpan LifetimeMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a nonce is taken.</summary>
    public TimeSpan NonceLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The first of the ports that relayed addresses have, an even one. Each allocation has one, and the odd one behind
    /// it is nobody's, as EVEN-PORT wants it (RFC 8656 section 18.5).
    /// </summary>
    public ushort RelayedPortMin { get; init; } = 50_000;

    /// <summary>The most allocations at a time: so many even ports there are.</summary>
    public int AllocationsMax { get; init; } = 5_000;

    /// <summary>The most allocations of one user at a time.</summary>
    public int AllocationsPerUserMax { get; init; } = 32;

    /// <summary>
    /// The most connections at a time. For one more the oldest without an allocation is closed; where there is none,
    /// the new one.
    /// </summary>
    public int ConnectionsMax { get; init; } = 1_000;

    /// <summary>How long a connection may stand without an allocation.</summary>
    public TimeSpan NewcomerTimeMax { get; init; } = TimeSpan.FromSeconds(32);
}
