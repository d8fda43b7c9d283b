using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>31xx: REGISTER and its answers.</content>
public static partial class FindingCatalogue
{
    /// <summary>DT3101.</summary>
    public static FindingDefinition RegisterForbidden => field ??= new(
        new(3101), "register-forbidden", Step.Register, FindingSeverity.Blocking,
        "{registrar} does not let {user} register: {answer}",
        "The Registrar answered 403: it knows what was asked and will not do it for this user. No other Registrar of "
            + "the deployment answers otherwise, so Dialtone stops there.",
        [
            new(Audience.ServerAdministrator,
                "See that {user} is enabled, and which policies the user has.",
                "Get-CsUser -Identity \"{user}\" | Format-List Enabled, SipAddress, RegistrarPool, "
                    + "ExternalAccessPolicy, ClientVersionPolicy, ClientPolicy"),
            new(Audience.ServerAdministrator,
                "Look on {registrar} for what refused it: a client version policy, an application on the server, or "
                    + "the user's policies.",
                "Get-CsClientVersionPolicy | Format-List Identity, Rules"),
        ])
    {
        Source = "RFC 3261 section 21.4.4",
        ExplainedBehind = Codes(3101),
    };

    /// <summary>DT3102.</summary>
    public static FindingDefinition UserNotFound => field ??= new(
        new(3102), "user-not-found", Step.Register, FindingSeverity.Blocking,
        "{registrar} does not know {user}: {answer}",
        "The Registrar was reached and has no such user: the sign-in address is misspelt, the user is not enabled for "
            + "SIP, or a new user has not been replicated yet.",
        [
            new(Audience.User, "Compare the sign-in address with the one that you were given: {user}."),
            new(Audience.ServerAdministrator,
                "See whether the user exists, is enabled, and has exactly this SIP address.",
                "Get-CsUser -Identity \"{user}\" | Format-List Enabled, SipAddress, LineUri, RegistrarPool"),
            new(Audience.ServerAdministrator,
                "Enable the user, where that was not done; a new user is known after the next replication.",
                "Enable-CsUser -Identity \"{login}\" -RegistrarPool {registrar} -SipAddress \"{user}\""),
        ])
    {
        Source = "RFC 3261 section 21.4.5; MS-OCER section 7",
        ExplainedBehind = Codes(3102),
    };

    /// <summary>DT3103.</summary>
    public static FindingDefinition RegistrarUnavailable => field ??= new(
        new(3103), "registrar-unavailable", Step.Register, FindingSeverity.Blocking,
        "{registrar} cannot serve now: {answer}",
        "The Registrar is there, and says itself that it cannot take users at present: it is overloaded, draining "
            + "before maintenance, or not fully started.",
        [
            new(Audience.ServerAdministrator,
                "See whether the services of {registrar} run, and whether one of its servers is being drained.",
                "Get-CsWindowsService -ComputerName {registrar}"),
            new(Audience.ServerAdministrator,
                "Start them where they were stopped for maintenance.",
                "Start-CsWindowsService -ComputerName {registrar}"),
            new(Audience.User, "Wait: the phone tries again by itself {wait}."),
        ])
    {
        Source = "RFC 3261 section 21.5.4",
        ExplainedBehind = AnsweredBehind,
    };

    /// <summary>DT3104.</summary>
    public static FindingDefinition RedirectLoop => field ??= new(
        new(3104), "redirect-loop", Step.Register, FindingSeverity.Blocking,
        "{registrar} redirects to {target}, which was tried before: the Registrars redirect in a circle",
        "Each Registrar says that the user's home is another one, and none of them takes the user. The servers do not "
            + "agree where the user is homed, most often after a move that was not finished.",
        [
            new(Audience.ServerAdministrator,
                "See where the user is homed by each server's own word.",
                "Get-CsUserPoolInfo -Identity \"{user}\""),
            new(Audience.ServerAdministrator,
                "See that every server has the present topology and user data.",
                "Get-CsManagementStoreReplicationStatus"),
            new(Audience.ServerAdministrator,
                "Move the user to the pool where the user belongs once more.",
                "Move-CsUser -Identity \"{user}\" -Target {registrar}"),
        ])
    {
        Source = "MS-SIPREGE section 2.2.1.5",
    };

