using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>51xx: memory and outages; 61xx: signing out, and being signed out.</content>
public static partial class FindingCatalogue
{
    /// <summary>DT5101.</summary>
    public static FindingDefinition SignedInFromMemory => field ??= new(
        new(5101), "signed-in-from-memory", Step.Register, FindingSeverity.Degraded,
        "{user} is signed in by what the phone remembers: nothing on the network named {registrar}",
        "Neither DNS nor DHCP helped, and the phone went to the address that it remembers from its last sign-in. A new "
            + "phone, or one that is reset, has no such memory and does not sign in now.",
        [
            new(Audience.NetworkAdministrator,
                "Mend what names the Registrar: the causes beside this say which.",
                "dialtone dns check {domain}; dialtone dhcp ask"),
        ])
    {
        ExplainedBy =
        [
            .. Codes(1101, 1102, 1104, 1106, 1107, 1111, 1112), .. Numbers(1201, 1210),
            .. Codes(1212, 1213, 1214, 1216, 1219, 1220, 1221, 1301, 1401, 1404, 1405),
        ],
    };

    /// <summary>DT5102.</summary>
    public static FindingDefinition SignedInOnBackup => field ??= new(
        new(5102), "signed-in-on-backup", Step.Register, FindingSeverity.Degraded,
        "{user} is signed in on the backup {registrar}: calls work, presence, contacts and conferences do not",
        "The Registrar says that it is not of the user's primary pool. Phones show limited functionality until the "
            + "primary is back; then they are sent home by themselves.",
        [
            new(Audience.ServerAdministrator,
                "Bring the primary pool{primary} back.",
                "Get-CsUserPoolInfo -Identity \"{user}\"; Get-CsPoolBackupRelationship -PoolFqdn {registrar}"),
            new(Audience.ServerAdministrator,
                "Where it stays away, fail its pool over, so that the backup has everything.",
                "Invoke-CsPoolFailOver -PoolFqdn {pool}"),
            new(Audience.User, "Call as usual; the rest comes back by itself."),
        ])
    {
        Source = "MS-SIPREGE section 2.2.1.4",
        ExplainedBehind = [.. AnsweredBehind, .. Codes(3117, 3118)],
    };

    /// <summary>DT5103.</summary>
    public static FindingDefinition UserServicesUnavailable => field ??= new(
        new(5103), "user-services-unavailable", Step.Register, FindingSeverity.Degraded,
        "{user} is signed in, and the user services of {registrar} are not to be had",
        "The Registrar says so itself: calls work, presence, contacts, conferences and new settings do not. Its store "
            + "of users is not reached, as a rule.",
        [
            new(Audience.ServerAdministrator,
                "See that {registrar} reaches its user store.",
                "Get-CsDatabaseMirrorState -PoolFqdn {registrar}; Get-CsWindowsService -ComputerName {registrar}"),
            new(Audience.ServerAdministrator,
                "After an outage of the store longer than BackupStoreUnavailableThreshold the pool stays so until it "
                    + "is back.",
                "Get-CsUserServicesConfiguration | Format-List *"),
        ])
    {
        Source = "MS-SIPREGE section 2.2.1.4",
    };

    /// <summary>DT5104.</summary>
    public static FindingDefinition MemorySetAside => field ??= new(
        new(5104), "memory-set-aside", Step.Remember, FindingSeverity.Degraded,
        "What was stored of the last sign-in could not be used: {why}",
        "The file was damaged, or belongs to another user or kind of device. It is set aside and the phone began anew.",
        [
            new(Audience.Tester,
                "Nothing, where this was another user; else see the disk that the state directory is on.",
                "dialtone memory show"),
        ]);

    /// <summary>DT5105.</summary>
    public static FindingDefinition MemoryNotStored => field ??= new(
        new(5105), "memory-not-stored", Step.Remember, FindingSeverity.Degraded,
        "What was learned at this sign-in could not be stored: {why}",
        "In the next outage of DNS and DHCP this device will have nothing to go by.",
        [
            new(Audience.Tester,
                "Give this user the right to write there, or name another state directory.",
                "dialtone sign-in {user} --state-dir <directory>"),
        ]);

