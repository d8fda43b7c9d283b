using System.Net;
using System.Net.Sockets;

namespace Dialtone.Interop.Tests.Bench;

/// <summary>Ports on loopback for servers that cannot choose one themselves.</summary>
internal static class FreePort
{
    /// <summary>One of TCP that nobody has now.</summary>
    public static ushort Tcp()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return (ushort)((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
