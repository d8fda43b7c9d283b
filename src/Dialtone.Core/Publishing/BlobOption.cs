namespace Dialtone.Core.Publishing;

/// <summary>The options that phones live on, by their codes.</summary>
public enum BlobOption : byte
{
    /// <summary>DHCPv6 option 21, SIP servers by name (RFC 3319).</summary>
    SipServerNames6 = 21,

    /// <summary>DHCPv6 option 22, SIP servers by address (RFC 3319).</summary>
    SipServerAddresses6 = 22,

    /// <summary>Option 43, vendor-specific information for MS-UC-Client or CPE-OCPHONE (RFC 2132).</summary>
    Vendor = 43,

    /// <summary>Option 120, SIP servers (RFC 3361).</summary>
    SipServers = 120,

    /// <summary>Option 125, vendor-identifying vendor-specific information (RFC 3925).</summary>
    EnterpriseVendor = 125,
}
