namespace Dialtone.Core.Net;

/// <summary>Why a flow ended or never came to be.</summary>
public enum ChannelEnd : byte
{
    /// <summary>The peer closed in good order.</summary>
    ClosedByPeer,

    /// <summary>Nobody listens there: TCP reset to our SYN, or ICMP port unreachable.</summary>
    Refused,

    /// <summary>No route, or the network or host is unreachable (ICMP), or no source address of that family.</summary>
    Unreachable,

    /// <summary>The system gave up waiting. (A node usually gives up sooner, by its own deadline.)</summary>
    TimedOut,

    /// <summary>The peer reset an established connection.</summary>
    Reset,

    /// <summary>The local port or interface needs a right that this process does not have.</summary>
    NotPermitted,

    /// <summary>The local address does not exist, or no local port is left.</summary>
    LocalAddressUnavailable,

    /// <summary>The address that the connection was made from is no longer this machine's.</summary>
    LocalAddressGone,

    /// <summary>The peer answered the TLS handshake with something that is not TLS.</summary>
    NotTls,

    /// <summary>The peer closed during the TLS handshake without a word.</summary>
    ClosedDuringHandshake,

    /// <summary>The peer refused the TLS handshake with an alert.</summary>
    TlsAlert,

    /// <summary>The TLS handshake failed on our side: what the peer answered makes no sense.</summary>
    TlsFailed,

    /// <summary>Anything else the system said; see the detail.</summary>
    Failed,

    /// <summary>Another program holds the local port.</summary>
    LocalPortTaken,

    /// <summary>
    /// No version or cipher suite of TLS in common: the peer said so by the alerts protocol_version (70) or
    /// insufficient_security (71), or answered with a version that this side does not speak.
    /// </summary>
    TlsNotAgreed,
}
