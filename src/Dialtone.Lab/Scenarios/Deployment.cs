using System.Collections.Immutable;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dhcp6;
using Dialtone.Wire.Dns;
using Dialtone.Wire.Presence;

namespace Dialtone.Lab.Scenarios;

/// <summary>
/// A whole deployment as data: names, addresses, ports, users, certificates, DNS records. A simulated world takes it as
/// it
/// is; a hosting on loopback moves the addresses (<see cref="Relocated"/>) and may choose other ports.
/// </summary>
public sealed record Deployment
{
    /// <summary>The deployment of the documents: <c>contoso.example</c> with two pools and an access proxy.</summary>
    public static Deployment Contoso { get; } = new();

    /// <summary>The SIP domain.</summary>
    public HostName Domain { get; init; } = HostName.Parse("contoso.example");

    /// <summary>The machine with DNS and DHCP.</summary>
    public LabHost Names { get; init; } = Host("ns1", 2);

    /// <summary>A second DHCP server, silent unless a fault wakes it.</summary>
    public LabHost SecondDhcp { get; init; } = Host("dhcp2", 3);

    /// <summary>The name of the first pool.</summary>
    public HostName Pool01 { get; init; } = HostName.Parse("pool01.contoso.example");

    /// <summary>The Front Ends of the first pool, behind DNS load balancing.</summary>
    public ImmutableArray<LabHost> Pool01FrontEnds { get; init; } = [Host("fe1", 11), Host("fe2", 12)];

    /// <summary>
    /// The address of a load balancer before the first pool, which its name then has instead of those of its Front
    /// Ends; <c>null</c> for DNS load balancing.
    /// </summary>
    public IpAddress? Pool01Balancer { get; init; }

    /// <summary>The second pool: one address, as behind a hardware load balancer.</summary>
    public LabHost Pool02 { get; init; } = Host("pool02", 21);

    /// <summary>The access proxy of the Edge.</summary>
    public LabHost AccessProxy { get; init; } = Host("sip", 31);

    /// <summary>The inner side of the A/V Edge: the Media Relay of devices in the network.</summary>
    public LabHost InnerRelay { get; init; } = Host("edge1", 32);

    /// <summary>The outer side of the A/V Edge: the Media Relay of devices that are elsewhere.</summary>
    public LabHost OuterRelay { get; init; } = Host("av", 33);

    /// <summary>A Media Relay of RFC 8656, for phones of standard SIP.</summary>
    public LabHost StandardRelay { get; init; } = Host("turn", 34);

    /// <summary>The Web Services of the first pool, behind the load balancer that HTTP needs.</summary>
    public LabHost Web01 { get; init; } = Host("web01", 51);

    /// <summary>The Web Services of the second pool.</summary>
    public LabHost Web02 { get; init; } = Host("web02", 52);

    /// <summary>The users.</summary>
    public ImmutableArray<LabAccount> Accounts { get; init; } =
    [
        new("alice", "Dial-Tone-1")
        {
            PhoneNumber = "+12065550101", Extension = "101", Pin = "24681", Contacts = ["bob", "dave", "erin"],
        },
        new("bob", "Dial-Tone-2")
        {
            PhoneNumber = "+12065550102", Extension = "102", Pin = "13579", Contacts = ["alice"],
            Presence = Availability.Busy, Note = "In a meeting",
        },
        new("dave", "Dial-Tone-3", Disabled: true)
        {
            PhoneNumber = "+12065550103", Extension = "103", Pin = "97531",
        },
        new("erin", "Dial-Tone-4")
        {
            Home = LabPool.Pool02, PhoneNumber = "+12065550104", Extension = "104", Pin = "86420",
            Contacts = ["alice", "bob"], Presence = Availability.Away,
        },
    ];

    /// <summary>
    /// What devices of Lync's family may prove themselves with, the best first. Kerberos needs a key table on the
    /// machine of the lab.
    /// </summary>
    public ImmutableArray<SipScheme> Schemes { get; init; } = [SipScheme.Digest];

    /// <summary>
    /// A Director, which DNS and DHCP then name in the place of the first pool, and which redirects everybody to the
    /// home pool; <c>null</c> for none.
    /// </summary>
    public LabHost? Director { get; init; }

