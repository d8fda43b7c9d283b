using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>42xx: Media Relays.</content>
public static partial class FindingCatalogue
{
    private const string ShowEdge =
        "Get-CsService -EdgeServer | Format-List Identity, PoolFqdn, AVEdgeInternalFqdn, AVEdgeExternalFqdn, "
            + "MediaRelayAuthentication*";

    private const string EdgeServices = "Get-CsWindowsService -Name RTCMRAUTH, RTCMEDIARELAY";

    /// <summary>DT4221.</summary>
    public static FindingDefinition RelayRefused => field ??= new(
        new(4221), "relay-refused", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay {relay} listens neither for UDP nor for TCP: {where}",
        "The machine is there and nobody listens on the ports that the credentials came with: the A/V Edge service is "
            + "stopped. Calls across firewalls have no way.",
        [
            new(Audience.ServerAdministrator,
                "Start the A/V Edge service on {relay}; run there:", EdgeServices),
            new(Audience.ServerAdministrator,
                "See that the topology has the ports at which it listens.", ShowEdge),
        ])
    {
        Source = "MS-TURN section 3.2",
    };

    /// <summary>DT4222.</summary>
    public static FindingDefinition RelaySilent => field ??= new(
        new(4222), "relay-silent", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay {relay} does not answer: {where}",
        "Nothing came back from any of its addresses, over UDP nor over TCP: a firewall drops the packets, or the "
            + "machine is down.",
        [
            new(Audience.NetworkAdministrator,
                "Let phones of this network reach {relay} on UDP 3478 and TCP 443, and its answers come back."),
            new(Audience.ServerAdministrator,
                "See that the A/V Edge service on {relay} runs; run there:", EdgeServices),
            new(Audience.NetworkAdministrator, "See that its name leads to its address: {addresses}."),
        ])
    {
        Source = "MS-TURN section 3.2",
    };

    /// <summary>DT4223.</summary>
    public static FindingDefinition RelayUdpClosed => field ??= new(
        new(4223), "relay-udp-closed", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay {relay} is reached over TCP and not over UDP: {where}",
        "Calls get through over TCP, with more delay, and sound worse where packets are lost.",
        [
            new(Audience.NetworkAdministrator, "Open UDP 3478 between phones and {relay}, in both directions."),
            new(Audience.ServerAdministrator,
                "See that the A/V Edge service listens on UDP 3478.", ShowEdge),
        ])
    {
        Source = "MS-TURN section 3.2",
    };

    /// <summary>DT4224.</summary>
    public static FindingDefinition RelayTcpClosed => field ??= new(
        new(4224), "relay-tcp-closed", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay {relay} is reached over UDP and not over TCP: {where}",
        "Phones behind firewalls that let no UDP pass, at hotels and guests, have no way for their calls.",
        [
            new(Audience.NetworkAdministrator,
                "Open TCP 443 between phones and {relay}, without a proxy that takes part in TLS: what is spoken there "
                    + "only looks like TLS."),
            new(Audience.ServerAdministrator,
                "See that nothing else listens on TCP 443 of that address.", ShowEdge),
        ])
    {
        Source = "MS-TURN section 3.2",
    };

    /// <summary>DT4225.</summary>
    public static FindingDefinition RelayWrongKey => field ??= new(
        new(4225), "relay-wrong-key", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay {relay} does not believe fresh credentials: {answer}",
        "The credentials were given a moment before by the Media Relay Authentication Service, which makes them with "
            + "keys that it shares with the relays. This relay has other keys: it is another Edge's, or the "
            + "certificate for it is not the same on all Edges.",
        [
            new(Audience.ServerAdministrator,
                "Put the same certificate for A/V authentication on every Edge of the pool; run there:",
                "Get-CsCertificate -Type AudioVideoAuthentication | Format-List Thumbprint, NotAfter"),
            new(Audience.ServerAdministrator,
                "Restart the A/V Edge services after that; run there:", "Restart-Service RTCMRAUTH, RTCMEDIARELAY"),
            new(Audience.NetworkAdministrator,
                "See that {relay} leads to an Edge of this deployment: {addresses}."),
        ])
    {
        Source = "MS-AVEDGEA section 3.2; MS-TURN section 2.2.2.8",
        ExplainedBy = Codes(4216),
    };

    /// <summary>DT4226.</summary>
    public static FindingDefinition RelayCredentialsStale => field ??= new(
        new(4226), "relay-credentials-stale", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay {relay} finds fresh credentials too old: {answer}",
        "The credentials were given a moment before and are not over. By the relay's clock that time is over: the "
            + "clocks of the servers are apart.",
        [
            new(Audience.ServerAdministrator,
                "See that the clock of every Edge is right; an Edge is in no domain and follows no clock by itself. "
                    + "Run there:",
                "w32tm /query /status; w32tm /resync"),
        ])
    {
        Source = "MS-TURN section 2.2.2.8 (430)",
        ExplainedBy = Codes(4216),
    };

    /// <summary>DT4227.</summary>
    public static FindingDefinition RelayWrongRealm => field ??= new(
        new(4227), "relay-wrong-realm", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay {relay} names the realm {realm} and believes no proof made with it: {answer}",
        "The realm enters the key of each proof. The relay names one and checks with another, or the credentials are "
            + "for another one.",
        [
            new(Audience.ServerAdministrator,
                "Give every relay behind {relay} the same realm, and the same as the credentials have."),
        ])
    {
        Source = "RFC 8656 section 5",
    };

