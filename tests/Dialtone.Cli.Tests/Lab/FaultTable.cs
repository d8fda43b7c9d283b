namespace Dialtone.Cli.Tests.Lab;

/// <summary>
/// Every fault that the lab on loopback has, and what it does to a sign-in; but for what is set wrongly and stays so:
/// its scenario in docs/lab/faults says what a transaction finds.
/// </summary>
internal static class FaultTable
{
    private const string Internal = "pool01.contoso.example TLS internal-srv";
    private const string Dhcp = "pool01.contoso.example TLS dhcp";
    private const string Dhcp6 = "pool01.contoso.example TLS dhcp6";
    private const string DomainFirst = "contoso.example over TLS (DNS) failed at Resolve";
    private const string NoSettings = "no settings of the user: pool01.contoso.example ";
    private const string NoRelays = "no credentials for Media Relays: edge1.contoso.example ";
    private const string Plain = "TLS failed and plain TCP was taken: SIP is not encrypted";

    private static readonly string[] AlsoNoSrv = ["--fault", "dns-no-srv"];
    private static readonly string[] Dhcp6Alone = ["--profile", "sip", "--fault", "dhcp-silent"];
    private static readonly string[] TlsAlone = ["--transport", "tls"];

    // One address and one transport, and a short time: what is silent is silent on every one of them.
    private static readonly string[] OneTry =
        ["--registrar", "pool02.contoso.example", "--transport", "tls", "--timeout", "4"];

    private static readonly string[] OneTryAtHome =
        ["--registrar", "pool01.contoso.example", "--transport", "tls", "--timeout", "4"];

    private static readonly string[] AtTheBackup = ["--registrar", "pool02.contoso.example"];

    private static readonly string[] Balanced =
        ["--scenario", Path.Combine(AppContext.BaseDirectory, "lab", "load-balancer.json")];

    private static readonly string[] Schemes =
        ["--scenario", Path.Combine(AppContext.BaseDirectory, "lab", "schemes.json")];

