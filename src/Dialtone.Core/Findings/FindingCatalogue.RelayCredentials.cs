using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>42xx: credentials for Media Relays.</content>
public static partial class FindingCatalogue
{
    private const string MrasSource = "MS-AVEDGEA section 2.2";

    private const string EdgeLog =
        "Get-WinEvent -LogName \"Lync Server\" -MaxEvents 50 | Where-Object ProviderName -like \"LS A/V*\"";

    /// <summary>DT4201.</summary>
    public static FindingDefinition MrasNoAnswer => field ??= new(
        new(4201), "mras-no-answer", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay Authentication Service {mras} does not answer",
        "The request for credentials went by way of the Registrar to the Edge, and nothing came back.",
        [
            new(Audience.ServerAdministrator, "See that the service runs on the Edge; run there:", EdgeServices),
            new(Audience.NetworkAdministrator,
                "Let the pool {registrar} reach the inner side of the Edge on TCP 5062."),
        ])
    {
        Source = MrasSource,
        ExplainedBy = Codes(5102, 5103),
    };

    /// <summary>DT4202.</summary>
    public static FindingDefinition MrasNotThere => field ??= new(
        new(4202), "mras-not-there", Step.Relays, FindingSeverity.Degraded,
        "{registrar} does not know the Media Relay Authentication Service {mras}: {answer}",
        "The settings name a service that the Registrar has no way to: the Edge that it was on is gone from the "
            + "topology, or was renamed.",
        [
            new(Audience.ServerAdministrator, "See which Edge the pool is tied to, and whether it is there.", ShowEdge),
            new(Audience.ServerAdministrator,
                "See that {registrar} has the present topology.", "Get-CsManagementStoreReplicationStatus"),
        ])
    {
        Source = MrasSource,
    };

    /// <summary>DT4203.</summary>
    public static FindingDefinition MrasUnreachable => field ??= new(
        new(4203), "mras-unreachable", Step.Relays, FindingSeverity.Degraded,
        "{registrar} does not reach the Media Relay Authentication Service {mras}: {answer}",
        "The request came as far as the Registrar, which has no connection to the inner side of the Edge.",
        [
            new(Audience.NetworkAdministrator,
                "Let {registrar} reach the inner side of the Edge on TCP 5062, and see that its name has an address "
                    + "there."),
            new(Audience.ServerAdministrator,
                "See that the certificate of the inner side is trusted by the pool, and the service runs; run on the "
                    + "Edge:",
                EdgeServices),
        ])
    {
        Source = MrasSource,
    };

    /// <summary>DT4204.</summary>
    public static FindingDefinition MrasRefused => field ??= new(
        new(4204), "mras-refused", Step.Relays, FindingSeverity.Degraded,
        "{registrar} refuses the request for credentials of Media Relays: {answer}",
        "The request was refused before it came to the Media Relay Authentication Service.",
        [
            new(Audience.ServerAdministrator,
                "Look into the event log of {registrar}.",
                "Get-WinEvent -ComputerName {registrar} -LogName \"Lync Server\" -MaxEvents 50"),
            new(Audience.ServerAdministrator, "See which Edge the pool is tied to.", ShowEdge),
        ])
    {
        Source = MrasSource,
    };

    /// <summary>DT4205.</summary>
    public static FindingDefinition MrasForbidden => field ??= new(
        new(4205), "mras-forbidden", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay Authentication Service {mras} gives {user} no credentials: Forbidden",
        "It was reached and does not serve this user, or requests of this pool.",
        [
            new(Audience.ServerAdministrator,
                "See that the pool is among the servers that the Edge trusts, and the user may have remote access.",
                "Get-CsUser -Identity \"{user}\" | Format-List ExternalAccessPolicy, RegistrarPool"),
            new(Audience.ServerAdministrator,
                "See that the Edge has the present topology.", "Get-CsManagementStoreReplicationStatus"),
        ])
    {
        Source = MrasSource,
    };

