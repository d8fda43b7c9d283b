namespace Dialtone.Wire.Dns;

/// <summary>Bounds on everything in a DNS message that the sender chooses.</summary>
public static class DnsLimits
{
    /// <summary>
    /// The longest message in bytes: what the two-byte length of DNS over TCP can say (RFC 1035 section 4.2.2).
    /// </summary>
    public const int MessageBytesMax = 65535;

    /// <summary>The header in bytes (RFC 1035 section 4.1.1).</summary>
    public const int HeaderBytes = 12;

    /// <summary>The longest answer over UDP to a question without EDNS0, in bytes (RFC 1035 section 4.2.1).</summary>
    public const int PlainUdpBytesMax = 512;

    /// <summary>
    /// The UDP size that is offered with EDNS0, in bytes: fits every path of IPv6 (1280) without fragments, and
    /// fragments are what firewalls drop and forgers use.
    /// </summary>
    public const int EdnsUdpBytes = 1232;

    /// <summary>Questions in a message: one. More never had a meaning (RFC 9619).</summary>
    public const int QuestionsMax = 1;

    /// <summary>
    /// Records in all sections of a message. A pool has tens of records; 64 KiB of eleven-byte records would be
    /// thousands.
    /// </summary>
    public const int RecordsMax = 512;

    /// <summary>A name on the wire in bytes, with the length bytes and the root (RFC 1035 section 3.1).</summary>
    public const int NameBytesMax = 255;

    /// <summary>A label in bytes (RFC 1035 section 3.1).</summary>
    public const int LabelBytesMax = 63;

    /// <summary>
    /// Compression pointers followed within one name. A name has at most 127 labels and an honest writer puts at least
    /// one before each pointer; more can only be pointers to pointers.
    /// </summary>
    public const int PointerHopsMax = 126;

    /// <summary>The furthest place that a compression pointer can say (14 bits, RFC 1035 section 4.1.4).</summary>
    public const int PointerTargetMax = 0x3FFF;

    /// <summary>A time to live in seconds; anything above counts as 0 (RFC 2181 section 8).</summary>
    public const uint TtlSecondsMax = 0x7FFF_FFFF;
}
