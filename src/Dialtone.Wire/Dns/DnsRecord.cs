namespace Dialtone.Wire.Dns;

/// <summary>A resource record (RFC 1035 section 3.2.1), other than OPT.</summary>
/// <param name="Owner">The name that the record belongs to.</param>
/// <param name="TtlSeconds">How long it may be kept, in seconds; one with the top bit set is read as 0 (RFC 2181
/// section 8).</param>
/// <param name="Data">The data, and with it the type.</param>
/// <param name="Class">The class; only data of the Internet class is read as more than bytes.</param>
public sealed record DnsRecord(DnsName Owner, uint TtlSeconds, DnsData Data, DnsClass Class = DnsClass.Internet)
{
    /// <summary>The type, from the data.</summary>
    public DnsType Type => Data.Type;
}
