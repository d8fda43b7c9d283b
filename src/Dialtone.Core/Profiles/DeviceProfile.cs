using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Exchange.Sip;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Core.Profiles;

/// <summary>What kind of device is played: everything in which the devices of this field differ.</summary>
public sealed record DeviceProfile
{
    /// <summary>The name people choose it by.</summary>
    public required string Name { get; init; }

    /// <summary>What it calls itself in <c>User-Agent</c>.</summary>
    public required string UserAgent { get; init; }

    /// <summary>Where it looks for its Registrar, first to last, for a SIP domain.</summary>
    public Func<HostName, ImmutableArray<Rung>> Ladder { get; init; } = Candidates.Ladder.LyncPhone;

    /// <summary>As what it asks DHCP.</summary>
    public DhcpPurpose Dhcp { get; init; }

    /// <summary>
    /// Whether a Registrar given by name alone is located by RFC 3263; else the name is used as it stands (S14).
    /// </summary>
    public bool LocatesTarget { get; init; }

    /// <summary>
    /// Once DNS has records, or has said that there are none, how long DHCP and NAPTR are still waited for before what
    /// is there is tried, and how long DHCP once DHCPv6 has an answer; <c>null</c> to wait for as long as they take. A
    /// link without a DHCP server, or a resolver that drops what it does not know, must not hold up a phone that knows
    /// where to go; one that is there answers in a round trip, as DNS did.
    /// </summary>
    public TimeSpan? SourcePatience { get; init; }

    /// <summary>
    /// Once one family of addresses is in, how long the other is waited for (<see cref="DnsSettings"/>): for a device
    /// that tries addresses by turns, the Resolution Delay of RFC 8305 section 3.
    /// </summary>
    public TimeSpan OtherFamilyTimeLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether DNS answers are forgotten after a registration (S5); else each lives for its TTL.</summary>
    public bool ForgetsDns { get; init; } = true;

    /// <summary>Which SRV targets it trusts (discovery, "strict DNS naming").</summary>
    public StrictDnsNaming StrictDnsNaming { get; init; } = StrictDnsNaming.Suffix;

    /// <summary>To which names a server's certificate may be made out.</summary>
    public CertificateNames CertificateNames { get; init; }

    /// <summary>In which order the addresses of one name are tried.</summary>
    public AddressOrder AddressOrder { get; init; } = AddressOrder.RandomWithinFamily;

    /// <summary>
    /// Whether Digest is answered on a connection without TLS. The documented order goes on to TCP (S3), and a TCP-only
    /// Registrar with Digest would be out of reach otherwise; the proof is a hash, never the password.
    /// </summary>
    public bool DigestWithoutTls { get; init; } = true;

    /// <summary>
    /// Whether memory is also used after Registrars were found and all of them failed. The documented phone does not:
    /// it uses memory only when nothing is found or nothing found has an address (S9).
    /// </summary>
    public bool MemoryAfterEveryFailure { get; init; }

    /// <summary>Whether it speaks SIP over UDP where TLS and TCP do not serve.</summary>
    public bool Udp { get; init; }

    /// <summary>
    /// Whether a cycle begins with the Registrar that registration last succeeded with (S6). Standard SIP asks DNS each
    /// time, whose records say where to go now (RFC 3263 section 4.3); what it answered before is there for its TTL.
    /// </summary>
    public bool KnownFirst { get; init; } = true;

    /// <summary>Which SIP it speaks.</summary>
    public SipDialect Dialect { get; init; }

    /// <summary>How it proves its user, first to last (<see cref="SchemeOrder"/>).</summary>
    public ImmutableArray<SipScheme> Schemes { get; init; } = SchemeOrder.Lync;

    /// <summary>
    /// Whether its Contact follows the address that the server saw it at (RFC 3581), which behind an address translator
    /// is not its own.
    /// </summary>
    public bool ContactAsSeen { get; init; }

    /// <summary>
    /// Whether the nonces of Digest are remembered over connections, so that the first REGISTER of the next one carries
    /// its proof already: a round trip less. They are not stored.
    /// </summary>
    public bool KeepsNonces { get; init; }

    /// <summary>
    /// When the first server is tried again by a device that is registered with another. The documented phone goes
    /// where its Registrar sends it.
    /// </summary>
    public FailbackPolicy Failback { get; init; }

    /// <summary>How its SIP connections behave.</summary>
    public SipChannelOptions Channel { get; init; } = SipChannelOptions.LyncPhone;

    /// <summary>
    /// Whether a candidate that failed lately is tried after all others. The documented phone keeps to its order (S3);
    /// only the addresses of one candidate change places.
    /// </summary>
    public bool MarksCandidates { get; init; }

    /// <summary>
    /// A Lync Phone Edition device: the six rungs of S3 and nothing else, one persistent TLS or TCP connection.
    /// </summary>
    public static DeviceProfile LyncPhone { get; } = new()
    {
        Name = "lync-phone",
        UserAgent = "CPE/4.0.7577.4463 OCPhone/4.0.7577.4463 (Dialtone)",
    };

    /// <summary>A client of Lync on a computer: what a phone does, but DNS before DHCP.</summary>
    public static DeviceProfile LyncClient { get; } = new()
    {
        Name = "lync-client",
        UserAgent = "UCCAPI/4.0.7577.4446 OC/4.0.7577.4446 (Dialtone)",
        Ladder = Candidates.Ladder.LyncClient,
        StrictDnsNaming = StrictDnsNaming.Identical,
    };

    /// <summary>A device of standard SIP: RFC 3261 with RFC 3263, 5626 and 8760.</summary>
    public static DeviceProfile Sip { get; } = new()
    {
        Name = "sip",
        UserAgent = "Dialtone",
        StrictDnsNaming = StrictDnsNaming.Off,
        CertificateNames = CertificateNames.DomainOrOwnHost,
        AddressOrder = AddressOrder.AsAnswered,
        MemoryAfterEveryFailure = true,
        Udp = true,
        Ladder = Candidates.Ladder.Sip,
        Dhcp = DhcpPurpose.SipServers,
        LocatesTarget = true,
        SourcePatience = TimeSpan.FromMilliseconds(100),
        OtherFamilyTimeLimit = TimeSpan.FromMilliseconds(50),
        ForgetsDns = false,
        KnownFirst = false,
        Dialect = SipDialect.Standard,
        Schemes = SchemeOrder.Standard,
        ContactAsSeen = true,
        KeepsNonces = true,
        Failback = FailbackPolicy.Registration,
        Channel = SipChannelOptions.Sip,
        MarksCandidates = true,
    };

    /// <summary>All profiles, by the order in which help shows them.</summary>
    public static ImmutableArray<DeviceProfile> All { get; } = [LyncPhone, LyncClient, Sip];
}
