using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Lab.Tests.Nodes;

public class DnsServerTests
{
    private static readonly HostName Domain = HostName.Parse("contoso.example");
    private static readonly HostName Pool = Domain.Under("pool01");
    private static readonly HostName Service = Domain.Under("_sipinternaltls._tcp");
    private static readonly EndPointAddress Local = new(IpAddress.Parse("192.0.2.53"), 53);
    private static readonly EndPointAddress Client = new(IpAddress.Parse("192.0.2.50"), 50000);

    private readonly DnsServer _server;
    private readonly NetEffects _effects = new();
    private Now _now = new(Instant.Zero, DateTimeOffset.UnixEpoch);

    public DnsServerTests()
    {
        _server = new DnsServer(Local, [ContosoZone()]);
        Handle(new NetInput.PowerOn());
    }

    private FlowId Datagrams => ((NetEffect.OpenDatagrams)_effects[0]).Flow;

    private FlowId Listener => ((NetEffect.Listen)_effects[1]).Flow;

    [Fact]
    public void It_listens_for_datagrams_and_connections() => _effects.ShouldBe(
    [
        new NetEffect.OpenDatagrams(Datagrams, Local),
        new NetEffect.Listen(Listener, Local, TlsIdentity: null),
    ]);

    // What BIND 9.18 answers from the same records, byte for byte.
    [Theory]
    [InlineData(
        "1234010000010000000000010f5f736970696e7465726e616c746c73045f74637007636f6e746f736f076578616d706c65000021"
        + "000100002904d0000000000000",
        "1234850000010001000000040f5f736970696e7465726e616c746c73045f74637007636f6e746f736f076578616d706c650000"
        + "210001c00c002100010000012c001e0000000013c506706f6f6c303107636f6e746f736f076578616d706c6500c04800010001"
        + "0000012c0004c000020bc048000100010000012c0004c000020cc048001c00010000012c001020010db8000000000000000000"
        + "00001100002904d0000000000000")]
    [InlineData(
        "12340100000100000000000106706f6f6c303107636f6e746f736f076578616d706c65000001000100002904d0000000000000",
        "12348500000100020000000106706f6f6c303107636f6e746f736f076578616d706c650000010001c00c000100010000012c00"
        + "04c000020bc00c000100010000012c0004c000020c00002904d0000000000000")]
    [InlineData(
        "12340100000100000000000006706f6f6c303107636f6e746f736f076578616d706c6500001c0001",
        "12348500000100010000000006706f6f6c303107636f6e746f736f076578616d706c6500001c0001c00c001c00010000012c00"
        + "1020010db8000000000000000000000011")]
    [InlineData(
        "1234010000010000000000010373697007636f6e746f736f076578616d706c65000001000100002904d0000000000000",
        "1234850000010002000000010373697007636f6e746f736f076578616d706c650000010001c00c000500010000012c00070465"
        + "646765c010c031000100010000012c0004c633640600002904d0000000000000")]
    [InlineData(
        "1234010000010000000000010c5f736970696e7465726e616c045f74637007636f6e746f736f076578616d706c650000210001"
        + "00002904d0000000000000",
        "1234850000010001000000010c5f736970696e7465726e616c045f74637007636f6e746f736f076578616d706c650000210001"
        + "c00c002100010000012c00070000000000000000002904d0000000000000")]
    [InlineData(
        "1234010000010000000000010866616272696b616d076578616d706c65000001000100002904d0000000000000",
        "1234810500010000000000010866616272696b616d076578616d706c65000001000100002904d0000000000000")]
    public void Answers_are_those_of_BIND(string query, string answer) =>
        Convert.ToHexStringLower(Ask(Convert.FromHexString(query)).ShouldNotBeNull()).ShouldBe(answer);

