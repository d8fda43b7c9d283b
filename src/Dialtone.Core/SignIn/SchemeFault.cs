namespace Dialtone.Core.SignIn;

/// <summary>Why a scheme that a Registrar offers was not used, although it is allowed.</summary>
public enum SchemeFault : byte
{
    /// <summary>
    /// The credential does not serve it: no password, no realm in the login, or no way to a certificate.
    /// </summary>
    NoCredential,

    /// <summary>There is no certificate, and none was to be had.</summary>
    NoCertificate,

    /// <summary>The host could not do its part; see the reason that it gave.</summary>
    Host,

    /// <summary>The host did not answer in time.</summary>
    HostSilent,

    /// <summary>What the server sent cannot be read, or is not what comes next.</summary>
    Malformed,

    /// <summary>The server does not agree to what the scheme needs.</summary>
    NotAgreed,
}
