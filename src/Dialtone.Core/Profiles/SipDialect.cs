namespace Dialtone.Core.Profiles;

/// <summary>Which SIP a device speaks to its Registrar.</summary>
public enum SipDialect : byte
{
    /// <summary>That of Lync: epid, ms-keep-alive, and the extensions of its family (MS-SIPREGE, MS-CONMGMT).</summary>
    Lync,

    /// <summary>RFC 3261 with Path, Service-Route, outbound and GRUU (RFC 3327, 3608, 5626, 5627).</summary>
    Standard,
}
