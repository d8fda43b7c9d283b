using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>43xx: contacts and presence.</content>
public static partial class FindingCatalogue
{
    private const string UserServices =
        "Get-CsWindowsService -ComputerName {registrar} -Name RtcSrv; Get-CsDatabaseMirrorState -PoolFqdn {registrar}";

    /// <summary>DT4301.</summary>
    public static FindingDefinition PresenceNoAnswer => field ??= new(
        new(4301), "presence-no-answer", Step.Contacts, FindingSeverity.Degraded,
        "{registrar} does not answer about contacts and presence: {what}",
        "The user is signed in. What a phone shows after that is asked for by SUBSCRIBE and SERVICE, and nothing came.",
        [
            new(Audience.ServerAdministrator,
                "See that the user services of {registrar} run and reach the user store.", UserServices),
            new(Audience.ServerAdministrator,
                "Look into the event log of {registrar} under LS User Services.",
                "Get-WinEvent -ComputerName {registrar} -LogName \"Lync Server\" -MaxEvents 50"),
        ])
    {
        Source = "MS-PRES section 3; MS-SIP section 3.6",
        ExplainedBy = Codes(5102, 5103),
    };

    /// <summary>DT4302.</summary>
    public static FindingDefinition PresenceUnavailable => field ??= new(
        new(4302), "presence-unavailable", Step.Contacts, FindingSeverity.Degraded,
        "{registrar} cannot give contacts and presence now: {what}: {answer}",
        "The user services say that they cannot serve at present.",
        [
            new(Audience.ServerAdministrator,
                "See that the user services of {registrar} run and reach the user store.", UserServices),
            new(Audience.User, "Wait: the phone asks again by itself. Calls work."),
        ])
    {
        Source = "MS-PRES section 3",
        ExplainedBy = Codes(5102, 5103),
    };

    /// <summary>DT4303.</summary>
    public static FindingDefinition PresenceRefused => field ??= new(
        new(4303), "presence-refused", Step.Contacts, FindingSeverity.Degraded,
        "{registrar} refuses {what}: {answer}",
        "The request was understood, and the server will not do it for this user.",
        [
            new(Audience.ServerAdministrator,
                "See which policies the user has for presence and clients.",
                "Get-CsUser -Identity \"{user}\" | Format-List Enabled, PresencePolicy, ClientPolicy, PrivacyEnabled*"),
            new(Audience.ServerAdministrator,
                "Look into the event log of {registrar} under LS User Services.",
                "Get-WinEvent -ComputerName {registrar} -LogName \"Lync Server\" -MaxEvents 50"),
        ])
    {
        Source = "MS-PRES section 3",
        ExplainedBy = Codes(5102, 5103),
    };

    /// <summary>DT4304.</summary>
    public static FindingDefinition PresenceUserUnknown => field ??= new(
        new(4304), "presence-user-unknown", Step.Contacts, FindingSeverity.Degraded,
        "The user services of {registrar} do not know {user}: {what}: {answer}",
        "The Registrar has the user and the presence service does not: a new user whose data was not replicated, or "
            + "one that was moved.",
        [
            new(Audience.ServerAdministrator,
                "See in which pool the user is homed, and that it is enabled.",
                "Get-CsUserPoolInfo -Identity \"{user}\""),
            new(Audience.ServerAdministrator,
                "Let user data be replicated (LS User Replicator, event 30061), or move the user once more.",
                "Update-CsUserDatabase -Fqdn {registrar}; Move-CsUser -Identity \"{user}\" -Target {registrar}"),
        ])
    {
        Source = "MS-OCER section 7 (4005)",
        ExplainedBy = Codes(5102, 5103),
    };

    /// <summary>DT4305.</summary>
    public static FindingDefinition PresenceMalformed => field ??= new(
        new(4305), "presence-malformed", Step.Contacts, FindingSeverity.Degraded,
        "What {registrar} gives of contacts and presence cannot be read: {what}: {reason}",
        "The documents came and are not whole, or no XML.",
        [
            new(Audience.NetworkAdministrator,
                "See whether something between this network and {registrar} changes or cuts SIP bodies: an ALG, a "
                    + "session border controller."),
            new(Audience.ServerAdministrator,
                "See whether other users of the pool get theirs; write out the user's data to look at it.",
                "Export-CsUserData -PoolFqdn {registrar} -UserFilter \"{address}\" -FileName userdata.zip"),
        ])
    {
        Source = "MS-PRES section 2; MS-SIP section 2.2.4",
    };

