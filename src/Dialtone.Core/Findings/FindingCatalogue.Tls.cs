using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>22xx: TLS and certificates.</content>
public static partial class FindingCatalogue
{
    /// <summary>DT2201.</summary>
    public static FindingDefinition TlsNameMismatch => field ??= new(
        new(2201), "tls-name-mismatch", Step.Tls, FindingSeverity.Blocking,
        "The certificate of {registrar} at {addresses} is made out to {names}, not to {expected}",
        "The certificate must hold the name that the device was given for the Registrar, in its subject alternative "
            + "names. It is made out to others: it lacks a name, or another server answers at that address.",
        [
            ForServers("Give {registrar} a certificate whose subject alternative names have {expected}, and assign it.",
                "Request-CsCertificate -New -Type Default -DomainName {expected}"),
            ForNetwork("If another server should answer for {expected}, correct what named this one: {source}.",
                "nslookup {registrar}"),
            ForTester("See the certificate.", "openssl s_client -connect {address} -servername {expected}"),
        ])
    {
        Source = "RFC 5922 section 7.2",
    };

    /// <summary>DT2202.</summary>
    public static FindingDefinition TlsExpired => field ??= new(
        new(2202), "tls-expired", Step.Tls, FindingSeverity.Blocking,
        "The certificate of {registrar} at {addresses} expired on {notAfter}",
        "The time of the certificate, or of one in its chain, is over by the clock of this machine.",
        [
            ForServers("Renew the certificate of {subject} and assign it on {registrar}.",
                "Request-CsCertificate -New -Type Default; Set-CsCertificate -Type Default -Thumbprint THUMBPRINT"),
            ForTester("See that the clock of this machine is right; it says {clock}.", "w32tm /query /status"),
        ])
    {
        ExplainedBy = Codes(2206),
        Source = "RFC 5280 section 4.1.2.5",
    };

    /// <summary>DT2203.</summary>
    public static FindingDefinition TlsUntrustedRoot => field ??= new(
        new(2203), "tls-untrusted-root", Step.Tls, FindingSeverity.Blocking,
        "The certificate of {registrar} at {addresses} is issued by {issuer}, which this device does not trust",
        "The chain leads to a root that is neither among those of this machine nor among those that the deployment "
            + "gives its devices. Phones learn the root of a private authority from the certificate web service.",
        [
            ForTester("Install the root certificate of {issuer} on this machine, or give its file.",
                "dialtone signin {user} --ca ROOT.pem"),
            ForServers("See that the certificate web service publishes the chain of {issuer}.",
                "Get-CsCertificate -Type Default | Select-Object Issuer,Thumbprint"),
            ForServers("If {issuer} is not an authority of the organisation, give {registrar} a certificate of one "
                + "that its devices trust.",
                "Request-CsCertificate -New -Type Default"),
            ForTester("See the chain.", "openssl s_client -connect {address} -servername {expected} -showcerts"),
        ])
    {
        ExplainedBy = Codes(2208, 2219, 3302, 3314, 3315),
        Source = "RFC 5280 section 6",
    };

    /// <summary>DT2204.</summary>
    public static FindingDefinition TlsNoCommonVersion => field ??= new(
        new(2204), "tls-no-common-version", Step.Tls, FindingSeverity.Blocking,
        "{registrar} at {addresses} and this device have no version or cipher suite of TLS in common",
        "The server refused the handshake for its version or its cipher suites: it speaks TLS 1.0 or 1.1 alone, or "
            + "none of the cipher suites that are offered.",
        [
            ForServers("Enable TLS 1.2 on {registrar}, for client and server, and a cipher suite with ECDHE and "
                + "AES-GCM; then restart it.",
                "Get-TlsCipherSuite | Select-Object Name"),
            ForTester("See which versions it speaks.", "openssl s_client -connect {address} -servername {expected} "
                + "-tls1_2"),
        ])
    {
        Source = "RFC 8446 section 6.2",
    };

