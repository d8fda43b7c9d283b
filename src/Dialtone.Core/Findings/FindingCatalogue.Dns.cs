using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>12xx: DNS, and the internal SRV records.</content>
public static partial class FindingCatalogue
{
    /// <summary>DT1201.</summary>
    public static FindingDefinition DnsInternalSrvMissing => field ??= new(
        new(1201), "dns-internal-srv-missing", Step.Dns, FindingSeverity.Blocking,
        "There is no SRV record {name}",
        "The first place where a device looks for its Registrar is the internal SRV record of the SIP domain. The DNS "
            + "server says that there is none. Outside the organisation that is as it should be; inside, the record is "
            + "missing, or the device asks a DNS server that does not serve the internal zone.",
        [
            ForNetwork("Add this record to the zone {domain}: {record}",
                "Add-DnsServerResourceRecord -Srv -ZoneName {domain} -Name _sipinternaltls._tcp -DomainName "
                    + "{registrar} -Priority 0 -Weight 0 -Port {port}"),
            ForNetwork("Add an SRV record {name} to the internal zone {domain} that names the Registrar pool with port "
                + "5061.",
                "dialtone dns records {domain}"),
            ForNetwork("See that devices of this network ask a DNS server with the internal zone; {server} was asked "
                + "here.",
                "nslookup -type=SRV {name} {serverAddress}"),
        ])
    {
        ExplainedBy = Codes(1202, 1203, 1205, 1206, 1207, 1208, 1209, 1210, 1212, 1216, 1219, 1220, 9105, 9106),
        Source = "RFC 2782",
    };

    /// <summary>DT1202.</summary>
    public static FindingDefinition DnsServerSilent => field ??= new(
        new(1202), "dns-server-silent", Step.Dns, FindingSeverity.Blocking,
        "No DNS server answers: {servers}",
        "Every question was sent to every DNS server that this machine knows, several times, and none answered. "
            + "Without DNS neither SRV records nor the addresses of names can be had; what DHCP names cannot be "
            + "resolved.",
        [
            ForNetwork("See that the DNS service runs at {servers} and that UDP port 53 is open from this network to "
                + "it.",
                "nslookup {name} {serverAddress}"),
            ForTester("See whether these are the DNS servers of this network: DHCP option 6 sets them.",
                "Get-DnsClientServerAddress"),
        ])
    {
        ExplainedBy = Codes(1207, 9105, 9106),
    };

    /// <summary>DT1203.</summary>
    public static FindingDefinition DnsServerFailure => field ??= new(
        new(1203), "dns-server-failure", Step.Dns, FindingSeverity.Blocking,
        "The DNS server {server} fails: {code} for {name}",
        "The server answers, and says that it cannot: SERVFAIL as a rule means that it does not reach the servers of "
            + "the zone, that the zone is not loaded, or that its signatures (DNSSEC) do not hold. It is not an answer "
            + "that there is no record.",
        [
            ForNetwork("On {server}, see whether the zone is loaded or its forwarders answer.",
                "dig {name} {type} @{serverAddress}"),
            ForNetwork("Ask the same with DNSSEC checking disabled: if that works, mend the signatures of the zone.",
                "dig +cd {name} {type} @{serverAddress}"),
            ForNetwork("On a Windows server, look at the zone and at conditional forwarders.",
                "Get-DnsServerZone -ComputerName {serverAddress}"),
        ])
    {
        ExplainedBy = Codes(1210),
        Source = "RFC 2308 section 7.1",
    };

    /// <summary>DT1204.</summary>
    public static FindingDefinition DnsTargetOutsideDomain => field ??= new(
        new(1204), "dns-srv-target-outside-domain", Step.Dns, FindingSeverity.Blocking,
        "{name} names {target}, which lies outside the SIP domain {domain}",
        "A device does not follow an SRV record to a host of another domain: whoever can forge a DNS answer could send "
            + "it to a server with a good certificate for its own name. Phones since the update of January 2013 refuse "
            + "such a record, clients ask the user. Names from DHCP and from redirects are not subject to it.",
        [
            ForNetwork("Publish the pool under a name in {domain} and point the record at it: {record}",
                "Add-DnsServerResourceRecord -Srv -ZoneName {domain} -Name {service} -DomainName {suggested} -Priority "
                    + "0 -Weight 0 -Port {port}"),
            ForServers("Put that name, {suggested}, into the subject alternative names of the Registrar's certificate.",
                "Request-CsCertificate -New -Type Default -DomainName {suggested}"),
            ForNetwork("Add an address record for {suggested}, with the addresses of {target}."),
        ]);

