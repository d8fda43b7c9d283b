namespace Dialtone.Wire.Stun;

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
