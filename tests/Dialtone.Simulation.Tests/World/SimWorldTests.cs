using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using static Dialtone.Simulation.Tests.World.ToyWorld;

namespace Dialtone.Simulation.Tests.World;

public class SimWorldTests
{
    [Fact]
    public void A_datagram_takes_as_long_as_the_link()
    {
        var world = new SimWorld(1) { Weather = Slow };
        var (_, server) = Datagrams(world, count: 1);
        world.RunTo(Seconds(5));

        var (at, input) = server.Seen.Single(seen => seen.Input is NetInput.Datagram);
        at.SinceStart.ShouldBe(TimeSpan.FromMilliseconds(70));
        ((NetInput.Datagram)input).From.Address.ShouldBe(IpAddress.V4(192, 0, 2, 50));
    }

    [Fact]
    public void Datagrams_are_lost_doubled_and_overtake_each_other()
    {
        var world = new SimWorld(7)
        {
            Weather = new() { LatencyMax = TimeSpan.FromMilliseconds(50), DatagramLoss = 100, DatagramDuplicate = 100 },
        };
        var (_, server) = Datagrams(world, count: 1000);
        world.RunTo(Seconds(5));

        var arrived = server.All<NetInput.Datagram>()
            .Select(datagram => BitConverter.ToInt32(datagram.Bytes.Span)).ToList();
        arrived.Distinct().Count().ShouldBeInRange(850, 950);
        arrived.Count.ShouldBeInRange(arrived.Distinct().Count() + 50, arrived.Distinct().Count() + 150);
        arrived.SequenceEqual(arrived.Order()).ShouldBeFalse();
    }

    [Fact]
    public void A_broadcast_reaches_every_open_broadcast_flow_of_its_port()
    {
        var world = new SimWorld(1);
        var listening = new ToyNode[3];
        for (byte i = 0; i < 3; i++)
        {
            var local = new EndPointAddress(IpAddress.AnyV4, (ushort)(i == 2 ? 69 : 67));
            listening[i] = new ToyNode((me, _, input, effects) => OnPower(input, () =>
                effects.Add(new NetEffect.OpenDatagrams(me.Ids.Next(), local, Broadcast: true))));
            Start(world, $"server{i}", IpAddress.V4(192, 0, 2, i), listening[i]);
        }

        Start(world, "phone", IpAddress.V4(192, 0, 2, 50), new ToyNode((me, _, input, effects) => OnPower(input, () =>
        {
            var flow = me.Ids.Next();
            effects.Add(new NetEffect.OpenDatagrams(flow, new(IpAddress.AnyV4, 68), Broadcast: true));
            effects.Add(new NetEffect.SendDatagram(flow, new(IpAddress.Broadcast, 67), new byte[] { 1 }));
        })));
        world.RunTo(Seconds(1));

        listening.Select(node => node.All<NetInput.Datagram>().Count()).ShouldBe([1, 1, 0]);
    }

    [Fact]
    public void A_stream_keeps_its_order_however_it_is_cut_and_held_back()
    {
        var world = new SimWorld(3)
        {
            Weather = new() { LatencyMax = TimeSpan.FromMilliseconds(80), StreamSplit = 700, StreamHold = 300 },
        };
        var sent = Enumerable.Range(0, 50).Select(i => new byte[] { (byte)i, (byte)(i + 1), (byte)(i + 2) }).ToArray();
        var server = Listening(world, tls: null);
        var client = Connecting(world, tls: null, sent);
        world.RunTo(Seconds(30));

        client.All<NetInput.Connected>().Count().ShouldBe(1);
        server.Bytes.ShouldBe(sent.SelectMany(bytes => bytes));
        server.All<NetInput.Received>().Count().ShouldNotBe(50);
        server.All<NetInput.Received>().ShouldContain(received => received.Bytes.Length > 3);
    }

    [Fact]
    public void A_connection_where_nobody_listens_is_refused()
    {
        var world = new SimWorld(1);
        Start(world, "server", Server.Address, new ToyNode((_, _, _, _) => { }));
        var client = Connecting(world, tls: null);
        world.RunTo(Seconds(1));

        client.All<NetInput.Ended>().Single().Why.ShouldBe(ChannelEnd.Refused);
    }