    /// <summary>DT1205.</summary>
    public static FindingDefinition DnsServerRefused => field ??= new(
        new(1205), "dns-server-refused", Step.Dns, FindingSeverity.Blocking,
        "The DNS server {server} refuses to answer",
        "The server answers REFUSED: it does not serve clients of this network, or does not recurse for them. Its "
            + "access list or the device's choice of server is wrong.",
        [
            ForNetwork("Let {server} answer and recurse for the clients of this network (allow-query and "
                + "allow-recursion in BIND, access-control in unbound).",
                "dig {name} {type} @{serverAddress}"),
            ForNetwork("Or give this network another DNS server, by DHCP option 6."),
        ])
    {
        Source = "RFC 1035 section 4.1.1",
    };

    /// <summary>DT1206.</summary>
    public static FindingDefinition DnsAnswerUnreadable => field ??= new(
        new(1206), "dns-answer-unreadable", Step.Dns, FindingSeverity.Blocking,
        "The answers of the DNS server {server} cannot be read: {fault}",
        "Answers come with the right identifier and are no DNS messages. Something other than a DNS server listens "
            + "there, or something on the way (a firewall, a captive portal, a DNS proxy in a router) spoils them.",
        [
            ForNetwork("Ask {server} by another program and from another network; if the answers are sound there, look "
                + "at what stands between.",
                "dig {name} {type} @{serverAddress}"),
            ForNetwork("Give this network a DNS server that answers soundly, by DHCP option 6."),
        ])
    {
        ExplainedBy = Codes(1220),
        Source = "RFC 1035 section 4",
    };

    /// <summary>DT1207.</summary>
    public static FindingDefinition DnsAnswersNotOurs => field ??= new(
        new(1207), "dns-answers-not-ours", Step.Dns, FindingSeverity.Blocking,
        "Answers come from {server}, none of them to the question asked",
        "Datagrams came to the port of the question, and none of them was its answer: another identifier, another "
            + "question, or another sender. A broken DNS proxy or an address translator does that, and so does "
            + "somebody who guesses at answers to forge one.",
        [
            ForNetwork("Look at what stands between this machine and {server}: an answer must bear the identifier and "
                + "the question that were asked, and come from the address and port that was asked.",
                "tcpdump -n -v host {serverAddress} and port 53"),
            ForNetwork("Ask another DNS server of the organisation, and give that to this network by DHCP option 6.",
                "dig {name} {type} @{serverAddress}"),
        ])
    {
        Source = "RFC 5452 section 9.1",
    };

    /// <summary>DT1208.</summary>
    public static FindingDefinition DnsTcpBlocked => field ??= new(
        new(1208), "dns-tcp-blocked", Step.Dns, FindingSeverity.Blocking,
        "The DNS server {server} sends devices to TCP, and TCP port 53 is not to be had",
        "An answer did not fit in a datagram, so the server marked it truncated; the same question over TCP was "
            + "refused or not answered. A firewall that opens port 53 for UDP alone is the usual reason.",
        [
            ForNetwork("Open TCP port 53 from this network to {server}, and let the server listen there.",
                "dig +tcp {name} {type} @{serverAddress}"),
        ])
    {
        Source = "RFC 7766 section 5",
    };

    /// <summary>DT1209.</summary>
    public static FindingDefinition DnsAliasLoop => field ??= new(
        new(1209), "dns-alias-loop", Step.Dns, FindingSeverity.Blocking,
        "The name {name} is an alias without end: {aliases}",
        "CNAME records lead round in a circle, or on and on, and never to a record of the wanted type.",
        [
            ForNetwork("Remove the CNAME records of this circle, and give {name} a record of its own type: {record}",
                "dig {name} CNAME @{serverAddress}"),
            ForNetwork("Remove the CNAME records of this circle, {aliases}, and give {name} a record of its own type.",
                "dig {name} CNAME"),
        ])
    {
        Source = "RFC 1034 section 3.6.2",
    };

    /// <summary>DT1210.</summary>
    public static FindingDefinition DnsServerLame => field ??= new(
        new(1210), "dns-server-lame", Step.Dns, FindingSeverity.Blocking,
        "The DNS server {server} refers to other servers and does not ask them itself",
        "A device is no resolver: it needs a server that recurses. This one answers with a referral, as servers of a "
            + "zone do for what is not theirs.",
        [
            ForNetwork("Give this network, by DHCP option 6, a DNS server that recurses; {server} does not.",
                "dig {name} {type} @{serverAddress}"),
            ForNetwork("Or let {server} recurse for this network, or serve the zone {domain} itself."),
        ])
    {
        Source = "RFC 1035 section 7.1",
    };

