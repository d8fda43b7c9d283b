namespace Dialtone.Core.Profiles;

/// <summary>Which targets of an SRV record a device trusts, seen from the user's SIP domain.</summary>
public enum StrictDnsNaming : byte
{
    /// <summary>Any target.</summary>
    Off,

    /// <summary>
    /// Targets in the SIP domain or below it. The firmware's own rule is not certain; this is the milder one.
    /// </summary>
    Suffix,

    /// <summary>
    /// Targets directly in the SIP domain: <c>pool01.contoso.example</c>, not <c>pool01.ad.contoso.example</c>.
    /// </summary>
    Identical,
}