    /// <summary>How long a pool is without a heartbeat until its backup takes its users.</summary>
    public TimeSpan FailureDetectionInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long it is back until its users are sent home.</summary>
    public TimeSpan FailbackDetectionInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>DNS over UDP and TCP.</summary>
    public ushort DnsPort { get; init; } = 53;

    /// <summary>DHCP servers.</summary>
    public ushort DhcpPort { get; init; } = 67;

    /// <summary>
    /// Whether DHCP answers go to where the question came from: several devices on one loopback address.
    /// </summary>
    public bool DhcpRepliesToSource { get; init; }

    /// <summary>
    /// Whether there are DHCPv6 servers, for phones of standard SIP: a UC phone asks none, and its runs stay as they
    /// are.
    /// </summary>
    public bool HasDhcp6 { get; init; }

    /// <summary>
    /// The DHCPv6 server's address: of the link, where it hears the group of all servers; any other one is asked alone.
    /// </summary>
    public IpAddress Dhcp6Address { get; init; } = IpAddress.Parse("fe80::2");

    /// <summary>A second DHCPv6 server, silent unless a fault wakes it; <c>null</c> for none.</summary>
    public IpAddress? SecondDhcp6Address { get; init; } = IpAddress.Parse("fe80::3");

    /// <summary>DHCPv6 servers.</summary>
    public ushort Dhcp6Port { get; init; } = Dhcp6Ports.Server;

    /// <summary>SIP over TLS at the pools. A Registrar named by DHCP is expected at 5061.</summary>
    public ushort SipTlsPort { get; init; } = 5061;

    /// <summary>SIP over TCP at the pools. A Registrar named by DHCP is expected at 5060.</summary>
    public ushort SipTcpPort { get; init; } = 5060;

    /// <summary>SIP over UDP at the pools, for clients of standard SIP; Lync's have none.</summary>
    public ushort SipUdpPort { get; init; } = 5060;

    /// <summary>The most connections that a Registrar takes at a time.</summary>
    public int ConnectionsMax { get; init; } = 10_000;

    /// <summary>SIP over TLS at the access proxy.</summary>
    public ushort EdgeTlsPort { get; init; } = 443;

    /// <summary>SIP over TCP at the access proxy.</summary>
    public ushort EdgeTcpPort { get; init; } = 5060;

    /// <summary>Both sides of the A/V Edge over UDP.</summary>
    public ushort RelayUdpPort { get; init; } = 3478;

    /// <summary>Both sides of the A/V Edge over TCP.</summary>
    public ushort RelayTcpPort { get; init; } = 443;

    /// <summary>The Media Relay of RFC 8656, over UDP and TCP.</summary>
    public ushort StandardRelayPort { get; init; } = 3478;

    /// <summary>Web Services over TLS. Lyncdiscover is expected at 443.</summary>
    public ushort WebTlsPort { get; init; } = 443;

    /// <summary>
    /// Web Services over plain TCP: the root certificates, and Lyncdiscover, which is expected at 80.
    /// </summary>
    public ushort WebTcpPort { get; init; } = 80;

    /// <summary>How long a DNS record may be kept.</summary>
    public uint DnsTtlSeconds { get; init; } = 600;

    /// <summary>Whether the internal SRV records are published.</summary>
    public bool PublishesInternalSrv { get; init; } = true;

    /// <summary>Whether the external SRV records are published.</summary>
    public bool PublishesExternalSrv { get; init; } = true;

    /// <summary>
    /// Whether the records of standard SIP are published (RFC 3263): NAPTR, <c>_sips._tcp</c> and <c>_sip._udp</c> for
    /// the first pool, and the Media Relay (RFC 5928). <c>_sip._tcp</c> is one of the external records.
    /// </summary>
    public bool PublishesStandardSip { get; init; } = true;

    /// <summary>
    /// Whether in-band provisioning tells only what a phone's connection depends on: a simulated world has many phones
    /// that ask often.
    /// </summary>
    public bool ProvisionsBriefly { get; init; }

