using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>33xx: Web Services, as far as to their metadata, and the roots of the deployment.</content>
public static partial class FindingCatalogue
{
    private const string ShowWebServer = "Get-CsService -WebServer | Format-List Identity, ServiceId, PoolFqdn, "
        + "InternalFqdn, ExternalFqdn";

    /// <summary>DT3301.</summary>
    public static FindingDefinition WebServicesUnreachable => field ??= new(
        new(3301), "web-services-unreachable", Step.Certificate, FindingSeverity.Blocking,
        "Web Services at {host} are not reached: {why}",
        "A phone gets its certificate from the Web Services of its pool, over HTTPS. No connection came about.",
        [
            new(Audience.ServerAdministrator,
                "Start the web site on {host}, and see that it listens on port {port}.",
                "Get-Service -ComputerName {host} W3SVC; iisreset {host} /status"),
            new(Audience.NetworkAdministrator,
                "Let phones of this network reach {host} on port {port}; name it in DNS where it has no address.",
                "dialtone dns check {domain}"),
            new(Audience.ServerAdministrator,
                "See that the name is the one of the Web Services of the pool.", ShowWebServer),
            new(Audience.User, "Open it in a browser, to see it with other eyes: {url}"),
        ])
    {
        ExplainedBy = Codes(1110),
    };

    /// <summary>DT3302.</summary>
    public static FindingDefinition RootChainMissing => field ??= new(
        new(3302), "root-chain-missing", Step.Certificate, FindingSeverity.Blocking,
        "Web Services give no chain of root certificates: {url} {answer}",
        "A phone that does not know the organisation's authority asks Web Services for its roots at its first contact. "
            + "Without them it trusts none of the deployment's servers.",
        [
            new(Audience.ServerAdministrator,
                "Switch the download of the chain on.",
                "Set-CsWebServiceConfiguration -Identity Global -EnableCertChainDownload $true -InferCertChainFromSSL "
                    + "$true"),
            new(Audience.ServerAdministrator,
                "Where the roots are listed by hand, see that the list has the present one.",
                "Get-CsWebServiceConfiguration | Select-Object -ExpandProperty TrustedCACerts"),
            new(Audience.Tester, "Or give this device the root.", "dialtone sign-in {user} --ca root.pem"),
        ])
    {
        ExplainedBy = Codes(3301, 3305, 3306, 3313),
    };

    /// <summary>DT3305.</summary>
    public static FindingDefinition WebServicesNoAnswer => field ??= new(
        new(3305), "web-services-no-answer", Step.Certificate, FindingSeverity.Blocking,
        "Web Services at {host} take the request for {what} and do not answer",
        "The connection stands and the request was sent. The web site is alive and what answers behind it is not: an "
            + "application pool that hangs, or a database that is not reached.",
        [
            new(Audience.ServerAdministrator,
                "Recycle the application pools of the web site on {host}, and look into its event log.",
                "Get-Service -ComputerName {host} W3SVC, WAS"),
            new(Audience.NetworkAdministrator,
                "Where a reverse proxy stands before {host}, see that it reaches the server behind it."),
            new(Audience.User, "Open it in a browser, to see whether it answers there: {url}"),
        ]);

    /// <summary>DT3306.</summary>
    public static FindingDefinition WebServicesSlow => field ??= new(
        new(3306), "web-services-slow", Step.Certificate, FindingSeverity.Degraded,
        "Web Services at {host} take {time} to answer the request for {what}",
        "They answer, and each sign-in with a new certificate waits for several answers. A phone that loses patience "
            + "signs in without a certificate, or not at all.",
        [
            new(Audience.ServerAdministrator,
                "Look at the load of {host}, its application pools and its database; the first request after a restart "
                    + "alone may be slow.",
                "Get-Counter -ComputerName {host} \"\\Web Service(_Total)\\Current Connections\""),
            new(Audience.NetworkAdministrator, "Measure the way to {host}, and through a reverse proxy before it."),
        ]);

