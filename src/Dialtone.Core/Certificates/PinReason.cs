namespace Dialtone.Core.Certificates;

/// <summary>Why a PIN was refused, after the values that administrators know from UCMA.</summary>
public enum PinReason : byte
{
    /// <summary>The server gave no reason that is known.</summary>
    Unknown,

    /// <summary>It is not the user's PIN.</summary>
    Incorrect,

    /// <summary>The account takes no PIN for a while, after too many wrong ones.</summary>
    Locked,

    /// <summary>It is too old and must be changed.</summary>
    Expired,

    /// <summary>The user has none.</summary>
    NotSet,

    /// <summary>Several users have this number and this PIN.</summary>
    NotUnique,

    /// <summary>PIN authentication is switched off, for the user or for the service.</summary>
    SwitchedOff,

    /// <summary>Nobody has this number or extension.</summary>
    UserUnknown,

    /// <summary>The user's account is disabled.</summary>
    Disabled,
}