    [Fact]
    public void A_black_hole_does_not_answer_until_the_system_gives_up()
    {
        var world = new SimWorld(1);
        Listening(world, tls: null);
        world.Nodes[0].Host.Silent = true;
        var client = Connecting(world, tls: null);
        world.RunTo(Seconds(60));
        client.Seen.Count.ShouldBe(1);

        world.RunTo(Seconds(200));
        client.All<NetInput.Ended>().Single().Why.ShouldBe(ChannelEnd.TimedOut);
    }

    [Fact]
    public void A_connection_outlives_a_short_silence_and_not_a_long_one()
    {
        var world = new SimWorld(1);
        var server = Listening(world, tls: null);
        var client = Connecting(world, tls: null, [1]);
        world.RunTo(Seconds(1));
        client.Seen.Clear();

        world.Nodes[0].Host.Silent = true;
        WriteFrom(world, client, 2);
        world.At(Seconds(20), () => world.Nodes[0].Host.Silent = false);
        world.RunTo(Seconds(60));
        server.Bytes.ShouldBe([1, 2]);

        world.Nodes[0].Host.Silent = true;
        WriteFrom(world, client, 3);
        world.RunTo(Seconds(600));
        server.Bytes.ShouldBe([1, 2]);
        client.All<NetInput.Ended>().Single().Why.ShouldBe(ChannelEnd.TimedOut);
    }

    [Fact]
    public void Tls_arrives_as_facts_and_the_server_accepts_after_the_handshake()
    {
        var world = new SimWorld(1);
        world.Certificates["pool01"] = Facts;
        var server = Listening(world, tls: "pool01");
        var client = Connecting(world, Tls, [1, 2, 3]);
        world.RunTo(Seconds(1));

        client.Seen.Select(seen => seen.Input.GetType()).ShouldBe(
            [typeof(NetInput.PowerOn), typeof(NetInput.Connected), typeof(NetInput.Secured)]);
        client.All<NetInput.Secured>().Single().Tls.ShouldBe(Facts);
        server.All<NetInput.Accepted>().Count().ShouldBe(1);
        server.Bytes.ShouldBe([1, 2, 3]);
        server.Seen.Single(seen => seen.Input is NetInput.Accepted).At
            .ShouldBeGreaterThan(client.Seen.Single(seen => seen.Input is NetInput.Secured).At);
    }

