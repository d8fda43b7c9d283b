using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>131x: Lyncdiscover.</content>
public static partial class FindingCatalogue
{
    /// <summary>DT1311.</summary>
    public static FindingDefinition LyncdiscoverNotThere => field ??= new(
        new(1311), "lyncdiscover-not-there", Step.Lyncdiscover, FindingSeverity.Degraded,
        "Neither lyncdiscoverinternal.{domain} nor lyncdiscover.{domain} has an address",
        "Clients on computers look for their Registrar by Lyncdiscover first. Neither of its names is in DNS here, so "
            + "that they go on to SRV records.",
        [
            ForNetwork("Add an address record, or an alias of the web services, for lyncdiscoverinternal.{domain} in "
                + "the internal zone and for lyncdiscover.{domain} in the public one.",
                "Add-DnsServerResourceRecordA -ZoneName {domain} -Name lyncdiscoverinternal -IPv4Address ADDRESS"),
        ])
    {
        ExplainedBy = Codes(1202, 1203, 1205, 1206, 1207, 1208, 1209, 1210, 1212, 1216, 1219, 1220, 9105, 9106),
        Source = "MS-OCDISCWS section 3.1",
    };

    /// <summary>DT1312.</summary>
    public static FindingDefinition LyncdiscoverNotReached => field ??= new(
        new(1312), "lyncdiscover-not-reached", Step.Lyncdiscover, FindingSeverity.Degraded,
        "Lyncdiscover at {url} is not reached: {fault}",
        "The name has an address, and the web server there could not be connected to, showed a certificate that is not "
            + "to be trusted, or did not answer.",
        [
            ForServers("See that the web services answer at {url}, and that their certificate has that name.",
                "Invoke-WebRequest -UseBasicParsing {url}"),
            ForNetwork("See that ports 80 and 443 of that server are open from this network, and that the address of "
                + "the name is that of the web services."),
        ]);

    /// <summary>DT1313.</summary>
    public static FindingDefinition LyncdiscoverRefused => field ??= new(
        new(1313), "lyncdiscover-refused", Step.Lyncdiscover, FindingSeverity.Degraded,
        "Lyncdiscover at {url} answers {status}",
        "The web server there answers, and not with what was asked for: the web site of the web services is stopped, "
            + "the name leads to another web server, or a reverse proxy does not pass it on.",
        [
            ForServers("See in the web server's log why {url} gives {status}, and that the autodiscover application "
                + "runs.",
                "Get-CsService -WebServer | Select-Object PoolFqdn,AutodiscoverUri"),
        ]);

    /// <summary>DT1314.</summary>
    public static FindingDefinition LyncdiscoverUnreadable => field ??= new(
        new(1314), "lyncdiscover-unreadable", Step.Lyncdiscover, FindingSeverity.Degraded,
        "The answer of Lyncdiscover at {url} cannot be read",
        "The web server answered 200 with something else than a document of Lyncdiscover: a page for people, as of a "
            + "captive portal or another web site, or JSON.",
        [
            ForServers("See what {url} answers, and let the name lead to the web services of the pool.",
                "Invoke-WebRequest -UseBasicParsing {url}"),
        ])
    {
        Source = "MS-OCDISCWS section 2.2",
    };

    /// <summary>DT1315.</summary>
    public static FindingDefinition LyncdiscoverLeadsNowhere => field ??= new(
        new(1315), "lyncdiscover-leads-nowhere", Step.Lyncdiscover, FindingSeverity.Degraded,
        "Lyncdiscover at {url} names no Registrar and leads nowhere",
        "The document can be read, and has neither the user's Registrar nor a link to where it is told.",
        [
            ForServers("See that the pool has its internal and external web addresses, and publish the topology.",
                "Get-CsService -WebServer; Enable-CsTopology"),
        ])
    {
        Source = "MS-OCDISCWS section 2.2",
    };