    /// <summary>DT2205.</summary>
    public static FindingDefinition PlainSipOnTlsPort => field ??= new(
        new(2205), "plain-sip-on-tls-port", Step.Tls, FindingSeverity.Blocking,
        "{registrar} does not speak TLS at {addresses}",
        "The port where TLS is expected answers with something else, as a server does that speaks plain SIP there, or "
            + "a load balancer that has taken the TLS away.",
        [
            ForServers("Let port {port} of {registrar} speak TLS; plain SIP belongs to port 5060.",
                "Get-CsService -Registrar | Select-Object PoolFqdn,SipPort"),
            ForNetwork("See that a load balancer passes port {port} on as it is, without ending TLS itself."),
            ForNetwork("See that the port is right in what named this server: {source}."),
        ])
    {
        ExplainedBy = Codes(1217),
    };

    /// <summary>DT2206.</summary>
    public static FindingDefinition DeviceClockWrong => field ??= new(
        new(2206), "device-clock-wrong", Step.Tls, FindingSeverity.Blocking,
        "The clock of this machine is wrong: it says {clock}",
        "Several certificates that have nothing to do with each other are all not yet valid, or all expired, by the "
            + "clock of this machine. That each of them is wrong is less likely than that the clock is.",
        [
            ForTester("Set the clock of this machine; by the certificates it is {between}.", "w32tm /resync"),
            ForNetwork("Give this network a time server: DHCP option 42 (and 4 for phones), and an SRV record "
                + "_ntp._udp.{domain}."),
        ]);

    /// <summary>DT2207.</summary>
    public static FindingDefinition TlsNotYetValid => field ??= new(
        new(2207), "tls-not-yet-valid", Step.Tls, FindingSeverity.Blocking,
        "The certificate of {registrar} at {addresses} is valid from {notBefore} on, and it is {clock} here",
        "The time of the certificate has not come by the clock of this machine. As a rule it is the clock that is "
            + "wrong; else the certificate was issued on a machine with a wrong clock, or for later.",
        [
            ForTester("See that the clock of this machine is right; it says {clock}.", "w32tm /query /status"),
            ForServers("If the clock is right, give {registrar} a certificate that is valid now.",
                "Get-CsCertificate -Type Default | Select-Object NotBefore,Subject"),
        ])
    {
        ExplainedBy = Codes(2206),
        Source = "RFC 5280 section 4.1.2.5",
    };

    /// <summary>DT2208.</summary>
    public static FindingDefinition TlsChainIncomplete => field ??= new(
        new(2208), "tls-chain-incomplete", Step.Tls, FindingSeverity.Blocking,
        "{registrar} at {addresses} does not send the certificate of {issuer}",
        "A server has to send the certificates between its own and the root. One is missing, so that this device "
            + "cannot tell whether the root is one that it trusts.",
        [
            ForServers("Install the certificate of {issuer} in the store for intermediate authorities on {registrar}, "
                + "and restart its service.",
                "certutil -addstore CA INTERMEDIATE.cer"),
            ForTester("See what it sends.", "openssl s_client -connect {address} -servername {expected} -showcerts"),
        ])
    {
        Source = "RFC 8446 section 4.4.2",
    };

    /// <summary>DT2209.</summary>
    public static FindingDefinition TlsChainBroken => field ??= new(
        new(2209), "tls-chain-broken", Step.Tls, FindingSeverity.Blocking,
        "The certificate chain of {registrar} at {addresses} does not hold",
        "A signature in the chain is wrong, or a certificate in it may not issue others or not these. Something on the "
            + "way that makes certificates of its own (TLS inspection) can be the reason.",
        [
            ForServers("Give {registrar} a certificate of a sound authority; {issuer} issued this one to {subject}.",
                "certutil -verify CERTIFICATE.cer"),
            ForNetwork("Take port {port} of {registrar} out of TLS inspection."),
        ])
    {
        Source = "RFC 5280 section 6.1",
    };

