namespace Dialtone.Core.Discovery;

/// <summary>The SRV services that a Registrar is looked for under, in the order of S3.</summary>
public enum SrvService : byte
{
    /// <summary><c>_sipinternaltls._tcp</c>.</summary>
    InternalTls,

    /// <summary><c>_sipinternal._tcp</c>.</summary>
    InternalTcp,

    /// <summary><c>_sip._tls</c>.</summary>
    ExternalTls,

    /// <summary><c>_sip._tcp</c>.</summary>
    ExternalTcp,
}
