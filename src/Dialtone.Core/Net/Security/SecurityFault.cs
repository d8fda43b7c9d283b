namespace Dialtone.Core.Net.Security;

/// <summary>Why the host could not do what it was asked in matters of keys, tickets and handshakes.</summary>
public enum SecurityFault : byte
{
    /// <summary>
    /// This machine lacks what it takes: OpenSSL 3, or a GSSAPI library. The detail names the remedy.
    /// </summary>
    NotAvailable,

    /// <summary>The bytes of the peer, or of a stored certificate, cannot be read.</summary>
    Malformed,

    /// <summary>The handshake failed: an alert, no common version or cipher suite, or a certificate refused.</summary>
    HandshakeFailed,

    /// <summary>No key distribution center could be reached.</summary>
    NoTicketServer,

    /// <summary>The key distribution center does not know the user or the realm.</summary>
    UserUnknown,

    /// <summary>The key distribution center, or the server, refused the credential.</summary>
    CredentialRejected,

    /// <summary>There is neither a password nor a ticket in the cache.</summary>
    NoCredential,

    /// <summary>The key distribution center has no key for the service.</summary>
    ServiceUnknown,

    /// <summary>The clocks are too far apart (RFC 4120: five minutes, as a rule).</summary>
    ClockSkew,

    /// <summary>The account is locked, disabled or expired, or its password is.</summary>
    AccountUnusable,

    /// <summary>Anything else; see the detail.</summary>
    Failed,
}
