using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Dialtone.Wire.Addresses;

namespace Dialtone.Live;

/// <summary>The platform's addresses and ours.</summary>
internal static class PlatformAddresses
{
    /// <summary>The platform's form of an address and port.</summary>
    public static IPEndPoint ToPlatform(this EndPointAddress endPoint) =>
        new(endPoint.Address.ToIPAddress(), endPoint.Port);

    /// <summary>
    /// The same, where an address of one link alone or a group is meant on the interface of that index; 0 for any.
    /// </summary>
    public static IPEndPoint ToPlatform(this EndPointAddress endPoint, int interfaceIndex)
    {
        var platform = endPoint.ToPlatform();
        if (!endPoint.Address.IsV4 && (endPoint.Address.IsLinkLocal || endPoint.Address.IsMulticast))
        {
            platform.Address.ScopeId = interfaceIndex;
        }

        return platform;
    }

    /// <summary>The family of sockets that reach this address.</summary>
    public static AddressFamily Family(this EndPointAddress endPoint) =>
        endPoint.Address.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;

    /// <summary>Our form of what a socket says of itself or its peer.</summary>
    public static EndPointAddress FromPlatform(EndPoint? endPoint) =>
        endPoint is IPEndPoint ip ? new(IpAddress.From(ip.Address), (ushort)ip.Port) : default;

    /// <summary>
    /// Our form of a raw socket address, without an object per datagram. Both families keep the port at 2, in network
    /// order; IPv4 has its address at 4 and IPv6, after the flow label, at 8.
    /// </summary>
    public static EndPointAddress FromPlatform(SocketAddress raw)
    {
        var bytes = raw.Buffer.Span;
        var address = raw.Family == AddressFamily.InterNetwork ? bytes.Slice(4, 4) : bytes.Slice(8, 16);
        _ = IpAddress.TryRead(address, out var read);
        return new(read, BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]));
    }
}
