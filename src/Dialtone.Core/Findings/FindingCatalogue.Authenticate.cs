using System.Collections.Immutable;
using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>32xx: proving the user, and the server.</content>
public static partial class FindingCatalogue
{
    private const string ShowSchemes =
        "Get-CsProxyConfiguration | Format-List Identity, UseCertificateForClientToProxyAuth, "
            + "UseKerberosForClientToProxyAuth, UseNtlmForClientToProxyAuth";

    private const string ShowAccount =
        "Get-ADUser -Identity {login} -Properties LockedOut, Enabled, PasswordExpired, AccountExpirationDate";

    /// <summary>DT3201.</summary>
    public static FindingDefinition NoCommonMechanism => field ??= new(
        new(3201), "no-common-mechanism", Step.Register, FindingSeverity.Blocking,
        "{registrar} takes only {offered}, and this device has none of these",
        "The 401 of the Registrar names the schemes by which a user may be proved. A phone of Lync proves itself by "
            + "TLS-DSK with a certificate, by NTLM or by Kerberos; a phone of standard SIP by Digest.",
        [
            new(Audience.ServerAdministrator,
                "Let the Registrar take a scheme that this device has: for phones the certificate.",
                "Set-CsProxyConfiguration -Identity Global -UseCertificateForClientToProxyAuth $true"),
            new(Audience.ServerAdministrator, "See what it takes now.", ShowSchemes),
            new(Audience.Tester,
                "Try as another kind of device, where the server is one of standard SIP.",
                "dialtone test registration --user {user} --profile sip"),
        ])
    {
        Source = "MS-SIPAE section 3.2",
        ExplainedBehind = Codes(3201),
    };

    /// <summary>DT3202.</summary>
    public static FindingDefinition CredentialRejected => field ??= new(
        new(3202), "credential-rejected", Step.Authenticate, FindingSeverity.Blocking,
        "{registrar} refuses the user name or password of {user}",
        "A proof was sent and found wrong: the password, the login or the domain is not the right one. Dialtone tries "
            + "once, since every further try brings the account nearer to being locked.",
        [
            new(Audience.User, "Type user name and password again; the user name may have to be DOMAIN\\name."),
            new(Audience.DirectoryAdministrator,
                "See that the account is enabled, not locked, and its password not expired.", ShowAccount),
            new(Audience.ServerAdministrator,
                "See that this SIP address is the one of that account.",
                "Get-CsUser -Identity \"{user}\" | Format-List Enabled, SipAddress, SamAccountName, RegistrarPool"),
        ])
    {
        Source = "MS-OCER section 7 (1000)",
        ExplainedBehind = Codes(3202),
    };

    /// <summary>DT3203.</summary>
    public static FindingDefinition ServerSignatureWrong => field ??= new(
        new(3203), "server-signature-wrong", Step.Authenticate, FindingSeverity.Blocking,
        "{registrar} signs wrongly: its {message} came {fault}",
        "After the proof both sides sign every message with the key that only they know. A message with a wrong "
            + "signature was changed on the way, or comes from somebody else: it is not believed and the connection is "
            + "closed.",
        [
            new(Audience.NetworkAdministrator,
                "See whether something between this network and {address} changes SIP: an ALG, a session border "
                    + "controller, a TLS proxy."),
            new(Audience.ServerAdministrator,
                "See that every server behind {registrar} has the same version and time.",
                "Get-CsServerVersion; w32tm /query /status /computer:{registrar}"),
        ])
    {
        Source = "MS-SIPAE section 3.1",
        ExplainedBehind = Codes(3203),
    };

