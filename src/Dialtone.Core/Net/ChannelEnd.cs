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

    /// <summary>The local address or port is taken, or does not exist.</summary>
    LocalAddressUnavailable,

    /// <summary>The address that the connection was made from is no longer this machine's.</summary>
    LocalAddressGone,

    /// <summary>The peer answered the TLS handshake with something that is not TLS.</summary>
    NotTls,

    /// <summary>The peer closed during the TLS handshake without a word.</summary>
    ClosedDuringHandshake,

    /// <summary>The peer refused the TLS handshake with an alert.</summary>
    TlsAlert,

    /// <summary>The TLS handshake failed on our side: no common version or cipher, or a broken peer.</summary>
    TlsFailed,

    /// <summary>Anything else the system said; see the detail.</summary>
    Failed,
}
