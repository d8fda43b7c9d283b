using System.Buffers.Binary;
using Dialtone.Core.Net;
using Dialtone.Core.Trace;
using Dialtone.Wire.Addresses;

namespace Dialtone.Reports.Pcapng;

/// <summary>One connection or socket of a capture: makes the packets of what became of it.</summary>
internal sealed class PacketFlow(PacketPorts ports)
{
    /// <summary>The most bytes of a message in one packet: most messages are one.</summary>
    public const int ContentBytesMax = 60_000;

    // The first byte of a record of TLS with a handshake in it; a message of STUN begins with two bits of zero.
    private const byte HandshakeRecord = 0x16;

    private EndPointAddress _remote;
    private uint _sent = 0x1000_0000;
    private uint _received = 0x2000_0000;
    private bool _hasBegun;
    private bool _stands;
    private bool _isOver;

    /// <summary>Its addresses and ports.</summary>
    public PacketPorts Ports => ports;

    /// <summary>What waits to be said of its next packet.</summary>
    public List<string> Comments { get; } = [];

    /// <summary>The packets of a message or an event; none where there is nothing to be seen of it.</summary>
    public IEnumerable<Packet> PacketsOf(TracedMessage message)
    {
        _remote = message.Remote with { Port = ports.Port };
        if (_isOver)
        {
            return [];
        }

        return !message.IsStream ? Datagram(message)
            : message.Event == TracedEvent.None ? Content(message)
            : message.Event switch
            {
                TracedEvent.Connecting => Connecting(),
                TracedEvent.Connected => Connected(),
                TracedEvent.Closed => Closed(byDevice: true),
                TracedEvent.Aborted when _stands => Reset(byDevice: true),
                TracedEvent.Ended => Ended(message.Why),
                _ => [],
            };
    }

    private IEnumerable<Packet> Datagram(TracedMessage message)
    {
        if (!message.Bytes.IsEmpty)
        {
            yield return new(message.IsSent, message.IsSent
                ? IpPacket.OfUdp(ports.Local, _remote, message.Bytes.AsSpan())
                : IpPacket.OfUdp(_remote, ports.Local, message.Bytes.AsSpan()));
        }
    }

    private IEnumerable<Packet> Connecting()
    {
        _hasBegun = true;
        yield return Segment(isSent: true, TcpFlags.Syn);
    }

    private IEnumerable<Packet> Connected()
    {
        _stands = true;
        yield return Segment(isSent: false, TcpFlags.Syn | TcpFlags.Acknowledge);
        yield return Segment(isSent: true, TcpFlags.Acknowledge);
    }

    private IEnumerable<Packet> Content(TracedMessage message)
    {
        // Where the trace began in the middle.
        IEnumerable<Packet> before = _stands ? [] : _hasBegun ? Connected() : [.. Connecting(), .. Connected()];
        foreach (var packet in before)
        {
            yield return packet;
        }

        ReadOnlyMemory<byte> rest = Framed(message);
        while (!rest.IsEmpty)
        {
            var part = rest[..Math.Min(rest.Length, ContentBytesMax)];
            rest = rest[part.Length..];
            yield return Segment(message.IsSent, TcpFlags.Push | TcpFlags.Acknowledge, part);
        }
    }

    /// <summary>
    /// Over TCP the length of a message of DNS stands before it (RFC 1035 section 4.2.2). The hello that an A/V Edge
    /// Server is greeted with is left out: behind it Wireshark would find no message.
    /// </summary>
    private static ReadOnlyMemory<byte> Framed(TracedMessage message)
    {
        if (message.Protocol == TracedProtocol.Turn && message.Bytes is [HandshakeRecord, ..])
        {
            return default;
        }

        if (message.Protocol != TracedProtocol.Dns || message.Bytes.Length > ushort.MaxValue)
        {
            return message.Bytes.AsMemory();
        }

        var framed = new byte[sizeof(ushort) + message.Bytes.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)message.Bytes.Length);
        message.Bytes.CopyTo(framed, sizeof(ushort));
        return framed;
    }

    private IEnumerable<Packet> Ended(ChannelEnd? why) => why switch
    {
        ChannelEnd.Refused when !_stands => Reset(byDevice: false),
        _ when !_stands => [],
        ChannelEnd.ClosedByPeer or ChannelEnd.ClosedDuringHandshake or ChannelEnd.TlsAlert => Closed(byDevice: false),
        ChannelEnd.Reset => Reset(byDevice: false),
        _ => Reset(byDevice: true),
    };

    private IEnumerable<Packet> Closed(bool byDevice)
    {
        _isOver = true;
        yield return Segment(byDevice, TcpFlags.Fin | TcpFlags.Acknowledge);
        yield return Segment(!byDevice, TcpFlags.Fin | TcpFlags.Acknowledge);
        yield return Segment(byDevice, TcpFlags.Acknowledge);
    }

    private IEnumerable<Packet> Reset(bool byDevice)
    {
        _isOver = true;
        yield return Segment(byDevice, TcpFlags.Reset | TcpFlags.Acknowledge);
    }

    private Packet Segment(bool isSent, TcpFlags flags, ReadOnlyMemory<byte> content = default)
    {
        var isFirst = flags == TcpFlags.Syn;
        var packet = isSent
            ? IpPacket.OfTcp(ports.Local, _remote, _sent, isFirst ? 0 : _received, flags, content.Span)
            : IpPacket.OfTcp(_remote, ports.Local, _received, _sent, flags, content.Span);
        // SYN and FIN have a number of their own.
        var taken = (uint)content.Length + ((flags & (TcpFlags.Syn | TcpFlags.Fin)) != TcpFlags.None ? 1u : 0);
        (_sent, _received) = isSent ? (_sent + taken, _received) : (_sent, _received + taken);
        return new(isSent, packet);
    }
}
