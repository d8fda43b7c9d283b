using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.World;

/// <summary>A node's end of something.</summary>
internal abstract class SimFlow(SimNode node, FlowId id)
{
    public SimNode Node { get; } = node;

    public FlowId Id { get; } = id;

    /// <summary>The boot of the node that it belongs to.</summary>
    public int Life { get; } = node.Life;

    public bool IsOpen { get; set; } = true;

    public bool Lives => IsOpen && Node.IsRunning && Node.Life == Life;
}

internal sealed class SimListener(
    SimNode node, FlowId id, EndPointAddress local, string? tlsIdentity, bool isHttp) : SimFlow(node, id)
{
    public EndPointAddress Local { get; } = local;

    public string? TlsIdentity { get; } = tlsIdentity;

    /// <summary>Whether its connections bring requests of HTTP and not bytes.</summary>
    public bool IsHttp { get; } = isHttp;
}

internal sealed class SimDatagramFlow(SimNode node, FlowId id, EndPointAddress local, IpAddress? group)
    : SimFlow(node, id)
{
    public EndPointAddress Local { get; } = local;

    /// <summary>
    /// The broadcast address or the group that it hears besides its own, with its port; <c>null</c> for none.
    /// </summary>
    public EndPointAddress? Hears { get; } = group is { } address ? new(address, local.Port) : null;
}

/// <summary>How one end of a connection takes the bytes that arrive.</summary>
internal enum StreamMode : byte
{
    /// <summary>The three-way handshake is not done.</summary>
    Opening,

    /// <summary>As they are; TLS, where there is any, is done and taken off.</summary>
    Open,

    /// <summary>It expects a TLS handshake from a peer that does not speak TLS.</summary>
    AwaitsTls,

    /// <summary>Both ends speak TLS; the handshake is on its way.</summary>
    Handshaking,
}

/// <summary>One end of a TCP connection. What is on its way to it arrives in order.</summary>
internal sealed class SimStream(SimNode node, FlowId id, EndPointAddress local, EndPointAddress remote, TlsRequest? tls)
    : SimFlow(node, id)
{
    public EndPointAddress Local { get; } = local;

    public EndPointAddress Remote { get; } = remote;

    public TlsRequest? Tls { get; } = tls;

    public SimStream? Peer { get; set; }

    public StreamMode Mode { get; set; }

    /// <summary>Whether TLS stands: what the network changes on the way then ends the connection.</summary>
    public bool IsSecured { get; set; }

    /// <summary>
    /// Whether HTTP is spoken here: by the end of a server for it always, by a client's from its first request.
    /// </summary>
    public bool IsHttp { get; set; }

    /// <summary>Whether a request is open: a server owes an answer, a client waits for one.</summary>
    public bool HasOpenRequest { get; set; }

    /// <summary>Whether its node took back what had not arrived.</summary>
    public bool IsAborted { get; set; }

    /// <summary>Bytes that its node wrote.</summary>
    public long Written { get; set; }

    /// <summary>Retransmissions of the first byte that has not arrived, or of the SYN.</summary>
    public int Retries { get; set; }

    /// <summary>When the next retransmission is due, while nothing passes.</summary>
    public long RetryAt { get; set; }

    public long LastArrival { get; set; }

    /// <summary>The last arrival for which an event is in the queue; -1 for none.</summary>
    public long ScheduledAt { get; set; } = -1;

    /// <summary>What is on its way, the next first; <c>null</c> for nothing.</summary>
    public SimSegment? Inbound { get; private set; }

    private SimSegment? _lastInbound;

    /// <summary>Puts a piece behind all others.</summary>
    public void Append(SimSegment segment)
    {
        if (Inbound is null)
        {
            Inbound = segment;
        }
        else
        {
            _lastInbound!.Next = segment;
        }

        _lastInbound = segment;
    }

    /// <summary>Takes the next piece off.</summary>
    public void Take()
    {
        Inbound = Inbound!.Next;
        _lastInbound = Inbound is null ? null : _lastInbound;
    }

    /// <summary>Drops all that is on its way.</summary>
    public void Drop() => Inbound = _lastInbound = null;
}

internal enum SegmentKind : byte
{
    Data,

    /// <summary>A request or an answer of HTTP, whole.</summary>
    Http,
    Input,
    Fin,
    Reset,
    Corrupt,
}

/// <summary>A piece on its way: bytes, the end of them, or news of the connection itself.</summary>
internal sealed class SimSegment(long arrival, SegmentKind kind, byte[]? bytes, NetInput? input)
{
    public long Arrival => arrival;

    public SegmentKind Kind => kind;

    public byte[]? Bytes => bytes;

    public NetInput? Input => input;

    /// <summary>The piece behind it.</summary>
    public SimSegment? Next { get; set; }
}
