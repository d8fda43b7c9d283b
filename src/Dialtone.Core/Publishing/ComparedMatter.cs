namespace Dialtone.Core.Publishing;

/// <summary>What DHCP servers can disagree on.</summary>
public enum ComparedMatter : byte
{
    /// <summary>Option 120.</summary>
    SipServers,

    /// <summary>Option 43 of a phone.</summary>
    WebServices,

    /// <summary>Option 43 with the VLAN.</summary>
    Vlan,

    /// <summary>Option 60, sent back.</summary>
    VendorClass,

    /// <summary>Option 125.</summary>
    Enterprise,
}