    /// <summary>DT4206.</summary>
    public static FindingDefinition MrasBusy => field ??= new(
        new(4206), "mras-busy", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay Authentication Service {mras} has too much to do: Server Busy",
        "Many phones that ask at once, as after an outage, show like this. The phone asks again.",
        [
            new(Audience.ServerAdministrator, "Look at the load of the Edge; run there:", EdgeServices),
            new(Audience.User, "Wait: the phone asks again by itself."),
        ])
    {
        Source = MrasSource,
    };

    /// <summary>DT4207.</summary>
    public static FindingDefinition MrasRequestMalformed => field ??= new(
        new(4207), "mras-request-malformed", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay Authentication Service {mras} could not read the request: Request Malformed",
        "The request is the same for every deployment. Something between changed it, or the service speaks another "
            + "version.",
        [
            new(Audience.NetworkAdministrator, "See whether something between changes SIP bodies: an ALG, a session "
                + "border controller."),
            new(Audience.ServerAdministrator, "See that Edge and pool have versions that go together.",
                "Get-CsServerVersion"),
        ])
    {
        Source = MrasSource,
    };

    /// <summary>DT4208.</summary>
    public static FindingDefinition MrasRequestTooLarge => field ??= new(
        new(4208), "mras-request-too-large", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay Authentication Service {mras} finds the request too large: Request Too Large",
        "Dialtone asks for one pair of credentials, the least there is.",
        [
            new(Audience.ServerAdministrator,
                "Look into the event log of the Edge for what it is set to; run there:", EdgeLog),
        ])
    {
        Source = MrasSource,
    };

    /// <summary>DT4209.</summary>
    public static FindingDefinition MrasNotSupported => field ??= new(
        new(4209), "mras-not-supported", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay Authentication Service {mras} does not do what is asked: Not Supported",
        "The service is of an older version, or no Media Relay Authentication Service of Lync.",
        [
            new(Audience.ServerAdministrator, "See that the Edge has a version that goes with the pool.",
                "Get-CsServerVersion"),
        ])
    {
        Source = MrasSource,
    };

    /// <summary>DT4210.</summary>
    public static FindingDefinition MrasTimeOut => field ??= new(
        new(4210), "mras-time-out", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay Authentication Service {mras} did not come to an end: Time Out",
        "It was reached, and waited in vain for something behind it.",
        [
            new(Audience.ServerAdministrator,
                "Look into the event log of the Edge for what it waited for; run there:", EdgeLog),
        ])
    {
        Source = MrasSource,
    };

    /// <summary>DT4211.</summary>
    public static FindingDefinition MrasInternalError => field ??= new(
        new(4211), "mras-internal-error", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay Authentication Service {mras} failed: Internal Server Error",
        "Something is wrong within the service itself; most often its certificate.",
        [
            new(Audience.ServerAdministrator,
                "See that the certificate for A/V authentication is there and valid; run on the Edge:",
                "Get-CsCertificate -Type AudioVideoAuthentication | Format-List Thumbprint, NotAfter"),
            new(Audience.ServerAdministrator, "Look into the event log of the Edge; run there:", EdgeLog),
        ])
    {
        Source = MrasSource,
    };

    /// <summary>DT4212.</summary>
    public static FindingDefinition MrasOtherFailure => field ??= new(
        new(4212), "mras-other-failure", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay Authentication Service {mras} gives no credentials: {reason}",
        "It was reached and does not say more.",
        [
            new(Audience.ServerAdministrator, "Look into the event log of the Edge; run there:", EdgeLog),
        ])
    {
        Source = MrasSource,
    };