    /// <summary>DT3204.</summary>
    public static FindingDefinition ClockSkew => field ??= new(
        new(3204), "clock-skew", Step.Authenticate, FindingSeverity.Blocking,
        "{registrar} does not believe the proof of {user}: the clocks are too far apart",
        "Kerberos, NTLM and web tickets hold within minutes. By the word of the server, or of the key distribution "
            + "center, the clocks are farther apart than five minutes.",
        [
            new(Audience.NetworkAdministrator,
                "Give phones a time server: DHCP option 42, and the SRV record _ntp._udp.{domain}."),
            new(Audience.Tester, "See what this machine's clock says: {clock}.", "timedatectl status"),
            new(Audience.ServerAdministrator,
                "See that the clock of {registrar} is right.",
                "w32tm /query /status /computer:{registrar}"),
        ])
    {
        Source = "MS-OCER section 7 (1013); RFC 4120 section 7.5.1",
        ExplainedBehind = Codes(3204),
    };

    /// <summary>DT3205.</summary>
    public static FindingDefinition NoSchemeBegan => field ??= new(
        new(3205), "no-scheme-began", Step.Authenticate, FindingSeverity.Blocking,
        "{registrar} takes {offered}, and none of what this device has of these could begin",
        "Each scheme that both sides have was tried, and failed before the user was proved. Why is named beside this.",
        [
            new(Audience.ServerAdministrator, "See what the Registrar takes.", ShowSchemes),
            new(Audience.Tester, "Show why each scheme was passed over.", "dialtone sign-in {user} --verbose"),
        ])
    {
        ExplainedBy =
        [
            .. Codes(3201, 3202, 3204, 3206, 3211, 3212, 3213, 3214, 3215, 3216, 3222, 3223), .. WithoutCertificate,
        ],
        ExplainedBehind = Codes(3205),
    };

    /// <summary>DT3206.</summary>
    public static FindingDefinition AccountUnusable => field ??= new(
        new(3206), "account-unusable", Step.Authenticate, FindingSeverity.Blocking,
        "The account of {user} is locked, disabled or expired, says {registrar}",
        "The proof may be right; the account may not be used.",
        [
            new(Audience.DirectoryAdministrator,
                "See which of these it is, and unlock or enable it.", ShowAccount),
            new(Audience.DirectoryAdministrator, "Unlock it.", "Unlock-ADAccount -Identity {login}"),
            new(Audience.ServerAdministrator,
                "See that the user is enabled for Skype for Business.",
                "Get-CsUser -Identity \"{user}\" | Format-List Enabled, SipAddress, RegistrarPool"),
        ])
    {
        Source = "MS-OCER section 7 (4141)",
        ExplainedBehind = Codes(3206),
    };

    /// <summary>DT3207.</summary>
    public static FindingDefinition WrongSipAddress => field ??= new(
        new(3207), "wrong-sip-address", Step.Authenticate, FindingSeverity.Blocking,
        "The user name and password are right, and belong to another sign-in address than {user}",
        "The Registrar proved the account and found that it may not act as this SIP address.",
        [
            new(Audience.User, "Give the sign-in address that belongs to this account."),
            new(Audience.ServerAdministrator,
                "See which SIP address the account has.",
                "Get-CsUser -Identity \"{login}\" | Format-List SipAddress, SamAccountName, UserPrincipalName"),
        ])
    {
        Source = "MS-OCER section 7 (4004)",
        ExplainedBehind = Codes(3207),
    };

    /// <summary>DT3208.</summary>
    public static FindingDefinition UserCertificateRejected => field ??= new(
        new(3208), "user-certificate-rejected", Step.Authenticate, FindingSeverity.Blocking,
        "{registrar} refuses the certificate of {user}, which was made for this sign-in",
        "Web Services issued a certificate, and the Registrar does not know it: it was not published to the user's "
            + "data, was revoked, or the servers do not share one issuer.",
        [
            new(Audience.ServerAdministrator,
                "See whether the certificate of this phone is among those of the user.",
                "Get-CsClientCertificate -Identity \"{user}\""),
            new(Audience.ServerAdministrator,
                "Throw the user's certificates away, and let the phone get another one.",
                "Revoke-CsClientCertificate -Identity \"{user}\""),
            new(Audience.ServerAdministrator,
                "See that {registrar} reaches the user store, where certificates are published, and that its copy is "
                    + "in step.",
                "Get-CsDatabaseMirrorState -PoolFqdn {registrar}"),
        ])
    {
        Source = "MS-SIPAE section 3.2; MS-OCAUTHWS section 3.3",
        ExplainedBehind = Codes(3208),
    };