    /// <summary>DT2210.</summary>
    public static FindingDefinition TlsAlert => field ??= new(
        new(2210), "tls-alert", Step.Tls, FindingSeverity.Blocking,
        "{registrar} at {addresses} refuses the TLS handshake: alert {alert}",
        "The server sent an alert in place of going on.",
        [
            ForServers("Look in the event log of {registrar} (Schannel) for the handshake that it refused with "
                + "{alert}.",
                "Get-WinEvent -ComputerName {registrar} -ProviderName Schannel -MaxEvents 20"),
            ForTester("See whether another program is refused alike.",
                "openssl s_client -connect {address} -servername {expected}"),
        ])
    {
        Source = "RFC 8446 section 6.2",
    };

    /// <summary>DT2211.</summary>
    public static FindingDefinition TlsSilent => field ??= new(
        new(2211), "tls-silent", Step.Tls, FindingSeverity.Blocking,
        "{registrar} takes connections at {addresses} and says nothing in the TLS handshake",
        "The connection stands and the first message of TLS gets no answer: the service hangs, a load balancer has no "
            + "member that answers, something else than TLS waits there for the client to go on, or large packets are "
            + "lost on the way back.",
        [
            ForServers("Restart the Front End service on {registrar}, and look at its load.",
                "Get-CsWindowsService -ComputerName {registrar}"),
            ForTester("See whether another program gets an answer there.",
                "openssl s_client -connect {address} -servername {expected}"),
            ForNetwork("If it does from other networks, see that ICMP “fragmentation needed” passes on the way from "
                + "{addresses}, or let the router clamp the segment size."),
        ])
    {
        ExplainedBy = Codes(2213),
    };

    /// <summary>DT2212.</summary>
    public static FindingDefinition TlsOnTcpPort => field ??= new(
        new(2212), "tls-on-tcp-port", Step.Register, FindingSeverity.Blocking,
        "{registrar} speaks TLS at {addresses}, where plain SIP is expected",
        "A request in plain SIP was answered with TLS: the record or setting for TCP leads to the port for TLS.",
        [
            ForNetwork("Correct the port in what named this server for plain TCP: {source}."),
            ForServers("Or let port {port} of {registrar} speak plain SIP; TLS belongs to port 5061.",
                "Get-CsService -Registrar | Select-Object PoolFqdn,SipPort"),
        ]);

    /// <summary>DT2213.</summary>
    public static FindingDefinition PathMtu => field ??= new(
        new(2213), "path-mtu", Step.Tls, FindingSeverity.Degraded,
        "Large packets from {registrar} at {addresses} are lost on the way",
        "The TLS handshake got no answer until the device asked for small segments; then it did. Something on the way "
            + "passes no packets of full size and does not say so, or its ICMP messages are dropped.",
        [
            ForNetwork("Let ICMP “fragmentation needed” (type 3, code 4; for IPv6 “packet too big”) pass between this "
                + "network and {addresses}.",
                "ping -f -l 1472 {registrar}"),
            ForNetwork("Or let the router of the tunnel clamp the segment size of TCP.", "ip tcp adjust-mss 1360"),
        ])
    {
        Source = "RFC 2923 section 2.1",
    };

    /// <summary>DT2214.</summary>
    public static FindingDefinition TlsWrongUse => field ??= new(
        new(2214), "tls-wrong-use", Step.Tls, FindingSeverity.Blocking,
        "The certificate of {registrar} at {addresses} is not meant for servers",
        "Its extended key usage does not have server authentication: it was issued from a template for users or for "
            + "something else.",
        [
            ForServers("Give {registrar} a certificate from a template with server authentication (1.3.6.1.5.5.7.3.1).",
                "Request-CsCertificate -New -Type Default -Template WebServer"),
        ])
    {
        Source = "RFC 5280 section 4.2.1.12",
    };

