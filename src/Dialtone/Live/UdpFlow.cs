using System.Buffers;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;

namespace Dialtone.Live;

/// <summary>
/// A socket for datagrams. One that leaves address and port to the system is a client's and speaks to one peer: it is
/// connected to the first that it sends to, so that the kernel drops what others send and reports ICMP errors. One with
/// an address or port of its own, or one that broadcasts, hears everybody.
/// </summary>
internal sealed class UdpFlow
{
    /// <summary>The largest payload that UDP over IPv4 or IPv6 without jumbograms carries, in bytes.</summary>
    private const int DatagramBytesMax = 65_535;

    // Linux numbers: asm-generic/socket.h.
    private const int LinuxSolSocket = 1;
    private const int LinuxSoReuseAddress = 2;
    private const int LinuxSoBindToDevice = 25;

    // Winsock: a client that went away must not end the socket of a server (mswsock.h, SIO_UDP_CONNRESET).
    private const int WindowsUdpConnectionReset = -1744830452;

    private readonly FlowId _id;
    private readonly Socket _socket;
    private readonly Inbox _inbox;
    private readonly bool _onePeer;
    private readonly int _interfaceIndex;
    private EndPointAddress? _peer;
    private volatile bool _closed;

    private UdpFlow(NetEffect.OpenDatagrams request, Socket socket, int interfaceIndex, Inbox inbox)
    {
        _id = request.Flow;
        _socket = socket;
        _inbox = inbox;
        _onePeer = request is { Broadcast: false, Local.Port: 0 } && IsAny(request.Local.Address);
        _interfaceIndex = interfaceIndex;
    }

    /// <summary>Ends when the socket is closed and its reader has stopped.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Where the socket is bound.</summary>
    public EndPointAddress Local => PlatformAddresses.FromPlatform(_socket.LocalEndPoint);

    /// <summary>Opens and binds the socket.</summary>
    public static (UdpFlow? Flow, NetInput.Ended? Ended) Open(NetEffect.OpenDatagrams request, Inbox inbox)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(request.Local.Family(), SocketType.Dgram, ProtocolType.Udp);
            var interfaceIndex = 0;
            if ((FindInterface(request, out interfaceIndex) ?? Bind(socket, request)) is { } ended)
            {
                socket.Dispose();
                return (null, ended);
            }

            if (request.Group is { } group)
            {
                Join(socket, group, interfaceIndex);
            }

            var flow = new UdpFlow(request, socket, interfaceIndex, inbox);
            if (request.Peer is { } peer)
            {
                flow.SpeakTo(peer);
                inbox.PostUrgent(new NetInput.Connected(request.Flow, flow.Local, peer), request.Flow);
            }
            else if (!flow._onePeer)
            {
                flow.Completion = flow.ReceiveAsync();
            }

