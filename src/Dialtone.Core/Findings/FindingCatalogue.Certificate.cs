using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>33xx: the web ticket and the user's certificate.</content>
public static partial class FindingCatalogue
{
    private const string ShowWebProofs =
        "Get-CsWebServiceConfiguration | Format-List Identity, UseWindowsAuth, UseCertificateAuth, UsePinAuth";

    /// <summary>DT3303.</summary>
    public static FindingDefinition WebTicketRefused => field ??= new(
        new(3303), "web-ticket-refused", Step.Certificate, FindingSeverity.Blocking,
        "Web Services at {host} refuse the user name or password of {user}: {answer}",
        "A web ticket is got with the user's Windows credentials. They were given, and asked for again: the password, "
            + "the login or the domain is not the right one, or the account may not be used.",
        [
            new(Audience.User, "Type user name and password again; the user name may have to be DOMAIN\\name."),
            new(Audience.DirectoryAdministrator,
                "See that the account is enabled, not locked, and its password not expired.", ShowAccount),
            new(Audience.User, "Open it in a browser with the same user name and password: {url}"),
            new(Audience.ServerAdministrator,
                "See that the web site on {host} takes Windows credentials, by Negotiate and NTLM.", ShowWebProofs),
        ])
    {
        Source = "MS-OCAUTHWS section 3.2",
    };

    /// <summary>DT3304.</summary>
    public static FindingDefinition ClientCertificateNotValid => field ??= new(
        new(3304), "client-certificate-expired", Step.Certificate, FindingSeverity.Blocking,
        "The certificate that Web Services at {host} issued for {user} does not hold for another hour: {reason}",
        "A certificate for a user holds for 180 days by default. One that is over, or as good as over, when it is "
            + "given is not used: the server's clock is wrong, or its configuration asks for too short a time.",
        [
            new(Audience.ServerAdministrator,
                "Set the usual time of validity.",
                "Get-CsWebServiceConfiguration | Format-List DefaultValidityPeriodHours, MinValidityPeriodHours, "
                    + "MaxValidityPeriodHours; Set-CsWebServiceConfiguration -Identity Global "
                    + "-DefaultValidityPeriodHours 4320"),
            new(Audience.ServerAdministrator,
                "See that the clock of {host} is right.", "w32tm /query /status /computer:{host}"),
            new(Audience.Tester, "See that the clock of this machine is right: it says {clock}.", "timedatectl status"),
        ])
    {
        Source = "MS-OCAUTHWS section 3.3",
    };

    /// <summary>DT3316.</summary>
    public static FindingDefinition WebTicketFault => field ??= new(
        new(3316), "web-ticket-fault", Step.Certificate, FindingSeverity.Blocking,
        "Web Services at {host} give {user} no web ticket: {answer}",
        "The request was understood and refused by a SOAP fault. Its number is in the range of web authentication "
            + "(28000), and 28020 says that what was given is no valid proof.",
        [
            new(Audience.ServerAdministrator,
                "See that the user is enabled, and homed in the pool whose Web Services these are.",
                "Get-CsUser -Identity \"{user}\" | Format-List Enabled, SipAddress, RegistrarPool"),
            new(Audience.ServerAdministrator,
                "See which ways of proof Web Services take.", ShowWebProofs),
            new(Audience.ServerAdministrator,
                "Look into the event log of {server} under LS Web Authentication.",
                "Get-WinEvent -ComputerName {server} -LogName \"Lync Server\" -MaxEvents 50"),
        ])
    {
        Source = "MS-OCAUTHWS section 3.2.4.1; MS-OCER section 7.22",
    };

    /// <summary>DT3317.</summary>
    public static FindingDefinition WebTicketExpired => field ??= new(
        new(3317), "web-ticket-expired", Step.Certificate, FindingSeverity.Blocking,
        "The web ticket of {host} is over when it is given: {reason}",
        "A ticket says from when until when it holds. By this device's clock that is not now, and the clock of the "
            + "server agrees with this device's as far as its answers show.",
        [
            new(Audience.ServerAdministrator,
                "See that the clock of every server behind {host} is right, and how long tickets hold.",
                "w32tm /query /status /computer:{host}"),
            new(Audience.Tester, "See that the clock of this machine is right: it says {clock}.", "timedatectl status"),
        ])
    {
        Source = "MS-OCAUTHWS section 3.2",
    };

