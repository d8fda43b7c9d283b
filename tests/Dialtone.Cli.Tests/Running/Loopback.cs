using System.Net;
using System.Net.Sockets;

namespace Dialtone.Cli.Tests.Running;

/// <summary>The loopback of this machine.</summary>
internal static class Loopback
{
    /// <summary>Whether it has an address of IPv6.</summary>
    public static bool HasIPv6 { get; } = BindsIPv6();

    private static bool BindsIPv6()
    {
        try
        {
            using var probe = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
            probe.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
