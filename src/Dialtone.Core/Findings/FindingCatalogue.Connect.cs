using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>21xx: connecting.</content>
public static partial class FindingCatalogue
{
    /// <summary>DT2101.</summary>
    public static FindingDefinition ConnectRefused => field ??= new(
        new(2101), "connect-refused", Step.Connect, FindingSeverity.Blocking,
        "{registrar} refuses connections at {addresses}",
        "The machine at every address of the name is there and nobody listens on the port: the service is stopped, or "
            + "it listens on another port.",
        [
            ForServers("Start the Front End service on {registrar}, and see that it listens on port {port}.",
                "Get-CsWindowsService -ComputerName {registrar}"),
            ForNetwork("See that {addresses} is where {registrar} is, and that the port is right.",
                "Test-NetConnection {registrar} -Port {port}"),
        ])
    {
        ExplainedBy = Codes(1404, 1217, 1222, 2108, 2110, 2212, 3108),
    };

    /// <summary>DT2102.</summary>
    public static FindingDefinition ConnectBlackHole => field ??= new(
        new(2102), "connect-black-hole", Step.Connect, FindingSeverity.Blocking,
        "{registrar} does not answer at {addresses}",
        "Connections were begun and nothing came back, neither an acceptance nor a refusal: the machine is down, the "
            + "address is nobody's, or a firewall drops the packets. Windows calls that error 10060.",
        [
            ForServers("See that the machine at {addresses} is up and is {registrar}.",
                "Test-NetConnection {registrar} -Port {port}"),
            ForNetwork("Open TCP port {port} in the firewalls between this network and {addresses}, in both "
                + "directions."),
            ForNetwork("See that the address record of {registrar} is right.", "nslookup {registrar}"),
        ])
    {
        ExplainedBy = Codes(1217, 1222, 1402, 1404, 1405, 2107, 3108, 9105),
    };

    /// <summary>DT2103.</summary>
    public static FindingDefinition ConnectReset => field ??= new(
        new(2103), "connect-reset-before-answer", Step.Connect, FindingSeverity.Blocking,
        "{registrar} resets connections at {addresses} before it has answered anything",
        "Connections come about and are reset: by a firewall or an intrusion prevention system that accepts them "
            + "itself, by a load balancer whose members do not answer, or by a service that dies on them.",
        [
            ForNetwork("See whether a load balancer, a firewall or an intrusion prevention system between this network "
                + "and {addresses} ends connections to port {port}, and whether the members behind it are in service."),
            ForServers("Look in the event log of {registrar} for why the Front End service ends connections.",
                "Get-CsWindowsService -ComputerName {registrar}"),
        ])
    {
        ExplainedBy = Codes(3110),
    };

    /// <summary>DT2104.</summary>
    public static FindingDefinition ConnectClosed => field ??= new(
        new(2104), "connect-closed-before-answer", Step.Connect, FindingSeverity.Blocking,
        "{registrar} closes connections at {addresses} before it has answered anything",
        "Connections come about and are closed in good order at once. As a rule a load balancer without a member in "
            + "service does that, or a server that does not take connections from this address.",
        [
            ForNetwork("See that the load balancer at {addresses} has members in service on port {port}."),
            ForServers("See that {registrar} takes clients from this network, and is not draining.",
                "Get-CsWindowsService -ComputerName {registrar}"),
        ]);

    /// <summary>DT2105.</summary>
    public static FindingDefinition ConnectUnreachable => field ??= new(
        new(2105), "connect-unreachable", Step.Connect, FindingSeverity.Blocking,
        "There is no way from here to {registrar} at {addresses}",
        "The network said so itself: no route, host or network unreachable, or this machine has no address of that "
            + "family.",
        [
            ForTester("See that this machine has an address and a default route.", "Get-NetRoute"),
            ForNetwork("See the route from this network to {addresses}, and which router says that it has none.",
                "tracert {registrar}"),
        ])
    {
        ExplainedBy = Codes(1404, 1405, 3108, 9105),
    };