    /// <summary>DT3318.</summary>
    public static FindingDefinition WebClockDiffers => field ??= new(
        new(3318), "web-clock-differs", Step.Certificate, FindingSeverity.Blocking,
        "The clock of Web Services at {host} is {difference} this device's, so that what they give does not hold now",
        "Tickets and certificates hold from one moment to another. The answers of the server show what its clock says, "
            + "and it is not what this device's says.",
        [
            new(Audience.ServerAdministrator,
                "See whether the clock of {host} is right, and let it follow the domain.",
                "w32tm /query /status /computer:{host}; w32tm /resync /computer:{host}"),
            new(Audience.Tester, "See whether the clock of this machine is right: it says {clock}.",
                "timedatectl status"),
            new(Audience.NetworkAdministrator,
                "Give phones a time server: DHCP option 42, and the SRV record _ntp._udp.{domain}."),
        ])
    {
        Source = "MS-OCAUTHWS section 3.2",
    };

    /// <summary>DT3319.</summary>
    public static FindingDefinition CertificateRequestRefused => field ??= new(
        new(3319), "certificate-request-refused", Step.Certificate, FindingSeverity.Blocking,
        "Web Services at {host} refuse the certificate request for {user}: {answer}",
        "The ticket was taken, and no certificate came: the request is not to the server's liking, or it could not "
            + "issue or publish one.",
        [
            new(Audience.ServerAdministrator,
                "See that Web Services issue certificates, and for which length of key.",
                "Get-CsWebServiceConfiguration | Format-List Identity, UseCertificateAuth, MaxCSRKeySize, "
                    + "CASigningKeyLength"),
            new(Audience.ServerAdministrator,
                "See that the user store of {host} is reached: a certificate that cannot be published is not given.",
                "Get-CsDatabaseMirrorState -PoolFqdn {host}"),
            new(Audience.ServerAdministrator,
                "Look into the event log of {server} under LS Web Components Server.",
                "Get-WinEvent -ComputerName {server} -LogName \"Lync Server\" -MaxEvents 50"),
        ])
    {
        Source = "MS-OCAUTHWS section 3.3",
    };

    /// <summary>DT3320.</summary>
    public static FindingDefinition WebTicketSignatureRefused => field ??= new(
        new(3320), "web-ticket-not-believed", Step.Certificate, FindingSeverity.Blocking,
        "Web Services at {host} do not believe the web ticket that was given to {user}: {answer}",
        "The ticket was given by the same deployment a moment before, and is refused with the certificate request: the "
            + "servers of the pool do not share the key that signs tickets, or something between changes requests.",
        [
            new(Audience.ServerAdministrator,
                "See that all servers of the pool have the same certificate for tickets (OAuthTokenIssuer), and the "
                    + "same time.",
                "Get-CsCertificate -Type OAuthTokenIssuer | Format-List Thumbprint, NotAfter"),
            new(Audience.NetworkAdministrator,
                "Where a load balancer stands before {host}, let it keep a client with one server (cookie or source "
                    + "address), and change nothing in requests."),
        ])
    {
        Source = "MS-OCAUTHWS section 3.2",
    };

    /// <summary>DT3321.</summary>
    public static FindingDefinition CertificateForOtherUser => field ??= new(
        new(3321), "certificate-for-other-user", Step.Certificate, FindingSeverity.Blocking,
        "Web Services at {host} issued a certificate for somebody else than {user}: {reason}",
        "The certificate proves another user. Dialtone does not use it: the phone would sign in as a stranger.",
        [
            new(Audience.ServerAdministrator,
                "See whose the login or number is.",
                "Get-CsUser -Identity \"{login}\" | Format-List SipAddress, LineUri, SamAccountName"),
            new(Audience.User, "Give the sign-in address that belongs to this account or number."),
        ])
    {
        Source = "MS-OCAUTHWS section 3.3",
    };

    /// <summary>DT3322.</summary>
    public static FindingDefinition CertificateForOtherKey => field ??= new(
        new(3322), "certificate-for-other-key", Step.Certificate, FindingSeverity.Blocking,
        "Web Services at {host} issued a certificate for another key than was asked for",
        "The certificate is of no use without its key. The answer belongs to another request.",
        [
            new(Audience.NetworkAdministrator,
                "See whether a proxy or load balancer before {host} gives an answer to the wrong client."),
            new(Audience.ServerAdministrator,
                "Look into the event log of {server} under LS Web Components Server.",
                "Get-WinEvent -ComputerName {server} -LogName \"Lync Server\" -MaxEvents 50"),
        ]);

