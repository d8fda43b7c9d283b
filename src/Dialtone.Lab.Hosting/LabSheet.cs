using System.Collections.Immutable;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Lab.Hosting;

/// <summary>A SIP server on the sheet.</summary>
/// <param name="Name">Its own name.</param>
/// <param name="Pool">The name that clients know it by, and that its certificate is for.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="TlsPort">SIP over TLS.</param>
/// <param name="TcpPort">SIP over TCP.</param>
/// <param name="UdpPort">SIP over UDP; <c>null</c> where it takes none.</param>
public sealed record LabSheetServer(
    HostName Name, HostName Pool, IpAddress Address, ushort TlsPort, ushort TcpPort, ushort? UdpPort = null);

/// <summary>Web Services on the sheet.</summary>
/// <param name="Name">Their name, which their certificate is for.</param>
/// <param name="Pool">The pool that they belong to.</param>
/// <param name="Address">Where they listen.</param>
/// <param name="TlsPort">HTTP over TLS.</param>
/// <param name="TcpPort">HTTP over plain TCP.</param>
/// <param name="CertificateService">The URL of the certificate provisioning service.</param>
public sealed record LabSheetWeb(
    HostName Name, HostName Pool, IpAddress Address, ushort TlsPort, ushort TcpPort, string CertificateService);

/// <summary>A Media Relay on the sheet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dialect">What it speaks.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="UdpPort">Over UDP.</param>
/// <param name="TcpPort">Over TCP.</param>
public sealed record LabSheetRelay(
    HostName Name, RelayDialect Dialect, IpAddress Address, ushort UdpPort, ushort TcpPort);

/// <summary>A thing to try on the lab.</summary>
/// <param name="What">What it shows.</param>
/// <param name="Command">The command line, for a POSIX shell.</param>
public sealed record LabSheetExample(string What, string Command);

/// <summary>
/// Everything that a client needs to use a lab: a phone, <c>dig</c>, <c>openssl</c>, a person. The passwords are the
/// lab's own and meant to be shown.
/// </summary>
public sealed record LabSheet
{
    /// <summary>The SIP domain.</summary>
    public required HostName Domain { get; init; }

    /// <summary>DNS, over UDP and TCP.</summary>
    public required EndPointAddress Dns { get; init; }

    /// <summary>DHCP; answers to where the question came from.</summary>
    public required EndPointAddress Dhcp { get; init; }

    /// <summary>DHCPv6, asked by its address; <c>null</c> where this machine has no IPv6 on loopback.</summary>
    public EndPointAddress? Dhcp6 { get; init; }

    /// <summary>The zone's SRV, A and AAAA records.</summary>
    public required ImmutableArray<DnsRecord> Records { get; init; }

    /// <summary>The Front Ends of all pools.</summary>
    public required ImmutableArray<LabSheetServer> Registrars { get; init; }

    /// <summary>The access proxy of the Edge.</summary>
    public required LabSheetServer AccessProxy { get; init; }

    /// <summary>The Web Services of all pools.</summary>
    public required ImmutableArray<LabSheetWeb> WebServices { get; init; }

    /// <summary>The Media Relays.</summary>
    public required ImmutableArray<LabSheetRelay> MediaRelays { get; init; }

    /// <summary>The users.</summary>
    public required ImmutableArray<LabAccount> Accounts { get; init; }

    /// <summary>The names of the pools, by <see cref="LabPool"/>.</summary>
    public required ImmutableArray<HostName> Pools { get; init; }

    /// <summary>How long a pool is away until its backup takes its users.</summary>
    public required TimeSpan FailureDetectionInterval { get; init; }

    /// <summary>How long it is back until they are sent home.</summary>
    public required TimeSpan FailbackDetectionInterval { get; init; }

    /// <summary>The lab's own directory, by which <see cref="LabControl"/> finds it.</summary>
    public required string Directory { get; init; }

    /// <summary>The certificate of the authority to trust, a PEM file.</summary>
    public required string CaFile { get; init; }

    /// <summary>What is broken now.</summary>
    public required ImmutableArray<LabFault> Faults { get; init; }

    /// <summary>Things to try.</summary>
    public required ImmutableArray<LabSheetExample> Examples { get; init; }

    /// <summary>The pool that a user is at home in.</summary>
    public HostName HomeOf(LabAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return Pools[(int)account.Home];
    }

