using System.Collections.Immutable;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Lab.Scenarios;

/// <summary>
/// The servers of a deployment as nodes, made the same way for a simulated world and for sockets. Each knows its own
/// addresses; a host places it where <see cref="Places"/> says and performs its effects.
/// </summary>
public sealed class DeploymentNodes
{
    /// <summary>Makes the nodes.</summary>
    /// <param name="deployment">What they are.</param>
    /// <param name="entropy">A stream of chance for each place, by its name.</param>
    public DeploymentNodes(Deployment deployment, Func<string, IEntropy> entropy)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(entropy);
        Deployment = deployment;
        Zone = new(deployment.Domain);
        foreach (var record in deployment.Records)
        {
            Zone.Add(record.Owner.Host, record.Data, record.TtlSeconds);
        }

        Dns = new(deployment.DnsEndPoint, [Zone]);
        Dhcp = DhcpAt(deployment.Names, deployment.FirstHop, deployment.Web01.Name);
        SecondDhcp = DhcpAt(deployment.SecondDhcp, deployment.Pool02.Name, deployment.Web02.Name);
        SecondDhcp.Silent = true;
        Dhcp6 = Dhcp6At(1, deployment.Dhcp6Address, deployment.Pool01);
        SecondDhcp6 = Dhcp6At(2, deployment.SecondDhcp6Address ?? deployment.Dhcp6Address, deployment.Pool02.Name);
        SecondDhcp6.Silent = true;