    /// <summary>DT3105.</summary>
    public static FindingDefinition RegisterNoAnswer => field ??= new(
        new(3105), "register-no-answer", Step.Register, FindingSeverity.Blocking,
        "{registrar} does not answer REGISTER at {address}",
        "The connection stands, and nothing came back to REGISTER in time: the process that listens is alive, and what "
            + "answers behind it is not.",
        [
            new(Audience.ServerAdministrator,
                "See on the server at {address} whether the Front End service answers, and restart it if it hangs.",
                "Get-CsWindowsService -ComputerName {registrar} -Name RtcSrv"),
            new(Audience.ServerAdministrator,
                "Look into the event log of that server: a database that is not reached stops every registration.",
                "Get-CsDatabaseMirrorState -PoolFqdn {registrar}"),
            new(Audience.NetworkAdministrator,
                "Where a load balancer or an access proxy stands at {address}, see whether it passes requests on."),
        ])
    {
        Source = "RFC 3261 section 17.1.2",
        ExplainedBy = Codes(2211, 3123),
        ExplainedBehind = AnsweredBehind,
    };

    /// <summary>DT3106.</summary>
    public static FindingDefinition RegistrarNextHopDead => field ??= new(
        new(3106), "registrar-next-hop-dead", Step.Register, FindingSeverity.Blocking,
        "{registrar} passes REGISTER on and gets no answer: {answer}",
        "The server that was reached is a proxy, an Edge or a Director. It is well itself; the Registrar behind it, "
            + "its next hop, did not answer it.",
        [
            new(Audience.ServerAdministrator,
                "See which pool is the next hop of {registrar}, and whether that pool answers it.",
                "Get-CsService -PoolFqdn {registrar} | Format-List Identity, Registrar, DependentServiceList"),
            new(Audience.ServerAdministrator,
                "See that the services of the pool behind it run.",
                "Get-CsWindowsService -ComputerName {pool}"),
            new(Audience.NetworkAdministrator, "See that {registrar} may connect to that pool on port 5061."),
        ])
    {
        Source = "RFC 3261 sections 21.4.9 and 21.5.5",
        ExplainedBehind = AnsweredBehind,
    };

    /// <summary>DT3107.</summary>
    public static FindingDefinition RegistrarError => field ??= new(
        new(3107), "registrar-error", Step.Register, FindingSeverity.Blocking,
        "{registrar} failed to serve REGISTER: {answer}",
        "The Registrar says that something is wrong within itself. Its own log says what.",
        [
            new(Audience.ServerAdministrator,
                "Look into the event log of {registrar} at the time of this test, under the sources that begin with "
                    + "LS.",
                "Get-WinEvent -ComputerName {registrar} -LogName \"Lync Server\" -MaxEvents 50"),
            new(Audience.ServerAdministrator,
                "See that its services run and its database is reached.",
                "Get-CsWindowsService -ComputerName {registrar}"),
        ])
    {
        Source = "RFC 3261 section 21.5.1",
        ExplainedBehind = AnsweredBehind,
    };

    /// <summary>DT3108.</summary>
    public static FindingDefinition RedirectToDead => field ??= new(
        new(3108), "redirect-to-dead", Step.Register, FindingSeverity.Blocking,
        "{registrar} redirects to {target}, which is not reached",
        "The first Registrar is well and names the user's home. That home is down, or cannot be reached from here.",
        [
            new(Audience.ServerAdministrator,
                "Start the Front End service of {target}.",
                "Get-CsWindowsService -ComputerName {target}"),
            new(Audience.NetworkAdministrator, "See that phones of this network may connect to {target}."),
            new(Audience.ServerAdministrator,
                "Where {target} is gone for good, move its users, or fail its pool over to its backup.",
                "Get-CsUserPoolInfo -Identity \"{user}\""),
        ])
    {
        Source = "MS-SIPREGE section 2.2.1.5",
    };

    /// <summary>DT3109.</summary>
    public static FindingDefinition RedirectNowhere => field ??= new(
        new(3109), "redirect-nowhere", Step.Register, FindingSeverity.Blocking,
        "{registrar} redirects to where this phone may not or cannot go: {targets}",
        "The Registrar says that the user's home is elsewhere, and names nothing that can be tried: no address at all, "
            + "one outside the SIP domain, or one redirect too many.",
        [
            new(Audience.ServerAdministrator,
                "See that the user is homed in a pool of this deployment, whose name lies in the SIP domain.",
                "Get-CsUserPoolInfo -Identity \"{user}\""),
        ]);

