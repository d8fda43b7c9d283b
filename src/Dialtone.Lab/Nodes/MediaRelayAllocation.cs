using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Nodes;

/// <summary>Whose an allocation is: the five-tuple of RFC 8656 section 2.2, without the relay's own side.</summary>
/// <param name="Flow">The connection, or the socket for datagrams.</param>
/// <param name="Client">The address and port of the client.</param>
internal readonly record struct MediaRelayClient(FlowId Flow, EndPointAddress Client);

/// <summary>An address that a relay keeps for a client.</summary>
/// <param name="client">Whose it is.</param>
/// <param name="user">Who proved to be its user.</param>
/// <param name="port">The port of the relayed address.</param>
internal sealed class MediaRelayAllocation(MediaRelayClient client, string user, ushort port)
{
    public MediaRelayClient Client { get; } = client;

    public string User { get; } = user;

    public ushort Port { get; } = port;

    /// <summary>When it ends, unless it is asked for anew.</summary>
    public Instant Ends { get; set; }

    /// <summary>The transaction that made it: the same one again is a retransmission.</summary>
    public required byte[] Transaction { get; init; }

    /// <summary>What MS-TURN calls the connection ID, 20 bytes; empty in the standard dialect.</summary>
    public byte[] ConnectionId { get; init; } = [];
}
