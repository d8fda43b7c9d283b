using Dialtone.Core.Net.Http;
using Dialtone.Core.Net.Security;
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
    public sealed record Close(FlowId Flow) : NetEffect
    {
        /// <summary>
        /// Whether what was written and has not arrived is taken back as far as it can be, and the connection reset: a
        /// request that is given up must not take effect minutes later, when a network that was away is there again.
        /// </summary>
        public bool Abort { get; init; }
    }

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

    /// <summary>
    /// Sends an HTTP request on a connection that stands, one at a time; answered by
    /// <see cref="NetInput.HttpAnswered"/> or Ended. Nothing else is written to that connection.
    /// </summary>
    public sealed record SendHttp(FlowId Flow, HttpRequest Request) : NetEffect;

    /// <summary>
    /// Listens for HTTP (lab servers). A connection arrives as <see cref="NetInput.Accepted"/>, and each request on it
    /// as <see cref="NetInput.HttpRequested"/>, answered in order by <see cref="AnswerHttp"/>.
    /// </summary>
    public sealed record ListenHttp(FlowId Flow, EndPointAddress Local, string? TlsIdentity) : NetEffect;

    /// <summary>Answers the request that is open on a connection (lab servers).</summary>
    public sealed record AnswerHttp(FlowId Flow, HttpResponse Response) : NetEffect;

    /// <summary>
    /// Makes a key pair (RSA, 2048 bits) and a certificate request (PKCS#10, RFC 2986) for a subject; answered by
    /// <see cref="NetInput.CertificateRequestMade"/> or <see cref="NetInput.SecurityFailed"/>.
    /// </summary>
    /// <param name="Flow">The new flow, which ends with the answer.</param>
    /// <param name="CommonName">The subject: the SIP address without its scheme.</param>
    public sealed record MakeCertificateRequest(FlowId Flow, string CommonName) : NetEffect;

    /// <summary>
    /// Issues a certificate (lab servers); answered by <see cref="NetInput.CertificateIssued"/> or
    /// <see cref="NetInput.SecurityFailed"/>.
    /// </summary>
    /// <param name="Flow">The new flow, which ends with the answer.</param>
    /// <param name="Request">PKCS#10 in DER.</param>
    /// <param name="Terms">For whom, and for how long.</param>
    public sealed record IssueCertificate(FlowId Flow, ReadOnlyMemory<byte> Request, CertificateTerms Terms)
        : NetEffect;

    /// <summary>
    /// Begins a TLS handshake as a client whose records travel elsewhere (TLS-DSK). Each step is answered by
    /// <see cref="NetInput.TlsDskStepped"/> or <see cref="NetInput.SecurityFailed"/>; the flow is closed by the node.
    /// </summary>
    public sealed record BeginTlsDsk(FlowId Flow, ClientCertificate Certificate) : NetEffect;

    /// <summary>The same as a server (lab): waits for the client's first token.</summary>
    /// <param name="Flow">The new flow.</param>
    /// <param name="Identity">The name of the certificate to present, as the host knows it.</param>
    public sealed record AcceptTlsDsk(FlowId Flow, string Identity) : NetEffect;

    /// <summary>Gives the peer's token to a handshake of TLS-DSK.</summary>
    public sealed record ContinueTlsDsk(FlowId Flow, ReadOnlyMemory<byte> Token) : NetEffect;

    /// <summary>
    /// Gets a Kerberos ticket for a service; answered by <see cref="NetInput.TicketGiven"/> or
    /// <see cref="NetInput.SecurityFailed"/>. The node sets the time limit.
    /// </summary>
    /// <param name="Flow">The new flow, which ends with the answer.</param>
    /// <param name="Service">The service principal: <c>sip/fe01.contoso.example</c>.</param>
    /// <param name="Logon">For whom.</param>
    public sealed record AskTicket(FlowId Flow, string Service, KerberosLogon Logon) : NetEffect;

    /// <summary>
    /// Takes a client's Kerberos token (lab servers); answered by <see cref="NetInput.TicketTaken"/> or
    /// <see cref="NetInput.SecurityFailed"/>.
    /// </summary>
    /// <param name="Flow">The new flow, which ends with the answer.</param>
    /// <param name="Service">The service principal that it must be for.</param>
    /// <param name="Token">The GSS token (RFC 4121), or SPNEGO around it.</param>
    public sealed record TakeTicket(FlowId Flow, string Service, ReadOnlyMemory<byte> Token) : NetEffect;

    /// <summary>
    /// Stores the certificate that proves the user in place of the old, atomically and readable by the owner alone;
    /// <c>null</c> forgets it. Failure is <see cref="NetInput.SaveFailed"/>.
    /// </summary>
    public sealed record SaveCertificate(ReadOnlyMemory<byte>? Bytes) : NetEffect;

    /// <summary>
    /// Stores the roots that the node has learned in place of the old, atomically; <c>null</c> forgets them. Failure is
    /// <see cref="NetInput.SaveFailed"/>.
    /// </summary>
    public sealed record SaveRoots(ReadOnlyMemory<byte>? Bytes) : NetEffect;
}