    /// <summary>DT3209.</summary>
    public static FindingDefinition ServerSignatureMissing => field ??= new(
        new(3209), "server-signature-missing", Step.Authenticate, FindingSeverity.Blocking,
        "{registrar} does not sign: its {message} came {fault}",
        "After the proof both sides sign every message. One without a signature may be anybody's: it is not believed "
            + "and the connection is closed. Something between that answers itself, or strips what it does not know, "
            + "shows like this.",
        [
            new(Audience.NetworkAdministrator,
                "See whether something between this network and {address} answers for the Registrar, or drops the "
                    + "header Authentication-Info: a session border controller, an ALG, a proxy."),
            new(Audience.ServerAdministrator, "See which schemes {registrar} is set to.", ShowSchemes),
        ])
    {
        Source = "MS-SIPAE section 3.1",
        ExplainedBehind = Codes(3209),
    };

    /// <summary>DT3210.</summary>
    public static FindingDefinition ProofCutShort => field ??= new(
        new(3210), "proof-cut-short", Step.Authenticate, FindingSeverity.Blocking,
        "{registrar} at {address} asks for proof and ends the connection before it is given",
        "The 401 came, and then the connection was closed in the middle of the proof. All legs of a proof must go over "
            + "the one connection.",
        [
            new(Audience.NetworkAdministrator,
                "See that a load balancer, a proxy or a firewall at {address} keeps a connection open behind a 401, "
                    + "and passes all of it to one server."),
            new(Audience.ServerAdministrator,
                "Look into the event log of {registrar} for a service that starts over as it proves users.",
                "Get-CsWindowsService -ComputerName {registrar} -Name RtcSrv"),
        ])
    {
        Source = "MS-SIPAE section 3.2",
        ExplainedBy = Codes(3105),
        ExplainedBehind = AnsweredBehind,
    };

    /// <summary>DT3211.</summary>
    public static FindingDefinition SchemePassedOver => field ??= new(
        new(3211), "scheme-passed-over", Step.Authenticate, FindingSeverity.Blocking,
        "{scheme} was offered and could not be used with {registrar}: {why}",
        "The scheme was tried before the one that was used in the end, or before all failed.",
        [
            new(Audience.ServerAdministrator, "See which schemes {registrar} is set to.", ShowSchemes),
            new(Audience.Tester, "Try this scheme alone.", "dialtone sign-in {user} --auth {option} --verbose"),
        ])
    {
        ExplainedBy = [.. Codes(3202, 3206), .. WithoutCertificate],
    };

    /// <summary>DT3212.</summary>
    public static FindingDefinition KerberosNoTicketServer => field ??= new(
        new(3212), "kerberos-no-ticket-server", Step.Authenticate, FindingSeverity.Blocking,
        "No key distribution center of {realm} could be reached, so that Kerberos was not used",
        "Kerberos needs a domain controller, which is found by DNS and asked on port 88.",
        [
            new(Audience.NetworkAdministrator,
                "Publish the domain controllers, and let this network reach them on port 88.",
                "nslookup -type=SRV _kerberos._tcp.{realm}"),
            new(Audience.Tester,
                "Where this machine is not to use Kerberos, leave it out.",
                "dialtone sign-in {user} --auth tls-dsk,ntlm"),
        ])
    {
        Source = "RFC 4120 section 7.2",
    };

    /// <summary>DT3213.</summary>
    public static FindingDefinition KerberosUserUnknown => field ??= new(
        new(3213), "kerberos-user-unknown", Step.Authenticate, FindingSeverity.Blocking,
        "The key distribution center does not know {login}",
        "The login names a realm whose domain controller was reached and has no such user.",
        [
            new(Audience.User, "Compare the login with the account: name@REALM, the realm in capitals."),
            new(Audience.DirectoryAdministrator, "See that the account exists.", ShowAccount),
        ])
    {
        Source = "RFC 4120 section 3.1.3",
    };

