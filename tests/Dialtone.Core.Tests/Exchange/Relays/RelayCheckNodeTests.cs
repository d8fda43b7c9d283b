using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Net;
using Dialtone.Core.Tests.Exchange.Dns;
using Dialtone.Core.Tests.Time;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Tests.Exchange.Relays;

public class RelayCheckNodeTests
{
    private static readonly HostName Host = HostName.Parse("turn.contoso.example");
    private static readonly EndPointAddress Resolver = new(IpAddress.V4(192, 0, 2, 2), 53);

    private readonly NetEffects _effects = [];

    [Fact]
    public void Every_address_of_the_name_is_checked_over_each_transport()
    {
        var node = Node(new() { Host = Host, Dialect = RelayDialect.Standard, TcpPort = 3478 });
        var query = Give(node, new NetInput.PowerOn()).OfType<NetEffect.SendDatagram>().First();

        var effects = Give(node, Answer(query, DnsResponseCode.NoError, "192.0.2.30", "192.0.2.31"));

        effects.OfType<NetEffect.SendDatagram>().Select(send => send.To.ToString())
            .ShouldBe(["192.0.2.30:3478", "192.0.2.31:3478"]);
        effects.OfType<NetEffect.Connect>().Select(connect => connect.To.ToString())
            .ShouldBe(["192.0.2.30:3478", "192.0.2.31:3478"]);
        node.IsDone.ShouldBeFalse();
        foreach (var flow in effects.Select(FlowOf).OfType<FlowId>().Distinct())
        {
            _ = Give(node, new NetInput.Ended(flow, ChannelEnd.Refused));
        }

        node.IsDone.ShouldBeTrue();
        node.Deadline.ShouldBeNull();
        node.Outcomes.Length.ShouldBe(4);
        node.Outcomes.ShouldAllBe(outcome => outcome.Status == RelayStatus.Refused && outcome.Target.Host == Host);
    }

    [Fact]
    public void A_name_without_an_address_is_the_end()
    {
        var node = Node(new() { Host = Host, Dialect = RelayDialect.AvEdge });
        var query = Give(node, new NetInput.PowerOn()).OfType<NetEffect.SendDatagram>().First();

        _ = Give(node, Answer(query, DnsResponseCode.NoSuchName));

        node.IsDone.ShouldBeTrue();
        node.Resolved!.Status.ShouldBe(DnsStatus.NoSuchName);
        node.Outcomes.ShouldBeEmpty();
    }

    [Fact]
    public void An_address_is_not_looked_up_and_no_more_than_the_limit_are_checked()
    {
        var node = Node(new()
        {
            Address = IpAddress.V4(192, 0, 2, 30), Dialect = RelayDialect.AvEdge, UdpPort = null, TcpPort = 443,
        });
        Give(node, new NetInput.PowerOn()).ShouldHaveSingleItem().ShouldBeOfType<NetEffect.Connect>();
        node.Resolved.ShouldBeNull();

        node = Node(new() { Host = Host, Dialect = RelayDialect.Standard });
        var query = Give(node, new NetInput.PowerOn()).OfType<NetEffect.SendDatagram>().First();
        var many = Enumerable.Range(1, RelayCheckSettings.AddressesMax + 1).Select(i => $"198.51.100.{i}").ToArray();
        Give(node, Answer(query, DnsResponseCode.NoError, many)).OfType<NetEffect.SendDatagram>().Count()
            .ShouldBe(RelayCheckSettings.AddressesMax);
    }

    private static RelayCheckNode Node(RelayCheckSettings settings) => new(
        settings with { Dns = new() { Servers = [Resolver], Families = AddressFamilies.V4Only } },
        new SeededEntropy(1));

    private static FlowId? FlowOf(NetEffect effect) => effect switch
    {
        NetEffect.SendDatagram send when send.To != Resolver => send.Flow,
        NetEffect.Connect connect => connect.Flow,
        _ => null,
    };

    private static NetInput.Datagram Answer(
        NetEffect.SendDatagram query, DnsResponseCode code, params string[] addresses)
    {
        var asked = DnsBench.Read(query.Bytes);
        var answer = code == DnsResponseCode.NoError
            ? DnsBench.Reply(asked, [.. addresses.Select(address => DnsBench.A(Host, address))])
            : DnsBench.Nothing(asked, code);
        return new(query.Flow, Resolver, answer.ToBytes());
    }

    private NetEffect[] Give(RelayCheckNode node, NetInput input)
    {
        node.Handle(new(Instant.Zero, default), input, _effects);
        NetEffect[] effects = [.. _effects];
        _effects.Clear();
        return effects;
    }
}