    /// <summary>DT3110.</summary>
    public static FindingDefinition ConnectionClosedAtRegister => field ??= new(
        new(3110), "connection-closed-at-register", Step.Register, FindingSeverity.Blocking,
        "{registrar} at {address} ended the connection before it answered REGISTER",
        "The connection and the TLS handshake stood, REGISTER was sent, and the other side hung up in place of an "
            + "answer: its process fell over, a device between cut it, or it takes no clients on this port.",
        [
            new(Audience.ServerAdministrator,
                "Look into the event log of the server at {address}: a service that starts over, a certificate that is "
                    + "asked of clients, or a limit of connections.",
                "Get-CsWindowsService -ComputerName {registrar}"),
            new(Audience.NetworkAdministrator,
                "Where a firewall, an IDS or a load balancer stands between, see whether it ends connections with SIP "
                    + "on them."),
        ])
    {
        ExplainedBy = Codes(2104, 2212, 2216, 3105),
        ExplainedBehind = AnsweredBehind,
    };

    /// <summary>DT3111.</summary>
    public static FindingDefinition RegisterAnswerMalformed => field ??= new(
        new(3111), "register-answer-malformed", Step.Register, FindingSeverity.Blocking,
        "What {registrar} answers at {address} is not SIP: {reason}",
        "The connection stands, and what comes back cannot be read as SIP: another service listens on that port, or "
            + "something between changes what passes.",
        [
            new(Audience.ServerAdministrator, "See which process listens at {address}, and on which port SIP does."),
            new(Audience.NetworkAdministrator,
                "Switch off SIP inspection (ALG) in firewalls and routers between this network and {address}."),
        ])
    {
        Source = "RFC 3261 section 25",
    };

    /// <summary>DT3112.</summary>
    public static FindingDefinition RegistrationBrief => field ??= new(
        new(3112), "registration-brief", Step.Register, FindingSeverity.Advice,
        "{registrar} registers {user} for {time} alone",
        "A registration that short is renewed all the time: every phone costs the server many times what it should, "
            + "and any outage of minutes signs all of them out. The least that Lync Server can be set to is 300 s.",
        [
            new(Audience.ServerAdministrator,
                "Set the usual values again: least 300 s, default 600 s, most 900 s.",
                "Get-CsRegistrarConfiguration | Format-List Identity, MinEndpointExpiration, "
                    + "DefaultEndpointExpiration, MaxEndpointExpiration"),
        ])
    {
        Source = "RFC 3261 section 10.3",
    };

    /// <summary>DT3113.</summary>
    public static FindingDefinition RegisterRefused => field ??= new(
        new(3113), "register-refused", Step.Register, FindingSeverity.Blocking,
        "{registrar} refuses REGISTER: {answer}",
        "The Registrar found fault with the request itself. That is between this kind of device and this server, and "
            + "not a matter of the user.",
        [
            new(Audience.ServerAdministrator,
                "Look into the log of {registrar} for what it does not like about the request.",
                "Get-CsServerApplication | Format-Table Identity, Enabled, Critical"),
            new(Audience.Tester,
                "Try as another kind of device, to see whether it is this one alone.",
                "dialtone test registration --user {user} --profile sip"),
        ])
    {
        Source = "RFC 3261 section 21.4",
        ExplainedBehind = Codes(3113),
    };

    /// <summary>DT3114.</summary>
    public static FindingDefinition RemoteAccessNotEnabled => field ??= new(
        new(3114), "remote-access-not-enabled", Step.Register, FindingSeverity.Blocking,
        "{registrar} does not let {user} sign in from outside: {answer}",
        "The user is known and enabled, and may not sign in over an Edge. A phone within the organisation gets this "
            + "too where it comes in by the access proxy, or the pool treats all clients as remote.",
        [
            new(Audience.ServerAdministrator,
                "Allow it in the external access policy that the user has.",
                "Get-CsUser -Identity \"{user}\" | Format-List ExternalAccessPolicy; Set-CsExternalAccessPolicy "
                    + "-Identity Global -EnableOutsideAccess $true"),
            new(Audience.ServerAdministrator,
                "Where the phone stands within the organisation, see that the pool does not treat it as remote.",
                "Get-CsProxyConfiguration | Format-List Identity, TreatAllClientsAsRemote"),
            new(Audience.NetworkAdministrator,
                "Within the organisation, let DNS or DHCP name the pool and not the access proxy."),
        ])
    {
        Source = "MS-OCER section 7 (4003)",
        ExplainedBehind = Codes(3114),
    };