    public static FaultRow[] All { get; } =
    [
        // DNS. Where it fails altogether, DHCP still names a Registrar, and nobody can say where that is.
        Fails("dns-silent", "Resolve", says: "no answer from") with { Options = ["--timeout", "6"] },
        Fails("dns-servfail", "Resolve", says: "SERVFAIL"),
        Fails("dns-refused", "Resolve", says: "REFUSED"),
        Fails("dns-nxdomain", "Resolve", says: "NXDOMAIN"),
        Fails("dns-no-address", "Resolve", says: "NXDOMAIN"),
        Fails("dns-cname-loop", "Resolve", says: "could not be looked up"),
        Fails("dns-garbage", "Resolve", says: "cannot be read"),
        Fails("dns-wrong-id", "Resolve", says: "no answer from") with { Options = ["--timeout", "6"] },
        Fails("dns-lame", "Resolve", says: "SERVFAIL"),
        Fails("dns-cut-short", "Resolve", says: "cannot be read"),
        Fails("dns-wrong-owner", "Resolve", says: "has no address"),
        Degrades(
            "dns-foreign-target",
            "pool.fabrikam.example lies outside the SIP domain, which a phone does not trust (strict DNS naming)",
            Dhcp),
        Works("dns-no-srv", Dhcp),
        Works("dns-no-internal-srv", Dhcp),
        Works("dns-truncated", Internal),
        Works("dns-without-edns", Internal),
        Works("dns-compressed-srv", Internal),
        Works("dns-slow", Internal),

        // DHCP. Alone it is not missed: the record for TLS comes first (S3). It is, where that is missing too.
        Works("dhcp-silent", Internal),
        Works("dhcp-no-option-43", Internal),
        Works("dhcp-no-option-120", Internal),
        Works("dhcp-slow", Internal),
        Works("dhcp-garbage", Internal),
        Works("dhcp-wrong-transaction", Internal),
        Fails("dhcp-garbage", "DHCP", says: "option 120 wrongly") with { Options = AlsoNoSrv },
        Fails("dhcp-wrong-transaction", "DNS", says: "no DHCP server answered") with { Options = AlsoNoSrv },
        WorksOrDegrades("dhcp-ascii-120", Internal, "DHCP option 120 is set wrongly"),
        WorksOrDegrades("dhcp-malformed", Internal, "DHCP option 120 is set wrongly"),
        WorksOrDegrades("dhcp-addresses-120", Internal, "DHCP option 120 is set wrongly"),
        Fails("dhcp-silent", "DNS", says: "no DHCP server answered") with { Options = AlsoNoSrv },
        Fails("dhcp-no-option-120", "DHCP", says: "option 120") with { Options = AlsoNoSrv },
        Fails("dhcp-ascii-120", "DHCP", says: "option 120 wrongly") with { Options = AlsoNoSrv },
        Fails("dhcp-malformed", "DHCP", says: "option 120 wrongly") with { Options = AlsoNoSrv },
        Fails("dhcp-addresses-120", "DHCP", says: "without a Registrar's name") with { Options = AlsoNoSrv },
        Works("dhcp-slow", Dhcp) with { Options = AlsoNoSrv },

        // DHCPv6, which a phone of standard SIP asks too. Here it is all that there is, but for the domain's own name.
        // Who answers later than DNS by the phone's patience is tried after it.
        WorksOrDegrades("dns-no-srv", Dhcp6, DomainFirst) with { Options = Dhcp6Alone, NeedsIPv6 = true },
        ByDhcp6(Degrades("dhcp6-slow", DomainFirst) with { Registrar = Dhcp6 }),
        ByDhcp6(Fails("dhcp6-silent", "Resolve", says: "contoso.example has no address")),
        ByDhcp6(Fails("dhcp6-no-option", "Resolve", says: "contoso.example has no address")),
        ByDhcp6(Fails("dhcp6-malformed", "DHCPv6", "malformed", "option 21 has a label that runs past the end")),
        ByDhcp6(Fails("dhcp6-ascii-21", "DHCPv6", "malformed", "option 21 is the text")),
        ByDhcp6(Fails("dhcp6-compressed-21", "DHCPv6", "malformed", "option 21 has a compression pointer")),
        ByDhcp6(Fails("dhcp6-refused", "DHCPv6", "refused", "answered with the status UnspecifiedFailure")),
        ByDhcp6(WorksOrDegrades("dhcp6-addresses", "contoso.example TLS dhcp6", DomainFirst)),

        // Connect. Which Front End is tried first is chance.
        WorksOrDegrades("fe1-refused", Internal, "one Front End of pool01 refuses connections"),
        WorksOrDegrades("fe2-refused", Internal, "one Front End of pool01 refuses connections"),
        WorksOrDegrades("fe1-draining", Internal, "one Front End of pool01 does not register users"),
        // The last rung is the Edge, behind which the backup does not take the users of the lost pool yet.
        Fails("pool01-refused", "Register", "unavailable", "503 Service Unavailable"),
        Fails("pools-refused", "Connect", "refused", "nothing listens on that port"),
        Fails("close-after-accept", "Register", "connection-lost", "ended the connection"),
        Works("sip-refused", Internal),

        // TLS. The Registrars' plain port lives, and rung 3 of S3 is taken.
        Degrades("tls-dead", Plain),
        Degrades("plain-on-tls-port", Plain),
        Degrades("cert-expired", Plain),
        Degrades("cert-not-yet-valid", Plain),
        Degrades("cert-wrong-name", Plain),
        Degrades("cert-untrusted", Plain),
        WorksOrDegrades("fe2-wrong-name", Internal, "one Front End of pool01 shows a bad certificate"),
        Fails("cert-expired", "TLS", "expired", "expired on") with { Options = TlsAlone },
        Fails("cert-not-yet-valid", "TLS", "not-yet-valid", "is valid only from") with { Options = TlsAlone },
        Fails("cert-wrong-name", "TLS", "name-mismatch", "is not made out to") with { Options = TlsAlone },
        Fails("cert-untrusted", "TLS", "untrusted", "leads to no root") with { Options = TlsAlone },
        Fails("plain-on-tls-port", "TLS", "not-tls", "does not speak TLS") with { Options = OneTry },
        Fails("tls-silent", "TLS", "timed-out", "did not answer the TLS handshake") with { Options = OneTry },
        Fails("tls-on-plain-port", "Register", "tls-on-plain-port", "answered plain SIP in TLS"),

        // REGISTER.
        Fails("register-silent", "Register", "no-answer", "did not answer REGISTER") with { Options = OneTry },
        Fails("answer-late", "Register", "no-answer", "did not answer REGISTER") with { Options = OneTry },
        Fails("register-503", "Register", "unavailable", "503 Service Unavailable"),
        Fails("register-500", "Register", "unavailable", "500 Server Internal Error"),
        Fails("register-403", "Register", "forbidden", "4003;reason=\"From URI not enabled for remote access\""),
        Fails("register-404", "Register", "user-not-found", "User does not exist"),
        Works("register-no-digest", Internal),
        Fails("register-no-digest", "Register", "nothing-usable-offered", "NTLM, Kerberos") with
        {
            Options = ["--profile", "sip"],
        },
        Signing(Fails("auth-kerberos-alone", "Register", "no-scheme-began", "takes Kerberos, and none of")),
        Signing(Works("auth-ntlm-alone", Internal)),
        Signing(Fails("auth-nothing-usable", "Register", "nothing-usable-offered", "takes only Basic")),
        Signing(Fails("auth-signature-wrong", "Register", says: "with a wrong signature")),
        Signing(Fails("auth-unsigned", "Register", says: "without a signature")),
        Signing(Fails("auth-account-locked", "Register", "account-unusable", "4141;reason=\"User disabled\"")),
        Signing(Fails("auth-clock-skew", "Register", "clock-skew", "the clocks are too far apart")),
        Signing(Fails("auth-certificate-refused", "Register", "certificate-rejected", "was not published for")),
        Signing(Fails("auth-proof-refused", "Register", "certificate-rejected", "Final handshake failed")),
        Signing(Fails("auth-handshake-cut", "Register", "connection-lost", "ended the connection")),
        Signing(Works("auth-forgotten", Internal)),
        Fails("close-after-challenge", "Register", "connection-lost", "ended the connection"),
        Fails("redirect-loop", "Register", "redirect-unusable", "redirects"),
        Works("digest-md5-alone", Internal),
        Works("redirect-to-pool02", "pool02.contoso.example TLS redirect"),
        Works("challenge-split", Internal),
        Works("answer-byte-by-byte", Internal),
        Works("answer-twice", Internal),
        Works("brief-expires", Internal),
        Works("binding-lost", Internal),
        new("on-backup", "signed-in-limited", 2) { Registrar = Internal, Says = "but its backup; calls work" },
        Degrades("provisioning-silent", NoSettings + "did not answer", Internal),
        Degrades("provisioning-404", NoSettings + "does not do this (404 Not Found)", Internal),
        Degrades("provisioning-488", NoSettings + "refused (488 Not Acceptable Here)", Internal),
        Degrades("provisioning-503", NoSettings + "cannot do this now (503 Service Unavailable)", Internal),
        Works("provisioning-notify", Internal),
        Works("provisioning-benotify", Internal),
        Degrades(
            "provisioning-malformed", NoSettings + "sent what cannot be read (NotWellFormed at byte 2600)", Internal),
        Works("provisioning-foreign", Internal),
        Degrades("provisioning-no-server", "the settings of the user came without ServerConfiguration", Internal),
        Works("provisioning-no-mras", Internal),
        Works("provisioning-50-kb", Internal),
        Works("provisioning-1-mib", Internal),
        Degrades("presence-silent", "contact list: pool01.contoso.example did not answer", Internal),
        Works("presence-notify", Internal),
        Works("presence-benotify", Internal),
        Relay("presence-malformed", "contact list: pool01.contoso.example sent what cannot be read (NotWellFormed"),
        Degrades(
            "presence-403", "presence of contacts: pool01.contoso.example refused (403 Forbidden)", Internal),
        Works("presence-resubscribe", Internal),
        Works("presence-brief", Internal),
        Degrades("self-404", "own presence: pool01.contoso.example does not do this (404 Not Found)", Internal),
        Works("containers-empty", Internal),
        Works("publish-wrong-version", Internal),
        Degrades("publish-403", "publication: pool01.contoso.example refused (403 Forbidden)", Internal),
        Degrades("contacts-488", "contact list: pool01.contoso.example refused (488 Not Acceptable Here)", Internal),
        Degrades(
            "contacts-503", "contact list: pool01.contoso.example cannot do this now (503 Service Unavailable)",
            Internal),
        Works("contacts-migrated", Internal),
        Works("contacts-empty", Internal),
        Works("contacts-2000", Internal),
        Works("contacts-out-of-step", Internal),
        Degrades("mras-silent", NoRelays + "did not answer", Internal),
        Degrades("mras-404", NoRelays + "does not do this (404 Not Found)", Internal),
        Degrades("mras-504", NoRelays + "cannot do this now (504 Server time-out)", Internal),
        Degrades("mras-request-malformed", NoRelays + "said no: Request Malformed", Internal),
        Degrades("mras-request-too-large", NoRelays + "said no: Request Too Large", Internal),
        Degrades("mras-not-supported", NoRelays + "said no: Not Supported", Internal),
        Degrades("mras-server-busy", NoRelays + "said no: Server Busy", Internal),
        Degrades("mras-time-out", NoRelays + "said no: Time Out", Internal),
        Degrades("mras-forbidden", NoRelays + "said no: Forbidden", Internal),
        Degrades("mras-internal-error", NoRelays + "said no: Internal Server Error", Internal),
        Degrades("mras-other-failure", NoRelays + "said no: Other Failure", Internal),
        Degrades("mras-version-mismatch", NoRelays + "said no: Version Mismatch", Internal),
        Degrades("mras-malformed", NoRelays + "sent what cannot be read (NotWellFormed at byte 353)", Internal),
        Works("mras-no-relays", Internal),
        Degrades("mras-unknown-host", "nowhere.contoso.example does not exist (NXDOMAIN)", Internal),
        Relay("mras-foreign-keys", "436 Unknown Username: MRAS and the relay do not share their keys"),
        Relay("mras-expired", "430 Stale Credentials: the credentials have expired"),
        Works("mras-brief", Internal),
        Relay("relay-refused", "nobody listens at"),
        Relay("relay-udp-refused", ":3478: nobody listens at"),
        Relay("relay-tcp-refused", ":10443: nobody listens at"),
        Relay("relay-silent", "no answer to 3 Allocate in "),
        Relay("relay-close-after-accept", "it closed the connection at Hello"),
        Relay("relay-unknown-user", "436 Unknown Username: MRAS and the relay do not share their keys"),
        Relay("relay-wrong-key", "431 Integrity Check Failure: MRAS and the relay do not share their keys"),
        Relay("relay-expired", "430 Stale Credentials: the credentials have expired"),
        Relay("relay-wrong-realm", "431 Integrity Check Failure"),
        Relay("relay-stale-nonce", "it refuses the credentials with 438 Stale Nonce"),
        Degrades("relay-no-address", "edge1.contoso.example does not exist (NXDOMAIN)", Internal),

        // Web Services. Who has a password proves himself by it to the Registrar too, where there is no certificate.
        WithoutCertificate("web-down"),
        WithoutCertificate("web-silent"),
        WithoutCertificate("web-slow"),
        WithoutCertificate("web-wrong-name"),
        WithoutCertificate("web-untrusted"),
        WithoutCertificate("web-clock-fast"),
        WithoutCertificate("web-no-mex"),
        WithoutCertificate("web-no-port"),
        Works("web-chain-404", Internal),
        Works("web-chain-foreign", Internal),
        Fails("web-ticket-401", "Certificate", "credential-rejected", "refused the user's proof"),
        Fails("web-ticket-401-bare", "Certificate", "credential-rejected", "refused the user's proof"),
        Fails("web-ticket-28020", "Certificate", "credential-rejected", "refused the user's proof"),
        WithoutCertificate("web-ticket-expired"),
        WithoutCertificate("web-signature-refused"),
        WithoutCertificate("web-csr-refused"),
        WithoutCertificate("web-certificate-brief"),
        WithoutCertificate("web-certificate-other-user"),
        Fails("web-certificate-unpublished", "Register", "certificate-rejected", "The certificate was not published"),
        Works("pin-wrong", Internal),
        ByPin("pin-wrong", "the PIN is wrong"),
        Works("pin-locked", Internal),
        ByPin("pin-locked", "locked after too many wrong ones"),
        Works("pin-expired", Internal),
        ByPin("pin-expired", "the PIN has expired"),
        Works("pin-not-unique", Internal),
        ByPin("pin-not-unique", "several users have this number and this PIN"),
        Works("pin-off", Internal),
        ByPin("pin-off", "PIN authentication is switched off"),
        Works("pin-not-set", Internal),
        ByPin("pin-not-set", "the user has no PIN"),
        Works("lyncdiscover-loop", Internal),
        Works("lyncdiscover-user-404", Internal),

        // Primary and backup. A phone that signs in for the first time knows nothing of the backup; one that is told of
        // it, or asks it, is another matter.
        Fails("pool01-down", "Register", "unavailable", "503 Service Unavailable"),
        Fails("pool01-restarting", "Register", "unavailable", "503 Service Unavailable"),
        Fails("pool01-silent", "TLS", "timed-out", "did not answer the TLS handshake") with { Options = OneTryAtHome },
        Fails("pool01-mute", "Register", "no-answer", "did not answer REGISTER") with { Options = OneTryAtHome },
        Works("pool02-down", Internal),
        Fails("pool02-down", "Register", "backup-idle", "does not take its users yet") with
        {
            Options = ["erin@contoso.example"],
        },
        new("survivable-mode", "signed-in-limited", 2)
        {
            Registrar = "pool02.contoso.example TLS target", Says = "but its backup; calls work", Options = AtTheBackup,
        },
        Fails("backup-redirects", "Register", "backup-idle", "has never signed in") with { Options = AtTheBackup },
        Fails("backup-refuses", "Register", "unavailable", "503 Service Unavailable") with { Options = AtTheBackup },
        new("presence-lost", "signed-in-limited", 2)
        {
            Registrar = Internal, Says = "the user services of pool01.contoso.example are not to be had",
        },
        // Who sends a phone to a Registrar that is dead may as well be its backup.
        Fails("redirect-to-dead", "Register", "backup-idle", "does not take its users yet"),
        Degrades(
            "redirect-to-dead-primary", "ns1.contoso.example over TLS (a redirect) failed at Connect",
            "pool02.contoso.example TLS redirect"),
        Works("sip-down", Internal),
        Works("sip-mute", Internal),
        Fails("balancer-empty", "Register", "unavailable", "503 Service Unavailable") with { Options = Balanced },
        Works("balancer-member-down", Internal) with { Options = Balanced },
        Degrades("balancer-blind", Plain) with { Options = Balanced },

        // Users, and connections that do not last.
        Works("user-moved", "pool02.contoso.example TLS redirect"),
        Fails("user-disabled", "Certificate", "credential-rejected", "The user is disabled"),
        Works("endpoint-evicted", Internal),
        Works("keep-alive-strict", Internal),
        Works("idle-closed", Internal),
    ];