    internal static LabSheet Of(LoopbackLab lab, ImmutableArray<string> faults)
    {
        var deployment = lab.Deployment;
        var dhcp = new EndPointAddress(deployment.Names.Address, deployment.DhcpPort);
        ImmutableArray<LabSheetServer> registrars =
        [
            .. deployment.Pool01FrontEnds.Select(host => Registrar(deployment, host, deployment.Pool01)),
            Registrar(deployment, deployment.Pool02, deployment.Pool02.Name),
            .. deployment.Director is { } director
                ? (ReadOnlySpan<LabSheetServer>)[Registrar(deployment, director, director.Name) with { UdpPort = null }]
                : [],
        ];
        var proxy = new LabSheetServer(
            deployment.AccessProxy.Name, deployment.AccessProxy.Name, deployment.AccessProxy.Address,
            deployment.EdgeTlsPort, deployment.EdgeTcpPort);
        return new()
        {
            Domain = deployment.Domain,
            Dns = deployment.DnsEndPoint,
            Dhcp = dhcp,
            Dhcp6 = deployment.HasDhcp6 ? new(deployment.Dhcp6Address, deployment.Dhcp6Port) : null,
            Records = deployment.Records,
            Registrars = registrars,
            AccessProxy = proxy,
            WebServices = [Web(deployment, LabPool.Pool01), Web(deployment, LabPool.Pool02)],
            MediaRelays = [.. lab.Nodes.Services.MediaRelays.Select(relay => Relay(relay.Settings))],
            Accounts = deployment.Accounts,
            Pools = [deployment.Pool01, deployment.Pool02.Name],
            FailureDetectionInterval = deployment.FailureDetectionInterval,
            FailbackDetectionInterval = deployment.FailbackDetectionInterval,
            Directory = lab.WorkDirectory,
            CaFile = lab.CaFile,
            Faults = [.. LabFault.All.Where(fault => faults.Contains(fault.Name))],
            Examples = ExamplesOf(deployment, dhcp, registrars[0], lab.CaFile),
        };
    }

    private static LabSheetServer Registrar(Deployment deployment, LabHost host, HostName pool) =>
        new(host.Name, pool, host.Address, deployment.SipTlsPort, deployment.SipTcpPort, deployment.SipUdpPort);

    private static LabSheetWeb Web(Deployment deployment, LabPool pool)
    {
        var host = pool == LabPool.Pool02 ? deployment.Web02 : deployment.Web01;
        return new(
            host.Name, deployment.NameOf(pool), host.Address, deployment.WebTlsPort, deployment.WebTcpPort,
            deployment.CertificateServiceOf(pool));
    }

    private static LabSheetRelay Relay(MediaRelaySettings relay) =>
        new(relay.Name, relay.Dialect, relay.Udp.Address, relay.Udp.Port, relay.Tcp.Port);

    private static ImmutableArray<LabSheetExample> ExamplesOf(
        Deployment deployment, EndPointAddress dhcp, LabSheetServer registrar, string caFile)
    {
        var (account, dns, ca) = (deployment.Accounts[0], deployment.DnsEndPoint, Quoted(caFile));
        return
        [
            new("Sign in", $"DIALTONE_PASSWORD={Quoted(account.Password)} dialtone sign-in "
                + $"{account.AddressIn(deployment.Domain)} --dns {dns} --dhcp {dhcp} --ca {ca}"),
            .. account is { Extension: { } extension, Pin: { } pin }
                ? (ReadOnlySpan<LabSheetExample>)[new("Sign in with extension and PIN", $"DIALTONE_PIN={Quoted(pin)} "
                    + $"dialtone sign-in {account.AddressIn(deployment.Domain)} --pin --number {extension} --dns {dns} "
                    + $"--dhcp {dhcp} --ca {ca}")]
                : [],
            new("Ask for the pool", $"dig @{dns.Address} -p {dns.Port} SRV _sipinternaltls._tcp.{deployment.Domain}"),
            new("Use the Media Relay of RFC 8656", $"turnutils_uclient -v -c -e 127.0.0.1 -u {account.User} -w "
                + $"{Quoted(account.Password)} -p {deployment.StandardRelayPort} {deployment.StandardRelay.Address}"),
            new("See a certificate", $"openssl s_client -connect {registrar.Address}:{registrar.TlsPort} "
                + $"-servername {registrar.Pool} -verify_hostname {registrar.Pool} -CAfile {ca}"),
            new("Break it, and mend it with off", "dialtone lab fault pool01-down on"),
        ];
    }

    // What a POSIX shell takes as one word as it stands, is left so.
    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+:@".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
