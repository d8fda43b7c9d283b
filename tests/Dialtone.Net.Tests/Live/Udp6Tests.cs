using System.Net;
using System.Net.Sockets;
using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net.Tests.Live;

/// <summary>
/// IPv6 on loopback, which carries no groups: that a question to a group is heard by others is tested on a network of
/// namespaces.
/// </summary>
public class Udp6Tests
{
    // Of this process alone: another run on this machine may have its own.
    private static readonly IpAddress Group = IpAddress.Parse(string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"ff02::db8:{Environment.ProcessId >> 16:x}:{Environment.ProcessId & 0xFFFF:x}"));
    private static readonly EndPointAddress AnyPort = new(IpAddress.AnyV6, 0);

    [Fact]
    public async Task A_shared_port_hears_the_server_that_it_asked()
    {
        SkipWithoutIPv6();
        await using var server = await Runs.StartAsync(new((_, input, effects) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    effects.Add(new NetEffect.OpenDatagrams(new(1), new(IpAddress.Parse("::1"), 0)));
                    break;
                case NetInput.Datagram datagram:
                    effects.Add(new NetEffect.SendDatagram(datagram.Flow, datagram.From, datagram.Bytes));
                    break;
            }
        }));

        var client = Send(new(new(1), AnyPort, Broadcast: true), server.At);
        await Runs.UntilFinishedAsync(client);

        client.Text.ShouldBe("hello");
        client.Told.OfType<NetInput.Datagram>().Single().From.ShouldBe(server.At);
    }

    [Fact]
    public async Task An_interface_that_does_not_exist_is_unavailable()
    {
        SkipWithoutIPv6();
        var client = Send(new(new(1), AnyPort, Broadcast: true, "nowhere0"), new(Group, 547));
        await Runs.UntilFinishedAsync(client);

        client.Ended.Why.ShouldBe(ChannelEnd.LocalAddressUnavailable);
        client.Ended.Detail.ShouldContain("nowhere0");
    }

    [Fact]
    public async Task An_interface_without_groups_is_unreachable()
    {
        SkipWithoutIPv6();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The loopback of Linux carries no groups.");
        var client = Send(new(new(1), AnyPort, Broadcast: true, "lo"), new(Group, 547));
        await Runs.UntilFinishedAsync(client);

        client.Ended.Why.ShouldBe(ChannelEnd.Unreachable);
    }

    [Fact]
    public async Task A_group_is_joined_on_its_interface_and_left_with_the_flow()
    {
        SkipWithoutIPv6();
        Assert.SkipUnless(File.Exists("/proc/net/igmp6"), "Linux lists what is joined in /proc/net/igmp6.");
        var open = new NetEffect.OpenDatagrams(new(1), AnyPort, Interface: "lo", Group: Group);
        await using (await Runs.StartAsync(new((_, input, effects) =>
        {
            if (input is NetInput.PowerOn)
            {
                effects.Add(open);
            }
        })))
        {
            Joined().ShouldBeTrue();
        }

        Joined().ShouldBeFalse();

        static bool Joined()
        {
            var digits = Convert.ToHexStringLower(Group.ToIPAddress().GetAddressBytes());
            return File.ReadLines("/proc/net/igmp6").Any(line =>
                line.Contains(" lo ", StringComparison.Ordinal) && line.Contains(digits, StringComparison.Ordinal));
        }
    }

    private static ScriptNode Send(NetEffect.OpenDatagrams open, EndPointAddress to) => new((node, input, effects) =>
    {
        if (input is NetInput.PowerOn)
        {
            effects.Add(open);
            effects.Add(new NetEffect.SendDatagram(open.Flow, to, "hello"u8.ToArray()));
        }

        node.Finished = input is NetInput.Datagram or NetInput.Ended;
    });

    private static void SkipWithoutIPv6()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6 && HasLoopback(), "This machine has no IPv6 loopback.");

        static bool HasLoopback()
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
                socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }
}
