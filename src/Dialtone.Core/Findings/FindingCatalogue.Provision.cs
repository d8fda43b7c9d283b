using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>41xx: in-band provisioning.</content>
public static partial class FindingCatalogue
{
    private const string ShowUser =
        "Get-CsUser -Identity \"{user}\" | Format-List Enabled, SipAddress, RegistrarPool, HomeServer";

    /// <summary>DT4101.</summary>
    public static FindingDefinition ProvisioningNoAnswer => field ??= new(
        new(4101), "provisioning-no-answer", Step.Provision, FindingSeverity.Degraded,
        "{registrar} does not answer when it is asked for the settings of {user}",
        "The user is signed in. The settings, which name the pool, the Media Relays and the policies, are asked for by "
            + "SUBSCRIBE, and nothing came.",
        [
            new(Audience.ServerAdministrator,
                "See that the user services of {registrar} run and reach the user store.",
                "Get-CsWindowsService -ComputerName {registrar} -Name RtcSrv; Get-CsDatabaseMirrorState -PoolFqdn "
                    + "{registrar}"),
            new(Audience.ServerAdministrator,
                "Look into the event log of {registrar} under LS User Services.",
                "Get-WinEvent -ComputerName {registrar} -LogName \"Lync Server\" -MaxEvents 50"),
        ])
    {
        Source = "MS-SIPREGE section 3.4",
        ExplainedBy = Codes(5102, 5103),
    };

    /// <summary>DT4102.</summary>
    public static FindingDefinition MediaRelayMissing => field ??= new(
        new(4102), "media-relay-missing", Step.Provision, FindingSeverity.Advice,
        "The settings name no Media Relay for {user}",
        "The setting mrasUri is missing. Without it a phone has no Media Relay: calls across firewalls have no way. "
            + "Where the deployment has no Edge, that is as it should be.",
        [
            new(Audience.ServerAdministrator,
                "Where there is an A/V Edge, tie the pool to it.",
                "Get-CsService -Registrar -PoolFqdn {pool} | Format-List Identity, MediaRelayAuthentication*, "
                    + "EdgeServer"),
            new(Audience.ServerAdministrator,
                "Set it, and publish the topology.",
                "Set-CsRegistrar -Identity Registrar:{pool} -EdgeServer EdgeServer:<edge>; Enable-CsTopology"),
        ])
    {
        Source = "MS-SIPREGE section 2.2.2.5",
        ExplainedBy = Codes(4108),
    };

    /// <summary>DT4103.</summary>
    public static FindingDefinition ProvisioningNotThere => field ??= new(
        new(4103), "provisioning-not-there", Step.Provision, FindingSeverity.Degraded,
        "{registrar} has no settings for {user}: {answer}",
        "Nobody there gives settings in band: the user is not known to the user services, or the server has none.",
        [
            new(Audience.ServerAdministrator,
                "See that the user is enabled, and in which pool; a new user is known after the next replication.",
                ShowUser),
            new(Audience.ServerAdministrator,
                "See that the replication of users runs.",
                "Get-CsManagementStoreReplicationStatus"),
        ])
    {
        Source = "MS-SIPREGE section 3.4",
        ExplainedBy = Codes(5102, 5103),
    };

    /// <summary>DT4104.</summary>
    public static FindingDefinition ProvisioningRefused => field ??= new(
        new(4104), "provisioning-refused", Step.Provision, FindingSeverity.Degraded,
        "{registrar} refuses the settings of {user}: {answer}",
        "The request was understood, and the server will not give what it asks for: this kind of device, or this kind "
            + "of request, is not to its liking.",
        [
            new(Audience.ServerAdministrator,
                "Look into the event log of {registrar} under LS User Services.",
                "Get-WinEvent -ComputerName {registrar} -LogName \"Lync Server\" -MaxEvents 50"),
            new(Audience.ServerAdministrator, "See that the user is enabled and has its policies.", ShowUser),
        ])
    {
        Source = "MS-SIPREGE section 3.4",
        ExplainedBy = Codes(5102, 5103),
    };

    /// <summary>DT4105.</summary>
    public static FindingDefinition ProvisioningUnavailable => field ??= new(
        new(4105), "provisioning-unavailable", Step.Provision, FindingSeverity.Degraded,
        "{registrar} cannot give the settings of {user} now: {answer}",
        "The user services say that they cannot serve at present: they are overloaded, start, or do not reach the user "
            + "store.",
        [
            new(Audience.ServerAdministrator,
                "See that the services of {registrar} run and the user store is reached.",
                "Get-CsWindowsService -ComputerName {registrar}; Get-CsDatabaseMirrorState -PoolFqdn {registrar}"),
        ])
    {
        Source = "MS-SIPREGE section 3.4",
        ExplainedBy = Codes(5102, 5103),
    };

