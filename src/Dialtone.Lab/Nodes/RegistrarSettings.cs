using System.Collections.Immutable;
using Dialtone.Core.Exchange.Sip;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Digest;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <summary>What a Front End is when it works.</summary>
public sealed record RegistrarSettings
{
    /// <summary>Its own name: <c>fe1.contoso.example</c>.</summary>
    public required HostName Name { get; init; }

    /// <summary>Where it listens for TLS.</summary>
    public required EndPointAddress Tls { get; init; }

    /// <summary>Where it listens for plain TCP.</summary>
    public required EndPointAddress Tcp { get; init; }

    /// <summary>Where it takes SIP over UDP; <c>null</c> where it does not, as the pools of Lync.</summary>
    public EndPointAddress? Udp { get; init; }

    /// <summary>The certificate that it presents, by the name the host knows it by.</summary>
    public required string TlsIdentity { get; init; }

    /// <summary>
    /// What a device of Lync's family may prove itself with over TLS and TCP, in this order. Everybody else does with
    /// Digest.
    /// </summary>
    public ImmutableArray<SipScheme> Schemes { get; init; } = [SipScheme.Digest];

    /// <summary>
    /// The hashes offered, one challenge each, in this order (RFC 8760 section 2.3: the one liked best first).
    /// </summary>
    public ImmutableArray<DigestAlgorithm> Algorithms { get; init; } = [DigestAlgorithm.Sha256, DigestAlgorithm.Md5];

    /// <summary>How long a nonce is taken.</summary>
    public TimeSpan NonceLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether each 200 names the nonce to use next.</summary>
    public bool GivesNextNonce { get; init; }

    /// <summary>
    /// The shortest registration of a device of Lync's family, in seconds (MinEndpointExpiration); it gets this when it
    /// asks for less.
    /// </summary>
    public uint ExpiresMin { get; init; } = 300;

    /// <summary>
    /// The shortest registration of any other phone, in seconds; one that asks for less is refused with 423 (RFC 3261
    /// section 10.3).
    /// </summary>
    public uint ExpiresRefusedBelow { get; init; } = 60;

    /// <summary>What a client gets that asks for nothing, in seconds (DefaultEndpointExpiration).</summary>
    public uint ExpiresDefault { get; init; } = 600;

    /// <summary>The longest registration, in seconds (MaxEndpointExpiration).</summary>
    public uint ExpiresMax { get; init; } = 900;

    /// <summary>The keep-alive interval agreed on in the 200, in seconds.</summary>
    public uint KeepAliveSeconds { get; init; } = 300;

    /// <summary>
    /// Whether it is a Director: it asks for credentials, redirects everybody to the home pool, and registers nobody.
    /// </summary>
    public bool IsDirector { get; init; }

    /// <summary>How often a phone of RFC 5626 is to send its keep-alive at the least, in seconds.</summary>
    public uint FlowTimerSeconds { get; init; } = 120;

    /// <summary>
    /// The route that a registered phone's requests are to take, each value as it stands in <c>Service-Route</c> (RFC
    /// 3608): <c>&lt;sip:fe1.contoso.example;lr&gt;</c>. Empty for none.
    /// </summary>
    public ImmutableArray<string> ServiceRoute { get; init; } = [];

    /// <summary>The <c>Server</c> header. Lync 2013 calls itself <c>RTC/5.0</c>.</summary>
    public string Server { get; init; } = "RTC/5.0";

    /// <summary>The timer values of transactions over UDP.</summary>
    public SipTimers Timers { get; init; } = SipTimers.Default;

    /// <summary>
    /// The most answers over UDP that are kept for requests that come again; one more drops the oldest. Only answers to
    /// users that have proved themselves are.
    /// </summary>
    public int TransactionsMax { get; init; } = 4096;

    /// <summary>
    /// The most connections at a time. For one more the oldest that no user has proved to be its own is closed; where
    /// there is none, the new one.
    /// </summary>
    public int ConnectionsMax { get; init; } = 10_000;

    /// <summary>
    /// How long a connection may stand before a user has proved on it who it is: 64 times T1, the time that a client
    /// has for one request.
    /// </summary>
    public TimeSpan NewcomerTimeMax { get; init; } = TimeSpan.FromSeconds(32);

    /// <summary>
    /// The most bytes of messages that are not complete, over all connections; the connection that goes beyond it is
    /// closed.
    /// </summary>
    public long BufferBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// What it gives a registered endpoint besides; <c>null</c> where there is nothing but registration.
    /// </summary>
    public RegistrarServices? Services { get; init; }

    /// <summary>
    /// The URL of the certificate provisioning service, which challenges of TLS-DSK name (<c>sts-uri</c>); empty for
    /// none.
    /// </summary>
    public string CertificateService { get; init; } = "";

    /// <summary>
    /// What certificates users have, which TLS-DSK is proved with; <c>null</c> where there are none.
    /// </summary>
    public PublishedCertificates? Certificates { get; init; }

    /// <summary>What a peer may ask for. The longest body is that which names all of a user's contacts.</summary>
    public SipLimits Limits { get; init; } = SipLimits.Default with { BodyBytesMax = 262_144 };
}