    /// <summary>DT3115.</summary>
    public static FindingDefinition ClientVersionRefused => field ??= new(
        new(3115), "client-version-refused", Step.Register, FindingSeverity.Blocking,
        "{registrar} does not take this version of the device: {answer}",
        "The client version filter of the deployment refuses what this device says that it is.",
        [
            new(Audience.ServerAdministrator,
                "See which rule of the client version policy refuses it.",
                "Get-CsClientVersionPolicy | Select-Object -ExpandProperty Rules"),
            new(Audience.User, "Update the phone to a version that the organisation allows."),
        ])
    {
        Source = "MS-OCER section 7 (17001 to 17004)",
        ExplainedBehind = Codes(3115),
    };

    /// <summary>DT3116.</summary>
    public static FindingDefinition UserHomeUnknown => field ??= new(
        new(3116), "user-home-unknown", Step.Register, FindingSeverity.Blocking,
        "{registrar} does not find {user} in any of its pools: {answer}",
        "The deployment has the user, and the pool that was reached does not: a move that was not finished, or user "
            + "data that was not replicated.",
        [
            new(Audience.ServerAdministrator,
                "See where the user is homed, and whether that pool knows it.",
                "Get-CsUserPoolInfo -Identity \"{user}\""),
            new(Audience.ServerAdministrator,
                "Finish the move.",
                "Move-CsUser -Identity \"{user}\" -Target {registrar}"),
        ])
    {
        Source = "MS-OCER section 7 (4006, 4007)",
        ExplainedBehind = Codes(3116),
    };

    /// <summary>DT3117.</summary>
    public static FindingDefinition BackupIdle => field ??= new(
        new(3117), "backup-idle", Step.Register, FindingSeverity.Blocking,
        "{primary} is down, and its backup {backup} does not take its users yet: {answer}",
        "A backup takes the users of its primary after it has found that dead itself, by default after five minutes "
            + "without a sign of life. Until then nobody can sign in; the phone waits and tries again.",
        [
            new(Audience.ServerAdministrator,
                "Bring {primary} back: that is the cause.",
                "Get-CsWindowsService -ComputerName {primary}"),
            new(Audience.ServerAdministrator,
                "See that {backup} may take over by itself, and after how long; or fail over by hand.",
                "Get-CsPoolBackupRelationship -PoolFqdn {primary}; Invoke-CsPoolFailOver -PoolFqdn {primary}"),
            new(Audience.User, "Wait: the phone tries again by itself."),
        ])
    {
        Source = "MS-SIPREGE section 3.1",
        ExplainedBy = [.. AnsweredBehind, new(3108)],
    };

    /// <summary>DT3118.</summary>
    public static FindingDefinition BackupCannotSetUp => field ??= new(
        new(3118), "backup-cannot-set-up", Step.Register, FindingSeverity.Blocking,
        "{primary} is down, and this phone has never signed in: its backup {backup} cannot set it up",
        "A backup Registrar serves phones that were set up before. It gives a new one neither settings nor a "
            + "certificate, however long it waits.",
        [
            new(Audience.ServerAdministrator,
                "Bring {primary} back.",
                "Get-CsWindowsService -ComputerName {primary}"),
            new(Audience.User, "A phone that was signed in before the outage goes on to work: use such a one."),
        ])
    {
        Source = "MS-SIPREGE section 3.1",
        ExplainedBy = [.. AnsweredBehind, new(3108)],
    };

    /// <summary>DT3119.</summary>
    public static FindingDefinition RegisteredWithoutTls => field ??= new(
        new(3119), "registered-without-tls", Step.Register, FindingSeverity.Degraded,
        "{registrar} was registered with over {transport}, since TLS failed",
        "All that is said can be read and changed on the way: SIP travels unprotected.",
        [
            new(Audience.ServerAdministrator,
                "Mend TLS on {registrar}: what failed there is named beside this."),
            new(Audience.NetworkAdministrator,
                "See that phones may connect to port 5061 of {registrar}."),
        ])
    {
        ExplainedBy = [.. Numbers(2101, 2108), .. Numbers(2201, 2216), .. Codes(1217, 2218, 2219)],
    };

