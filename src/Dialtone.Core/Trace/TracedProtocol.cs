namespace Dialtone.Core.Trace;

/// <summary>What a traced message is of.</summary>
public enum TracedProtocol : byte
{
    /// <summary>DHCP (RFC 2131).</summary>
    Dhcp,

    /// <summary>DHCPv6 (RFC 8415).</summary>
    Dhcp6,

    /// <summary>DNS (RFC 1035).</summary>
    Dns,

    /// <summary>SIP (RFC 3261), as it is inside TLS where there is TLS.</summary>
    Sip,

    /// <summary>HTTP (RFC 9110), as it is inside TLS where there is TLS.</summary>
    Http,

    /// <summary>STUN or TURN, of the standard or of Lync's dialect.</summary>
    Turn,

    /// <summary>No message: a connection began, was secured, failed or ended.</summary>
    Connection,
}
