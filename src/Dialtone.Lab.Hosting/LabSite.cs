using System.Collections.Immutable;
using System.Net.Sockets;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Hosting;

/// <summary>Where on this machine a deployment can stand: a network of its own, ports that need no rights.</summary>
internal static class LabSite
{
    // In place of 53, 67, 547, 443 and 80, which an ordinary user may not open. Easy to tell apart in a capture.
    private const ushort DnsPort = 10053;
    private const ushort DhcpPort = 10067;
    private const ushort Dhcp6Port = 10547;
    private const ushort EdgeTlsPort = 10443;
    private const ushort RelayTcpPort = 10443;
    private const ushort WebTlsPort = 10443;
    private const ushort WebTcpPort = 10080;

    private static readonly IpAddress LoopbackV6 = IpAddress.Parse("::1");

    /// <summary>Moves a deployment to a free network and free ports, or says why there are none.</summary>
    /// <param name="original">The deployment.</param>
    /// <param name="keepsPorts">Whether ports that need rights are taken as they are.</param>
    public static (Deployment? Deployment, LabStart? Fault) Find(Deployment original, bool keepsPorts)
    {
        var (found, fault) = FindIn(LoopbackNet.Draw(), original, keepsPorts);

        // Addresses that were added by hand are those of the known network.
        return fault is LabStart.NoAddresses ? FindIn(LoopbackNet.Known, original, keepsPorts) : (found, fault);
    }

    private static (Deployment? Deployment, LabStart? Fault) FindIn(
        LoopbackNet net, Deployment original, bool keepsPorts)
    {
        var moved = original.Relocated(net.Move);
        ImmutableArray<IpAddress> names = [moved.Names.Address];
        ImmutableArray<IpAddress> pools =
        [
            .. moved.Pool01FrontEnds.Append(moved.Pool02).Select(host => host.Address),
            .. moved.Pool01Balancer is { } balancer ? (ReadOnlySpan<IpAddress>)[balancer] : [],
            .. moved.Director is { } director ? (ReadOnlySpan<IpAddress>)[director.Address] : [],
        ];
        ImmutableArray<IpAddress> edge = [moved.AccessProxy.Address];
        ImmutableArray<IpAddress> relays = [moved.InnerRelay.Address, moved.OuterRelay.Address];
        ImmutableArray<IpAddress> standardRelay = [moved.StandardRelay.Address];
        ImmutableArray<IpAddress> web = [moved.Web01.Address, moved.Web02.Address];
        using var claims = new PortClaims();
        var sip = claims.Claim(original.SipTcpPort, pools, ProtocolType.Tcp, ProtocolType.Udp);
        var placed = moved with
        {
            DhcpRepliesToSource = true,
            DnsPort = claims.Claim(Preferred(original.DnsPort, DnsPort), names, ProtocolType.Udp, ProtocolType.Tcp),
            DhcpPort = claims.Claim(
                Preferred(original.DhcpPort, DhcpPort), names.Add(moved.SecondDhcp.Address), ProtocolType.Udp),
            SipTlsPort = claims.Claim(original.SipTlsPort, pools, ProtocolType.Tcp),
            SipTcpPort = sip,
            SipUdpPort = sip,
            EdgeTlsPort = claims.Claim(Preferred(original.EdgeTlsPort, EdgeTlsPort), edge, ProtocolType.Tcp),
            EdgeTcpPort = claims.Claim(original.EdgeTcpPort, edge, ProtocolType.Tcp),
            RelayUdpPort = claims.Claim(original.RelayUdpPort, relays, ProtocolType.Udp),
            RelayTcpPort = claims.Claim(RelayTcpPort, relays, ProtocolType.Tcp),
            StandardRelayPort = claims.Claim(
                original.StandardRelayPort, standardRelay, ProtocolType.Udp, ProtocolType.Tcp),
            WebTlsPort = claims.Claim(Preferred(original.WebTlsPort, WebTlsPort), web, ProtocolType.Tcp),
            WebTcpPort = claims.Claim(Preferred(original.WebTcpPort, WebTcpPort), web, ProtocolType.Tcp),
        };
        placed = WithDhcp6(placed);
        if (claims.Missing is { } missing)
        {
            return (null, new LabStart.NoAddresses(missing.ToString(), Commands(original)));
        }

        return placed is { DnsPort: 0 } or { DhcpPort: 0 } or { SipTlsPort: 0 } or { SipTcpPort: 0 }
                or { EdgeTlsPort: 0 } or { EdgeTcpPort: 0 } or { RelayUdpPort: 0 } or { RelayTcpPort: 0 }
                or { StandardRelayPort: 0 } or { WebTlsPort: 0 } or { WebTcpPort: 0 }
            ? (null, new LabStart.NotBound(net.ToString(), claims.Detail))
            : (placed, null);

        // A port that was chosen for the lab, or one in the place of that which needs rights.
        ushort Preferred(ushort chosen, ushort inItsPlace) => chosen < 1024 && !keepsPorts ? inItsPlace : chosen;
    }

    // IPv6 has one address on loopback, and carries no group there: one server, asked by its address. A machine without
    // IPv6 has a lab without it.
    private static Deployment WithDhcp6(Deployment placed)
    {
        using var claims = new PortClaims();
        var port = placed.HasDhcp6 ? claims.Claim(Dhcp6Port, [LoopbackV6], ProtocolType.Udp) : (ushort)0;
        return placed with
        {
            HasDhcp6 = port != 0, Dhcp6Address = LoopbackV6, SecondDhcp6Address = null, Dhcp6Port = port,
        };
    }

    private static ImmutableArray<string> Commands(Deployment original) =>
    [
        .. original.Relocated(LoopbackNet.Known.Move).Hosts.Select(host => $"sudo ifconfig lo0 alias {host.Address}"),
    ];
}