    /// <summary>DT3307.</summary>
    public static FindingDefinition WebServicesWrongName => field ??= new(
        new(3307), "web-services-wrong-name", Step.Certificate, FindingSeverity.Blocking,
        "The certificate of Web Services at {host} is made out to {names}",
        "Dialtone sent nothing: a server that does not prove its name may be anybody.",
        [
            new(Audience.ServerAdministrator,
                "Assign the web site a certificate whose subjectAltName has {host}.",
                "Get-CsCertificate -Type WebServicesInternal, WebServicesExternal | Format-List Use, Subject, "
                    + "AlternativeNames, NotAfter"),
            new(Audience.ServerAdministrator,
                "Request one with all names of the pool.",
                "Request-CsCertificate -New -Type WebServicesInternal -DomainName \"{host}\" -CA <authority>"),
            new(Audience.NetworkAdministrator,
                "Or let DHCP option 43 and DNS name the server by a name that its certificate has: {names}."),
        ])
    {
        Source = "RFC 9525 section 6",
    };

    /// <summary>DT3308.</summary>
    public static FindingDefinition WebServicesUntrusted => field ??= new(
        new(3308), "web-services-untrusted", Step.Certificate, FindingSeverity.Blocking,
        "The certificate of Web Services at {host} leads to no root that this device trusts: issued by {issuer}",
        "Dialtone sent nothing: nobody whom it trusts vouches for this server.",
        [
            new(Audience.ServerAdministrator,
                "Assign the web site a certificate of the organisation's authority, with the chain to its root.",
                "Get-CsCertificate -Type WebServicesInternal, WebServicesExternal | Format-List Use, Issuer, "
                    + "Thumbprint, NotAfter"),
            new(Audience.Tester,
                "Where {issuer} is the organisation's own, give its root to this device, or let it learn it as phones "
                    + "do.",
                "dialtone sign-in {user} --ca root.pem; dialtone sign-in {user} --trust-on-first-use"),
        ])
    {
        Source = "RFC 5280 section 6",
        ExplainedBy = Codes(3302, 3314, 3315),
    };

    /// <summary>DT3309.</summary>
    public static FindingDefinition WebServicesCertificateUnusable => field ??= new(
        new(3309), "web-services-certificate-unusable", Step.Certificate, FindingSeverity.Blocking,
        "The certificate of Web Services at {host} {why}",
        "Dialtone sent nothing. Where the dates alone are wrong, the clock of this device may be.",
        [
            new(Audience.ServerAdministrator,
                "Renew the certificate of the web site.",
                "Get-CsCertificate -Type WebServicesInternal, WebServicesExternal | Format-List Use, Subject, "
                    + "NotBefore, NotAfter"),
            new(Audience.Tester, "See that the clock of this machine is right: it says {clock}.", "timedatectl status"),
        ])
    {
        Source = "RFC 5280 section 4.1.2.5",
        ExplainedBy = Codes(2206),
    };

    /// <summary>DT3310.</summary>
    public static FindingDefinition WebServicesTlsFailed => field ??= new(
        new(3310), "web-services-tls-failed", Step.Certificate, FindingSeverity.Blocking,
        "The TLS handshake with Web Services at {host} failed: {why}",
        "A connection stands, and TLS does not come about on it: another service listens there, no "
            + "certificate is bound to the port, or there is no common version of TLS.",
        [
            new(Audience.ServerAdministrator,
                "See that the HTTPS binding of the web site on {host} has a certificate, and which versions of TLS are "
                    + "on.",
                "netsh http show sslcert"),
            new(Audience.NetworkAdministrator, "See whether a device between takes part in TLS, and ends it."),
        ])
    {
        Source = "RFC 8446 section 6",
    };

    /// <summary>DT3311.</summary>
    public static FindingDefinition WebMetadataMissing => field ??= new(
        new(3311), "web-metadata-missing", Step.Certificate, FindingSeverity.Blocking,
        "Web Services at {host} have no metadata: {url} {answer}",
        "The metadata tell the addresses of the services and which proof each takes. Without them nothing can be "
            + "asked: the path in DHCP option 43 is wrong, or the services are not installed there.",
        [
            new(Audience.User, "Open it in a browser; it should show XML: {url}"),
            new(Audience.NetworkAdministrator,
                "Compare the path of the URL with the usual one, /CertProv/CertProvisioningService.svc, and correct "
                    + "option 43 of DHCP.",
                "dialtone dhcp encode --registrar {registrar}"),
            new(Audience.ServerAdministrator,
                "See that the web components are installed on {host}.", ShowWebServer),
        ])
    {
        Source = "MS-OCAUTHWS section 3.1",
        ExplainedBy = Codes(1110),
    };