    /// <summary>DT3120.</summary>
    public static FindingDefinition DestinationDomainUnknown => field ??= new(
        new(3120), "sip-domain-unknown", Step.Register, FindingSeverity.Blocking,
        "{registrar} does not know the SIP domain {domain}: {answer}",
        "The Registrar takes the user's domain for somebody else's: it is not among those of the deployment.",
        [
            new(Audience.ServerAdministrator,
                "Add the domain, or correct the user's address.",
                "Get-CsSipDomain; New-CsSipDomain -Identity {domain}"),
        ])
    {
        Source = "MS-OCER section 7 (1005)",
        ExplainedBehind = Codes(3120),
    };

    /// <summary>DT3121.</summary>
    public static FindingDefinition RegisterTooLarge => field ??= new(
        new(3121), "register-too-large-for-udp", Step.Register, FindingSeverity.Blocking,
        "REGISTER for {registrar} is longer than may go over UDP",
        "A request of more than 1300 bytes must not be sent over UDP; nothing was sent.",
        [
            new(Audience.NetworkAdministrator, "Offer TCP or TLS for {registrar} in DNS beside UDP.",
                "dialtone dns records {domain}"),
            new(Audience.Tester, "Use another transport.", "dialtone sign-in {user} --transport tls"),
        ])
    {
        Source = "RFC 3261 section 18.1.1",
    };

    /// <summary>DT3122.</summary>
    public static FindingDefinition RegisterEndless => field ??= new(
        new(3122), "register-endless", Step.Register, FindingSeverity.Blocking,
        "{registrar} asks again and again and never decides: {answer}",
        "Every answer to REGISTER is another question: another proof, or another time of expiry. Dialtone stops after "
            + "a few rounds.",
        [
            new(Audience.ServerAdministrator,
                "See whether several servers stand behind {address} that do not know of each other's questions: a load "
                    + "balancer must keep a connection with one of them."),
        ])
    {
        ExplainedBehind = Codes(3122),
    };

    /// <summary>DT3123.</summary>
    public static FindingDefinition RegisterSlow => field ??= new(
        new(3123), "register-slow", Step.Register, FindingSeverity.Advice,
        "{registrar} took {time} to answer REGISTER",
        "It works, and every sign-in waits for it. A Registrar answers in well under a second.",
        [
            new(Audience.ServerAdministrator,
                "Look at the load of {registrar} and of its database.",
                "Get-Counter -ComputerName {registrar} \"\\Processor(_Total)\\% Processor Time\""),
            new(Audience.NetworkAdministrator, "Measure the way to {address}: loss shows as whole seconds."),
        ])
    {
        ExplainedBy = Codes(3306),
    };

    /// <summary>DT3124.</summary>
    public static FindingDefinition BindingLost => field ??= new(
        new(3124), "binding-lost", Step.Register, FindingSeverity.Degraded,
        "{registrar} had forgotten the registration of {user} before it ran out",
        "A refresh found nothing to renew. Until then nobody could have called this phone, and it did not know.",
        [
            new(Audience.ServerAdministrator,
                "See whether the Front End service of {registrar} was restarted, or its servers do not share their "
                    + "registrations.",
                "Get-CsWindowsService -ComputerName {registrar} -Name RtcSrv"),
        ])
    {
        Source = "MS-SIPREGE section 3.1.1.5.1",
    };

    private static IEnumerable<FindingDefinition> Register() =>
    [
        RegisterForbidden, UserNotFound, RegistrarUnavailable, RedirectLoop, RegisterNoAnswer, RegistrarNextHopDead,
        RegistrarError, RedirectToDead, RedirectNowhere, ConnectionClosedAtRegister, RegisterAnswerMalformed,
        RegistrationBrief, RegisterRefused, RemoteAccessNotEnabled, ClientVersionRefused, UserHomeUnknown, BackupIdle,
        BackupCannotSetUp, RegisteredWithoutTls, DestinationDomainUnknown, RegisterTooLarge, RegisterEndless,
        RegisterSlow, BindingLost,
    ];
}
