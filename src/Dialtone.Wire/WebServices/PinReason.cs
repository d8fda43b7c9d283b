namespace Dialtone.Wire.WebServices;

/// <summary>
/// Why a PIN was refused, after the values that administrators know from UCMA's enumeration of PIN failures. That a
/// fault names them in its reason is not published.
/// </summary>
public enum PinReason : byte
{
    /// <summary>The server gave no reason that is known.</summary>
    Unknown,

    /// <summary><c>IncorrectPin</c>: it is not the user's PIN.</summary>
    Incorrect,

    /// <summary><c>UserPinAccountLocked</c>: too many wrong ones; locked for a while, or until unlocked.</summary>
    Locked,

    /// <summary><c>PinExpired</c>: it is too old and must be changed.</summary>
    Expired,

    /// <summary><c>PinNotSet</c>: the user has none.</summary>
    NotSet,

    /// <summary><c>PinNotUnique</c>: several users have this number and this PIN.</summary>
    NotUnique,

    /// <summary><c>NonUniqueUser</c>: several users have this number or extension.</summary>
    UserNotUnique,

    /// <summary><c>PinNotEnabledForUser</c>: PIN authentication is switched off.</summary>
    SwitchedOff,

    /// <summary><c>UserPinAccountDisabled</c>: the user's account is disabled.</summary>
    Disabled,

    /// <summary><c>UserDoesNotExist</c>: nobody has this number or extension.</summary>
    UserUnknown,

    /// <summary><c>PinDoesNotMeetMinimumRequirements</c>: the PIN is too simple by the policy of now.</summary>
    TooSimple,

    /// <summary><c>Unauthorized</c>: this user may not.</summary>
    Unauthorized,
}
