namespace Dialtone.Core.Candidates;

/// <summary>The six rungs of the ladder that a device climbs from scratch, in the order of S3.</summary>
public enum Rung : byte
{
    /// <summary>Internal DNS SRV over TLS.</summary>
    InternalSrvTls,

    /// <summary>The DHCP name over TLS.</summary>
    DhcpTls,

    /// <summary>Internal DNS SRV over TCP.</summary>
    InternalSrvTcp,

    /// <summary>The DHCP name over TCP.</summary>
    DhcpTcp,

    /// <summary>External DNS SRV over TLS.</summary>
    ExternalSrvTls,

    /// <summary>External DNS SRV over TCP.</summary>
    ExternalSrvTcp,
}