    /// <summary>The URI of the server that makes credentials for the Media Relays, told by provisioning.</summary>
    public string MrasUri => $"sip:{InnerRelay.Name}@{Domain};gruu;opaque=srvr:MRAS:kQ7tVbN2UkSx4RrLr1mX9gAA";

    /// <summary>The name under which Web Services are reached from elsewhere.</summary>
    public HostName ExternalWeb => Domain.Under("web");

    /// <summary>
    /// The names by which a client finds Web Services without DHCP (MS-OCDISCWS): inside, then outside.
    /// </summary>
    public ImmutableArray<HostName> Lyncdiscover =>
        [Domain.Under("lyncdiscoverinternal"), Domain.Under("lyncdiscover")];

    /// <summary>The same deployment with a Director, <c>dir01</c>.</summary>
    public Deployment WithDirector() => this with { Director = Host("dir01", 41) };

    /// <summary>The same deployment with a load balancer before the first pool.</summary>
    public Deployment WithBalancer() => this with { Pool01Balancer = IpAddress.V4(192, 0, 2, 10) };

    /// <summary>The same deployment at other addresses.</summary>
    public Deployment Relocated(Func<IpAddress, IpAddress> move)
    {
        ArgumentNullException.ThrowIfNull(move);
        return this with
        {
            Names = Names with { Address = move(Names.Address) },
            SecondDhcp = SecondDhcp with { Address = move(SecondDhcp.Address) },
            Pool01FrontEnds = [.. Pool01FrontEnds.Select(host => host with { Address = move(host.Address) })],
            Pool02 = Pool02 with { Address = move(Pool02.Address) },
            AccessProxy = AccessProxy with { Address = move(AccessProxy.Address) },
            Pool01Balancer = Pool01Balancer is { } balancer ? move(balancer) : null,
            Director = Director is { } director ? director with { Address = move(director.Address) } : null,
            InnerRelay = InnerRelay with { Address = move(InnerRelay.Address) },
            OuterRelay = OuterRelay with { Address = move(OuterRelay.Address) },
            StandardRelay = StandardRelay with { Address = move(StandardRelay.Address) },
            Web01 = Web01 with { Address = move(Web01.Address) },
            Web02 = Web02 with { Address = move(Web02.Address) },
        };
    }

    /// <summary>Where DNS is asked.</summary>
    public EndPointAddress DnsEndPoint => new(Names.Address, DnsPort);

    /// <summary>
    /// The zone's records, SOA left out. Internal and external names stand in one zone, as where one DNS serves both
    /// sides.
    /// </summary>
    public ImmutableArray<DnsRecord> Records =>
    [
        .. PublishesInternalSrv
            ? (ReadOnlySpan<DnsRecord>)
            [
                Srv("_sipinternaltls._tcp", SipTlsPort, FirstHop),
                Srv("_sipinternal._tcp", SipTcpPort, FirstHop),
            ]
            : [],
        .. PublishesExternalSrv
            ? (ReadOnlySpan<DnsRecord>)
            [
                Srv("_sip._tls", EdgeTlsPort, AccessProxy.Name),
                Srv("_sip._tcp", EdgeTcpPort, AccessProxy.Name),
            ]
            : [],
        .. PublishesStandardSip
            ? (ReadOnlySpan<DnsRecord>)
            [
                Naptr(10, "SIPS+D2T", "_sips._tcp"),
                Naptr(20, "SIP+D2T", "_sip._tcp"),
                Naptr(30, "SIP+D2U", "_sip._udp"),
                Srv("_sips._tcp", SipTlsPort, Pool01),
                Srv("_sip._udp", SipUdpPort, Pool01),
                Srv("_turn._udp", StandardRelayPort, StandardRelay.Name),
                Srv("_turn._tcp", StandardRelayPort, StandardRelay.Name),
            ]
            : [],
        .. Pool01Balancer is { } balancer
            ? (ReadOnlySpan<DnsRecord>)[Address(Pool01, balancer)]
            : [.. Pool01FrontEnds.Select(host => Address(Pool01, host.Address))],
        .. Hosts.Select(host => Address(host.Name, host.Address)),
        // Clients ask Lyncdiscover at its scheme's own port, and nowhere else.
        .. Lyncdiscover.Where(_ => WebTlsPort == 443).Append(ExternalWeb).Select(name => Address(name, Web01.Address)),
    ];

