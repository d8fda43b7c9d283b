namespace Dialtone.Core.Discovery;

/// <summary>The SRV services that a Registrar is looked for under.</summary>
public enum SrvService : byte
{
    /// <summary><c>_sipinternaltls._tcp</c>.</summary>
    InternalTls,

    /// <summary><c>_sipinternal._tcp</c>.</summary>
    InternalTcp,

    /// <summary><c>_sip._tls</c>.</summary>
    ExternalTls,

    /// <summary><c>_sip._tcp</c>, in standard SIP too (RFC 3263 section 4.1).</summary>
    ExternalTcp,

    /// <summary><c>_sips._tcp</c> of standard SIP.</summary>
    SipsTcp,

    /// <summary><c>_sip._udp</c> of standard SIP.</summary>
    SipUdp,
}