    /// <summary>DT5106.</summary>
    public static FindingDefinition RegistrationConnectionLost => field ??= new(
        new(5106), "registration-connection-lost", Step.Connect, FindingSeverity.Degraded,
        "The connection of the registration with {registrar} was lost: it {why}",
        "The user was signed in and reachable until then. The phone signs in again by itself.",
        [
            new(Audience.ServerAdministrator,
                "See whether the Front End service of {registrar} was restarted or stopped.",
                "Get-CsWindowsService -ComputerName {registrar} -Name RtcSrv"),
            new(Audience.NetworkAdministrator,
                "Where this comes at regular times, let firewalls and load balancers keep connections that are idle "
                    + "for longer than the keep-alive: 20 minutes at least."),
        ])
    {
        Source = "MS-CONMGMT section 3.4",
    };

    /// <summary>DT6101.</summary>
    public static FindingDefinition SignOutNotConfirmed => field ??= new(
        new(6101), "sign-out-not-confirmed", Step.SignOut, FindingSeverity.Degraded,
        "{registrar} did not confirm that {user} signed out",
        "The device said goodbye and got no answer: the registration stands until it runs out, and calls go to a "
            + "device that is not there.",
        [
            new(Audience.ServerAdministrator,
                "See that {registrar} answers; the endpoint goes away by itself after its time.",
                "Get-CsUserPoolInfo -Identity \"{user}\""),
        ])
    {
        Source = "RFC 3261 section 10.2.2",
        ExplainedBy = Codes(3105, 5106),
    };

    /// <summary>DT6102.</summary>
    public static FindingDefinition EndpointEvicted => field ??= new(
        new(6102), "endpoint-evicted", Step.Register, FindingSeverity.Blocking,
        "{registrar} signed this endpoint of {user} out: the user is signed in at too many places",
        "A user may be signed in at eight places at a time by default. One more puts out the oldest, which must not "
            + "sign in again by itself.",
        [
            new(Audience.User, "Sign out where the user is not needed, and sign in here again."),
            new(Audience.ServerAdministrator,
                "See how many are allowed, and allow more.",
                "Get-CsRegistrarConfiguration | Format-List Identity, MaxEndpointsPerUser; "
                    + "Set-CsRegistrarConfiguration -Identity Global -MaxEndpointsPerUser 16"),
        ])
    {
        Source = "MS-SIPREGE section 3.2",
    };

    /// <summary>DT6103.</summary>
    public static FindingDefinition UserDisabled => field ??= new(
        new(6103), "user-disabled", Step.Register, FindingSeverity.Blocking,
        "{registrar} signed {user} out: the user is disabled",
        "An administrator disabled the user while the phone was signed in.",
        [
            new(Audience.ServerAdministrator,
                "See whether that was meant, and enable the user again.",
                "Get-CsUser -Identity \"{user}\" | Format-List Enabled, SipAddress; Set-CsUser -Identity \"{user}\" "
                    + "-Enabled $true"),
        ])
    {
        Source = "MS-SIPREGE section 3.2",
    };

    /// <summary>DT6104.</summary>
    public static FindingDefinition UserMoved => field ??= new(
        new(6104), "user-moved", Step.Register, FindingSeverity.Advice,
        "{registrar} signed {user} out: the user was moved to {target}",
        "The phone looks for the new Registrar and signs in there by itself.",
        [
            new(Audience.ServerAdministrator,
                "See where the user is homed now.", "Get-CsUserPoolInfo -Identity \"{user}\""),
        ])
    {
        Source = "MS-SIPREGE section 3.2",
    };

    private static IEnumerable<FindingDefinition> Memory() =>
    [
        SignedInFromMemory, SignedInOnBackup, UserServicesUnavailable, MemorySetAside, MemoryNotStored,
        RegistrationConnectionLost, SignOutNotConfirmed, EndpointEvicted, UserDisabled, UserMoved,
    ];
}
