using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Net;

/// <summary>
/// What a network has to do for a node: the only thing that a driver or a simulated world implements. Bytes are valid
/// until the host has performed the effect; a host that keeps them longer copies them.
/// </summary>
public abstract record NetEffect
{
    private NetEffect()
    {
    }

    /// <summary>
    /// Opens a socket for datagrams. Without a peer nothing answers on success; failure is
    /// <see cref="NetInput.Ended"/>, with <see cref="ChannelEnd.NotPermitted"/> where the right is missing. A socket
    /// that leaves address and port to the system and does not broadcast is a client's: it speaks to the first peer
    /// that it sends to, hears nobody else, and a port without a listener there ends it with
    /// <see cref="ChannelEnd.Refused"/>.
    /// </summary>
    /// <param name="Flow">The new flow.</param>
    /// <param name="Local">The local address and port; address any and port 0 leave both to the system.</param>
    /// <param name="Broadcast">
    /// Whether broadcasts are sent and received, on a port that is shared with other programs. IPv6 has no broadcast:
    /// there the port is shared and everybody heard, and a group is sent to by its address.
    /// </param>
    /// <param name="Interface">
    /// The interface to bind to by name, or <c>null</c> for any. Link-local addresses and groups are those of its link.
    /// </param>
    /// <param name="Peer">
    /// The peer of a client's socket, where the node wants to know its own address before it sends: then success is
    /// answered by <see cref="NetInput.Connected"/>.
    /// </param>
    /// <param name="Group">The multicast group to hear on that interface, or <c>null</c> for none.</param>
    public sealed record OpenDatagrams(
        FlowId Flow,
        EndPointAddress Local,
        bool Broadcast = false,
        string? Interface = null,
        EndPointAddress? Peer = null,
        IpAddress? Group = null)
        : NetEffect;

    /// <summary>Sends one datagram. Failure to send is <see cref="NetInput.Ended"/>.</summary>
    public sealed record SendDatagram(FlowId Flow, EndPointAddress To, ReadOnlyMemory<byte> Bytes) : NetEffect;

    /// <summary>
    /// Opens a TCP connection, answered by <see cref="NetInput.Connected"/> or <see cref="NetInput.Ended"/>; then,
    /// where <paramref name="Tls"/> is given, does the handshake, answered by <see cref="NetInput.Secured"/> or Ended.
    /// The node sets the time limits and closes the flow when they pass.
    /// </summary>
    /// <param name="Flow">The new flow.</param>
    /// <param name="To">The peer.</param>
    /// <param name="Tls">What TLS is done for; <c>null</c> for plain TCP.</param>
    /// <param name="Watch">
    /// How the peer's system is watched once the connection stands; <c>null</c> as the system does by itself.
    /// </param>
    /// <param name="SmallSegments">
    /// Whether the peer is asked for segments of no more than 536 bytes, which every path carries (RFC 9293 section
    /// 3.7.1). A host that cannot ask for it connects all the same.
    /// </param>
    public sealed record Connect(
        FlowId Flow, EndPointAddress To, TlsRequest? Tls, PeerWatch? Watch = null, bool SmallSegments = false)
        : NetEffect;

    /// <summary>Writes to a connection, in order. Nothing answers; a failure is <see cref="NetInput.Ended"/>.</summary>
    public sealed record Write(FlowId Flow, ReadOnlyMemory<byte> Bytes) : NetEffect;

    /// <summary>
    /// Closes a flow, after what was written has been sent. No input follows for it, except those already on their way,
    /// which the node drops.
    /// </summary>
    public sealed record Close(FlowId Flow) : NetEffect;

    /// <summary>
    /// Listens for connections (lab servers). Each arrives as <see cref="NetInput.Accepted"/> with a flow that the host
    /// names; with <paramref name="TlsIdentity"/>, Accepted comes after the handshake.
    /// </summary>
    /// <param name="Flow">The listener.</param>
    /// <param name="Local">Where to listen.</param>
    /// <param name="TlsIdentity">The name of the certificate to present, as the host knows it; <c>null</c> for plain
    /// TCP.</param>
    public sealed record Listen(FlowId Flow, EndPointAddress Local, string? TlsIdentity) : NetEffect;

    /// <summary>
    /// Stores the device's memory in place of the old, atomically; <c>null</c> forgets it. Failure is
    /// <see cref="NetInput.SaveFailed"/>.
    /// </summary>
    public sealed record Save(ReadOnlyMemory<byte>? Memory) : NetEffect;
}
