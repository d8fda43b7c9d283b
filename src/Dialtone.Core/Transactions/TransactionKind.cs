namespace Dialtone.Core.Transactions;

/// <summary>The synthetic transactions.</summary>
public enum TransactionKind : byte
{
    /// <summary>Client certificate, sign-in with it, sign-out (Test-CsClientAuth).</summary>
    ClientAuth,

    /// <summary>Sign-in by any scheme, and sign-out (Test-CsRegistration).</summary>
    Registration,

    /// <summary>
    /// Certificate by phone number or extension and PIN, sign-in as the user that it is for, sign-out
    /// (Test-CsPhoneBootstrap).
    /// </summary>
    PhoneBootstrap,

    /// <summary>Sign-in, credentials, an allocation on each relay, sign-out (Test-CsAVEdgeConnectivity).</summary>
    AvEdgeConnectivity,

    /// <summary>Two users: what one publishes, the other is told (Test-CsPresence).</summary>
    Presence,
}
