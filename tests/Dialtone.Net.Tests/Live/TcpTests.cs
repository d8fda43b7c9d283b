using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Live;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net.Tests.Live;

public class TcpTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task What_is_written_comes_back(string address)
    {
        Assert.SkipUnless(address == "127.0.0.1" || Socket.OSSupportsIPv6, "no IPv6 here");
        var echo = new ScriptNode((node, input, effects) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    effects.Add(new NetEffect.Listen(node.Ids.Next(), new(IpAddress.Parse(address), 0), null));
                    break;
                case NetInput.Received received:
                    effects.Add(new NetEffect.Write(received.Flow, received.Bytes));
                    break;
            }
        });
        await using var server = await Runs.StartAsync(echo);
        var client = TestNodes.Ask(server.At, "dial tone"u8.ToArray());
        await Runs.UntilFinishedAsync(client);

        client.Text.ShouldBe("dial tone");
        var connected = client.Told.OfType<NetInput.Connected>().ShouldHaveSingleItem();
        connected.Remote.ShouldBe(server.At);
        var accepted = echo.Told.OfType<NetInput.Accepted>().ShouldHaveSingleItem();
        accepted.Remote.ShouldBe(connected.Local);
        accepted.Local.ShouldBe(server.At);
        accepted.Flow.Value.ShouldBeGreaterThanOrEqualTo(FlowId.HostFirst);
    }

    [Fact]
    public async Task Ten_thousand_messages_come_back_in_order()
    {
        const int Messages = 10_000;
        const int Size = 64;
        await using var server = await Runs.StartAsync(TestNodes.Echo());
        var sent = 0;
        var client = new ScriptNode((node, input, effects) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    effects.Add(new NetEffect.Connect(node.Ids.Next(), server.At, null));
                    return;
                case NetInput.Received:
                    node.Finished = node.Bytes.Length == Messages * Size;
                    break;
            }

            // A hundred at a time, so that many are on their way.
            var flow = node.Told.OfType<NetInput.Connected>().Single().Flow;
            for (var i = 0; i < 100 && sent < Messages; i++)
            {
                var message = new byte[Size];
                BinaryPrimitives.WriteInt32BigEndian(message, sent++);
                effects.Add(new NetEffect.Write(flow, message));
            }
        });
        await Runs.UntilFinishedAsync(client);

        var bytes = client.Bytes.ToArray();
        for (var i = 0; i < Messages; i++)
        {
            BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(i * Size)).ShouldBe(i);
        }
    }

    [Fact]
    public async Task Bytes_written_one_by_one_arrive_in_order()
    {
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 500)));
        await using var server = await Runs.StartAsync(TestNodes.Echo());
        var client = new ScriptNode((node, input, effects) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    effects.Add(new NetEffect.Connect(node.Ids.Next(), server.At, null));
                    break;
                case NetInput.Connected connected:
                    for (var i = 0; i < text.Length; i++)
                    {
                        effects.Add(new NetEffect.Write(connected.Flow, text.AsMemory(i, 1)));
                    }

                    break;
                case NetInput.Received:
                    node.Finished = node.Bytes.Length == text.Length;
                    break;
            }
        });
        await Runs.UntilFinishedAsync(client);

        client.Bytes.ToArray().ShouldBe(text);
    }

    [Fact]
    public async Task A_port_without_a_listener_refuses()
    {
        var client = TestNodes.Ask(UnusedPort(), "hello"u8.ToArray());
        await Runs.UntilFinishedAsync(client);

        client.Ended.Why.ShouldBe(ChannelEnd.Refused);
        client.Ended.Detail.ShouldNotBeEmpty();
        client.Told.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_silent_address_is_given_up_at_the_nodes_deadline()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a listener whose full backlog drops SYN packets");
        using var full = new BlackHole();
        var time = new ManualTimeProvider();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var node = new ScriptNode((self, input, effects) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    effects.Add(new NetEffect.Connect(new(1), full.At, null));
                    self.Deadline = Instant.Zero + TimeSpan.FromSeconds(5);
                    begun.SetResult();
                    break;
                case NetInput.DeadlineReached:
                    effects.Add(new NetEffect.Close(new(1)));
                    self.Finished = true;
                    break;
            }
        });
        var running = Runs.UntilFinishedAsync(node, new() { Time = time });
        await begun.Task.Within();
        time.Advance(TimeSpan.FromSeconds(5));
        await running;

        node.Told.Select(static i => i.GetType()).ShouldBe(
            [typeof(NetInput.PowerOn), typeof(NetInput.DeadlineReached)]);
    }

    [Fact]
    public async Task A_peer_that_closes_ends_the_flow_after_its_last_bytes()
    {
        var server = new ScriptNode((node, input, effects) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    effects.Add(new NetEffect.Listen(node.Ids.Next(), Runs.AnyPort, null));
                    break;
                case NetInput.Received received:
                    effects.Add(new NetEffect.Write(received.Flow, new byte[300_000]));
                    effects.Add(new NetEffect.Close(received.Flow));
                    break;
            }
        });
        await using var running = await Runs.StartAsync(server);
        var client = TestNodes.Ask(running.At, new byte[1_000_000]);
        await Runs.UntilFinishedAsync(client);

        client.Ended.Why.ShouldBe(ChannelEnd.ClosedByPeer);
        client.Bytes.Length.ShouldBe(300_000);
    }

    [Fact]
    public async Task A_peer_that_resets_says_so()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var at = PlatformEndPoint(listener.LocalEndpoint);
        var client = TestNodes.Ask(at, "hello"u8.ToArray());
        var running = Runs.UntilFinishedAsync(client);
        using (var accepted = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken))
        {
            accepted.LingerState = new(enable: true, 0);
        }

        await running;
        client.Ended.Why.ShouldBe(ChannelEnd.Reset);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_flow_that_is_aborted_is_reset_and_one_that_is_closed_is_not(bool abort)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new ScriptNode((node, input, effects) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    effects.Add(new NetEffect.Connect(
                        node.Ids.Next(), PlatformEndPoint(listener.LocalEndpoint), null));
                    break;
                case NetInput.Connected connected:
                    effects.Add(new NetEffect.Close(connected.Flow) { Abort = abort });
                    node.Finished = true;
                    break;
            }
        });
        await Runs.UntilFinishedAsync(client);
        using var accepted = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        var end = await Record.ExceptionAsync(async () =>
            (await accepted.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken)).ShouldBe(0));

        (end as SocketException)?.SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
        (end is not null).ShouldBe(abort);
    }

    [Fact]
    public async Task A_closed_flow_says_nothing_more_and_leaves_no_connection()
    {
        const int Connections = 50;
        var ended = 0;
        var allGone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = new ScriptNode((node, input, effects) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    effects.Add(new NetEffect.Listen(node.Ids.Next(), Runs.AnyPort, null));
                    break;
                case NetInput.Accepted accepted:
                    effects.Add(new NetEffect.Write(accepted.Flow, new byte[100_000]));
                    break;
                case NetInput.Ended when ++ended == Connections:
                    allGone.SetResult();
                    break;
            }
        });
        await using var running = await Runs.StartAsync(server);
        var closed = 0;
        var client = new ScriptNode((node, input, effects) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    for (var i = 0; i < Connections; i++)
                    {
                        effects.Add(new NetEffect.Connect(node.Ids.Next(), running.At, null));
                    }

                    break;
                case NetInput.Received received:
                    effects.Add(new NetEffect.Close(received.Flow));
                    node.Finished = ++closed == Connections;
                    break;
            }
        });
        await Runs.UntilFinishedAsync(client);
        await allGone.Task.Within();

        client.Told.OfType<NetInput.Received>().Count().ShouldBe(Connections);
        client.Told.OfType<NetInput.Ended>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_peer_is_asked_for_small_segments()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux says what the peer asked for.");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new ScriptNode((node, input, effects) =>
        {
            if (input is NetInput.PowerOn)
            {
                effects.Add(new NetEffect.Connect(
                    node.Ids.Next(), PlatformEndPoint(listener.LocalEndpoint), null, SmallSegments: true));
            }

            node.Finished |= input is NetInput.Connected;
        });

        await Runs.UntilFinishedAsync(client);

        using var server = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        var segment = new byte[4];
        _ = server.GetRawSocketOption((int)SocketOptionLevel.Tcp, optionName: 2, segment);
        BitConverter.ToInt32(segment).ShouldBeInRange(1, 536);
    }

    [Fact]
    public async Task A_peer_that_does_not_read_ends_the_flow_at_the_limit()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new ScriptNode((node, input, effects) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    effects.Add(new NetEffect.Connect(node.Ids.Next(), PlatformEndPoint(listener.LocalEndpoint), null));
                    break;
                case NetInput.Connected connected:
                    for (var i = 0; i < 100; i++)
                    {
                        effects.Add(new NetEffect.Write(connected.Flow, new byte[1024 * 1024]));
                    }

                    break;
                case NetInput.Ended:
                    node.Finished = true;
                    break;
            }
        });
        await Runs.UntilFinishedAsync(client);

        client.Ended.Why.ShouldBe(ChannelEnd.Failed);
        client.Ended.Detail.ShouldContain("does not read");
    }

    [Fact]
    public async Task A_taken_port_is_unavailable()
    {
        await using var server = await Runs.StartAsync(TestNodes.Echo());
        (await ListenEndAsync(server.At)).Why.ShouldBe(ChannelEnd.LocalPortTaken);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_unavailable() =>
        (await ListenEndAsync(new(IpAddress.Parse("192.0.2.1"), 0))).Why.ShouldBe(ChannelEnd.LocalAddressUnavailable);

    [Fact]
    public async Task A_low_port_needs_a_right()
    {
        await SkipWhereLowPortsAreFreeAsync();
        (await ListenEndAsync(new(IpAddress.Parse("127.0.0.1"), 68))).Why.ShouldBe(ChannelEnd.NotPermitted);
    }

    internal static async Task SkipWhereLowPortsAreFreeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "low ports are free to all here");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "this user may do everything");
        var first = await File.ReadAllTextAsync(
            "/proc/sys/net/ipv4/ip_unprivileged_port_start", TestContext.Current.CancellationToken);
        Assert.SkipWhen(int.Parse(first) <= 68, "low ports are free to all here");
    }

    internal static EndPointAddress UnusedPort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return PlatformEndPoint(probe.LocalEndpoint);
    }

    internal static EndPointAddress PlatformEndPoint(EndPoint endPoint) =>
        new(IpAddress.From(((IPEndPoint)endPoint).Address), (ushort)((IPEndPoint)endPoint).Port);

    private static async Task<NetInput.Ended> ListenEndAsync(EndPointAddress at)
    {
        var node = new ScriptNode((self, input, effects) =>
        {
            if (input is NetInput.PowerOn)
            {
                effects.Add(new NetEffect.Listen(self.Ids.Next(), at, null));
            }

            self.Finished = input is NetInput.Ended;
        });
        await Runs.UntilFinishedAsync(node);
        return node.Ended;
    }

    /// <summary>A listener that never accepts, with its backlog filled: further SYN packets get no answer.</summary>
    private sealed class BlackHole : IDisposable
    {
        private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly List<Socket> _fillers = [];

        public BlackHole()
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _listener.Listen(0);
            for (var i = 0; i < 4; i++)
            {
                var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                filler.Blocking = false;
                _fillers.Add(filler);
                try
                {
                    filler.Connect(_listener.LocalEndPoint!);
                }
                catch (SocketException error) when (error.SocketErrorCode
                    is SocketError.WouldBlock or SocketError.InProgress)
                {
                    // On its way, or never answered: both fill the backlog.
                }
            }
        }

        public EndPointAddress At => PlatformEndPoint(_listener.LocalEndPoint!);

        public void Dispose()
        {
            _fillers.ForEach(static f => f.Dispose());
            _listener.Dispose();
        }
    }
}
