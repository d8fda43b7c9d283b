namespace Dialtone.Core.Findings;

/// <content>SIP statuses that say more than their phrase, and the numbers of SSPI.</content>
public static partial class KnownCodes
{
    private static IEnumerable<KnownCode> Sip() =>
    [
        Status(403, "Forbidden", Audience.ServerAdministrator,
            "The user, or this device, may not; a policy says so. See what the server's ms-diagnostics say."),
        Status(404, "Not Found", Audience.ServerAdministrator,
            "The user does not exist there, or is not enabled for SIP."),
        Status(408, "Request Timeout", Audience.ServerAdministrator,
            "A server on the way waited in vain for the next one."),
        Status(421, "Extension Required", Audience.Tester, "The client says less of itself than it must."),
        Status(480, "Temporarily Unavailable", Audience.ServerAdministrator,
            "What the request is for has no place to go to now."),
        Status(481, "Call/Transaction Does Not Exist", Audience.ServerAdministrator,
            "The server was restarted, or is another one than before: it does not know the dialog."),
        Status(488, "Not Acceptable Here", Audience.ServerAdministrator,
            "What is asked for is not given in this form; of a contact list: Exchange keeps it."),
        Status(489, "Bad Event", Audience.ServerAdministrator, "The server has nothing of that kind to subscribe to."),
        Status(500, "Server Internal Error", Audience.ServerAdministrator, "See the event log of the server."),
        Status(503, "Service Unavailable", Audience.ServerAdministrator,
            "The server is overloaded, draining or starting; its Retry-After says for how long."),
        Status(504, "Server time-out", Audience.ServerAdministrator,
            "A server on the way could not reach the next one: certificate, DNS or firewall between them."),
    ];

    private static IEnumerable<KnownCode> Sspi() =>
    [
        Of(0x80090308, "SEC_E_INVALID_TOKEN", Audience.NetworkAdministrator,
            "What came is no token of that kind: another service on the port, or a device between."),
        Of(0x8009030C, "SEC_E_LOGON_DENIED", Audience.DirectoryAdministrator,
            "The user name or password is wrong, or the account may not be used.",
            "Get-ADUser -Identity {login} -Properties LockedOut, Enabled, PasswordExpired"),
        Of(0x80090311, "SEC_E_NO_AUTHENTICATING_AUTHORITY", Audience.NetworkAdministrator,
            "No domain controller was reached."),
        Of(0x80090322, "SEC_E_WRONG_PRINCIPAL", Audience.ServerAdministrator,
            "The server's name is not the one of its certificate or service principal name.",
            "setspn -Q sip/{registrar}"),
        Of(0x80090325, "SEC_E_UNTRUSTED_ROOT", Audience.ServerAdministrator,
            "The certificate leads to no root that is trusted here."),
        Of(0x80090328, "SEC_E_CERT_EXPIRED", Audience.ServerAdministrator,
            "The certificate is not valid now: renew it, or set the clock."),
        Of(0x8009030F, "SEC_E_MESSAGE_ALTERED", Audience.NetworkAdministrator,
            "A signature is wrong: something between changes messages."),
        Of(0x80090331, "SEC_E_ALGORITHM_MISMATCH", Audience.ServerAdministrator,
            "The two sides have no version of TLS or cipher suite in common."),
        Of(0x80090324, "SEC_E_TIME_SKEW", Audience.NetworkAdministrator, "The clocks are too far apart."),
    ];

    private static KnownCode Status(int number, string reason, Audience audience, string action) =>
        new(KnownCodeKind.Sip, number, reason, audience, action);

    private static KnownCode Of(
        uint number, string reason, Audience audience, string action, string? command = null) =>
        new(KnownCodeKind.Sspi, unchecked((int)number), reason, audience, action) { Command = command };
}
