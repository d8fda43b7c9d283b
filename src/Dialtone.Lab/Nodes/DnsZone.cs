using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Lab.Nodes;

/// <summary>The records of one zone, changed at will while a server answers from it.</summary>
public sealed class DnsZone
{
    private readonly List<DnsRecord> _records = [];

    /// <summary>A zone with its SOA record and nothing else.</summary>
    /// <param name="origin">The name of the zone.</param>
    /// <param name="negativeSeconds">How long negative answers may be kept (RFC 2308 section 4).</param>
    public DnsZone(HostName origin, uint negativeSeconds = 60)
    {
        Origin = origin;
        Soa = new(origin, DefaultTtlSeconds, new DnsData.Soa(
            origin.Under("ns1"), origin.Under("hostmaster"), Serial: 1,
            RefreshSeconds: 3600, RetrySeconds: 600, ExpireSeconds: 86400, MinimumSeconds: negativeSeconds));
        _records.Add(Soa);
    }

    /// <summary>The time to live of records added without one, in seconds.</summary>
    public const uint DefaultTtlSeconds = 300;

    /// <summary>The name of the zone.</summary>
    public HostName Origin { get; }

    /// <summary>The start of authority.</summary>
    public DnsRecord Soa { get; }

    /// <summary>Every record, in the order in which they are answered.</summary>
    public IReadOnlyList<DnsRecord> Records => _records;

    /// <summary>How often the records were changed.</summary>
    internal int Changes { get; private set; }

    /// <summary>Adds a record and returns the zone.</summary>
    /// <exception cref="ArgumentException"><paramref name="owner"/> is not within the zone.</exception>
    public DnsZone Add(HostName owner, DnsData data, uint ttlSeconds = DefaultTtlSeconds)
    {
        if (!owner.IsWithin(Origin))
        {
            throw new ArgumentException($"{owner} is not within the zone {Origin}.", nameof(owner));
        }

        _records.Add(new(owner, ttlSeconds, data));
        Changes++;
        return this;
    }

    /// <summary>Adds an A or AAAA record for each address and returns the zone.</summary>
    public DnsZone AddHost(HostName host, params ReadOnlySpan<IpAddress> addresses)
    {
        foreach (var address in addresses)
        {
            Add(host, address.IsV4 ? new DnsData.A(address) : new DnsData.Aaaa(address));
        }

        return this;
    }

    /// <summary>
    /// Takes out the records of a name, all types or one, and returns the zone. The SOA record stays.
    /// </summary>
    public DnsZone Remove(HostName owner, DnsType type = DnsType.Any)
    {
        _records.RemoveAll(record => record != Soa && record.Owner == DnsName.From(owner)
            && (type == DnsType.Any || record.Type == type));
        Changes++;
        return this;
    }

    /// <summary>The SOA record beside a negative answer: its TTL says how long that may be kept.</summary>
    internal DnsRecord NegativeSoa =>
        Soa with { TtlSeconds = Math.Min(Soa.TtlSeconds, ((DnsData.Soa)Soa.Data).MinimumSeconds) };

    /// <summary>
    /// Whether the name has records, or a name below it has (RFC 8020: then it exists, without data).
    /// </summary>
    internal bool Exists(HostName name) => _records.Exists(record => record.Owner.Host.IsWithin(name));

    internal IEnumerable<DnsRecord> Of(HostName name, DnsType type) => _records.Where(record =>
        record.Owner.Host == name && (record.Type == type || type == DnsType.Any));
}
