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

/// <summary>What a message is (RFC 8489 section 5).</summary>
public enum StunClass : byte
{
    /// <summary>A request.</summary>
    Request,

    /// <summary>An indication, which nobody answers.</summary>
    Indication,

    /// <summary>The answer to a request that succeeded.</summary>
    Success,

    /// <summary>The answer to a request that failed.</summary>
    Error,
}

/// <summary>Class and method as the first two bytes of a message carry them: mixed with each other.</summary>
internal static class StunMessageType
{
    public static StunClass ClassOf(ushort type) => (StunClass)(((type >> 7) & 2) | ((type >> 4) & 1));

    public static StunMethod MethodOf(ushort type) =>
        (StunMethod)(((type >> 2) & 0xF80) | ((type >> 1) & 0x70) | (type & 0xF));

    public static ushort Of(StunClass messageClass, StunMethod method) => (ushort)(
        (((ushort)method & 0xF80) << 2) | (((ushort)method & 0x70) << 1) | ((ushort)method & 0xF)
        | (((byte)messageClass & 2) << 7) | (((byte)messageClass & 1) << 4));
}
