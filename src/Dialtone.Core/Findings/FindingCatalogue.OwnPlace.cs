using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>91xx: the tool's own place.</content>
public static partial class FindingCatalogue
{
    /// <summary>DT9101.</summary>
    public static FindingDefinition DhcpNotPermitted => field ??= new(
        new(9101), "dhcp-not-permitted-here", Step.Dhcp, FindingSeverity.Degraded,
        "This process may not open UDP port {port}, so that {protocol} was not asked",
        "Answers of DHCP come to a port that only privileged processes may open. What DHCP says to a phone is not "
            + "known; nothing is wrong with it.",
        [
            ForTester("Run this as administrator, or on Linux give the program the right to low ports.",
                "sudo setcap cap_net_bind_service+ep ./dialtone"),
            ForTester("Or leave DHCP out, by giving the Registrar.", "dialtone test client-auth --target-fqdn POOL"),
        ]);

    /// <summary>DT9102.</summary>
    public static FindingDefinition DhcpNoInterface => field ??= new(
        new(9102), "dhcp-no-interface-here", Step.Dhcp, FindingSeverity.Degraded,
        "{protocol} could not be asked on {interface}",
        "No interface of this machine can ask: it is down, has no address of that family, or nothing could be sent on "
            + "it. What DHCP says to a phone is not known.",
        [
            ForTester("Connect this machine to the network of the phones, and name its interface.",
                "dialtone discover --interface INTERFACE"),
        ])
    {
        ExplainedBy = Codes(9105),
    };

    /// <summary>DT9103.</summary>
    public static FindingDefinition NoIpv6Here => field ??= new(
        new(9103), "no-ipv6-here", Step.Dhcp6, FindingSeverity.Advice,
        "The interface {interface} has no IPv6 address, so that DHCPv6 was not asked",
        "What DHCPv6 says to a device is not known. Where the network has no IPv6, nothing is wrong.",
        [
            ForTester("Switch on IPv6 on {interface} if the network has it."),
        ]);

    /// <summary>DT9104.</summary>
    public static FindingDefinition NoLinkLocalHere => field ??= new(
        new(9104), "no-link-local-address-here", Step.Dhcp6, FindingSeverity.Advice,
        "The interface {interface} has no IPv6 address of its link, so that DHCPv6 was not asked",
        "A question to all DHCPv6 servers must come from an address of the link (fe80::), and the interface has none.",
        [
            ForTester("Let {interface} have an address of its link.",
                "sysctl -w net.ipv6.conf.{interface}.addr_gen_mode=0"),
        ]);

    /// <summary>DT9105.</summary>
    public static FindingDefinition NoNetworkHere => field ??= new(
        new(9105), "no-network-here", Step.Network, FindingSeverity.Blocking,
        "This machine has no address on any network",
        "There is nothing to ask with: the cable is out, the wireless network is not joined, or DHCP gave no address.",
        [
            ForUser("See that the network cable is in, or the wireless network joined."),
            ForNetwork("See that the switch port is up and in the right VLAN, and that DHCP leases addresses there.",
                "ipconfig /all"),
        ]);

    /// <summary>DT9106.</summary>
    public static FindingDefinition NoDnsServerHere => field ??= new(
        new(9106), "no-dns-server-here", Step.Dns, FindingSeverity.Blocking,
        "This machine knows no DNS server",
        "Neither the system nor the command line names one, so that no name can be resolved.",
        [
            ForNetwork("Give this network its DNS servers by DHCP option 6."),
            ForTester("Or name one.", "dialtone discover --dns ADDRESS"),
        ])
    {
        ExplainedBy = Codes(9105),
    };

    /// <summary>DT9107.</summary>
    public static FindingDefinition DhcpPortTaken => field ??= new(
        new(9107), "dhcp-port-taken-here", Step.Dhcp, FindingSeverity.Degraded,
        "UDP port {port} is taken by another program, so that {protocol} was not asked",
        "The DHCP client of the system, or another test, holds the port to which answers come. What DHCP says to a "
            + "phone is not known.",
        [
            ForTester("Stop the other program while this runs.", "ss -ulpn sport = :{port}"),
        ]);

    /// <summary>DT9108.</summary>
    public static FindingDefinition NetworkChangedHere => field ??= new(
        new(9108), "network-changed-here", Step.Network, FindingSeverity.Advice,
        "The addresses of this machine changed during the sign-in",
        "An interface came or went, or got another address. What was found before may hold for another network than "
            + "what was found after.",
        [
            ForTester("Run it again on a connection that stays; now this machine has {addresses}."),
        ]);

    /// <summary>DT9109.</summary>
    public static FindingDefinition ConnectNotPermitted => field ??= new(
        new(9109), "connect-not-permitted-here", Step.Connect, FindingSeverity.Blocking,
        "This machine does not let this program connect to {addresses}",
        "The system refused before a packet left: a firewall or a sandbox on this machine.",
        [
            ForTester("Allow outgoing connections to {addresses} in the firewall of this machine.",
                "Get-NetFirewallProfile | Select-Object Name,DefaultOutboundAction"),
        ]);

    /// <summary>DT9110.</summary>
    public static FindingDefinition LocalAddressUnavailable => field ??= new(
        new(9110), "local-address-unavailable-here", Step.Connect, FindingSeverity.Blocking,
        "This machine has no address or port left to connect from to {addresses}",
        "The address to connect from does not exist any more, or all local ports are in use.",
        [
            ForTester("See the addresses of this machine, and how many connections it has.", "netstat -an"),
        ]);

    // 9111 is retired: it was of a DHCP that was asked on another network than the one that connections leave by.

    private static IEnumerable<FindingDefinition> OwnPlace() =>
    [
        DhcpNotPermitted, DhcpNoInterface, NoIpv6Here, NoLinkLocalHere, NoNetworkHere, NoDnsServerHere, DhcpPortTaken,
        NetworkChangedHere, ConnectNotPermitted, LocalAddressUnavailable,
    ];
}
