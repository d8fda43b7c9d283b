using System.Buffers.Binary;
using System.Collections.Immutable;
using Dialtone.Core.Trace;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Stun;

namespace Dialtone.Reports.Pcapng;

/// <summary>Between which addresses and ports a connection or socket stands in a capture.</summary>
/// <param name="Local">The device.</param>
/// <param name="RealPort">The port of the other side as it really was.</param>
/// <param name="Port">The port of the other side as it stands in the capture.</param>
internal readonly record struct PacketPorts(EndPointAddress Local, ushort RealPort, ushort Port)
{
    // The ports of RFC 6056 for clients, for sockets whose own port is not known.
    private const ushort FirstClientPort = 49152;
    private const ushort ClientPorts = 16384;

    // Over TCP Wireshark looks for messages of RFC 8489 alone at 3478, and at a port that it has no dissector for it
    // finds those of RFC 3489 by what they are.
    private const ushort EdgePort = 3479;

    /// <summary>Works it out from all messages of a connection or socket.</summary>
    /// <param name="messages">The messages; at least one.</param>
    /// <param name="stand">The address for one that is not known.</param>
    public static PacketPorts Of(ImmutableArray<TracedMessage> messages, IpAddress stand)
    {
        var protocol = messages.Select(message => message.Protocol)
            .FirstOrDefault(each => each != TracedProtocol.Connection, TracedProtocol.Connection);
        var first = messages[0];
        var local = messages.Select(message => message.Local).FirstOrDefault(each => each.Port != 0, first.Local);
        var address = IsAny(local.Address) || local.Address.IsV4 != first.Remote.Address.IsV4 ? stand : local.Address;
        var port = protocol switch
        {
            TracedProtocol.Dhcp => 68,
            TracedProtocol.Dhcp6 => 546,
            _ when local.Port != 0 => local.Port,
            _ => FirstClientPort + (int)(first.Flow % ClientPorts),
        };
        var isEdge = first.IsStream && protocol == TracedProtocol.Turn && !messages.Any(IsStandard);
        return new(
            new(address, (ushort)port), first.Remote.Port, isEdge ? EdgePort : PortOf(protocol, first.Remote.Port));
    }

    /// <summary>Whether it is no address of a machine.</summary>
    public static bool IsAny(IpAddress address) => address == IpAddress.AnyV4 || address == IpAddress.AnyV6;

    /// <summary>Any address of the same family.</summary>
    public static IpAddress AnyLike(IpAddress address) => address.IsV4 ? IpAddress.AnyV4 : IpAddress.AnyV6;

    private static bool IsStandard(TracedMessage message) => message.Bytes.Length >= 8
        && BinaryPrimitives.ReadUInt32BigEndian(message.Bytes.AsSpan()[4..]) == StunMessage.Cookie;

    private static ushort PortOf(TracedProtocol protocol, ushort real) => protocol switch
    {
        TracedProtocol.Dhcp => 67,
        TracedProtocol.Dhcp6 => 547,
        TracedProtocol.Dns => 53,
        TracedProtocol.Sip => 5060,
        TracedProtocol.Http => 80,
        TracedProtocol.Turn => 3478,
        _ => real,
    };
}
