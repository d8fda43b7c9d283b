using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Tests.Nodes;

/// <summary>A load balancer by hand: what it is told, and what it asks for.</summary>
public class LoadBalancerTests
{
    private static readonly IpAddress Address = IpAddress.V4(192, 0, 2, 10);
    private static readonly IpAddress First = IpAddress.V4(192, 0, 2, 11);
    private static readonly IpAddress Second = IpAddress.V4(192, 0, 2, 12);
    private static readonly EndPointAddress Phone = new(IpAddress.V4(192, 0, 2, 50), 50000);

    private readonly LoadBalancer _balancer = new(
        new() { Address = Address, Ports = [5061, 5060], Members = [First, Second], WaitingBytesMax = 8 });

    private TimeSpan _time;
    private uint _accepted = FlowId.HostFirst;
    private NetEffect.Connect[] _checks;
    private readonly NetEffect.Listen[] _listens;

    public LoadBalancerTests()
    {
        var effects = Tell(new NetInput.PowerOn());
        _listens = [.. effects.OfType<NetEffect.Listen>()];
        _checks = [.. effects.OfType<NetEffect.Connect>()];
    }

    [Fact]
    public void It_listens_without_TLS_and_looks_after_its_members()
    {
        _listens.Select(one => (one.Local, one.TlsIdentity)).ShouldBe(
            [(new EndPointAddress(Address, 5061), null), (new EndPointAddress(Address, 5060), null)]);
        _checks.Select(one => (one.To, one.Tls)).ShouldBe(
            [(new EndPointAddress(First, 5061), null), (new EndPointAddress(Second, 5061), null)]);
        Alive(_checks[0]).ShouldBe([new NetEffect.Close(_checks[0].Flow)]);
        _balancer.Deadline.ShouldBe(Instant.Zero + TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Connections_go_to_one_member_after_another_at_the_same_port()
    {
        AllAlive();

        Targets(port: 0, 3).ShouldBe([new(First, 5061), new(Second, 5061), new(First, 5061)]);
        Targets(port: 1, 1).ShouldBe([new(Second, 5060)]);
    }

    [Fact]
    public void Bytes_go_both_ways_as_they_are_and_wait_for_the_member()
    {
        AllAlive();
        var (client, member) = Accept();

        Tell(new NetInput.Received(client, "one"u8.ToArray())).ShouldBeEmpty();
        Tell(new NetInput.Received(client, "two"u8.ToArray())).ShouldBeEmpty();
        Text(Connected(member)).ShouldBe([(member, "onetwo")]);
        Text(Tell(new NetInput.Received(client, "three"u8.ToArray()))).ShouldBe([(member, "three")]);
        Text(Tell(new NetInput.Received(member, "four"u8.ToArray()))).ShouldBe([(client, "four")]);

        Tell(new NetInput.Ended(member, ChannelEnd.ClosedByPeer)).ShouldBe([new NetEffect.Close(client)]);
        Tell(new NetInput.Received(client, "five"u8.ToArray())).ShouldBeEmpty();
        _balancer.PassedOn.ShouldBe(1);
    }

    [Fact]
    public void A_client_that_says_too_much_too_early_is_closed()
    {
        AllAlive();
        var (client, member) = Accept();

        Tell(new NetInput.Received(client, new byte[8])).ShouldBeEmpty();
        Tell(new NetInput.Received(client, new byte[1]))
            .ShouldBe([new NetEffect.Close(client), new NetEffect.Close(member)]);
    }

    [Fact]
    public void A_member_that_refuses_is_left_out_until_a_check_finds_it_alive()
    {
        AllAlive();
        var (_, member) = Accept();

        Tell(new NetInput.Ended(member, ChannelEnd.Refused)).OfType<NetEffect.Connect>()
            .ShouldHaveSingleItem().To.Address.ShouldBe(Second);
        _balancer.InService.ShouldBe([Second]);
        Targets(port: 0, 2).ShouldBe([new(Second, 5061), new(Second, 5061)]);

        Check();
        AllAlive();
        _balancer.InService.ShouldBe([First, Second]);
    }

    [Fact]
    public void A_member_that_says_nothing_is_given_up_at_the_limit()
    {
        AllAlive();
        var (client, member) = Accept();

        _balancer.Deadline.ShouldBe(Instant.Zero + TimeSpan.FromSeconds(2));
        var effects = Pass(TimeSpan.FromSeconds(2));
        effects.ShouldContain(new NetEffect.Close(member));
        effects.OfType<NetEffect.Connect>().ShouldHaveSingleItem().To.Address.ShouldBe(Second);

        effects = Pass(TimeSpan.FromSeconds(2));
        effects.ShouldContain(new NetEffect.Close(client));
        effects.OfType<NetEffect.Connect>().ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_member_that_lives_it_does_not_listen()
    {
        Tell(new NetInput.Ended(_checks[0].Flow, ChannelEnd.Refused)).ShouldBeEmpty();
        Tell(new NetInput.Ended(_checks[1].Flow, ChannelEnd.Refused))
            .ShouldBe(_listens.Select(one => new NetEffect.Close(one.Flow)));

        Check();
        Alive(_checks[0]).OfType<NetEffect.Listen>().Count().ShouldBe(2);
    }

    [Fact]
    public void With_every_member_taken_out_it_does_not_listen()
    {
        AllAlive();
        _balancer.Behaviour.HasNoMembers = true;

        Tell(new NetInput.SettingsChanged()).ShouldBe(_listens.Select(one => new NetEffect.Close(one.Flow)));
        _balancer.Behaviour.HasNoMembers = false;
        Tell(new NetInput.SettingsChanged()).OfType<NetEffect.Listen>().Count().ShouldBe(2);
    }

    [Fact]
    public void One_that_is_blind_goes_on_with_a_dead_member()
    {
        _balancer.Behaviour.IsBlind = true;
        Tell(new NetInput.Ended(_checks[0].Flow, ChannelEnd.Refused));
        Alive(_checks[1]);
        var (client, member) = Accept();

        Tell(new NetInput.Ended(member, ChannelEnd.Refused)).ShouldBe([new NetEffect.Close(client)]);
        Targets(port: 0, 2).ShouldBe([new(Second, 5061), new(First, 5061)]);
    }

    [Fact]
    public void A_port_that_ended_by_itself_comes_back()
    {
        AllAlive();

        Tell(new NetInput.Ended(_listens[0].Flow, ChannelEnd.Refused));
        Pass(TimeSpan.Zero).OfType<NetEffect.Listen>().ShouldHaveSingleItem().Local
            .ShouldBe(new EndPointAddress(Address, 5061));
    }

    private void AllAlive() => Array.ForEach(_checks, check => Alive(check));

    private NetEffect[] Alive(NetEffect.Connect check) => Connected(check.Flow);

    /// <summary>The next look at the members.</summary>
    private void Check() => _checks = [.. Pass(TimeSpan.FromSeconds(5)).OfType<NetEffect.Connect>()];

    private IEnumerable<EndPointAddress> Targets(int port, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => AcceptAt(port).OfType<NetEffect.Connect>().Single().To)];

    private (FlowId Client, FlowId Member) Accept()
    {
        var member = AcceptAt(port: 0).OfType<NetEffect.Connect>().Single();
        return (new(_accepted), member.Flow);
    }

    private NetEffect[] AcceptAt(int port) =>
        Tell(new NetInput.Accepted(_listens[port].Flow, new(++_accepted), _listens[port].Local, Phone));

    private NetEffect[] Connected(FlowId flow) => Tell(new NetInput.Connected(flow, Phone, Phone));

    private NetEffect[] Pass(TimeSpan time)
    {
        _time += time;
        return Tell(new NetInput.DeadlineReached());
    }

    private NetEffect[] Tell(NetInput input)
    {
        var effects = new NetEffects();
        _balancer.Handle(new(Instant.Zero + _time, DateTimeOffset.UnixEpoch), input, effects);
        var all = new NetEffect[effects.Count];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = effects[i];
        }

        return all;
    }

    private static IEnumerable<(FlowId Flow, string Text)> Text(NetEffect[] effects) =>
        effects.Cast<NetEffect.Write>().Select(one => (one.Flow, System.Text.Encoding.ASCII.GetString(one.Bytes.Span)));
}