    [Theory]
    [InlineData("nothing", DnsResponseCode.NoSuchName)]
    [InlineData("pool01", DnsResponseCode.NoError)]
    [InlineData("_tcp", DnsResponseCode.NoError)]
    public void What_is_not_there_is_said_with_SOA(string label, DnsResponseCode code)
    {
        var reply = Ask(Query(Domain.Under(label), DnsType.Srv)).ShouldNotBeNull();
        reply.ResponseCode.ShouldBe(code);
        reply.IsAuthoritative.ShouldBeTrue();
        reply.Answers.ShouldBeEmpty();
        var soa = reply.Authorities.ShouldHaveSingleItem();
        soa.Owner.ShouldBe(DnsName.From(Domain));
        soa.TtlSeconds.ShouldBe(60u);
    }

    [Fact]
    public void An_alias_in_a_circle_is_SERVFAIL_with_the_circle()
    {
        var (one, two) = (Domain.Under("loop1"), Domain.Under("loop2"));
        _server.Zones[0].Add(one, new DnsData.Cname(two)).Add(two, new DnsData.Cname(one));
        var reply = Ask(Query(one, DnsType.A)).ShouldNotBeNull();
        reply.ResponseCode.ShouldBe(DnsResponseCode.ServerFailure);
        reply.Answers.Length.ShouldBe(2);
    }

    [Fact]
    public void An_alias_that_leads_elsewhere_is_all_that_is_said()
    {
        var alias = Domain.Under("hosted");
        _server.Zones[0].Add(alias, new DnsData.Cname(HostName.Parse("sip.fabrikam.example")));
        var reply = Ask(Query(alias, DnsType.A)).ShouldNotBeNull();
        reply.ResponseCode.ShouldBe(DnsResponseCode.NoError);
        reply.Answers.ShouldHaveSingleItem();
        reply.Authorities.ShouldBeEmpty();
    }

    [Fact]
    public void What_does_not_fit_is_truncated_and_what_stands_beside_goes_first()
    {
        var many = Domain.Under("many");
        var plain = Query(many, DnsType.A) with { Edns = null };
        for (byte i = 0; i < 28; i++)
        {
            _server.Zones[0].AddHost(many, IpAddress.V4(198, 51, 100, i));
        }

        _server.Zones[0].Add(Service.Under("wide"), new DnsData.Srv(0, 0, 5061, many));
        Ask(plain).ShouldNotBeNull().Answers.Length.ShouldBe(28);
        var beside = Ask(Query(Service.Under("wide"), DnsType.Srv) with { Edns = null }).ShouldNotBeNull();
        beside.IsTruncated.ShouldBeFalse();
        beside.Answers.Length.ShouldBe(1);
        beside.Additionals.ShouldBeEmpty();

        _server.Zones[0].AddHost(many, IpAddress.V4(198, 51, 100, 28), IpAddress.V4(198, 51, 100, 29));
        var cut = Ask(plain).ShouldNotBeNull();
        cut.IsTruncated.ShouldBeTrue();
        cut.Answers.ShouldBeEmpty();
        Ask(Query(many, DnsType.A)).ShouldNotBeNull().Answers.Length.ShouldBe(30);
    }

    [Fact]
    public void A_connection_carries_several_questions_wherever_it_is_split()
    {
        var query = DnsFraming.Frame(Query(Pool, DnsType.A).ToBytes());
        byte[] stream = [.. query, .. query];
        for (var split = 0; split <= stream.Length; split++)
        {
            var flow = Accept((uint)split);
            _effects.Clear();
            Handle(new NetInput.Received(flow, stream.AsMemory(0, split)));
            Handle(new NetInput.Received(flow, stream.AsMemory(split)));
            _effects.OfType<NetEffect.Write>().Count(write => write.Flow == flow).ShouldBe(2);
            Handle(new NetInput.Ended(flow, ChannelEnd.ClosedByPeer));
        }

        _server.Queries[^1].OverTcp.ShouldBeTrue();
        _server.Deadline.ShouldBeNull();
    }

    [Fact]
    public void An_idle_connection_is_closed_and_one_too_many_is_not_taken()
    {
        for (uint i = 0; i < DnsServer.ConnectionsMax; i++)
        {
            Accept(i);
        }

        _effects.OfType<NetEffect.Close>().ShouldBeEmpty();
        _effects[^1].ShouldNotBe(new NetEffect.Close(Accept(1000)));
        _effects[^1].ShouldBe(new NetEffect.Close(new(FlowId.HostFirst + 1000)));
        _effects.Clear();
        _now = _now with { Monotonic = _server.Deadline.ShouldNotBeNull() };
        Handle(new NetInput.DeadlineReached());
        _effects.OfType<NetEffect.Close>().Count().ShouldBe(DnsServer.ConnectionsMax);
        _server.Deadline.ShouldBeNull();
    }