        ImmutableArray<SipAccount> accounts = [.. deployment.Accounts.Select(account =>
            new SipAccount(account.User, account.Password)
            {
                Disabled = account.Disabled,
                Home = deployment.NameOf(account.Home),
                NtLogin = account.NtLoginIn(deployment.Domain),
                PhoneNumber = account.PhoneNumber,
                Extension = account.Extension,
                Pin = account.Pin,
            })];
        Pair = new(
            deployment.Pool01, deployment.Pool02.Name, deployment.FailureDetectionInterval,
            deployment.FailbackDetectionInterval);
        Pool01Directory = new(deployment.Domain, accounts, deployment.Pool01, Pair);
        Pool02Directory = new(deployment.Domain, accounts, deployment.Pool02.Name, Pair);
        Services = new(deployment, entropy);
        Pool01 = [.. deployment.Pool01FrontEnds.Select(host =>
            new Registrar(
                SettingsOf(host, "pool01", LabPool.Pool01), Pool01Directory, entropy(host.Name.Text)))];
        Pool02 = new(
            SettingsOf(deployment.Pool02, "pool02", LabPool.Pool02), Pool02Directory,
            entropy(deployment.Pool02.Name.Text));
        Pins = new(accounts);
        Web01 = WebAt(deployment.Web01, "web01", Pool01Directory, entropy);
        Web02 = WebAt(deployment.Web02, "web02", Pool02Directory, entropy);
        Director = deployment.Director is { } director
            ? new(SettingsOf(director, "dir01", LabPool.Pool01) with { IsDirector = true, Udp = null },
                new(deployment.Domain, accounts, director.Name, Pair), entropy(director.Name.Text))
            : null;
        Balancer = deployment.Pool01Balancer is { } address
            ? new(new()
            {
                Address = address,
                Ports = [deployment.SipTlsPort, deployment.SipTcpPort],
                Members = [.. deployment.Pool01FrontEnds.Select(host => host.Address)],
            })
            : null;
        AccessProxy = new(
            new()
            {
                Name = deployment.AccessProxy.Name,
                Tls = new(deployment.AccessProxy.Address, deployment.EdgeTlsPort),
                Tcp = new(deployment.AccessProxy.Address, deployment.EdgeTcpPort),
                TlsIdentity = "sip",
                NextHops =
                [
                    new(deployment.Pool01, deployment.Pool01Balancer is { } balancer
                        ? [new(balancer, deployment.SipTlsPort)]
                        : [.. deployment.Pool01FrontEnds.Select(host => AtTls(host))]),
                    new(deployment.Pool02.Name, [AtTls(deployment.Pool02)]),
                ],
            },
            Pool01Directory, entropy(deployment.AccessProxy.Name.Text));
        Places =
        [
            new("dns", deployment.Names.Address, Dns),
            new("dhcp", deployment.Names.Address, Dhcp),
            new("dhcp2", deployment.SecondDhcp.Address, SecondDhcp),
            .. Pool01.Select((registrar, i) => new LabPlace($"fe{i + 1}", registrar.Settings.Tls.Address, registrar)),
            new("pool02", deployment.Pool02.Address, Pool02),
            new("sip", deployment.AccessProxy.Address, AccessProxy),
            .. Director is { } one
                ? (ReadOnlySpan<LabPlace>)[new("dir01", one.Settings.Tls.Address, one)]
                : [],
            .. Services.Places,
            new("web01", deployment.Web01.Address, Web01),
            new("web02", deployment.Web02.Address, Web02),
            .. Dhcp6Places(),
        ];
    }

    /// <summary>What the nodes are.</summary>
    public Deployment Deployment { get; }

    /// <summary>The zone that <see cref="Dns"/> answers from.</summary>
    public DnsZone Zone { get; }

    /// <summary>DNS.</summary>
    public DnsServer Dns { get; }

    /// <summary>DHCP.</summary>
    public DhcpServer Dhcp { get; }

    /// <summary>A second DHCP server, which names the second pool; silent from the start.</summary>
    public DhcpServer SecondDhcp { get; }

    /// <summary>DHCPv6; has a place only where the deployment has it.</summary>
    public Dhcp6Server Dhcp6 { get; }

    /// <summary>A second DHCPv6 server, which names the second pool; silent from the start.</summary>
    public Dhcp6Server SecondDhcp6 { get; }

    /// <summary>The Front Ends of the first pool.</summary>
    public ImmutableArray<Registrar> Pool01 { get; }

    /// <summary>The second pool.</summary>
    public Registrar Pool02 { get; }

    /// <summary>The Director; <c>null</c> where the deployment has none.</summary>
    public Registrar? Director { get; }

    /// <summary>
    /// The load balancer before the first pool; <c>null</c> for DNS load balancing. It has a place on sockets alone: a
    /// world balances by itself, as the behaviour of this one says.
    /// </summary>
    public LoadBalancer? Balancer { get; }

    /// <summary>The Web Services of the first pool.</summary>
    public WebServices Web01 { get; }

    /// <summary>The Web Services of the second pool.</summary>
    public WebServices Web02 { get; }

    /// <summary>The Web Services of both pools.</summary>
    public IEnumerable<WebServices> Webs => [Web01, Web02];

    /// <summary>The PINs of the users; both pools know them.</summary>
    public PinDirectory Pins { get; }

    /// <summary>Every Registrar, the Director among them.</summary>
    public IEnumerable<Registrar> Registrars =>
        [.. Pool01, Pool02, .. Director is { } director ? (ReadOnlySpan<Registrar>)[director] : []];

    /// <summary>The certificates that users have of the Web Services; both pools know them.</summary>
    public PublishedCertificates Certificates { get; } = new();

    /// <summary>What the two pools know of each other.</summary>
    public PoolPair Pair { get; }

    /// <summary>The access proxy.</summary>
    public AccessProxy AccessProxy { get; }

    /// <summary>Settings in band, and credentials for Media Relays.</summary>
    public DeploymentServices Services { get; }

    /// <summary>Users and bindings of the first pool.</summary>
    public RegistrarDirectory Pool01Directory { get; }

    /// <summary>Users and bindings of the second pool.</summary>
    public RegistrarDirectory Pool02Directory { get; }

    /// <summary>
    /// How far the clocks of phones are off, ahead where positive: of those that a simulated world has.
    /// </summary>
    public TimeSpan PhoneClockError { get; set; }

    /// <summary>Every node and where it belongs.</summary>
    public ImmutableArray<LabPlace> Places { get; }

    /// <summary>The place of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public LabPlace PlaceOf(string name) => Places.FirstOrDefault(place => place.Name == name)
        ?? throw new ArgumentException(
            $"There is no place '{name}'; there are {string.Join(", ", Places)}.", nameof(name));

    private EndPointAddress AtTls(LabHost host) => new(host.Address, Deployment.SipTlsPort);

    private DhcpServer DhcpAt(LabHost host, HostName registrar, HostName web) => new()
    {
        Address = host.Address,
        Local = new(Deployment.DhcpPort == 67 ? IpAddress.AnyV4 : host.Address, Deployment.DhcpPort),
        Registrar = registrar,
        WebServices = new UcVendorOption { Server = web, Port = Deployment.WebTlsPort },
        ServesStandardSip = Deployment.PublishesStandardSip,
        ReplyToSource = Deployment.DhcpRepliesToSource,
    };

    private Dhcp6Server Dhcp6At(byte number, IpAddress address, HostName registrar) => new()
    {
        Identifier = Duid.OfLinkLayer(new(HardwareAddress.EthernetType, [0x02, 0, 0, 0, 0x06, number])),
        Local = new(address.IsLinkLocal ? IpAddress.AnyV6 : address, Deployment.Dhcp6Port),
        Group = address.IsLinkLocal ? Dhcp6Ports.Everybody : null,
        RegistrarNames = [registrar],
    };

    private IEnumerable<LabPlace> Dhcp6Places()
    {
        if (!Deployment.HasDhcp6)
        {
            yield break;
        }

        yield return new("dhcp6", Deployment.Dhcp6Address, Dhcp6);
        if (Deployment.SecondDhcp6Address is { } second)
        {
            yield return new("dhcp6-2", second, SecondDhcp6);
        }
    }

    private WebServices WebAt(
        LabHost host, string certificate, RegistrarDirectory directory, Func<string, IEntropy> entropy) => new(
        new()
        {
            Name = host.Name,
            Pool = directory.Pool!.Value,
            Tls = new(host.Address, Deployment.WebTlsPort),
            Tcp = new(host.Address, Deployment.WebTcpPort),
            TlsIdentity = certificate,
            ExternalNames = certificate == "web01" ? [Deployment.ExternalWeb, Deployment.Lyncdiscover[^1]] : [],
            Homes = ImmutableDictionary<HostName, string>.Empty
                .Add(Deployment.Pool01, Deployment.WebUrlOf(LabPool.Pool01))
                .Add(Deployment.Pool02.Name, Deployment.WebUrlOf(LabPool.Pool02)),
            SipPort = Deployment.SipTlsPort,
            AccessProxy = Deployment.AccessProxy.Name,
            AccessProxyPort = Deployment.EdgeTlsPort,
            ConnectionsMax = Deployment.ConnectionsMax,
        },
        directory, Pins, Certificates, entropy(host.Name.Text));

    private RegistrarSettings SettingsOf(LabHost host, string certificate, LabPool pool) => new()
    {
        Name = host.Name,
        Tls = new(host.Address, Deployment.SipTlsPort),
        Tcp = new(host.Address, Deployment.SipTcpPort),
        Udp = new(host.Address, Deployment.SipUdpPort),
        TlsIdentity = certificate,
        Schemes = Deployment.Schemes,
        ServiceRoute = [$"<sip:{host.Name};lr>"],
        ConnectionsMax = Deployment.ConnectionsMax,
        Services = Services.ToRegistrars(),
        CertificateService = Deployment.CertificateServiceOf(pool),
        Certificates = Certificates,
    };
}