    /// <summary>DT3324.</summary>
    public static FindingDefinition KeyNotMade => field ??= new(
        new(3324), "key-not-made", Step.Certificate, FindingSeverity.Blocking,
        "This machine could not make a key or a certificate request: {reason}",
        "A key pair of 2048 bits is made on the machine that runs Dialtone before a certificate is asked for.",
        [
            new(Audience.Tester, "See what the system says, and install OpenSSL 3.", "openssl version"),
        ]);

    /// <summary>DT3326.</summary>
    public static FindingDefinition NoUsableWebProof => field ??= new(
        new(3326), "web-proof-not-offered", Step.Certificate, FindingSeverity.Blocking,
        "Web Services at {host} offer no way to prove {user} that this device has: {reason}",
        "Which proofs the web ticket service takes stands in its metadata and in its answer: Windows credentials, a "
            + "PIN, a certificate. None of these can be given with what the user typed.",
        [
            new(Audience.ServerAdministrator,
                "Switch on what phones need: Windows credentials, and for phones with a PIN that.",
                "Set-CsWebServiceConfiguration -Identity Global -UseWindowsAuth Negotiate -UsePinAuth $true"),
            new(Audience.ServerAdministrator, "See what is on.", ShowWebProofs),
        ])
    {
        Source = "MS-OCAUTHWS section 3.1",
    };

    /// <summary>DT3327.</summary>
    public static FindingDefinition WebServicesRefuse => field ??= new(
        new(3327), "web-services-refuse", Step.Certificate, FindingSeverity.Blocking,
        "Web Services at {host} refuse the request for {what}: {answer}",
        "The answer is one of HTTP alone, without a fault that says more: from the web server itself, or from a proxy "
            + "before it.",
        [
            new(Audience.User, "Open it in a browser: {url}"),
            new(Audience.ServerAdministrator,
                "Look into the log of the web site on {host} for this request.",
                "Get-Service -ComputerName {host} W3SVC, WAS"),
            new(Audience.NetworkAdministrator,
                "Where a reverse proxy stands before {host}, see that it publishes /CertProv and /WebTicket."),
        ])
    {
        Source = "RFC 9110 section 15",
    };

    /// <summary>DT3328.</summary>
    public static FindingDefinition WebServicesMalformed => field ??= new(
        new(3328), "web-services-malformed", Step.Certificate, FindingSeverity.Blocking,
        "What Web Services at {host} answer to the request for {what} cannot be used: {reason}",
        "An answer came that is not what the specification says, or lacks what it must have: a page of a proxy, or of "
            + "another service.",
        [
            new(Audience.User, "Open it in a browser, to see who answers: {url}"),
            new(Audience.NetworkAdministrator,
                "See whether a proxy answers in place of {host}: a sign-in page, or a notice that it is blocked."),
        ])
    {
        Source = "MS-OCAUTHWS section 3",
    };

    /// <summary>DT3329.</summary>
    public static FindingDefinition WebProofNotMade => field ??= new(
        new(3329), "web-proof-not-made", Step.Certificate, FindingSeverity.Blocking,
        "This machine could not prove {user} to Web Services at {host} by {scheme}: {reason}",
        "Web Services ask for Windows credentials. Making that proof takes a library, and for Kerberos a ticket.",
        [
            new(Audience.Tester,
                "Install GSSAPI with NTLM, or get a ticket.",
                "sudo apt-get install libgssapi-krb5-2 gss-ntlmssp; kinit {login}"),
            new(Audience.ServerAdministrator,
                "See that the web site on {host} takes NTLM beside Negotiate.", ShowWebProofs),
        ]);

    private static IEnumerable<FindingDefinition> Certificate() =>
    [
        WebTicketRefused, ClientCertificateNotValid, WebTicketFault, WebTicketExpired, WebClockDiffers,
        CertificateRequestRefused, WebTicketSignatureRefused, CertificateForOtherUser, CertificateForOtherKey,
        KeyNotMade, NoUsableWebProof, WebServicesRefuse, WebServicesMalformed, WebProofNotMade,
    ];
}