    [Fact]
    public void An_answer_may_be_held_back()
    {
        _server.Delay = TimeSpan.FromSeconds(3);
        Ask(Query(Pool, DnsType.A)).ShouldBeNull();
        _server.Deadline.ShouldBe(Instant.Zero + TimeSpan.FromSeconds(3));
        _now = _now with { Monotonic = Instant.Zero + TimeSpan.FromSeconds(3) };
        Handle(new NetInput.DeadlineReached());
        _effects.OfType<NetEffect.SendDatagram>().ShouldHaveSingleItem().To.ShouldBe(Client);
        _server.Deadline.ShouldBeNull();
    }

    [Fact]
    public void What_cannot_be_read_is_FORMERR_and_an_answer_is_not_answered()
    {
        var bytes = Query(Pool, DnsType.A).ToBytes();
        DnsMessage.TryRead(Ask(bytes[..20]), out var reply, out _).ShouldBeTrue();
        reply!.ResponseCode.ShouldBe(DnsResponseCode.FormatError);
        Ask(bytes[..11]).ShouldBeNull();
        bytes[2] |= 0x80;
        Ask(bytes).ShouldBeNull();
        _server.Queries.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_asked_is_seen()
    {
        _server.Silent = true;
        Ask(Query(Service, DnsType.Srv)).ShouldBeNull();
        var seen = _server.Queries.ShouldHaveSingleItem();
        seen.From.ShouldBe(Client);
        seen.OverTcp.ShouldBeFalse();
        seen.Query!.Question.ShouldBe(new DnsQuestion(Service, DnsType.Srv));
    }

    [Theory]
    [InlineData(0, 1, DnsResponseCode.BadVersion)]
    [InlineData(5, 0, DnsResponseCode.NotImplemented)]
    public void Another_version_of_EDNS_or_another_opcode_is_refused(int opcode, int version, DnsResponseCode code) =>
        Ask(Query(Pool, DnsType.A) with
        {
            Opcode = (DnsOpcode)opcode,
            Edns = new(1232, (byte)version),
        }).ShouldNotBeNull().ResponseCode.ShouldBe(code);

    internal static DnsZone ContosoZone() => new DnsZone(Domain)
        .Add(Service, new DnsData.Srv(0, 0, 5061, Pool))
        .Add(Domain.Under("_sipinternal._tcp"), new DnsData.Srv(0, 0, 0, default))
        .AddHost(Pool, IpAddress.Parse("192.0.2.11"), IpAddress.Parse("192.0.2.12"), IpAddress.Parse("2001:db8::11"))
        .Add(Domain.Under("sip"), new DnsData.Cname(Domain.Under("edge")))
        .AddHost(Domain.Under("edge"), IpAddress.Parse("198.51.100.6"));

    private static DnsMessage Query(HostName name, DnsType type) =>
        new() { Id = 0x1234, RecursionDesired = true, Question = new(name, type), Edns = new(1232) };

    private void Handle(NetInput input) => _server.Handle(_now, input, _effects);

    private FlowId Accept(uint number)
    {
        var flow = new FlowId(FlowId.HostFirst + number);
        Handle(new NetInput.Accepted(new(2), flow, Local, Client));
        return flow;
    }

    private DnsMessage? Ask(DnsMessage query)
    {
        if (Ask(query.ToBytes()) is not { } bytes)
        {
            return null;
        }

        DnsMessage.TryRead(bytes, out var message, out var fault).ShouldBeTrue(fault.ToString());
        return message;
    }

    private byte[]? Ask(byte[] query)
    {
        _effects.Clear();
        Handle(new NetInput.Datagram(new(1), Client, query));
        return _effects.OfType<NetEffect.SendDatagram>().SingleOrDefault()?.Bytes.ToArray();
    }
}