    /// <summary>DT3214.</summary>
    public static FindingDefinition KerberosServiceUnknown => field ??= new(
        new(3214), "kerberos-service-unknown", Step.Authenticate, FindingSeverity.Blocking,
        "The key distribution center has no key for {target}",
        "The Registrar names the service that a ticket is to be got for, and no account has that service principal "
            + "name, or two have it.",
        [
            new(Audience.DirectoryAdministrator,
                "See which account has the name.",
                "setspn -Q {target}"),
            new(Audience.ServerAdministrator,
                "Assign the Kerberos account of the site anew.",
                "Test-CsKerberosAccountAssignment; Enable-CsTopology"),
        ])
    {
        Source = "RFC 4120 section 3.3.3; MS-SIPAE section 3.2",
    };

    /// <summary>DT3215.</summary>
    public static FindingDefinition SecurityLibraryMissing => field ??= new(
        new(3215), "security-library-missing", Step.Authenticate, FindingSeverity.Blocking,
        "This machine lacks what {scheme} takes: {detail}",
        "TLS-DSK needs OpenSSL 3 and Kerberos a GSSAPI library on the machine that runs Dialtone. Phones have these.",
        [
            new(Audience.Tester,
                "Install it: OpenSSL 3 for TLS-DSK, MIT Kerberos for Kerberos.",
                "sudo apt-get install libssl3 libgssapi-krb5-2"),
        ]);

    /// <summary>DT3216.</summary>
    public static FindingDefinition NoTicket => field ??= new(
        new(3216), "kerberos-no-ticket", Step.Authenticate, FindingSeverity.Blocking,
        "There is neither a password nor a Kerberos ticket for {user}",
        "Kerberos was to be used with the tickets of whoever runs this, and the cache holds none that is valid.",
        [
            new(Audience.Tester, "Get a ticket and try again.", "kinit {login}; klist"),
        ]);

    /// <summary>DT3217.</summary>
    public static FindingDefinition AssociationForgotten => field ??= new(
        new(3217), "association-forgotten", Step.Authenticate, FindingSeverity.Degraded,
        "{registrar} had forgotten the proof of {user} by {scheme}, which was given anew",
        "A proof holds for eight hours. A server that forgets it sooner was restarted, or is another server behind the "
            + "same name.",
        [
            new(Audience.ServerAdministrator,
                "See whether the Front End service of {registrar} was restarted.",
                "Get-CsWindowsService -ComputerName {registrar} -Name RtcSrv"),
            new(Audience.NetworkAdministrator,
                "See that a load balancer keeps a connection with one server for as long as it stands."),
        ])
    {
        Source = "MS-SIPAE section 3.1",
    };

    /// <summary>DT3218.</summary>
    public static FindingDefinition KeptCertificateRefused => field ??= new(
        new(3218), "kept-certificate-refused", Step.Authenticate, FindingSeverity.Advice,
        "{registrar} refused the certificate that this phone kept, and another one was got",
        "The certificate was valid by its dates. It was revoked, or the user's store was built anew.",
        [
            new(Audience.ServerAdministrator,
                "Where nobody revoked it, see which certificates the user has.",
                "Get-CsClientCertificate -Identity \"{user}\""),
        ])
    {
        ExplainedBy = Codes(3202, 3204, 3208),
    };

    /// <summary>DT3219.</summary>
    public static FindingDefinition ServerNotProved => field ??= new(
        new(3219), "server-not-proved", Step.Authenticate, FindingSeverity.Blocking,
        "{registrar} answers 200 without knowing the secret of {user}",
        "With Digest the server proves itself too, by rspauth. A server whose proof is wrong has let in somebody whom "
            + "it does not know: it is an impostor, or does not check passwords at all.",
        [
            new(Audience.ServerAdministrator,
                "See that {registrar} computes rspauth with the user's HA1 and the URI of the request."),
            new(Audience.NetworkAdministrator, "See who answers at {address}: it may be somebody between."),
        ])
    {
        Source = "RFC 7616 section 3.5",
        ExplainedBy = Codes(3203, 3209),
        ExplainedBehind = Codes(3219),
    };