    /// <summary>DT4228.</summary>
    public static FindingDefinition RelayUnresolved => field ??= new(
        new(4228), "relay-unresolved", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay {relay} {why}",
        "The credentials came with the name of a relay that has no address here: calls across firewalls have no way.",
        [
            new(Audience.NetworkAdministrator,
                "Add an address record for {relay}: within the organisation its inner side, outside its outer side."),
            new(Audience.ServerAdministrator,
                "See that the topology has the name that DNS has.", ShowEdge),
        ])
    {
        Source = "MS-AVEDGEA section 3.1",
    };

    /// <summary>DT4229.</summary>
    public static FindingDefinition RelayClosed => field ??= new(
        new(4229), "relay-hangs-up", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay {relay} ends connections without an answer: {where}",
        "Somebody takes the connection and hangs up: another service listens there, the A/V Edge service is failing, "
            + "or a firewall between does not like what only looks like TLS.",
        [
            new(Audience.NetworkAdministrator,
                "See whether a proxy or firewall takes part in TLS on port 443, and leave {relay} out of it."),
            new(Audience.ServerAdministrator,
                "See what listens on TCP 443 of {relay}; run there:", EdgeServices),
        ])
    {
        Source = "MS-TURN section 3.2",
    };

    /// <summary>DT4230.</summary>
    public static FindingDefinition RelayUnreachable => field ??= new(
        new(4230), "relay-unreachable", Step.Relays, FindingSeverity.Degraded,
        "There is no way to the Media Relay {relay}: {where}",
        "A router, or this machine itself, says that the address cannot be reached from here.",
        [
            new(Audience.NetworkAdministrator,
                "Route this network to {addresses}, or let DNS name here the side of the Edge that it reaches."),
        ]);

    /// <summary>DT4231.</summary>
    public static FindingDefinition RelayStaleNonce => field ??= new(
        new(4231), "relay-stale-nonce", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay {relay} finds its own nonce too old each time: {answer}",
        "Each answer brings a nonce, and the next request with it is refused: requests come to different servers that "
            + "do not know of each other's nonces.",
        [
            new(Audience.NetworkAdministrator,
                "Let a load balancer before {relay} keep a client with one server, by source address."),
        ])
    {
        Source = "MS-TURN section 2.2.2.8 (438)",
    };

    /// <summary>DT4232.</summary>
    public static FindingDefinition NotARelay => field ??= new(
        new(4232), "not-a-relay", Step.Relays, FindingSeverity.Degraded,
        "What answers at {where} is no Media Relay: {detail}",
        "Somebody listens on that port and speaks something else.",
        [
            new(Audience.NetworkAdministrator, "See that {relay} leads to the A/V Edge: {addresses}."),
            new(Audience.ServerAdministrator, "See what listens there, and what the topology says.", ShowEdge),
        ])
    {
        Source = "MS-TURN section 2.2",
    };

    /// <summary>DT4233.</summary>
    public static FindingDefinition RelayDeclined => field ??= new(
        new(4233), "relay-declines", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay {relay} gives no address: {answer}",
        "It speaks the protocol and says no: it has no ports left, or is not set up as the credentials say.",
        [
            new(Audience.ServerAdministrator,
                "Look at the load of {relay} and its range of media ports.", ShowEdge),
        ])
    {
        Source = "MS-TURN section 2.2.2.8",
    };

    /// <summary>DT4234.</summary>
    public static FindingDefinition RelayUnproved => field ??= new(
        new(4234), "relay-not-proved", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay {relay} gave an address and could not prove that it knows the password",
        "The answer's integrity is wrong or missing: it may come from somebody else.",
        [
            new(Audience.NetworkAdministrator, "See who answers at {addresses}: it may be somebody between."),
        ])
    {
        Source = "MS-TURN section 3.1",
    };

    /// <summary>DT4235.</summary>
    public static FindingDefinition RelayCredentialsLapsed => field ??= new(
        new(4235), "relay-credentials-lapsed", Step.Relays, FindingSeverity.Degraded,
        "The credentials for Media Relays ran out before there were new ones",
        "New ones are asked for before the end of the old ones, and were not to be had. Why is named beside this.",
        [
            new(Audience.ServerAdministrator,
                "See that the A/V Edge services run, and the pool reaches them on port 5062.", ShowEdge),
        ])
    {
        ExplainedBy = [.. Numbers(4201, 4218)],
    };

    /// <summary>DT4236.</summary>
    public static FindingDefinition RelayNotAskable => field ??= new(
        new(4236), "relay-not-asked-from-here", Step.Relays, FindingSeverity.Degraded,
        "This machine could not ask the Media Relay {relay}: {detail}",
        "The system did not let Dialtone send, or it has no address of that family.",
        [
            new(Audience.Tester, "See which addresses this machine has.", "ip address"),
        ]);

    private static IEnumerable<FindingDefinition> Relays() =>
    [
        RelayRefused, RelaySilent, RelayUdpClosed, RelayTcpClosed, RelayWrongKey, RelayCredentialsStale,
        RelayWrongRealm, RelayUnresolved, RelayClosed, RelayUnreachable, RelayStaleNonce, NotARelay, RelayDeclined,
        RelayUnproved, RelayCredentialsLapsed, RelayNotAskable,
    ];
}
