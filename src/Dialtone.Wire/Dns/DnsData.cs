using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Dns;

/// <summary>
/// The data of a record: a closed family, one member for each type that is used, and bytes for the rest.
/// </summary>
public abstract record DnsData
{
    private DnsData(DnsType type) => Type = type;

    /// <summary>The type of a record with this data.</summary>
    public DnsType Type { get; }

    /// <summary>An IPv4 address (RFC 1035 section 3.4.1).</summary>
    /// <param name="Address">The address; always IPv4.</param>
    public sealed record A(IpAddress Address) : DnsData(DnsType.A);

    /// <summary>An IPv6 address (RFC 3596 section 2.2).</summary>
    /// <param name="Address">The address; IPv4 only if the record held an IPv4-mapped one.</param>
    public sealed record Aaaa(IpAddress Address) : DnsData(DnsType.Aaaa);

    /// <summary>The canonical name of an alias (RFC 1035 section 3.3.1).</summary>
    /// <param name="Target">The name that the owner is an alias of.</param>
    public sealed record Cname(DnsName Target) : DnsData(DnsType.Cname);

    /// <summary>Where a service is (RFC 2782).</summary>
    /// <param name="Priority">Lower is tried first.</param>
    /// <param name="Weight">Share among those of one priority.</param>
    /// <param name="Port">The port of the service.</param>
    /// <param name="Target">
    /// The host. The root (<see cref="DnsName.IsRoot"/>, its host name empty) says that the service is decidedly not
    /// available. Read also when it is compressed, which RFC 2782 forbids and servers do; never written so by default.
    /// </param>
    public sealed record Srv(ushort Priority, ushort Weight, ushort Port, DnsName Target) : DnsData(DnsType.Srv);

    /// <summary>A rule to rewrite a name (RFC 3403 section 4).</summary>
    /// <param name="Order">Lower is processed first.</param>
    /// <param name="Preference">Lower is preferred among those of one order.</param>
    /// <param name="Flags">Such as <c>s</c>: the replacement is looked up as SRV. Bytes as ISO 8859-1.</param>
    /// <param name="Services">Such as <c>SIPS+D2T</c> (RFC 3263 section 4.1). Bytes as ISO 8859-1.</param>
    /// <param name="Regexp">A substitution; empty when <paramref name="Replacement"/> is used. Bytes as ISO
    /// 8859-1.</param>
    /// <param name="Replacement">The next name; the root when <paramref name="Regexp"/> is used.</param>
    public sealed record Naptr(
        ushort Order, ushort Preference, string Flags, string Services, string Regexp, DnsName Replacement)
        : DnsData(DnsType.Naptr);

    /// <summary>The start of a zone of authority (RFC 1035 section 3.3.13).</summary>
    /// <param name="PrimaryServer">MNAME.</param>
    /// <param name="Mailbox">RNAME: the mailbox of who is responsible, as a name.</param>
    /// <param name="Serial">The version of the zone.</param>
    /// <param name="RefreshSeconds">How often secondaries look for changes.</param>
    /// <param name="RetrySeconds">How long they wait after a failure.</param>
    /// <param name="ExpireSeconds">When they stop answering.</param>
    /// <param name="MinimumSeconds">The time to live of negative answers, together with the TTL (RFC 2308 section
    /// 4).</param>
    public sealed record Soa(
        DnsName PrimaryServer, DnsName Mailbox, uint Serial,
        uint RefreshSeconds, uint RetrySeconds, uint ExpireSeconds, uint MinimumSeconds)
        : DnsData(DnsType.Soa);

    /// <summary>
    /// Data of a type that is not used here, or of another class than the Internet: the bytes as they stood. A name
    /// compressed in there means nothing outside its message.
    /// </summary>
    public sealed record Unknown : DnsData
    {
        /// <summary>Keeps bytes for a type.</summary>
        public Unknown(DnsType type, ReadOnlyMemory<byte> bytes)
            : base(type) => Bytes = bytes;

        /// <summary>The data.</summary>
        public ReadOnlyMemory<byte> Bytes { get; }

        /// <summary>Whether type and bytes are the same.</summary>
        public bool Equals(Unknown? other) =>
            other is not null && other.Type == Type && other.Bytes.Span.SequenceEqual(Bytes.Span);

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.Add(Type);
            hash.AddBytes(Bytes.Span);
            return hash.ToHashCode();
        }
    }
}
