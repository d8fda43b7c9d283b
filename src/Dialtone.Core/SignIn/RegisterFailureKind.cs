namespace Dialtone.Core.SignIn;

/// <summary>The kinds of failure of a REGISTER.</summary>
public enum RegisterFailureKind : byte
{
    /// <summary>No final response in time.</summary>
    NoAnswer,

    /// <summary>The connection ended before the response.</summary>
    ConnectionLost,

    /// <summary>What came is not SIP, or cannot be read.</summary>
    Malformed,

    /// <summary>The peer answered in TLS on a connection meant to be plain.</summary>
    TlsOnPlainPort,

    /// <summary>The server refused the proof: the password or the user name is wrong.</summary>
    CredentialRejected,

    /// <summary>The server offers no scheme or algorithm that this device can use.</summary>
    NothingUsableOffered,

    /// <summary>
    /// It offers schemes that this device has, and none of them could begin: no certificate, no ticket, no library.
    /// </summary>
    NoSchemeBegan,

    /// <summary>
    /// The clocks are too far apart for a proof to be right, by the server's word (ms-diagnostics 1013) or by that of
    /// the key distribution center.
    /// </summary>
    ClockSkew,

    /// <summary>
    /// The account is locked, disabled or expired, or its password or PIN is (ms-diagnostics 4141).
    /// </summary>
    AccountUnusable,

    /// <summary>
    /// The user's certificate was refused, one that was made for this sign-in: it is unknown to the server, or not
    /// believed.
    /// </summary>
    CertificateRejected,

    /// <summary>The credential is right and belongs to another SIP address (ms-diagnostics 4004).</summary>
    WrongAddress,

    /// <summary>403.</summary>
    Forbidden,

    /// <summary>404, or 604.</summary>
    UserNotFound,

    /// <summary>408, 5xx: this server cannot serve now.</summary>
    Unavailable,

    /// <summary>Another 4xx or 6xx.</summary>
    Refused,

    /// <summary>A redirect that leads nowhere.</summary>
    RedirectUnusable,

    /// <summary>More rounds of challenges or of 423 than are answered.</summary>
    TooManyRounds,

    /// <summary>
    /// A proof of the server's own (rspauth) is wrong, or missing where it signs every message: it does not know the
    /// secret.
    /// </summary>
    ServerNotProved,

    /// <summary>
    /// The request is longer than may go over UDP (1300 bytes, RFC 3261 section 18.1.1); nothing was sent.
    /// </summary>
    TooLargeForUdp,
}