    /// <summary>DT4213.</summary>
    public static FindingDefinition MrasVersionMismatch => field ??= new(
        new(4213), "mras-version-mismatch", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay Authentication Service {mras} does not know this version of the protocol: Version Mismatch",
        "Dialtone asks in version 1.0 of MS-AVEDGEA, as phones of Lync do.",
        [
            new(Audience.ServerAdministrator, "See that the Edge has a version that goes with the pool.",
                "Get-CsServerVersion"),
        ])
    {
        Source = MrasSource,
    };

    /// <summary>DT4214.</summary>
    public static FindingDefinition MrasMalformed => field ??= new(
        new(4214), "mras-malformed", Step.Relays, FindingSeverity.Degraded,
        "What the Media Relay Authentication Service {mras} answers cannot be read: {reason}",
        "An answer of 200 came whose content is not whole, or not what the specification says.",
        [
            new(Audience.NetworkAdministrator, "See whether something between changes or cuts SIP bodies: an ALG, a "
                + "session border controller."),
            new(Audience.ServerAdministrator, "Look into the event log of the Edge; run there:", EdgeLog),
        ])
    {
        Source = MrasSource,
    };

    /// <summary>DT4215.</summary>
    public static FindingDefinition MrasNoRelays => field ??= new(
        new(4215), "mras-no-relays", Step.Relays, FindingSeverity.Degraded,
        "The Media Relay Authentication Service {mras} gives credentials and names no Media Relay",
        "Credentials without a relay to use them with are of no use.",
        [
            new(Audience.ServerAdministrator, "See that the A/V Edge has names and ports in the topology.", ShowEdge),
        ])
    {
        Source = MrasSource,
    };

    /// <summary>DT4216.</summary>
    public static FindingDefinition MrasCredentialsExpired => field ??= new(
        new(4216), "mras-credentials-expired", Step.Relays, FindingSeverity.Degraded,
        "The credentials that {mras} gives are over when they are given",
        "Each pair says in itself until when it holds, and these are of the past: the clock of the Edge that gives "
            + "them is slow.",
        [
            new(Audience.ServerAdministrator,
                "Set the clock of the Edge; it is in no domain and follows no clock by itself. Run there:",
                "w32tm /query /status; w32tm /resync"),
        ])
    {
        Source = "MS-AVEDGEA section 3.2",
    };

    /// <summary>DT4217.</summary>
    public static FindingDefinition MrasCredentialsBrief => field ??= new(
        new(4217), "mras-credentials-brief", Step.Relays, FindingSeverity.Advice,
        "The credentials that {mras} gives hold for {life} alone",
        "Eight hours are usual. Each phone asks again before they run out; a call that is longer loses its relay.",
        [
            new(Audience.ServerAdministrator,
                "Set the usual time.",
                "Get-CsAVEdgeConfiguration | Format-List Identity, MaxTokenLifetime; Set-CsAVEdgeConfiguration "
                    + "-Identity Global -MaxTokenLifetime 08:00:00"),
        ])
    {
        Source = MrasSource,
    };

    /// <summary>DT4218.</summary>
    public static FindingDefinition MrasAddressUnusable => field ??= new(
        new(4218), "mras-address-unusable", Step.Relays, FindingSeverity.Degraded,
        "The settings name a Media Relay Authentication Service whose address cannot be used: {mras}",
        "The setting mrasUri must be a SIP address that the Registrar can pass a request on to.",
        [
            new(Audience.ServerAdministrator, "See which Edge the pool is tied to.", ShowEdge),
        ])
    {
        Source = MrasSource,
    };

    private static IEnumerable<FindingDefinition> RelayCredentials() =>
    [
        MrasNoAnswer, MrasNotThere, MrasUnreachable, MrasRefused, MrasForbidden, MrasBusy, MrasRequestMalformed,
        MrasRequestTooLarge, MrasNotSupported, MrasTimeOut, MrasInternalError, MrasOtherFailure, MrasVersionMismatch,
        MrasMalformed, MrasNoRelays, MrasCredentialsExpired, MrasCredentialsBrief, MrasAddressUnusable,
    ];
}
