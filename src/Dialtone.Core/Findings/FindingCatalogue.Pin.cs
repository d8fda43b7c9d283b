using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>33xx: PINs.</content>
public static partial class FindingCatalogue
{
    private const string ShowPin = "Get-CsClientPinInfo -Identity \"{user}\" | Format-List IsPinSet, IsLockedOut, "
        + "PinExpirationTime, LastPinChange";

    private const string PinSource = "Microsoft.Rtc.Collaboration, PIN failures";

    /// <summary>DT3341.</summary>
    public static FindingDefinition PinWrong => field ??= new(
        new(3341), "pin-wrong", Step.Certificate, FindingSeverity.Blocking,
        "The PIN for {number} is wrong",
        "The number is known and the PIN is not the user's. Dialtone tries once: ten wrong ones within half an hour "
            + "lock a short PIN.",
        [
            new(Audience.User, "Type number and PIN again."),
            new(Audience.ServerAdministrator,
                "Give the user another PIN.", "Set-CsClientPin -Identity \"{user}\""),
            new(Audience.ServerAdministrator, "See the state of the PIN.", ShowPin),
        ])
    {
        Source = PinSource + ": IncorrectPin",
    };

    /// <summary>DT3342.</summary>
    public static FindingDefinition PinLocked => field ??= new(
        new(3342), "pin-locked", Step.Certificate, FindingSeverity.Blocking,
        "The PIN of {number} is locked after too many wrong ones",
        "After ten to twenty-five wrong PINs within half an hour it is locked for an hour; after many more in all, "
            + "until an administrator unlocks it.",
        [
            new(Audience.ServerAdministrator, "Unlock it.", "Unlock-CsClientPin -Identity \"{user}\""),
            new(Audience.ServerAdministrator, "See that it is.", ShowPin),
            new(Audience.User, "Or wait for an hour."),
        ])
    {
        Source = PinSource + ": UserPinAccountLocked",
    };

    /// <summary>DT3343.</summary>
    public static FindingDefinition PinExpired => field ??= new(
        new(3343), "pin-expired", Step.Certificate, FindingSeverity.Blocking,
        "The PIN of {number} has expired and must be changed",
        "The PIN policy gives PINs a lifetime. It is changed on the dial-in page, or by an administrator.",
        [
            new(Audience.User, "Change it on the dial-in conferencing page of the organisation."),
            new(Audience.ServerAdministrator, "Or give the user another PIN.", "Set-CsClientPin -Identity \"{user}\""),
            new(Audience.ServerAdministrator,
                "See how long PINs live.", "Get-CsPinPolicy | Format-List Identity, PINLifetime"),
        ])
    {
        Source = PinSource + ": PinExpired",
    };

    /// <summary>DT3344.</summary>
    public static FindingDefinition PinNotSet => field ??= new(
        new(3344), "pin-not-set", Step.Certificate, FindingSeverity.Blocking,
        "The user of {number} has no PIN",
        "The number is known; a PIN was never set for its user.",
        [
            new(Audience.ServerAdministrator,
                "Give the user one, and see that it is set.",
                "Set-CsClientPin -Identity \"{user}\"; Get-CsClientPinInfo -Identity \"{user}\""),
            new(Audience.User, "Or set it on the dial-in conferencing page of the organisation."),
        ])
    {
        Source = PinSource + ": PinNotSet",
    };

    /// <summary>DT3345.</summary>
    public static FindingDefinition PinNotUnique => field ??= new(
        new(3345), "pin-not-unique", Step.Certificate, FindingSeverity.Blocking,
        "Several users have the number {number} with this PIN",
        "Users who share a number are told apart by their PINs, and two of them have the same.",
        [
            new(Audience.ServerAdministrator,
                "See who has the number.",
                "Get-CsUser -Filter \"LineURI -like '*{digits}*'\" | Format-Table SipAddress, LineUri"),
            new(Audience.ServerAdministrator, "Give one of them another PIN.", "Set-CsClientPin -Identity \"{user}\""),
        ])
    {
        Source = PinSource + ": PinNotUnique",
    };

    /// <summary>DT3346.</summary>
    public static FindingDefinition NumberNotUnique => field ??= new(
        new(3346), "number-not-unique", Step.Certificate, FindingSeverity.Blocking,
        "Several users have the number {number}",
        "A phone number or extension must belong to one user for a sign-in with a PIN.",
        [
            new(Audience.ServerAdministrator,
                "See who has it, and give each a number or extension of their own.",
                "Get-CsUser -Filter \"LineURI -like '*{digits}*'\" | Format-Table SipAddress, LineUri"),
            new(Audience.User, "Type the whole number in place of the extension."),
        ])
    {
        Source = PinSource + ": NonUniqueUser",
    };