    /// <summary>DT4306.</summary>
    public static FindingDefinition ContactsInExchange => field ??= new(
        new(4306), "contacts-in-exchange", Step.Contacts, FindingSeverity.Degraded,
        "{registrar} does not give the contact list of {user}, which Exchange keeps: {answer}",
        "The list was moved to the unified contact store of Exchange. Phones that do not read it from there show none.",
        [
            new(Audience.ServerAdministrator,
                "See where the list is kept.", "Test-CsUnifiedContactStore -TargetFqdn {registrar} -UserSipAddress "
                    + "\"{user}\" -UserCredential (Get-Credential)"),
            new(Audience.ServerAdministrator,
                "For users with such phones, take the list back and keep it there.",
                "Invoke-CsUcsRollback -Identity \"{user}\"; Grant-CsUserServicesPolicy -Identity \"{user}\" "
                    + "-PolicyName <policy with UcsAllowed $false>"),
        ])
    {
        Source = "MS-SIP section 3.7",
    };

    /// <summary>DT4307.</summary>
    public static FindingDefinition ContactsMigrated => field ??= new(
        new(4307), "contacts-migrated", Step.Contacts, FindingSeverity.Advice,
        "The contact list of {user} is kept by Exchange, and empty here",
        "The server says itself that the list was moved to the unified contact store. Phones that do not read it from "
            + "there show no contacts.",
        [
            new(Audience.ServerAdministrator,
                "For users with such phones, take the list back.", "Invoke-CsUcsRollback -Identity \"{user}\""),
        ])
    {
        Source = "MS-SIP section 3.7",
    };

    /// <summary>DT4308.</summary>
    public static FindingDefinition PublicationRefused => field ??= new(
        new(4308), "publication-refused", Step.Contacts, FindingSeverity.Degraded,
        "{registrar} does not let {user} publish presence: {answer}",
        "The phone is signed in, and others do not see that it is there.",
        [
            new(Audience.ServerAdministrator,
                "See which presence policy the user has.",
                "Get-CsUser -Identity \"{user}\" | Format-List Enabled, PresencePolicy; Get-CsPresencePolicy"),
            new(Audience.ServerAdministrator,
                "Look into the event log of {registrar} under LS User Services.",
                "Get-WinEvent -ComputerName {registrar} -LogName \"Lync Server\" -MaxEvents 50"),
        ])
    {
        Source = "MS-PRES section 3.3",
        ExplainedBy = Codes(5102, 5103),
    };

    /// <summary>DT4309.</summary>
    public static FindingDefinition PublicationConflict => field ??= new(
        new(4309), "publication-conflict", Step.Contacts, FindingSeverity.Degraded,
        "{registrar} names other versions of the presence of {user} than those that it had told",
        "The phone publishes with the versions that the server told, and those are not the present ones: another "
            + "endpoint published at the same time, or the servers do not agree. Where the versions that come with the "
            + "refusal are right, it is published after all.",
        [
            new(Audience.User, "Sign out at other places, and see whether it ends."),
            new(Audience.ServerAdministrator,
                "See where the user is homed, and that its store is in step.", UserServices),
        ])
    {
        Source = "MS-PRES section 3.3",
    };

    /// <summary>DT4310.</summary>
    public static FindingDefinition PresenceNoContent => field ??= new(
        new(4310), "presence-no-content", Step.Contacts, FindingSeverity.Degraded,
        "{registrar} agrees to tell of contacts and presence and does not: {what}",
        "The answer was 200, and what was asked for came neither in it nor in a notice after it; or the server ended "
            + "the subscription.",
        [
            new(Audience.NetworkAdministrator,
                "See whether something between drops NOTIFY or BENOTIFY, which Lync adds to SIP."),
            new(Audience.ServerAdministrator, "See that the user services of {registrar} run.", UserServices),
        ])
    {
        Source = "MS-SIP section 3.6",
        ExplainedBy = Codes(5102, 5103),
    };

    /// <summary>DT4311.</summary>
    public static FindingDefinition ContactPresenceRefused => field ??= new(
        new(4311), "contact-presence-refused", Step.Contacts, FindingSeverity.Degraded,
        "{registrar} does not show {user} the presence of contacts: {answer}",
        "The list of contacts came; their presence is refused as a whole.",
        [
            new(Audience.ServerAdministrator,
                "See which policies the user has: the number of subscriptions is limited.",
                "Get-CsUser -Identity \"{user}\" | Format-List Enabled, PresencePolicy; Get-CsPresencePolicy | "
                    + "Format-List Identity, MaxCategorySubscription, MaxPromptedSubscriber"),
        ])
    {
        Source = "MS-PRES section 3.2",
        ExplainedBy = Codes(5102, 5103),
    };

    private static IEnumerable<FindingDefinition> Contacts() =>
    [
        PresenceNoAnswer, PresenceUnavailable, PresenceRefused, PresenceUserUnknown, PresenceMalformed,
        ContactsInExchange, ContactsMigrated, PublicationRefused, PublicationConflict, PresenceNoContent,
        ContactPresenceRefused,
    ];
}
