namespace Dialtone.Wire.Dhcp;

/// <summary>What a peer may choose in DHCP, and how much of it is accepted.</summary>
public static class DhcpLimits
{
    /// <summary>
    /// The header with its magic cookie, in bytes; a message has at least one option more (RFC 2131 section 2).
    /// </summary>
    public const int HeaderBytes = 240;

    /// <summary>
    /// The longest message, in bytes. A client that says nothing gets 576 (RFC 2131 section 2); what servers send fits
    /// an Ethernet frame. This also bounds the number of options, of which each takes two bytes.
    /// </summary>
    public const int MessageBytesMax = 4096;

    /// <summary>The shortest message written, in bytes: relays may drop a shorter one (RFC 1542 section 2.1).</summary>
    public const int MessageBytesWrittenMin = 300;

    /// <summary>The longest hardware address, in bytes: the size of <c>chaddr</c>.</summary>
    public const int HardwareAddressBytesMax = 16;

    /// <summary>The bytes of one option instance; a longer value is split over several (RFC 3396).</summary>
    public const int OptionInstanceBytesMax = 255;

    /// <summary>
    /// The most names or addresses in one option 120. A phone uses the first few; a pool has one name.
    /// </summary>
    public const int SipServersMax = 32;

    /// <summary>The most sub-options in one option 43. Five are defined, vendors add one or two.</summary>
    public const int VendorSubOptionsMax = 64;

    /// <summary>The most vendors in one option 125. A phone has one.</summary>
    public const int EnterprisesMax = 16;

    /// <summary>
    /// The most characters of a peer's text that a fault carries as evidence: a longest name in hexadecimal.
    /// </summary>
    public const int TextSeenMax = 512;
}
