using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Dialtone.Wire.Dns;

/// <summary>How far names are compressed when a message is written (RFC 1035 section 4.1.4).</summary>
public enum DnsCompression : byte
{
    /// <summary>
    /// Owners and the names in CNAME and SOA data: what RFC 1035 allows and RFC 2782 does not forbid.
    /// </summary>
    Standard,

    /// <summary>Not at all.</summary>
    None,

    /// <summary>SRV targets too, as some servers do against RFC 2782. For a lab that plays such a server.</summary>
    SrvTargetsToo,
}

/// <summary>
/// A DNS message (RFC 1035 section 4), query or answer. The OPT record of EDNS0 is not among the additional records but
/// in <see cref="Edns"/>.
/// </summary>
public sealed record DnsMessage
{
    /// <summary>The identifier that an answer repeats.</summary>
    public ushort Id { get; init; }

    /// <summary>The kind of request.</summary>
    public DnsOpcode Opcode { get; init; }

    /// <summary>QR: whether this is an answer.</summary>
    public bool IsResponse { get; init; }

    /// <summary>AA: whether the server is an authority for the name.</summary>
    public bool IsAuthoritative { get; init; }

    /// <summary>TC: whether the rest did not fit and is to be asked for over TCP.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>RD: whether the server is asked to find the answer elsewhere.</summary>
    public bool RecursionDesired { get; init; }

    /// <summary>RA: whether the server would do so.</summary>
    public bool RecursionAvailable { get; init; }

    /// <summary>AD: whether the server verified the data (RFC 4035 section 3.2.3).</summary>
    public bool AuthenticData { get; init; }

    /// <summary>CD: whether the asker verifies itself (RFC 4035 section 3.2.2).</summary>
    public bool CheckingDisabled { get; init; }

    /// <summary>What the server says. A value above 15 can be written only with <see cref="Edns"/>.</summary>
    public DnsResponseCode ResponseCode { get; init; }

    /// <summary>The question; none in some error answers.</summary>
    public DnsQuestion? Question { get; init; }

    /// <summary>The answer section.</summary>
    public ImmutableArray<DnsRecord> Answers { get; init; } = [];

    /// <summary>The authority section: of a negative answer, the SOA record (RFC 2308 section 3).</summary>
    public ImmutableArray<DnsRecord> Authorities { get; init; } = [];

    /// <summary>The additional section without OPT.</summary>
    public ImmutableArray<DnsRecord> Additionals { get; init; } = [];

    /// <summary>EDNS0, if the message has an OPT record.</summary>
    public DnsEdns? Edns { get; init; }

    /// <summary>
    /// Reads a message. Bytes after it are ignored. Names may be any bytes (<see cref="DnsName"/>); data that does not
    /// have the shape of its type makes the whole message malformed.
    /// </summary>
    /// <param name="span">One datagram, or one message from a stream without its length.</param>
    /// <param name="message">The message.</param>
    /// <param name="fault">Why not, and at which byte.</param>
    public static bool TryRead(ReadOnlySpan<byte> span, [NotNullWhen(true)] out DnsMessage? message, out DnsFault fault)
    {
        message = new DnsReader(span).ReadMessage(out fault);
        return message is not null;
    }

    /// <summary>
    /// Writes the message. False when it does not fit into <paramref name="destination"/>; a server then sends
    /// <see cref="Truncate"/> over UDP.
    /// </summary>
    /// <exception cref="InvalidOperationException">The message cannot be said in DNS: a string of data above 255
    /// bytes, or a response code above 15 without <see cref="Edns"/>.</exception>
    public bool TryWrite(Span<byte> destination, out int written, DnsCompression compression = DnsCompression.Standard)
    {
        var writer = new DnsWriter(destination, compression);
        writer.WriteMessage(this);
        written = writer.Fits ? writer.Length : 0;
        return writer.Fits;
    }

    /// <summary>The message as bytes of its own.</summary>
    /// <exception cref="InvalidOperationException">The message is longer than <see cref="DnsLimits.MessageBytesMax"/>,
    /// or see <see cref="TryWrite"/>.</exception>
    public byte[] ToBytes(DnsCompression compression = DnsCompression.Standard)
    {
        Span<byte> small = stackalloc byte[DnsLimits.EdnsUdpBytes];
        if (TryWrite(small, out var written, compression))
        {
            return small[..written].ToArray();
        }

        var buffer = new byte[DnsLimits.MessageBytesMax];
        return TryWrite(buffer, out written, compression)
            ? buffer[..written]
            : throw new InvalidOperationException("The message is longer than a DNS message can be.");
    }

    /// <summary>The answer that says "ask over TCP": the header with TC set, the question and EDNS0 only.</summary>
    public DnsMessage Truncate() => this with { IsTruncated = true, Answers = [], Authorities = [], Additionals = [] };
}
