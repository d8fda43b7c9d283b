namespace Dialtone.Core.Trace;

/// <summary>How the bytes of a flow are divided and read.</summary>
internal enum TracedKind : byte
{
    /// <summary>Nothing has been sent yet.</summary>
    Unknown,

    /// <summary>DHCP.</summary>
    Dhcp,

    /// <summary>DHCPv6.</summary>
    Dhcp6,

    /// <summary>DNS.</summary>
    Dns,

    /// <summary>SIP.</summary>
    Sip,

    /// <summary>HTTP, whose messages come whole.</summary>
    Http,

    /// <summary>STUN and TURN.</summary>
    Stun,

    /// <summary>The dialect of an A/V Edge Server.</summary>
    MsTurn,
}