    [Fact]
    public void A_tls_client_that_leaves_early_is_never_accepted()
    {
        var world = new SimWorld(1);
        world.Certificates["pool01"] = Facts;
        var server = Listening(world, tls: "pool01");
        Start(world, "phone", IpAddress.V4(192, 0, 2, 50), new ToyNode((me, _, input, effects) =>
        {
            if (input is NetInput.PowerOn)
            {
                effects.Add(new NetEffect.Connect(me.Ids.Next(), Server, Tls));
            }
            else if (input is NetInput.Connected connected)
            {
                effects.Add(new NetEffect.Close(connected.Flow));
            }
        }));
        world.RunTo(Seconds(1));

        server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public void A_tls_client_learns_that_a_plain_server_does_not_speak_tls()
    {
        var world = new SimWorld(1);
        var server = Listening(world, tls: null, answer: "SIP/2.0 400 Bad Request\r\n\r\n"u8.ToArray());
        var client = Connecting(world, Tls);
        world.RunTo(Seconds(1));

        server.Bytes[0].ShouldBe((byte)0x16);
        client.All<NetInput.Secured>().ShouldBeEmpty();
        client.All<NetInput.Ended>().Single().Why.ShouldBe(ChannelEnd.NotTls);
    }

    [Fact]
    public void A_plain_client_is_answered_by_a_tls_server_with_an_alert()
    {
        var world = new SimWorld(1);
        world.Certificates["pool01"] = Facts;
        var server = Listening(world, tls: "pool01");
        var client = Connecting(world, tls: null, "REGISTER"u8.ToArray());
        world.RunTo(Seconds(1));

        client.Bytes.ShouldBe([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x0A]);
        client.All<NetInput.Ended>().Single().Why.ShouldBe(ChannelEnd.ClosedByPeer);
        server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public void A_stopped_server_resets_its_connections_and_one_without_power_says_nothing()
    {
        foreach (var stop in new[] { true, false })
        {
            var world = new SimWorld(1);
            Listening(world, tls: null);
            var client = Connecting(world, tls: null, [1]);
            world.RunTo(Seconds(1));
            if (stop)
            {
                world.Stop(world.Nodes[0]);
            }
            else
            {
                world.PowerCut(world.Nodes[0]);
            }

            world.RunTo(Seconds(60));
            client.All<NetInput.Ended>().Select(ended => ended.Why).ShouldBe(stop ? [ChannelEnd.Reset] : []);
        }
    }

    [Fact]
    public void A_power_cut_leaves_the_old_memory_or_the_new()
    {
        var outcomes = new SortedSet<string>(StringComparer.Ordinal);
        for (ulong seed = 0; seed < 64; seed++)
        {
            var world = new SimWorld(seed);
            var place = Saving(world);
            world.PowerCut(place);
            outcomes.Add(Convert.ToHexString(place.Stored!.Value.Span));
        }

        outcomes.ShouldBe(["01020304", "AABBCCDD"]);
    }

    [Fact]
    public void A_file_system_without_promises_leaves_torn_files()
    {
        var torn = 0;
        var outcomes = new SortedSet<string>(StringComparer.Ordinal);
        for (ulong seed = 0; seed < 64; seed++)
        {
            var world = new SimWorld(seed) { Weather = new() { TornSaves = true } };
            var place = Saving(world);
            world.PowerCut(place);
            var stored = Convert.ToHexString(place.Stored!.Value.Span);
            torn += stored is "01020304" or "AABBCCDD" ? 0 : 1;
            outcomes.Add(stored);
        }

        torn.ShouldBeInRange(16, 48);
        outcomes.ShouldContain("AABB", "cut off");
        outcomes.ShouldContain("AABB0304", "written over from the start");
        outcomes.ShouldContain("00000000", "of its length only zeros");
    }

    [Fact]
    public void A_deadline_is_reached_once_and_a_moved_one_only_at_its_last_value()
    {
        var world = new SimWorld(1);
        var node = new ToyNode((me, now, input, _) =>
            me.Deadline = input is NetInput.PowerOn ? Seconds(10) : input is NetInput.SignOut ? Seconds(20) : null);
        var place = Start(world, "phone", IpAddress.V4(192, 0, 2, 50), node);
        world.RunTo(Seconds(5));
        world.Tell(place, new NetInput.SignOut());
        world.RunTo(Seconds(60));

        node.Seen.Single(seen => seen.Input is NetInput.DeadlineReached).At.ShouldBe(Seconds(20));
    }

    [Fact]
    public void A_node_that_turns_in_a_circle_is_named()
    {
        var world = new SimWorld(1);
        var place = Start(world, "phone", IpAddress.V4(192, 0, 2, 50), new ToyNode((me, now, _, _) =>
            me.Deadline = now.Monotonic));
        world.RunTo(Seconds(1));

        world.Spinning.ShouldBe(place);
    }

    [Fact]
    public void A_host_may_be_wrong_about_the_date_and_not_about_intervals()
    {
        var world = new SimWorld(1);
        var host = world.AddHost("phone", IpAddress.V4(192, 0, 2, 50));
        host.ClockError = TimeSpan.FromDays(-400);
        world.RunTo(Seconds(3));

        world.NowAt(host).ShouldBe(new Now(Seconds(3), world.Start + TimeSpan.FromSeconds(3) - TimeSpan.FromDays(400)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_trace_and_another_seed_another()
    {
        var traces = new[] { 11UL, 11UL, 12UL }.Select(seed => Busy(seed).Trace).ToArray();

        traces[1].ShouldBe(traces[0]);
        traces[2].ShouldNotBe(traces[0]);
    }

    [Fact]
    public void The_trace_is_the_same_in_every_process()
    {
        // Written down once: another process, another day and another machine have to agree.
        Busy(11).Trace.ToString().ShouldBe("365e904d69d739de");
    }
}
