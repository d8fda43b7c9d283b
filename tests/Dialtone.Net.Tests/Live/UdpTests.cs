using System.Net;
using System.Net.Sockets;
using System.Text;
using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net.Tests.Live;

public class UdpTests
{
    [Fact]
    public async Task A_server_with_an_address_of_its_own_answers_everybody()
    {
        await using var server = await Runs.StartAsync(Echo());
        var clients = Enumerable.Range(0, 3)
            .Select(i => Ask(server.At, Encoding.ASCII.GetBytes($"question {i}")))
            .ToArray();
        await Task.WhenAll(clients.Select(static c => Runs.UntilFinishedAsync(c)));

        clients.Select(static c => c.Text).ShouldBe(["question 0", "question 1", "question 2"]);
        foreach (var client in clients)
        {
            client.Told.OfType<NetInput.Datagram>().Single().From.ShouldBe(server.At);
        }
    }

    [Fact]
    public async Task A_port_without_a_listener_refuses()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var at = TcpTests.PlatformEndPoint(probe.LocalEndPoint!);
        probe.Dispose();

        var client = Ask(at, "hello"u8.ToArray());
        await Runs.UntilFinishedAsync(client);
        client.Ended.Why.ShouldBe(ChannelEnd.Refused);
    }

    [Fact]
    public async Task A_socket_that_names_its_peer_is_told_its_own_address_before_it_sends()
    {
        await using var server = await Runs.StartAsync(Echo());
        var client = new ScriptNode((node, input, effects) =>
        {
            if (input is NetInput.PowerOn)
            {
                effects.Add(new NetEffect.OpenDatagrams(new(1), new(IpAddress.AnyV4, 0), Peer: server.At));
            }
            else if (input is NetInput.Connected connected)
            {
                effects.Add(new NetEffect.SendDatagram(
                    new(1), connected.Remote, Encoding.ASCII.GetBytes(connected.Local.ToString())));
            }

            node.Finished = input is NetInput.Datagram or NetInput.Ended;
        });
        await Runs.UntilFinishedAsync(client);

        var local = client.Told.OfType<NetInput.Connected>().Single().Local;
        local.Address.ShouldBe(IpAddress.Parse("127.0.0.1"));
        client.Text.ShouldBe(local.ToString());
    }

    [Fact]
    public async Task What_a_stranger_sends_is_not_heard()
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var client = Ask(TcpTests.PlatformEndPoint(server.LocalEndPoint!), "hello"u8.ToArray());
        var running = Runs.UntilFinishedAsync(client);

        var buffer = new byte[100];
        var asked = await server.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        _ = stranger.SendTo("false"u8, asked.RemoteEndPoint);
        _ = server.SendTo("true"u8, asked.RemoteEndPoint);

        await running;
        client.Text.ShouldBe("true");
    }

    [Fact]
    public async Task A_second_peer_on_a_socket_for_one_is_refused_in_words()
    {
        await using var server = await Runs.StartAsync(Echo());
        var other = server.At with { Port = (ushort)(server.At.Port ^ 1) };
        var client = new ScriptNode((node, input, effects) =>
        {
            if (input is NetInput.PowerOn)
            {
                effects.Add(new NetEffect.OpenDatagrams(new(1), new(IpAddress.AnyV4, 0)));
                effects.Add(new NetEffect.SendDatagram(new(1), server.At, "hello"u8.ToArray()));
                effects.Add(new NetEffect.SendDatagram(new(1), other, "hello"u8.ToArray()));
            }

            node.Finished = input is NetInput.Ended;
        });
        await Runs.UntilFinishedAsync(client);

        client.Ended.Why.ShouldBe(ChannelEnd.Failed);
        client.Ended.Detail.ShouldContain(other.ToString());
    }

    [Fact]
    public async Task An_interface_that_does_not_exist_is_unavailable()
    {
        var ended = await OpenEndAsync(new(new(1), new(IpAddress.AnyV4, 0), Broadcast: true, Interface: "nowhere0"));
        ended.Why.ShouldBe(ChannelEnd.LocalAddressUnavailable);
        ended.Detail.ShouldContain("nowhere0");
    }

    [Fact]
    public async Task A_broadcast_socket_shares_a_port_that_the_system_holds()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SO_REUSEADDR of Linux");
        using var held = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        held.SetRawSocketOption(1, 2, BitConverter.GetBytes(1));
        held.Bind(new IPEndPoint(IPAddress.Any, 0));
        var port = (ushort)((IPEndPoint)held.LocalEndPoint!).Port;

        var node = new ScriptNode((self, input, effects) =>
        {
            if (input is NetInput.PowerOn)
            {
                effects.Add(new NetEffect.OpenDatagrams(new(1), new(IpAddress.AnyV4, port), Broadcast: true, "lo"));
                var here = new EndPointAddress(IpAddress.Parse("127.0.0.1"), port);
                effects.Add(new NetEffect.SendDatagram(new(1), here, "self"u8.ToArray()));
            }

            self.Finished = input is NetInput.Datagram or NetInput.Ended;
        });
        await Runs.UntilFinishedAsync(node);

        // Bound to the device, it is the closer match.
        node.Text.ShouldBe("self");
    }

    [Fact]
    public async Task Port_68_needs_a_right()
    {
        await TcpTests.SkipWhereLowPortsAreFreeAsync();
        var ended = await OpenEndAsync(new(new(1), new(IpAddress.AnyV4, 68), Broadcast: true));
        ended.Why.ShouldBe(ChannelEnd.NotPermitted);
    }

    private static async Task<NetInput.Ended> OpenEndAsync(NetEffect.OpenDatagrams open)
    {
        var node = new ScriptNode((self, input, effects) =>
        {
            if (input is NetInput.PowerOn)
            {
                effects.Add(open);
            }

            self.Finished = input is NetInput.Ended;
        });
        await Runs.UntilFinishedAsync(node);
        return node.Ended;
    }

    private static ScriptNode Echo() => new((_, input, effects) =>
    {
        switch (input)
        {
            case NetInput.PowerOn:
                effects.Add(new NetEffect.OpenDatagrams(new(1), Runs.AnyPort));
                break;
            case NetInput.Datagram datagram:
                effects.Add(new NetEffect.SendDatagram(datagram.Flow, datagram.From, datagram.Bytes));
                break;
        }
    });

    private static ScriptNode Ask(EndPointAddress server, byte[] question) => new((node, input, effects) =>
    {
        if (input is NetInput.PowerOn)
        {
            var flow = node.Ids.Next();
            effects.Add(new NetEffect.OpenDatagrams(flow, new(IpAddress.AnyV4, 0)));
            effects.Add(new NetEffect.SendDatagram(flow, server, question));
        }

        node.Finished = input is NetInput.Datagram or NetInput.Ended;
    });
}
