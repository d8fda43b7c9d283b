using System.Collections.Immutable;
using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <summary>A pool behind an access proxy.</summary>
/// <param name="Pool">Its name, which its certificate must bear.</param>
/// <param name="Addresses">Its addresses, tried in this order.</param>
public sealed record AccessProxyHop(HostName Pool, ImmutableArray<EndPointAddress> Addresses);

/// <summary>What an access proxy (Access Edge) is when it works.</summary>
public sealed record AccessProxySettings
{
    /// <summary>Its own name: <c>sip.contoso.example</c>.</summary>
    public required HostName Name { get; init; }

    /// <summary>Where it listens for TLS.</summary>
    public required EndPointAddress Tls { get; init; }

    /// <summary>Where it listens for plain TCP.</summary>
    public required EndPointAddress Tcp { get; init; }

    /// <summary>The certificate that it presents, by the name the host knows it by.</summary>
    public required string TlsIdentity { get; init; }

    /// <summary>
    /// The pools behind it, over TLS: the user's home first, where it is known, and then the others, in this order. A
    /// real access proxy has one next hop, which passes on to the home pool.
    /// </summary>
    public required ImmutableArray<AccessProxyHop> NextHops { get; init; }

    /// <summary>How long one address may take to stand with TLS.</summary>
    public TimeSpan NextHopLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>As <see cref="RegistrarSettings.ConnectionsMax"/>, of clients.</summary>
    public int ConnectionsMax { get; init; } = 10_000;

    /// <summary>
    /// How long a client's connection may stand before a request was answered with 200 on it: 64 times T1 for the
    /// challenge, and as much for the proof.
    /// </summary>
    public TimeSpan NewcomerTimeMax { get; init; } = TimeSpan.FromSeconds(64);

    /// <summary>
    /// How long a Front End may say nothing after it was asked: 64 times T1, when Timer F ends the transaction (RFC
    /// 3261 section 17.1.2.2). What it has not got by then is taken back.
    /// </summary>
    public TimeSpan AnswerTimeMax { get; init; } = TimeSpan.FromSeconds(32);

    /// <summary>What a peer may ask for. The longest body names all of a user's contacts.</summary>
    public SipLimits Limits { get; init; } = SipLimits.Default with { BodyBytesMax = 262_144 };
}
