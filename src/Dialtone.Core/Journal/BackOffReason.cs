namespace Dialtone.Core.Journal;

/// <summary>Why a device waits.</summary>
public enum BackOffReason : byte
{
    /// <summary>Nothing was found or reached.</summary>
    NothingReached,

    /// <summary>A Registrar asked for it by Retry-After.</summary>
    RetryAfter,

    /// <summary>A backup Registrar does not take its users yet: it waits until it is sure of the outage.</summary>
    BackupIdle,

    /// <summary>A Registrar refused this user or credential: trying often would lock the account.</summary>
    Refused,

    /// <summary>
    /// A Registrar ended the registration for good: too many endpoints of the user, or the user is disabled.
    /// </summary>
    Deregistered,

    /// <summary>This machine has no address on any network.</summary>
    NoNetwork,
}