    /// <summary>DT1211.</summary>
    public static FindingDefinition DnsSlow => field ??= new(
        new(1211), "dns-slow", Step.Dns, FindingSeverity.Degraded,
        "The DNS server {server} took {took} to answer",
        "An answer takes a round trip, or a few where the server asks others. Each start of a device waits for several "
            + "answers one after the other, and some devices wait less long than this one.",
        [
            ForNetwork("Look at the load of {server} and whether its first forwarder answers: a dead one costs its "
                + "time-out each time.",
                "Get-DnsServerForwarder -ComputerName {serverAddress}"),
        ]);

    /// <summary>DT1212.</summary>
    public static FindingDefinition DnsServerUnreachable => field ??= new(
        new(1212), "dns-server-unreachable", Step.Dns, FindingSeverity.Blocking,
        "The DNS server {server} is not reached",
        "The network said so itself: nobody listens on port 53 there, or there is no route to it.",
        [
            ForNetwork("Start the DNS service at {server}, or give this network the right DNS server by DHCP option 6.",
                "nslookup {name} {serverAddress}"),
            ForTester("See that this machine has an address, a route and the DNS servers of this network.",
                "Get-DnsClientServerAddress"),
        ])
    {
        ExplainedBy = Codes(9105),
    };

    /// <summary>DT1213.</summary>
    public static FindingDefinition DnsServiceOff => field ??= new(
        new(1213), "dns-srv-service-off", Step.Dns, FindingSeverity.Blocking,
        "{name} says that the service is decidedly not available",
        "The SRV record has the root as its target, which by definition tells clients not to look further for this "
            + "service.",
        [
            ForNetwork("Replace the record by one that names the Registrar pool: {record}",
                "Add-DnsServerResourceRecord -Srv -ZoneName {domain} -Name {service} -DomainName {registrar} -Priority "
                    + "0 -Weight 0 -Port {port}"),
            ForNetwork("Replace the record by one that names the Registrar pool.", "dialtone dns records {domain}"),
        ])
    {
        Source = "RFC 2782",
    };

    /// <summary>DT1214.</summary>
    public static FindingDefinition DnsTargetNoHost => field ??= new(
        new(1214), "dns-srv-target-no-host", Step.Dns, FindingSeverity.Blocking,
        "{name} has a target that is not a host name",
        "The target of the SRV record has characters that no host name has, so that nothing can be connected to and no "
            + "certificate can be made out to it.",
        [
            ForNetwork("Correct the target of {name}: letters, digits and hyphens alone: {record}",
                "nslookup -type=SRV {name} {serverAddress}"),
            ForNetwork("Correct the target of {name} to the name of the machine that serves there: letters, digits and "
                + "hyphens alone.",
                "nslookup -type=SRV {name}"),
        ])
    {
        Source = "RFC 1123 section 2.1",
    };

    /// <summary>DT1215.</summary>
    public static FindingDefinition DnsEdnsRefused => field ??= new(
        new(1215), "dns-edns-refused", Step.Dns, FindingSeverity.Advice,
        "The DNS server {server} does not know EDNS0",
        "The server answered a question with EDNS0 by FORMERR or NOTIMP, and the same question without it as it "
            + "should. Each question costs a round trip more, and large answers need TCP.",
        [
            ForNetwork("Update the DNS server or the DNS proxy at {server}, or the firewall that strips EDNS0.",
                "dig +edns=0 {name} {type} @{serverAddress}"),
        ])
    {
        Source = "RFC 6891 section 7",
    };

    /// <summary>DT1216.</summary>
    public static FindingDefinition DnsAnswerOfAnotherName => field ??= new(
        new(1216), "dns-answer-of-another-name", Step.Dns, FindingSeverity.Blocking,
        "The DNS server {server} answers for another name than {name}",
        "The answer repeats the question and then has records of another name, which say nothing of what was asked. A "
            + "DNS proxy that rewrites answers, or a captive portal, does that.",
        [
            ForNetwork("See what {server} answers, and mend or replace what rewrites its answers.",
                "dig {name} {type} @{serverAddress}"),
        ])
    {
        Source = "RFC 1034 section 3.7.1",
    };

    /// <summary>DT1217.</summary>
    public static FindingDefinition DnsPortSwapped => field ??= new(
        new(1217), "dns-srv-port-swapped", Step.Dns, FindingSeverity.Degraded,
        "{name} names port {port}, which is the one of the other transport",
        "Registrars serve SIP over TLS on port 5061 and over plain TCP on port 5060. The record of the one transport "
            + "names the port of the other.",
        [
            ForNetwork("Correct the port of the record: {record}",
                "nslookup -type=SRV {name} {serverAddress}"),
        ]);

