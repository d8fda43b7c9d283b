namespace Dialtone.Core.SignIn;

/// <summary>
/// Why a user who is signed in has less than usual: survivable mode, which users of these phones know as limited
/// functionality. Calls work; presence, the contact list, conferences and new settings do not.
/// </summary>
public enum SurvivableReason : byte
{
    /// <summary>Everything is there.</summary>
    None,

    /// <summary>The Registrar is not of the user's primary pool, but its backup.</summary>
    OnBackup,

    /// <summary>It is of the primary pool, whose user services are not to be had.</summary>
    NoUserServices,
}