    /// <summary>DT4106.</summary>
    public static FindingDefinition ProvisioningMalformed => field ??= new(
        new(4106), "provisioning-malformed", Step.Provision, FindingSeverity.Degraded,
        "The settings that {registrar} gives {user} cannot be read: {reason}",
        "The settings came and are not whole, or no XML. A body of that size may be cut by what passes SIP on.",
        [
            new(Audience.NetworkAdministrator,
                "See whether something between this network and {registrar} changes or cuts SIP bodies: an ALG, a "
                    + "session border controller."),
            new(Audience.ServerAdministrator,
                "See whether other users of the pool get theirs, and look at the policies of this one.",
                "Get-CsUser -Identity \"{user}\" | Format-List *Policy*, DialPlan"),
        ])
    {
        Source = "MS-SIPREGE section 2.2.2.5",
    };

    /// <summary>DT4107.</summary>
    public static FindingDefinition ProvisioningNoContent => field ??= new(
        new(4107), "provisioning-no-content", Step.Provision, FindingSeverity.Degraded,
        "{registrar} agrees to give the settings of {user} and does not",
        "The answer was 200, and the settings came neither in it nor in a notice after it.",
        [
            new(Audience.NetworkAdministrator,
                "See whether something between drops NOTIFY or BENOTIFY, which Lync adds to SIP."),
            new(Audience.ServerAdministrator,
                "See that the user services of {registrar} run.",
                "Get-CsWindowsService -ComputerName {registrar} -Name RtcSrv"),
        ])
    {
        Source = "MS-SIP section 3.6",
        ExplainedBy = Codes(5102, 5103),
    };

    /// <summary>DT4108.</summary>
    public static FindingDefinition ServerConfigurationMissing => field ??= new(
        new(4108), "server-configuration-missing", Step.Provision, FindingSeverity.Degraded,
        "The settings of {user} lack the group ServerConfiguration",
        "That group names the user's pool, the Media Relays and the address for updates. Without it the phone has "
            + "nothing to go by in an outage and no Media Relay.",
        [
            new(Audience.ServerAdministrator,
                "See that {registrar} has the present topology.",
                "Get-CsManagementStoreReplicationStatus; Invoke-CsManagementStoreReplication"),
            new(Audience.ServerAdministrator, "See in which pool the user is homed.", ShowUser),
        ])
    {
        Source = "MS-SIPREGE section 2.2.2.5",
    };

    /// <summary>DT4109.</summary>
    public static FindingDefinition SettingUnusable => field ??= new(
        new(4109), "setting-unusable", Step.Provision, FindingSeverity.Advice,
        "Settings of {user} have values that are none: {settings}",
        "The settings are known by name, and what stands in them cannot be read. They count as not set.",
        [
            new(Audience.ServerAdministrator,
                "See what stands in the topology for them.", "Get-CsService -PoolFqdn {pool} | Format-List *"),
        ])
    {
        Source = "MS-SIPREGE section 2.2.2.5",
    };

    /// <summary>DT4110.</summary>
    public static FindingDefinition HomeUnresolved => field ??= new(
        new(4110), "home-registrar-unresolved", Step.Provision, FindingSeverity.Degraded,
        "{name}, a Registrar of the user's home, {why}",
        "The settings name the Registrars of the user, and this one has no address: in an outage the phone has no use "
            + "for it.",
        [
            new(Audience.NetworkAdministrator,
                "Add address records for {name}.", "dialtone dns records {domain}"),
            new(Audience.ServerAdministrator,
                "See that the topology names the pool as DNS does.", "Get-CsPool | Format-Table Identity, Fqdn"),
        ])
    {
        ExplainedBy = Codes(1401),
    };

    private static IEnumerable<FindingDefinition> Provision() =>
    [
        ProvisioningNoAnswer, MediaRelayMissing, ProvisioningNotThere, ProvisioningRefused, ProvisioningUnavailable,
        ProvisioningMalformed, ProvisioningNoContent, ServerConfigurationMissing, SettingUnusable, HomeUnresolved,
    ];
}