    /// <summary>DT3347.</summary>
    public static FindingDefinition PinOff => field ??= new(
        new(3347), "pin-off", Step.Certificate, FindingSeverity.Blocking,
        "Sign-in with a PIN is switched off at Web Services of {host}",
        "Phones without a keyboard then sign in by way of a computer alone (USB).",
        [
            new(Audience.ServerAdministrator,
                "Switch it on.", "Set-CsWebServiceConfiguration -Identity Global -UsePinAuth $true"),
            new(Audience.ServerAdministrator, "See what is on.", ShowWebProofs),
            new(Audience.User, "Or sign in with user name and password."),
        ])
    {
        Source = PinSource + ": PinNotEnabledForUser",
    };

    /// <summary>DT3348.</summary>
    public static FindingDefinition PinAccountDisabled => field ??= new(
        new(3348), "pin-account-disabled", Step.Certificate, FindingSeverity.Blocking,
        "The account of the user of {number} is disabled",
        "Number and PIN are known, and the account may not be used.",
        [
            new(Audience.ServerAdministrator,
                "See that the user is enabled.",
                "Get-CsUser -Identity \"{user}\" | Format-List Enabled, SipAddress, LineUri"),
            new(Audience.DirectoryAdministrator, "See that the account is.", ShowAccount),
        ])
    {
        Source = PinSource + ": UserPinAccountDisabled",
    };

    /// <summary>DT3349.</summary>
    public static FindingDefinition NumberUnknown => field ??= new(
        new(3349), "number-unknown", Step.Certificate, FindingSeverity.Blocking,
        "Nobody has the number {number}",
        "Web Services look a user up by number or extension, and found none.",
        [
            new(Audience.User, "Type the number again: as extension, or whole with the country code."),
            new(Audience.ServerAdministrator,
                "See who has it, and give the user the number.",
                "Get-CsUser -Filter \"LineURI -like '*{digits}*'\" | Format-Table SipAddress, LineUri"),
        ])
    {
        Source = PinSource + ": UserDoesNotExist",
    };

    /// <summary>DT3350.</summary>
    public static FindingDefinition PinTooSimple => field ??= new(
        new(3350), "pin-too-simple", Step.Certificate, FindingSeverity.Blocking,
        "The PIN of {number} is too short or too simple by the policy of now",
        "The policy was made stricter after the PIN was set.",
        [
            new(Audience.User, "Set another one on the dial-in conferencing page of the organisation."),
            new(Audience.ServerAdministrator,
                "See what the policy asks for.",
                "Get-CsPinPolicy | Format-List Identity, MinPasswordLength, AllowCommonPatterns"),
        ])
    {
        Source = PinSource + ": PinDoesNotMeetMinimumRequirements",
    };

    /// <summary>DT3351.</summary>
    public static FindingDefinition PinRefused => field ??= new(
        new(3351), "pin-refused", Step.Certificate, FindingSeverity.Blocking,
        "Web Services at {host} refuse number {number} with this PIN: {answer}",
        "They do not say in a known word why.",
        [
            new(Audience.User, "Type number and PIN again."),
            new(Audience.ServerAdministrator, "See the state of the PIN.", ShowPin),
            new(Audience.ServerAdministrator,
                "Prove it by the server's own test.",
                "Test-CsPhoneBootstrap -PhoneOrExt \"{number}\" -PIN <pin> -UserSipAddress \"{user}\" -Verbose"),
        ])
    {
        Source = PinSource,
    };

    /// <summary>DT3352.</summary>
    public static FindingDefinition NumberOfAnother => field ??= new(
        new(3352), "number-of-another", Step.Certificate, FindingSeverity.Blocking,
        "The number {number} with its PIN is that of {account}, and not of {user}",
        "Number and PIN are right and prove a user, who is not the one that was to be tested.",
        [
            new(Audience.Tester, "Compare the number with the sign-in address that was given: {user}."),
            new(Audience.ServerAdministrator,
                "See who has the number.",
                "Get-CsUser -Filter \"LineURI -like '*{digits}*'\" | Format-Table SipAddress, LineUri"),
            new(Audience.ServerAdministrator,
                "Give {user} the number, where that is what was meant.",
                "Get-CsUser -Identity \"{user}\" | Format-List Enabled, SipAddress, LineUri"),
        ]);

    private static IEnumerable<FindingDefinition> Pins() =>
    [
        PinWrong, PinLocked, PinExpired, PinNotSet, PinNotUnique, NumberNotUnique, PinOff, PinAccountDisabled,
        NumberUnknown, PinTooSimple, PinRefused, NumberOfAnother,
    ];
}
