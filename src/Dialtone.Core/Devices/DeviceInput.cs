using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Devices;

/// <summary>What a device is told, in its own terms. Bytes have become values before.</summary>
public abstract record DeviceInput
{
    private DeviceInput()
    {
    }

    /// <summary>Power.</summary>
    public sealed record PowerOn : DeviceInput;

    /// <summary>The device's deadline is reached or passed.</summary>
    public sealed record DeadlineReached : DeviceInput;

    /// <summary>An SRV or NAPTR question is decided.</summary>
    public sealed record DnsAnswered(DnsQuestion Question, DnsOutcome Outcome) : DeviceInput;

    /// <summary>The addresses of a name are decided.</summary>
    public sealed record AddressesAnswered(HostName Name, DnsOutcome Outcome) : DeviceInput;

    /// <summary>DHCP named a Registrar, or will not.</summary>
    public sealed record DhcpAnswered(DhcpOutcome Outcome) : DeviceInput;

    /// <summary>DHCPv6 named SIP servers, or will not.</summary>
    public sealed record Dhcp6Answered(Dhcp6Outcome Outcome) : DeviceInput;

    /// <summary>The check of a Media Relay has come to its end.</summary>
    public sealed record RelayChecked(RelayOutcome Outcome) : DeviceInput;

    /// <summary>The TCP connection of a channel stands, or over UDP its socket is open.</summary>
    public sealed record ChannelConnected(FlowId Channel, EndPointAddress Local, EndPointAddress Remote) : DeviceInput;

    /// <summary>The TLS handshake of a channel is done.</summary>
    public sealed record ChannelSecured(FlowId Channel, TlsFacts Tls) : DeviceInput;

    /// <summary>A channel is no more.</summary>
    public sealed record ChannelEnded(FlowId Channel, ChannelEnd Why, string Detail, TlsFacts? Tls) : DeviceInput;

    /// <summary>A response to a request of the device.</summary>
    public sealed record SipResponse(FlowId Channel, SipMessage Message) : DeviceInput
    {
        /// <summary>The method of that request.</summary>
        public SipMethod Method => Message.TryGetCSeq(out var cseq, out _) ? cseq.Method : SipMethod.Unknown;
    }

    /// <summary>A request of the device got no final response in time.</summary>
    public sealed record SipTimedOut(FlowId Channel, SipMethod Method) : DeviceInput;

    /// <summary>A NOTIFY, which has been confirmed, or a BENOTIFY, which wants no answer.</summary>
    public sealed record SipRequest(FlowId Channel, SipMessage Message) : DeviceInput;

    /// <summary>
    /// A channel brought a message whose signature is not that of the server, or that has none and must have one.
    /// Nothing else of the message was looked at.
    /// </summary>
    public sealed record SipNotProved(FlowId Channel, SignatureFault Fault, SipMessage Message) : DeviceInput;

    /// <summary>A channel brought something that is not SIP or cannot be read.</summary>
    /// <param name="Channel">The channel.</param>
    /// <param name="Fault">What is wrong, and where.</param>
    /// <param name="IsFatal">Whether nothing more can be read from the channel; else one message was dropped.</param>
    /// <param name="Bytes">The bytes around the fault.</param>
    public sealed record SipMalformed(
        FlowId Channel, SipFault Fault, bool IsFatal, ReadOnlyMemory<byte> Bytes) : DeviceInput;

    /// <summary>Memory could not be stored.</summary>
    public sealed record SaveFailed(string Detail) : DeviceInput;

    /// <summary>The network changed.</summary>
    /// <param name="Addresses">
    /// All addresses that this machine has now on interfaces that work; the default value where that is not known.
    /// </param>
    /// <param name="Network">What a device has to know of it; <c>null</c> where that has not changed.</param>
    public sealed record NetworkChanged(ImmutableArray<IpAddress> Addresses = default, LocalNetwork? Network = null)
        : DeviceInput;

    /// <summary>The person signs out.</summary>
    public sealed record SignOut : DeviceInput;

    /// <summary>What the host answered to <see cref="DeviceEffect.OfHost"/>, or tells about a flow of it.</summary>
    public sealed record OfHost(NetInput Input) : DeviceInput;
}