    /// <summary>DT3220.</summary>
    public static FindingDefinition WeakDigest => field ??= new(
        new(3220), "weak-digest", Step.Register, FindingSeverity.Advice,
        "{registrar} offers Digest with MD5 and nothing better",
        "MD5 is broken for signatures and cheap to try passwords against. It works.",
        [
            new(Audience.ServerAdministrator, "Offer SHA-256 first, and MD5 behind it for old phones."),
        ])
    {
        Source = "RFC 8760 section 2.4",
    };

    /// <summary>DT3222.</summary>
    public static FindingDefinition KerberosNeedsRealm => field ??= new(
        new(3222), "kerberos-needs-realm", Step.Authenticate, FindingSeverity.Blocking,
        "{registrar} takes {offered}, and the login of {user} names no realm for Kerberos",
        "Kerberos is used where the login names a realm (alice@CONTOSO.EXAMPLE), or the ticket cache is to be used. "
            + "Phones have neither.",
        [
            new(Audience.ServerAdministrator,
                "Let the Registrar take what phones have: the certificate, and NTLM.",
                "Set-CsProxyConfiguration -Identity Global -UseCertificateForClientToProxyAuth $true "
                    + "-UseNtlmForClientToProxyAuth $true"),
            new(Audience.Tester,
                "To use Kerberos here, name the realm, or the ticket cache.",
                "dialtone sign-in {user} --user-name {login}@REALM"),
        ])
    {
        Source = "MS-SIPAE section 3.2",
    };

    /// <summary>DT3223.</summary>
    public static FindingDefinition NtlmNeedsPassword => field ??= new(
        new(3223), "ntlm-needs-password", Step.Authenticate, FindingSeverity.Blocking,
        "{registrar} takes {offered}, and there is no password of {user} for it",
        "A phone that signs in with a PIN has no password: it needs a certificate, and the Registrar to take it.",
        [
            new(Audience.ServerAdministrator,
                "Let the Registrar take certificates.",
                "Set-CsProxyConfiguration -Identity Global -UseCertificateForClientToProxyAuth $true"),
            new(Audience.User, "Sign in with user name and password in place of the PIN."),
        ])
    {
        Source = "MS-SIPAE section 3.2",
    };

    private static IEnumerable<FindingDefinition> Authenticate() =>
    [
        NoCommonMechanism, CredentialRejected, ServerSignatureWrong, ClockSkew, NoSchemeBegan, AccountUnusable,
        WrongSipAddress, UserCertificateRejected, ServerSignatureMissing, ProofCutShort, SchemePassedOver,
        KerberosNoTicketServer, KerberosUserUnknown, KerberosServiceUnknown, SecurityLibraryMissing, NoTicket,
        AssociationForgotten, KeptCertificateRefused, ServerNotProved, WeakDigest, KerberosNeedsRealm,
        NtlmNeedsPassword,
    ];

    /// <summary>
    /// What keeps a pool from answering, so that a proxy before it cannot answer well: it is not reached, or does not
    /// answer itself.
    /// </summary>
    private static ImmutableArray<FindingCode> AnsweredBehind =>
    [
        .. Codes(1401, 2101, 2102, 2103, 2104, 2105, 2107, 2108), .. Numbers(2201, 2205), .. Numbers(2207, 2212),
        .. Codes(2214, 2215, 2216, 2218, 2219, 3103, 3105, 3106, 3107, 3110, 3111, 3203, 3209, 3210),
    ];

    /// <summary>What keeps a phone from getting a certificate.</summary>
    private static IEnumerable<FindingCode> WithoutCertificate =>
        [.. Numbers(3301, 3322), .. Numbers(3324, 3329), .. Numbers(3341, 3352)];

    /// <summary>The codes from one to another, without a gap.</summary>
    private static IEnumerable<FindingCode> Numbers(int first, int last) =>
        Enumerable.Range(first, last - first + 1).Select(number => new FindingCode((ushort)number));
}