    /// <summary>DT1316.</summary>
    public static FindingDefinition LyncdiscoverNotFollowed => field ??= new(
        new(1316), "lyncdiscover-not-followed", Step.Lyncdiscover, FindingSeverity.Degraded,
        "Lyncdiscover at {url} leads to where a device does not follow",
        "It leads to an address that is not HTTPS, or from plain HTTP to a host outside the SIP domain: whoever can "
            + "forge the first answer could send the device anywhere.",
        [
            ForServers("Let the web services be reached by HTTPS under a name in {domain}, and let {url} lead there.",
                "Set-CsWebServer -Identity WEBSERVER -ExternalFqdn web.{domain}"),
        ]);

    /// <summary>DT1317.</summary>
    public static FindingDefinition LyncdiscoverLoop => field ??= new(
        new(1317), "lyncdiscover-loop", Step.Lyncdiscover, FindingSeverity.Degraded,
        "Lyncdiscover at {url} leads round in circles",
        "One answer leads to the next and back to the first, or through more redirects than are followed. A redirect "
            + "in a reverse proxy is the usual reason, or a user whose move between pools is not complete.",
        [
            ForServers("Look at the redirects for {url} in the reverse proxy and in the web server.",
                "Get-CsService -WebServer | Select-Object PoolFqdn,AutodiscoverUri"),
            ForServers("See where each answer leads, from http://lyncdiscoverinternal.{domain}/ on.",
                "Invoke-WebRequest -UseBasicParsing http://lyncdiscoverinternal.{domain}/"),
            ForServers("See that the user's pool is the one that the answers lead to.", "Get-CsUserPoolInfo {user}"),
        ]);

    /// <summary>DT1318.</summary>
    public static FindingDefinition LyncdiscoverTicket => field ??= new(
        new(1318), "lyncdiscover-ticket", Step.Lyncdiscover, FindingSeverity.Degraded,
        "Lyncdiscover at {url} asks for a web ticket that is not to be had",
        "Who is where is told to the user alone: the service asks for a web ticket, and none was issued for this user "
            + "and password, or the one that was issued is refused.",
        [
            ForUser("See that user name and password are right."),
            ForServers("See that the web ticket service of that server runs, and which proofs it takes.",
                "Get-CsWebServiceConfiguration"),
        ])
    {
        Source = "MS-OCAUTHWS section 3.1",
    };

    /// <summary>DT1319.</summary>
    public static FindingDefinition LyncdiscoverUserUnknown => field ??= new(
        new(1319), "lyncdiscover-user-unknown", Step.Lyncdiscover, FindingSeverity.Degraded,
        "Lyncdiscover at {url} does not know {user}",
        "The service answers that there is no such user in this deployment (404).",
        [
            ForServers("See that the user is enabled and has that address; after a change, replication takes some "
                + "minutes.",
                "Get-CsUser -Identity {user} | Select-Object Enabled,SipAddress,RegistrarPool"),
            ForUser("See that {user} is the right sign-in address."),
        ])
    {
        Source = "MS-OCDISCWS section 3.1.5.3",
    };

    /// <summary>DT1320.</summary>
    public static FindingDefinition LyncdiscoverTimedOut => field ??= new(
        new(1320), "lyncdiscover-timed-out", Step.Lyncdiscover, FindingSeverity.Degraded,
        "Lyncdiscover named no Registrar within {took}",
        "The way through Lyncdiscover took longer than a device waits, which then goes on to SRV records.",
        [
            ForServers("Look at the load of the web services, and at their connection to the servers behind them.",
                "Invoke-WebRequest -UseBasicParsing http://lyncdiscoverinternal.{domain}/"),
        ]);

    private static IEnumerable<FindingDefinition> Lyncdiscover() =>
    [
        LyncdiscoverNotThere, LyncdiscoverNotReached, LyncdiscoverRefused, LyncdiscoverUnreadable,
        LyncdiscoverLeadsNowhere, LyncdiscoverNotFollowed, LyncdiscoverLoop, LyncdiscoverTicket,
        LyncdiscoverUserUnknown, LyncdiscoverTimedOut,
    ];
}
