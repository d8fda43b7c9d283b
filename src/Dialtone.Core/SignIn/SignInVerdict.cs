namespace Dialtone.Core.SignIn;

/// <summary>How a sign-in went.</summary>
public enum SignInVerdict : byte
{
    /// <summary>It has not come to an end.</summary>
    Undecided,

    /// <summary>Signed in, and nothing on the way failed.</summary>
    SignedIn,

    /// <summary>
    /// Signed in by a fall-back: something failed that a phone survived and an administrator should mend.
    /// </summary>
    SignedInDegraded,

    /// <summary>
    /// Signed in, but at a backup Registrar or without user services: limited functionality due to an outage.
    /// </summary>
    SignedInLimited,

    /// <summary>Not signed in.</summary>
    NotSignedIn,
}