    /// <summary>DT2106.</summary>
    public static FindingDefinition OneAddressFails => field ??= new(
        new(2106), "one-address-fails", Step.Connect, FindingSeverity.Degraded,
        "One address of {registrar} fails, others serve: {addresses} {trouble}",
        "The name has several addresses, one for each Front End. Devices draw one at random and go on to the next when "
            + "it fails, so that some of them wait, and a device that does not go on fails now and then.",
        [
            ForServers("See to the Front End at {addresses}: it {trouble} on port {port}.",
                "Get-CsPool -Identity {registrar} | Select-Object Computers"),
            ForNetwork("While it is out of service, take its address out of the records of {registrar}.",
                "nslookup {registrar}"),
        ]);

    /// <summary>DT2107.</summary>
    public static FindingDefinition PortFiltered => field ??= new(
        new(2107), "connect-port-filtered", Step.Connect, FindingSeverity.Blocking,
        "Port {port} of {registrar} is silent at {addresses}, where port {otherPort} answers",
        "The machine is up: another port of it answers. Packets to this port are dropped, as firewalls do.",
        [
            ForNetwork("Open TCP port {port} from this network to {addresses}.",
                "Test-NetConnection {registrar} -Port {port}"),
        ]);

    /// <summary>DT2108.</summary>
    public static FindingDefinition TlsPortRefused => field ??= new(
        new(2108), "tls-port-refused", Step.Connect, FindingSeverity.Blocking,
        "{registrar} refuses TLS at {addresses}, where plain TCP at port {otherPort} is served",
        "The server runs and takes connections without TLS, and nobody listens on the port for TLS: it has no "
            + "certificate to serve TLS with, TLS is switched off, or the port is another one. Over plain TCP anybody "
            + "on the way can read and change what is said.",
        [
            ForServers("Assign a certificate to the Registrar at {registrar}, and restart its Front End service.",
                "Get-CsCertificate -Type Default"),
            ForServers("See on which port it listens for TLS.", "Get-CsService -Registrar | Select-Object "
                + "PoolFqdn,SipPort"),
            ForNetwork("Where a load balancer stands at {addresses}, see that it checks its members on port {port} and "
                + "takes out one that is down."),
        ]);

    /// <summary>DT2109.</summary>
    public static FindingDefinition ConnectSlow => field ??= new(
        new(2109), "connect-slow", Step.Connect, FindingSeverity.Degraded,
        "The connection to {registrar} at {address} took {took}",
        "A TCP connection takes a round trip. One that takes seconds was begun again after a lost packet, or the "
            + "server's queue is full.",
        [
            ForNetwork("Look for packet loss on the way to {address}.", "pathping {registrar}"),
            ForServers("Look at the load of {registrar}."),
        ]);

    /// <summary>DT2110.</summary>
    public static FindingDefinition BalancerUneven => field ??= new(
        new(2110), "balancer-uneven", Step.Connect, FindingSeverity.Degraded,
        "{registrar} at {address} serves some connections and fails others: {trouble}",
        "One address, and the same port now answers and now does not. Behind it stands a load balancer that goes on "
            + "passing connections to a member that is down.",
        [
            ForNetwork("Let the load balancer at {address} check its members on port {port}, with a TLS handshake or "
                + "an OPTIONS request, and take out those that fail."),
            ForServers("See which Front End behind {registrar} is down.",
                "Get-CsPool -Identity {registrar} | Select-Object Computers"),
        ]);

    private static IEnumerable<FindingDefinition> Connect() =>
    [
        ConnectRefused, ConnectBlackHole, ConnectReset, ConnectClosed, ConnectUnreachable, OneAddressFails,
        PortFiltered, TlsPortRefused, ConnectSlow, BalancerUneven,
    ];
}