    /// <summary>DT3312.</summary>
    public static FindingDefinition WebMetadataIncomplete => field ??= new(
        new(3312), "web-metadata-incomplete", Step.Certificate, FindingSeverity.Blocking,
        "The metadata of Web Services at {host} lack what is needed: {reason}",
        "The metadata came, and the port that this device must call is not among them, or they cannot be read.",
        [
            new(Audience.ServerAdministrator,
                "See which ways of proof Web Services are set to.",
                "Get-CsWebServiceConfiguration | Format-List Identity, UseWindowsAuth, UseCertificateAuth, UsePinAuth"),
            new(Audience.ServerAdministrator,
                "Let them be set up anew.", "Enable-CsComputer"),
            new(Audience.User, "Open it in a browser, to read it: {url}"),
        ])
    {
        Source = "MS-OCAUTHWS section 3.1",
    };

    /// <summary>DT3313.</summary>
    public static FindingDefinition WebServicesLost => field ??= new(
        new(3313), "web-services-hung-up", Step.Certificate, FindingSeverity.Blocking,
        "Web Services at {host} end the connection in place of an answer to the request for {what}",
        "The connection stood and the request was sent. The process that serves it fell over, or a device between "
            + "ended it.",
        [
            new(Audience.ServerAdministrator,
                "Look into the event log of {host} for an application pool that fell over.",
                "Get-Service -ComputerName {host} W3SVC, WAS"),
            new(Audience.NetworkAdministrator, "See whether a proxy or a firewall between ends connections."),
        ]);

    /// <summary>DT3314.</summary>
    public static FindingDefinition RootChainForeign => field ??= new(
        new(3314), "root-chain-foreign", Step.Certificate, FindingSeverity.Blocking,
        "The roots that Web Services give are not those of its own certificate: {roots}",
        "The roots were learned, and the servers' certificates lead to none of them: the list of authorities in the "
            + "configuration is an old one, or the certificates were renewed by another authority.",
        [
            new(Audience.ServerAdministrator,
                "Let the chain follow from the certificate of the web site, or correct the list.",
                "Set-CsWebServiceConfiguration -Identity Global -InferCertChainFromSSL $true; "
                    + "Get-CsWebServiceConfiguration | Select-Object -ExpandProperty TrustedCACerts"),
            new(Audience.User, "Reset a phone that has learned the old roots: it learns them once."),
        ]);

    /// <summary>DT3315.</summary>
    public static FindingDefinition RootChainUnusable => field ??= new(
        new(3315), "root-chain-unusable", Step.Certificate, FindingSeverity.Blocking,
        "What Web Services give as chain of root certificates is of no use: {reason}",
        "The answer came and cannot be read, or has no root in it: a chain without its self-signed root is no ground "
            + "for trust.",
        [
            new(Audience.ServerAdministrator,
                "See that the root itself is in the store of trusted roots of {host}, and in the list.",
                "Get-CsWebServiceConfiguration | Select-Object -ExpandProperty TrustedCACerts"),
        ]);

    /// <summary>DT3325.</summary>
    public static FindingDefinition NoCertificateService => field ??= new(
        new(3325), "certificate-service-unknown", Step.Certificate, FindingSeverity.Blocking,
        "Nobody named a service that issues a certificate for {user}",
        "A phone learns the address of Web Services from DHCP option 43, from the Registrar's 401 (sts-uri) or from "
            + "Lyncdiscover. None of them named one that can be used.",
        [
            new(Audience.NetworkAdministrator,
                "Give option 43 with the address of Web Services to the vendor class MS-UC-Client.",
                "dialtone dhcp encode --registrar {registrar}"),
            new(Audience.ServerAdministrator,
                "See that {registrar} takes certificates, and names its service.", ShowSchemes),
            new(Audience.ServerAdministrator, "Which Web Services there are:", ShowWebServer),
        ])
    {
        ExplainedBy = Codes(1103, 1108, 1109, 1110),
    };

    private static IEnumerable<FindingDefinition> WebServices() =>
    [
        WebServicesUnreachable, RootChainMissing, WebServicesNoAnswer, WebServicesSlow, WebServicesWrongName,
        WebServicesUntrusted, WebServicesCertificateUnusable, WebServicesTlsFailed, WebMetadataMissing,
        WebMetadataIncomplete, WebServicesLost, RootChainForeign, RootChainUnusable, NoCertificateService,
    ];
}
