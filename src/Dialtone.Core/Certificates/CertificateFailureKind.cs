namespace Dialtone.Core.Certificates;

/// <summary>The kinds of failure on the way to a certificate.</summary>
public enum CertificateFailureKind : byte
{
    /// <summary>Nobody named the service, or what was named is no address on the web over TLS.</summary>
    NoService,

    /// <summary>The server could not be reached, or its certificate is not to be trusted.</summary>
    NotReached,

    /// <summary>No answer in time.</summary>
    NoAnswer,

    /// <summary>An answer that cannot be read, or lacks what it must have.</summary>
    Malformed,

    /// <summary>Another status than 200, without a fault that says more.</summary>
    Refused,

    /// <summary>A SOAP fault.</summary>
    Fault,

    /// <summary>The service offers no way of proof that this device has a credential for.</summary>
    NoUsableProof,

    /// <summary>The credential was refused.</summary>
    CredentialRejected,

    /// <summary>The PIN was refused; see its reason.</summary>
    PinRejected,

    /// <summary>The ticket is not valid now, by this device's clock.</summary>
    TicketNotValid,

    /// <summary>This machine could not make the key or the request.</summary>
    KeyNotMade,

    /// <summary>The certificate is for another user.</summary>
    WrongUser,

    /// <summary>The certificate is not valid now, or not for another hour, by this device's clock.</summary>
    NotValidNow,

    /// <summary>The certificate is for another key than was asked for.</summary>
    WrongKey,
}
