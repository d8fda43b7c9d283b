using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Tests.Exchange.Dns;

/// <summary>A clock moved by hand, chance that counts, and the servers' side of the wire.</summary>
internal class DnsBench : IEntropy
{
    public static readonly HostName Domain = HostName.Parse("contoso.example");
    public static readonly HostName Pool = Domain.Under("pool01");
    public static readonly HostName Service = Domain.Under("_sipinternaltls._tcp");
    public static readonly EndPointAddress First = Server("192.0.2.53");
    public static readonly EndPointAddress Second = Server("198.51.100.53");
    public static readonly EndPointAddress Third = Server("2001:db8::53");

    private ushort _lastId = 0x1233;

    public NetEffects Effects { get; } = new();

    public FlowIds Flows { get; } = new();

    public Now Now { get; private set; } = new(Instant.Zero + TimeSpan.FromHours(1), DateTimeOffset.UnixEpoch);

    /// <summary>The datagrams sent since the effects were last cleared.</summary>
    public List<NetEffect.SendDatagram> Sent => [.. Effects.OfType<NetEffect.SendDatagram>()];

    public static EndPointAddress Server(string address) => new(IpAddress.Parse(address), 53);

    public static DnsMessage Read(ReadOnlyMemory<byte> bytes)
    {
        DnsMessage.TryRead(bytes.Span, out var message, out var fault).ShouldBeTrue(fault.ToString());
        return message!;
    }

    public static DnsMessage Reply(DnsMessage query, params DnsRecord[] answers) => new()
    {
        Id = query.Id,
        IsResponse = true,
        RecursionDesired = true,
        RecursionAvailable = true,
        Question = query.Question,
        Answers = [.. answers],
    };

    public static DnsMessage Reply(DnsMessage query, DnsResponseCode code) => Reply(query) with { ResponseCode = code };

    /// <summary>NXDOMAIN or no data, with the SOA record that says how long.</summary>
    public static DnsMessage Nothing(DnsMessage query, DnsResponseCode code, uint ttl = 300, uint minimum = 60) =>
        Reply(query, code) with
        {
            Authorities =
            [
                new(Domain, ttl, new DnsData.Soa(Domain.Under("ns1"), Domain.Under("hostmaster"), 1, 2, 3, 4, minimum)),
            ],
        };

    public static DnsRecord A(HostName owner, string address, uint ttl = 300) =>
        new(owner, ttl, new DnsData.A(IpAddress.Parse(address)));

    public static DnsRecord Aaaa(HostName owner, string address, uint ttl = 300) =>
        new(owner, ttl, new DnsData.Aaaa(IpAddress.Parse(address)));

    public static DnsRecord Alias(HostName owner, HostName target, uint ttl = 300) =>
        new(owner, ttl, new DnsData.Cname(target));

    public static DnsRecord Srv(HostName owner, DnsName target, uint ttl = 300) =>
        new(owner, ttl, new DnsData.Srv(0, 0, 5061, target));

    public void Pass(TimeSpan time) => Now = Now with { Monotonic = Now.Monotonic + time };

    public void SetWallClock(DateTimeOffset time) => Now = Now with { WallClock = time };

    public NetInput.Datagram From(NetEffect.SendDatagram sent, DnsMessage answer) => From(sent, answer.ToBytes());

    public NetInput.Datagram From(NetEffect.SendDatagram sent, byte[] bytes) => new(sent.Flow, sent.To, bytes);

    public uint Below(uint bound) => 0;

    public void Fill(Span<byte> destination)
    {
        _lastId++;
        destination[0] = (byte)(_lastId >> 8);
        destination[1] = (byte)_lastId;
    }
}