    /// <summary>DT1218.</summary>
    public static FindingDefinition DnsOneServerFails => field ??= new(
        new(1218), "dns-one-server-fails", Step.Dns, FindingSeverity.Degraded,
        "The DNS server {server} {trouble}, and another one helped out",
        "This machine knows several DNS servers. One of them was of no use; the next one answered. Each start waits "
            + "for it all the same, and when the other one fails there is none.",
        [
            ForNetwork("Mend {server}, or take it out of DHCP option 6.", "nslookup {name} {serverAddress}"),
        ]);

    /// <summary>DT1219.</summary>
    public static FindingDefinition DnsDomainUnknown => field ??= new(
        new(1219), "dns-domain-unknown", Step.Dns, FindingSeverity.Blocking,
        "The DNS server {server} knows nothing of {domain}",
        "None of the names below the SIP domain exists for this server: no SRV record and no host. It is not a server "
            + "with the zone, and does not reach one; a server for the Internet beside an internal zone that the "
            + "Internet does not know is the usual case.",
        [
            ForNetwork("Give this network a DNS server that knows {domain}, by DHCP option 6, or let {server} forward "
                + "that zone.",
                "Add-DnsServerConditionalForwarderZone -Name {domain} -MasterServers ADDRESS"),
            ForNetwork("If {server} is the right one, add the zone with its records.", "dialtone dns records {domain}"),
            ForUser("See that {domain} is the right domain: it is what stands behind the @ of the sign-in address."),
        ])
    {
        ExplainedBy = Codes(1216, 9106),
    };

    /// <summary>DT1220.</summary>
    public static FindingDefinition DnsAnswerCutShort => field ??= new(
        new(1220), "dns-answer-cut-short", Step.Dns, FindingSeverity.Blocking,
        "The answers of the DNS server {server} end in the middle",
        "Answers are DNS messages whose end is missing, and do not say that they were truncated. Something on the way "
            + "cuts datagrams, at 512 bytes or at the size of a packet, as firewalls without EDNS0 do.",
        [
            ForNetwork("Look at the firewalls and DNS proxies between this network and {server} for a limit of the "
                + "size of DNS datagrams; the answer ended at byte {length}.",
                "dig +bufsize=1232 {name} {type} @{serverAddress}"),
            ForNetwork("See whether the whole answer comes over TCP.", "dig +tcp {name} {type} @{serverAddress}"),
        ])
    {
        Source = "RFC 6891 section 6.2.3",
    };

    /// <summary>DT1221.</summary>
    public static FindingDefinition DnsSipSrvMissing => field ??= new(
        new(1221), "dns-sip-srv-missing", Step.Dns, FindingSeverity.Blocking,
        "There is no SRV record for SIP below {domain}",
        "Standard SIP locates the servers of a domain by SRV records: _sips._tcp for TLS, _sip._tcp, and _sip._udp. "
            + "There is none of them, so that the domain's own address is all that is left to try.",
        [
            ForNetwork("Add SRV records to the zone {domain} that name its SIP servers: {record}",
                "dig {name} SRV @{serverAddress}"),
            ForNetwork("Add SRV records to the zone {domain} that name its SIP servers: see which it should have, and "
                + "which it has.",
                "dialtone dns check {domain}"),
        ])
    {
        ExplainedBy = Codes(1202, 1203, 1205, 1206, 1207, 1208, 1209, 1210, 1212, 1216, 1219, 1220, 9105, 9106),
        Source = "RFC 3263 section 4.1",
    };

    /// <summary>DT1222.</summary>
    public static FindingDefinition DnsPortWrong => field ??= new(
        new(1222), "dns-srv-port-wrong", Step.Connect, FindingSeverity.Degraded,
        "{name} names port {port} of {registrar}, where nobody listens; port {otherPort} serves",
        "The machine that the SRV record names is there and serves the same transport at another port, which another "
            + "source gave. The port of the record is wrong.",
        [
            ForNetwork("Correct the port of the record: {record}", "nslookup -type=SRV {name}"),
        ])
    {
        Source = "RFC 2782",
    };

    private static IEnumerable<FindingDefinition> Dns() =>
    [
        DnsInternalSrvMissing, DnsServerSilent, DnsServerFailure, DnsTargetOutsideDomain, DnsServerRefused,
        DnsAnswerUnreadable, DnsAnswersNotOurs, DnsTcpBlocked, DnsAliasLoop, DnsServerLame, DnsSlow,
        DnsServerUnreachable, DnsServiceOff, DnsTargetNoHost, DnsEdnsRefused, DnsAnswerOfAnotherName, DnsPortSwapped,
        DnsOneServerFails, DnsDomainUnknown, DnsAnswerCutShort, DnsSipSrvMissing, DnsPortWrong,
    ];
}