    /// <summary>DT2215.</summary>
    public static FindingDefinition TlsWeakKey => field ??= new(
        new(2215), "tls-weak-key", Step.Tls, FindingSeverity.Blocking,
        "The certificate of {registrar} at {addresses} has a key that is too short: {key}",
        "Keys of RSA under 2,048 bits are not believed any more.",
        [
            ForServers("Give {registrar} a certificate with an RSA key of at least 2,048 bits.",
                "Request-CsCertificate -New -Type Default -KeySize 2048"),
        ])
    {
        Source = "NIST SP 800-131A",
    };

    /// <summary>DT2216.</summary>
    public static FindingDefinition TlsClosed => field ??= new(
        new(2216), "tls-closed", Step.Tls, FindingSeverity.Blocking,
        "{registrar} at {addresses} closes the connection in the TLS handshake",
        "The server took the connection and closed it on the first message of TLS without a word. Windows does that "
            + "where no certificate is bound to the service or its private key cannot be read, and where no version of "
            + "TLS is in common; a load balancer does it where no member is in service.",
        [
            ForServers("See that a certificate with a private key is assigned to the Registrar on {registrar}.",
                "Get-CsCertificate -Type Default"),
            ForServers("Look in its event log for what Schannel says.",
                "Get-WinEvent -ComputerName {registrar} -ProviderName Schannel -MaxEvents 20"),
            ForNetwork("See that the load balancer at {addresses}, if there is one, has members in service."),
        ])
    {
        ExplainedBy = Codes(2104),
    };

    /// <summary>DT2217.</summary>
    public static FindingDefinition TlsExpiresSoon => field ??= new(
        new(2217), "tls-expires-soon", Step.Tls, FindingSeverity.Advice,
        "The certificate of {registrar} at {addresses} expires on {notAfter}",
        "It is good today. On the day that it expires no device can sign in.",
        [
            ForServers("Renew the certificate of {subject} and assign it on {registrar}.",
                "Request-CsCertificate -New -Type Default"),
        ]);

    /// <summary>DT2218.</summary>
    public static FindingDefinition TlsFailedHere => field ??= new(
        new(2218), "tls-failed-here", Step.Tls, FindingSeverity.Blocking,
        "The TLS handshake with {registrar} at {addresses} failed on this side",
        "This machine did not like what the server sent: a version or a cipher suite that its policy does not allow, "
            + "or a message that breaks the protocol.",
        [
            ForServers("Enable TLS 1.2 on {registrar}, with a cipher suite with ECDHE and AES-GCM.",
                "Get-TlsCipherSuite | Select-Object Name"),
            ForTester("See what the policy of this machine allows, and what the server sends.",
                "openssl s_client -connect {address} -servername {expected}"),
        ]);

    /// <summary>DT2219.</summary>
    public static FindingDefinition TlsSelfSigned => field ??= new(
        new(2219), "tls-self-signed", Step.Tls, FindingSeverity.Blocking,
        "The certificate of {registrar} at {addresses} is issued by itself",
        "The certificate is its own issuer: the one that was made when the server was set up, or that of a device on "
            + "the way. Nobody vouches for it.",
        [
            ForServers("Give {registrar} a certificate of an authority that its devices trust.",
                "Request-CsCertificate -New -Type Default"),
            ForTester("Where that is meant, give its file.", "dialtone signin {user} --ca CERTIFICATE.pem"),
        ]);

    private static IEnumerable<FindingDefinition> Tls() =>
    [
        TlsNameMismatch, TlsExpired, TlsUntrustedRoot, TlsNoCommonVersion, PlainSipOnTlsPort, DeviceClockWrong,
        TlsNotYetValid, TlsChainIncomplete, TlsChainBroken, TlsAlert, TlsSilent, TlsOnTcpPort, PathMtu, TlsWrongUse,
        TlsWeakKey, TlsClosed, TlsExpiresSoon, TlsFailedHere, TlsSelfSigned,
    ];
}
