namespace Dialtone.Core.Publishing;

/// <summary>What a DNS record is for.</summary>
public enum PublishedUse : byte
{
    /// <summary>Where devices inside find the Registrar, over TLS.</summary>
    InternalTls,

    /// <summary>The same over TCP, for the few that speak it.</summary>
    InternalTcp,

    /// <summary>Where devices outside find the access proxy, over TLS.</summary>
    ExternalTls,

    /// <summary>The same over TCP.</summary>
    ExternalTcp,

    /// <summary>Which transports a domain of standard SIP prefers (RFC 3263 section 4.1).</summary>
    Preference,

    /// <summary>Where a domain of standard SIP is, by transport (RFC 3263 section 4.2).</summary>
    Service,

    /// <summary>Where Web Services are discovered.</summary>
    Discovery,

    /// <summary>The name that clients try when there is no SRV record.</summary>
    FallBack,

    /// <summary>The address of a host that another record names.</summary>
    Host,
}
