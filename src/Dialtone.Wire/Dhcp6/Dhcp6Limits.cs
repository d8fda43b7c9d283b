namespace Dialtone.Wire.Dhcp6;

/// <summary>What a peer may choose in DHCPv6, and how much of it is accepted.</summary>
public static class Dhcp6Limits
{
    /// <summary>The header between client and server, in bytes (RFC 8415 section 8).</summary>
    public const int HeaderBytes = 4;

    /// <summary>Code and length before an option's value, in bytes (RFC 8415 section 21.1).</summary>
    public const int OptionHeaderBytes = 4;

    /// <summary>
    /// The longest message, in bytes. What servers send to a question of this kind fits an Ethernet frame.
    /// </summary>
    public const int MessageBytesMax = 4096;

    /// <summary>The most options in one message. An answer has about six.</summary>
    public const int OptionsMax = 128;

    /// <summary>The shortest DUID, in bytes: its type and one more (RFC 8415 section 11.1).</summary>
    public const int DuidBytesMin = 3;

    /// <summary>The longest DUID, in bytes: its type and 128 more (RFC 8415 section 11.1).</summary>
    public const int DuidBytesMax = 130;

    /// <summary>The most names in one option 21, or addresses in one option 22.</summary>
    public const int SipServersMax = Dhcp.DhcpLimits.SipServersMax;

    /// <summary>The most characters of a status message that are kept, as of any text of a peer.</summary>
    public const int TextSeenMax = Dhcp.DhcpLimits.TextSeenMax;
}
