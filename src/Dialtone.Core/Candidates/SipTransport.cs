namespace Dialtone.Core.Candidates;

/// <summary>How SIP travels to a candidate.</summary>
public enum SipTransport : byte
{
    /// <summary>TLS over TCP.</summary>
    Tls,

    /// <summary>Plain TCP.</summary>
    Tcp,

    /// <summary>UDP: standard SIP only.</summary>
    Udp,
}

/// <summary>The names of transports.</summary>
public static class SipTransports
{
    /// <summary>As Via has it: <c>TLS</c>, <c>TCP</c> or <c>UDP</c> (RFC 3261 section 20.42).</summary>
    public static string ViaName(this SipTransport transport) => transport switch
    {
        SipTransport.Tls => "TLS",
        SipTransport.Tcp => "TCP",
        _ => "UDP",
    };

    /// <summary>
    /// As the <c>transport</c> parameter of a URI and stored memory have it: <c>tls</c>, <c>tcp</c> or <c>udp</c>
    /// (RFC 3261 section 19.1.1).
    /// </summary>
    public static string UriName(this SipTransport transport) => transport switch
    {
        SipTransport.Tls => "tls",
        SipTransport.Tcp => "tcp",
        _ => "udp",
    };
}