            return (flow, null);
        }
        catch (SocketException error)
        {
            socket?.Dispose();
            return (null, SocketEnds.Ended(request.Flow, error, SocketUse.Bind));
        }
    }

    /// <summary>Sends one datagram; what went wrong, or <c>null</c>.</summary>
    public NetInput.Ended? Send(EndPointAddress to, ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (!_onePeer)
            {
                _ = _socket.SendTo(bytes, SocketFlags.None, to.ToPlatform(_interfaceIndex).Serialize());
                return null;
            }

            if (_peer is null)
            {
                SpeakTo(to);
            }
            else if (_peer != to)
            {
                return new(_id, ChannelEnd.Failed, $"This socket speaks to {_peer} and cannot speak to {to}.");
            }

            _ = _socket.Send(bytes);
            return null;
        }
        catch (SocketException error)
        {
            return SocketEnds.Ended(_id, error, SocketUse.Datagram);
        }
    }

    /// <summary>Closes the socket; its reader stops without a word.</summary>
    public void Close()
    {
        _closed = true;
        _socket.Dispose();
    }

    private void SpeakTo(EndPointAddress peer)
    {
        _socket.Connect(peer.ToPlatform(_interfaceIndex));
        _peer = peer;
        Completion = ReceiveAsync();
    }

    private static bool IsAny(IpAddress address) => address == IpAddress.AnyV4 || address == default;

    private static NetInput.Ended? Bind(Socket socket, NetEffect.OpenDatagrams request)
    {
        if (OperatingSystem.IsWindows() && request.Local.Port != 0)
        {
            _ = socket.IOControl(WindowsUdpConnectionReset, [0, 0, 0, 0], null);
        }

        var local = request.Local;
        if (request.Broadcast)
        {
            socket.EnableBroadcast = local.Address.IsV4;
            ShareAddress(socket);
        }

        if (request.Interface is { } name)
        {
            if (OperatingSystem.IsLinux())
            {
                if (BindToDevice(socket, request.Flow, name) is { } ended)
                {
                    return ended;
                }
            }
            else if (!local.Address.IsV4)
            {
                // The index of the interface does it, with every address that needs it.
            }
            else if (AddressOf(name, local) is { } address)
            {
                local = local with { Address = address };
            }
            else
            {
                return NoSuchInterface(request.Flow, name);
            }
        }

        socket.Bind(local.ToPlatform());
        return null;
    }

    // Only IPv6 needs it: link-local addresses and groups say nothing without their link.
    private static NetInput.Ended? FindInterface(NetEffect.OpenDatagrams request, out int index)
    {
        index = 0;
        if (request.Local.Address.IsV4 || request.Interface is not { } name)
        {
            return null;
        }

        var found = Array.Find(NetworkInterface.GetAllNetworkInterfaces(), candidate => candidate.Name == name);
        if (found?.Supports(NetworkInterfaceComponent.IPv6) != true)
        {
            return NoSuchInterface(request.Flow, name);
        }

        index = found.GetIPProperties().GetIPv6Properties().Index;
        return null;
    }

    private static void Join(Socket socket, IpAddress group, int interfaceIndex)
    {
        if (group.IsV4)
        {
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership,
                new MulticastOption(group.ToIPAddress()));
        }
        else
        {
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership,
                new IPv6MulticastOption(group.ToIPAddress(), interfaceIndex));
        }
    }

    // The system's own DHCP client may hold port 68 or 546; both set SO_REUSEADDR then.
    private static void ShareAddress(Socket socket)
    {
        if (OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption(LinuxSolSocket, LinuxSoReuseAddress, BitConverter.GetBytes(1));
        }
        else
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
        }
    }

    // 255.255.255.255 has no route of its own: only the device says by which wire it leaves.
    private static NetInput.Ended? BindToDevice(Socket socket, FlowId flow, string name)
    {
        try
        {
            socket.SetRawSocketOption(LinuxSolSocket, LinuxSoBindToDevice, Encoding.UTF8.GetBytes(name + '\0'));
            return null;
        }
        catch (SocketException error) when (error.SocketErrorCode != SocketError.AccessDenied)
        {
            return NoSuchInterface(flow, name);
        }
    }

    private static NetInput.Ended NoSuchInterface(FlowId flow, string name) =>
        new(flow, ChannelEnd.LocalAddressUnavailable, $"There is no interface '{name}' with an address here.");

    private static IpAddress? AddressOf(string interfaceName, EndPointAddress local)
    {
        foreach (var candidate in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (candidate.Name != interfaceName)
            {
                continue;
            }

            foreach (var entry in candidate.GetIPProperties().UnicastAddresses)
            {
                if (entry.Address.AddressFamily == local.Family())
                {
                    return IpAddress.From(entry.Address);
                }
            }
        }

        return null;
    }

    private async Task ReceiveAsync()
    {
        // The driver's thread must not be kept by datagrams that are there already.
        await Task.Yield();
        var buffer = ArrayPool<byte>.Shared.Rent(DatagramBytesMax);
        var from = new SocketAddress(_socket.AddressFamily);
        Arrival arrival;
        do
        {
            arrival = await ReceiveOneAsync(buffer, from).ConfigureAwait(false);
        }
        while (!_closed && await _inbox.PostAsync(arrival).ConfigureAwait(false) && arrival.Input is NetInput.Datagram);

        ArrayPool<byte>.Shared.Return(buffer);
    }

    private async Task<Arrival> ReceiveOneAsync(byte[] buffer, SocketAddress from)
    {
        try
        {
            var count = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, from).ConfigureAwait(false);

            // Most datagrams are far smaller than the largest: what waits in the inbox takes what it needs.
            var rented = ArrayPool<byte>.Shared.Rent(count);
            buffer.AsSpan(0, count).CopyTo(rented);
            var sender = _peer ?? PlatformAddresses.FromPlatform(from);
            return new(new NetInput.Datagram(_id, sender, rented.AsMemory(0, count)), _id, rented);
        }
        catch (SocketException error)
        {
            return new(SocketEnds.Ended(_id, error, SocketUse.Datagram), _id);
        }
        catch (ObjectDisposedException)
        {
            return default;
        }
    }
}