    /// <summary>Every machine, each once.</summary>
    public ImmutableArray<LabHost> Hosts =>
    [
        Names, SecondDhcp, .. Pool01FrontEnds, Pool02, AccessProxy, InnerRelay, OuterRelay, StandardRelay,
        .. Director is { } director ? (ReadOnlySpan<LabHost>)[director] : [], Web01, Web02,
    ];

    /// <summary>Whom DNS and DHCP name: the Director, or else the first pool.</summary>
    public HostName FirstHop => Director?.Name ?? Pool01;

    /// <summary>The certificate provisioning service of a pool: what DHCP's option 43 and Registrars name.</summary>
    public string CertificateServiceOf(LabPool pool) =>
        $"https://{(pool == LabPool.Pool02 ? Web02 : Web01).Name}:{WebTlsPort}{UcVendorOption.UsualPath}";

    /// <summary>Where the roots of the deployment are learned: the first pool's Web Services, without TLS.</summary>
    public WebUrl RootChainUrl => new(Web01.Name, UcVendorOption.UsualPath, isSecure: false, WebTcpPort);

    /// <summary>The Web Services of a pool, without a path: the port only where it is not that of HTTPS.</summary>
    public string WebUrlOf(LabPool pool)
    {
        var name = (pool == LabPool.Pool02 ? Web02 : Web01).Name;
        return WebTlsPort == 443 ? $"https://{name}" : $"https://{name}:{WebTlsPort}";
    }

    /// <summary>The name of a pool.</summary>
    public HostName NameOf(LabPool pool) => pool == LabPool.Pool02 ? Pool02.Name : Pool01;

    /// <summary>
    /// Every certificate a node may present: those of the pools and the access proxy, each also with every defect. The
    /// names in a pool's certificate are those of the certificate requirements, pool, Front Ends, <c>sip.</c>domain,
    /// and the domain itself, which standard SIP looks for (RFC 5922).
    /// </summary>
    public ImmutableArray<LabCertificate> Certificates =>
    [
        .. Variants("pool01", Pool01, [Pool01, .. Pool01FrontEnds.Select(host => host.Name), .. Shared]),
        .. Variants("pool02", Pool02.Name, [Pool02.Name, .. Shared]),
        .. Director is { } director ? Variants("dir01", director.Name, [director.Name, .. Shared]) : [],
        .. Variants("sip", AccessProxy.Name, [AccessProxy.Name, Domain.Under("sipexternal")]),
        .. Variants("web01", Web01.Name, [Web01.Name, ExternalWeb, .. Lyncdiscover]),
        .. Variants("web02", Web02.Name, [Web02.Name]),
    ];

    private ImmutableArray<HostName> Shared => [Domain.Under("sip"), Domain];

    private static LabHost Host(string name, byte last) =>
        new(HostName.Parse($"{name}.contoso.example"), IpAddress.V4(192, 0, 2, last));

    private DnsRecord Naptr(ushort order, string service, string replacement) => new(Domain, DnsTtlSeconds,
        new DnsData.Naptr(order, 50, "s", service, "", DnsName.From(Domain.Under(replacement))));

    private DnsRecord Srv(string service, ushort port, HostName target) =>
        new(Domain.Under(service), DnsTtlSeconds, new DnsData.Srv(0, 0, port, target));

    private DnsRecord Address(HostName name, IpAddress address) => new(name, DnsTtlSeconds,
        address.IsV4 ? new DnsData.A(address) : new DnsData.Aaaa(address));

    private static IEnumerable<LabCertificate> Variants(string name, HostName subject, ImmutableArray<HostName> names)
    {
        var other = HostName.Parse("intranet.fabrikam.example");
        foreach (var defect in Enum.GetValues<CertificateDefect>())
        {
            yield return defect == CertificateDefect.WrongName
                ? new(LabCertificate.Variant(name, defect), other, [other], defect)
                : new(LabCertificate.Variant(name, defect), subject, names, defect);
        }
    }
}
