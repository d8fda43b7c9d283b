using System.Net.Sockets;
using System.Runtime.InteropServices;
using Dialtone.Core.Net;

namespace Dialtone.Live;

/// <summary>Tells a system how to watch a peer; each system has its own way.</summary>
internal static class PeerWatching
{
    // RFC 5482 is known as TCP_USER_TIMEOUT to Linux (milliseconds), as TCP_MAXRT to Windows and as
    // TCP_RXT_CONNDROPTIME to macOS (seconds).
    private const int LinuxUserTimeout = 18;
    private const int WindowsMaxRetransmission = 5;
    private const int MacConnectionDropTime = 0x80;

    private const int IntervalSeconds = 1;

    /// <summary>
    /// Sets what the system has for it. A system without one of them notices later, which is no reason not to connect.
    /// </summary>
    public static void Apply(Socket socket, PeerWatch watch)
    {
        var probes = (int)Math.Ceiling((watch.Limit - watch.Idle).TotalSeconds / IntervalSeconds);
        try
        {
            socket.SetSocketOption(
                SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)Math.Ceiling(watch.Idle.TotalSeconds));
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, IntervalSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, probes);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            LimitRetransmission(socket, watch.Limit);
        }
        catch (SocketException)
        {
            // An option that this system does not know, or a connection that has ended already: its reader says so.
        }
    }

    private static void LimitRetransmission(Socket socket, TimeSpan limit)
    {
        var seconds = (int)Math.Ceiling(limit.TotalSeconds);
        if (OperatingSystem.IsLinux())
        {
            Set(socket, LinuxUserTimeout, (int)limit.TotalMilliseconds);
        }
        else if (OperatingSystem.IsWindows())
        {
            Set(socket, WindowsMaxRetransmission, seconds);
        }
        else if (OperatingSystem.IsMacOS())
        {
            Set(socket, MacConnectionDropTime, seconds);
        }
    }

    private static void Set(Socket socket, int option, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        MemoryMarshal.Write(bytes, value);
        socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, option, bytes);
    }
}
