namespace Dialtone.Core.Exchange.Relays;

/// <summary>What a check of a relay came to.</summary>
public enum RelayStatus : byte
{
    /// <summary>It is there and asked for proof, as it should; no credentials were tried.</summary>
    Reachable,

    /// <summary>It took the credentials and gave an address.</summary>
    Allocated,

    /// <summary>Nobody listens there.</summary>
    Refused,

    /// <summary>There is no way to it.</summary>
    Unreachable,

    /// <summary>Nothing came back.</summary>
    Silent,

    /// <summary>Somebody is there and closed the connection without an answer.</summary>
    Closed,

    /// <summary>Somebody answers who does not speak the dialect.</summary>
    NotARelay,

    /// <summary>It speaks the dialect, and does not want; the code says why.</summary>
    Declined,

    /// <summary>It did not take the credentials; the code says why.</summary>
    CredentialsRefused,

    /// <summary>It gave an address, but could not prove that it knows the password.</summary>
    Unproved,

    /// <summary>This machine could not ask.</summary>
    Unavailable,
}