    /// <summary>The faults that need a network that misbehaves.</summary>
    public static string[] InSimulationAlone { get; } =
    [
        "dns-wrong-address", "dhcp-two-disagree", "dhcp6-two-disagree", "fe1-black-hole", "pool01-black-hole",
        "reset-after-connect", "reset-after-first-byte", "fails-later", "relay-black-hole", "relay-reset",
        "dns-old-address", "cert-weak-key", "phone-clock-slow", "phone-clock-fast", "web-black-hole",
    ];

    private static FaultRow Works(string fault, string registrar) =>
        new(fault, "signed-in", 0) { Registrar = registrar };

    /// <summary>Where devices prove themselves by certificate or by NTLM, and messages are signed.</summary>
    private static FaultRow Signing(FaultRow row) => row with { Options = Schemes };

    private static FaultRow ByDhcp6(FaultRow row) =>
        row with { Options = [.. Dhcp6Alone, .. AlsoNoSrv], NeedsIPv6 = true };

    private static FaultRow Degrades(
        string fault, string says, string registrar = "pool01.contoso.example TCP internal-srv") =>
        new(fault, "signed-in-degraded", 2) { Registrar = registrar, Says = says };

    // What is the same in every run stands before what is not.
    private static FaultRow Relay(string fault, string saysPart) =>
        new(fault, "signed-in-degraded", 2) { Registrar = Internal, SaysPart = saysPart };

    private static FaultRow ByPin(string fault, string says) =>
        Fails(fault, "Certificate", "pin-rejected", says) with { Options = ["--pin"] };

    private static FaultRow WithoutCertificate(string fault) =>
        Relay(fault, "TLS-DSK is passed over: no certificate was to be had");

    private static FaultRow WorksOrDegrades(string fault, string registrar, string says) =>
        new(fault, "signed-in|signed-in-degraded", -1) { Registrar = registrar, Says = says };

    private static FaultRow Fails(string fault, string step, string kind = "", string says = "") =>
        new(fault, "not-signed-in", 1) { Step = step, Kind = kind, Says = says };
}
