using System.Collections.Immutable;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Net.Security;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Core.Net;

/// <summary>What a node is told. Bytes are valid only until <see cref="INode.Handle"/> returns.</summary>
public abstract record NetInput
{
    private NetInput()
    {
    }

    /// <summary>The node begins. The first input, once.</summary>
    public sealed record PowerOn : NetInput;

    /// <summary>The node's deadline is reached or passed.</summary>
    public sealed record DeadlineReached : NetInput;

    /// <summary>A datagram arrived.</summary>
    public sealed record Datagram(FlowId Flow, EndPointAddress From, ReadOnlyMemory<byte> Bytes) : NetInput;

    /// <summary>A TCP connection stands, or a socket for datagrams to one peer is open.</summary>
    public sealed record Connected(FlowId Flow, EndPointAddress Local, EndPointAddress Remote) : NetInput;

    /// <summary>The TLS handshake is done. The certificate has not been judged: that is the node's decision.</summary>
    public sealed record Secured(FlowId Flow, TlsFacts Tls) : NetInput;

    /// <summary>A listener accepted a connection (and, with TLS, finished its handshake).</summary>
    public sealed record Accepted(FlowId Listener, FlowId Flow, EndPointAddress Local, EndPointAddress Remote)
        : NetInput;

    /// <summary>
    /// Connections that a listener did not bring to the node since it said so last: their TLS handshake failed, or was
    /// one of more than the host does at a time, or there was no handle left.
    /// </summary>
    public sealed record NotAccepted(FlowId Listener, int Count) : NetInput;

    /// <summary>Bytes arrived on a connection.</summary>
    public sealed record Received(FlowId Flow, ReadOnlyMemory<byte> Bytes) : NetInput;

    /// <summary>A flow is no more, or never came to be. Nothing further arrives for it.</summary>
    /// <param name="Flow">The flow.</param>
    /// <param name="Why">The reason, as a closed set.</param>
    /// <param name="Detail">What the system or the peer said, for people; may be empty.</param>
    /// <param name="Tls">What the handshake had shown before it failed, where it had.</param>
    public sealed record Ended(FlowId Flow, ChannelEnd Why, string Detail = "", TlsFacts? Tls = null) : NetInput;

    /// <summary>Memory could not be stored.</summary>
    /// <param name="Detail">What the system said.</param>
    public sealed record SaveFailed(string Detail) : NetInput;

    /// <summary>An address came, went or changed, or an interface went down or up.</summary>
    /// <param name="Addresses">
    /// All addresses that this machine has now on interfaces that work; the default value where that is not known.
    /// </param>
    /// <param name="Network">What a device has to know of it; <c>null</c> where that has not changed.</param>
    public sealed record NetworkChanged(ImmutableArray<IpAddress> Addresses = default, LocalNetwork? Network = null)
        : NetInput;

    /// <summary>The owner of the node has changed what it is set to (lab servers): it looks again.</summary>
    public sealed record SettingsChanged : NetInput;

    /// <summary>The person wants to sign out.</summary>
    public sealed record SignOut : NetInput;

    /// <summary>The response to the request that was sent on a connection.</summary>
    public sealed record HttpAnswered(FlowId Flow, HttpResponse Response) : NetInput;

    /// <summary>A request on a connection that a listener accepted (lab servers).</summary>
    public sealed record HttpRequested(FlowId Flow, HttpRequest Request) : NetInput;

    /// <summary>A key pair and a certificate request were made.</summary>
    /// <param name="Flow">The flow, which is no more.</param>
    /// <param name="Request">PKCS#10 in DER.</param>
    /// <param name="Key">The private key, a secret.</param>
    public sealed record CertificateRequestMade(FlowId Flow, ReadOnlyMemory<byte> Request, PrivateKey Key) : NetInput;

    /// <summary>A certificate was issued (lab servers).</summary>
    /// <param name="Flow">The flow, which is no more.</param>
    /// <param name="Certificate">X.509 v3 in DER.</param>
    public sealed record CertificateIssued(FlowId Flow, ReadOnlyMemory<byte> Certificate) : NetInput;

    /// <summary>A handshake of TLS-DSK made a step.</summary>
    /// <param name="Flow">The flow.</param>
    /// <param name="Token">What the peer is to be given; empty where nothing.</param>
    /// <param name="Result">What the handshake gave, once this side has finished it; else <c>null</c>.</param>
    public sealed record TlsDskStepped(FlowId Flow, ReadOnlyMemory<byte> Token, TlsDskResult? Result) : NetInput;

    /// <summary>A Kerberos ticket was got.</summary>
    /// <param name="Flow">The flow, which is no more.</param>
    /// <param name="Token">The GSS token for the service (RFC 4121).</param>
    /// <param name="Signer">Signs and verifies with the ticket's key.</param>
    public sealed record TicketGiven(FlowId Flow, ReadOnlyMemory<byte> Token, MessageSigner Signer) : NetInput;

    /// <summary>A client's Kerberos token was good (lab servers).</summary>
    /// <param name="Flow">The flow, which is no more.</param>
    /// <param name="Principal">Whom it proves: <c>alice@CONTOSO.EXAMPLE</c>.</param>
    /// <param name="Signer">Signs and verifies with the ticket's key.</param>
    public sealed record TicketTaken(FlowId Flow, string Principal, MessageSigner Signer) : NetInput;

    /// <summary>
    /// What was asked in matters of keys, tickets and handshakes was not done. The flow is no more.
    /// </summary>
    /// <param name="Flow">The flow.</param>
    /// <param name="Why">The reason, as a closed set.</param>
    /// <param name="Detail">What the system or the peer said, for people; may be empty. Never a secret.</param>
    public sealed record SecurityFailed(FlowId Flow, SecurityFault Why, string Detail = "") : NetInput;
}
