namespace Dialtone.Wire.Stun;

/// <summary>What a message is for (RFC 8489 section 18.2, RFC 8656 section 17).</summary>
public enum StunMethod : ushort
{
    /// <summary>Binding: what is my address?</summary>
    Binding = 0x001,

    /// <summary>Allocate an address at the relay.</summary>
    Allocate = 0x003,

    /// <summary>Refresh an allocation, or free it.</summary>
    Refresh = 0x004,

    /// <summary>Send data to a peer.</summary>
    Send = 0x006,

    /// <summary>Data of a peer.</summary>
    Data = 0x007,

    /// <summary>Let a peer send.</summary>
    CreatePermission = 0x008,

    /// <summary>Bind a channel to a peer.</summary>
    ChannelBind = 0x009,
}
