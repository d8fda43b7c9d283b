using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.World;

/// <summary>Multicast groups and the addresses of one link.</summary>
public class SimGroupTests
{
    private static readonly IpAddress Group = IpAddress.Parse("ff02::1:2");
    private static readonly EndPointAddress Everybody = new(Group, 547);

    [Fact]
    public void A_group_is_heard_by_those_who_joined_it_at_that_port_and_nobody_else()
    {
        var world = new SimWorld(1);
        var members = new[] { Member(world, 2, 547, Group), Member(world, 3, 547, Group) };
        var others = new[]
        {
            Member(world, 4, 548, Group), Member(world, 5, 547, IpAddress.Parse("ff02::1:3")),
            Member(world, 6, 547, null),
        };

        Asking(world, Everybody, IpAddress.Parse("2001:db8::50"), IpAddress.Parse("fe80::50"));
        world.RunTo(Instant.Zero + TimeSpan.FromSeconds(1));

        members.ShouldAllBe(member => member.All<NetInput.Datagram>().Count() == 1);
        others.ShouldAllBe(other => !other.All<NetInput.Datagram>().Any());
    }

    [Fact]
    public void What_stays_on_the_link_comes_from_the_address_of_the_link_and_the_answer_finds_back()
    {
        var world = new SimWorld(1);
        var member = Member(world, 2, 547, Group);

        var phone = Asking(
            world, Everybody,
            IpAddress.V4(192, 0, 2, 50), IpAddress.Parse("2001:db8::50"), IpAddress.Parse("fe80::50"));
        world.RunTo(Instant.Zero + TimeSpan.FromSeconds(1));

        member.All<NetInput.Datagram>().Single().From.ToString().ShouldBe("[fe80::50]:546");
        phone.All<NetInput.Datagram>().Single().From.ToString().ShouldBe("[fe80::2]:547");
    }

    [Fact]
    public void Who_has_no_address_of_the_link_does_not_reach_it()
    {
        var world = new SimWorld(1);
        var member = Member(world, 2, 547, Group);

        var phone = Asking(world, Everybody, IpAddress.V4(192, 0, 2, 50), IpAddress.Parse("2001:db8::50"));
        world.RunTo(Instant.Zero + TimeSpan.FromSeconds(1));

        phone.All<NetInput.Ended>().Single().Why.ShouldBe(ChannelEnd.Unreachable);
        member.All<NetInput.Datagram>().ShouldBeEmpty();
    }

    [Fact]
    public void A_socket_of_one_family_does_not_hear_the_other()
    {
        var world = new SimWorld(1);
        var host = world.AddHost("both", IpAddress.V4(192, 0, 2, 2), IpAddress.Parse("2001:db8::2"));
        var v6 = new ToyNode((_, _, input, effects) => Open(input, effects, IpAddress.AnyV6, 547, null));
        world.PowerOn(world.Place(host, "v6", v6));

        Asking(world, new(IpAddress.V4(192, 0, 2, 2), 547), IpAddress.V4(192, 0, 2, 50));
        Asking(world, new(IpAddress.Parse("2001:db8::2"), 547), IpAddress.Parse("2001:db8::51"));
        world.RunTo(Instant.Zero + TimeSpan.FromSeconds(1));

        v6.All<NetInput.Datagram>().Single().From.ToString().ShouldBe("[2001:db8::51]:546");
    }

    private static ToyNode Member(SimWorld world, byte last, ushort port, IpAddress? group)
    {
        var node = new ToyNode((_, _, input, effects) =>
        {
            Open(input, effects, IpAddress.AnyV6, port, group);
            if (input is NetInput.Datagram datagram)
            {
                effects.Add(new NetEffect.SendDatagram(datagram.Flow, datagram.From, datagram.Bytes));
            }
        });
        world.PowerOn(world.Place(world.AddHost($"server{last}", IpAddress.Parse($"fe80::{last}")), "server", node));
        world.RunTo(world.Time);
        return node;
    }

    private static ToyNode Asking(SimWorld world, EndPointAddress to, params IpAddress[] addresses)
    {
        var any = addresses[0].IsV4 && to.Address.IsV4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
        var node = new ToyNode((_, _, input, effects) =>
        {
            Open(input, effects, any, 546, null);
            if (input is NetInput.PowerOn)
            {
                effects.Add(new NetEffect.SendDatagram(new(1), to, new byte[] { 1 }));
            }
        });
        world.PowerOn(world.Place(world.AddHost($"phone{addresses[0]}", addresses), "phone", node));
        return node;
    }

    private static void Open(NetInput input, NetEffects effects, IpAddress any, ushort port, IpAddress? group)
    {
        if (input is NetInput.PowerOn)
        {
            effects.Add(new NetEffect.OpenDatagrams(new(1), new(any, port), Group: group));
        }
    }
}
