namespace Dialtone.Core.Discovery;

/// <summary>As what a device asks DHCP, and which answer serves it.</summary>
public enum DhcpPurpose : byte
{
    /// <summary>
    /// As the vendor class MS-UC-Client, for options 120 and 43; a name in option 120 serves, addresses do not, and an
    /// answer without one is passed over for another server's (S18).
    /// </summary>
    UcPhone,

    /// <summary>
    /// For option 120 alone; names and addresses serve (RFC 3361 section 3), and the first answer decides: a server
    /// that does not name SIP servers says that the network has none.
    /// </summary>
    SipServers,

    /// <summary>
    /// As the vendor class CPE-OCPHONE, for option 43 with the VLAN of phones. No device of ours goes into it: it is
    /// asked by whoever wants to see what a phone would be told.
    /// </summary>
    VoiceVlan,
}
