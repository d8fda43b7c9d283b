using Dialtone.Core.Candidates;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Exchange.Sip;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Devices;

/// <summary>What a device wants done, in its own terms.</summary>
public abstract record DeviceEffect
{
    private DeviceEffect()
    {
    }

    /// <summary>Asks DNS for SRV or NAPTR records.</summary>
    public sealed record AskDns(DnsQuestion Question) : DeviceEffect;

    /// <summary>
    /// Asks DNS for the addresses of a name; those that stood beside the SRV answer of <paramref name="Via"/> will do.
    /// </summary>
    /// <param name="Name">The name.</param>
    /// <param name="Via">The SRV name whose answer named it; the default value where none did.</param>
    public sealed record AskAddresses(HostName Name, HostName Via) : DeviceEffect;

    /// <summary>Asks DHCP for options 120 and 43.</summary>
    public sealed record AskDhcp : DeviceEffect;

    /// <summary>Asks DHCPv6 for options 21 and 22.</summary>
    public sealed record AskDhcp6 : DeviceEffect;

    /// <summary>Checks a Media Relay at one address.</summary>
    /// <param name="Target">Which.</param>
    /// <param name="Credentials">The user's credentials, a secret; <c>null</c> to ask only whether it is there.</param>
    public sealed record CheckRelay(RelayTarget Target, RelayCredentials? Credentials) : DeviceEffect;

    /// <summary>Gives up every question that is still out, and every check of a relay.</summary>
    public sealed record StopAsking : DeviceEffect;

    /// <summary>Forgets every DNS answer.</summary>
    public sealed record FlushAnswers : DeviceEffect;

    /// <summary>Connects, or over UDP opens a socket; with TLS the certificate of a name is expected.</summary>
    /// <param name="Channel">The new channel.</param>
    /// <param name="To">The peer.</param>
    /// <param name="Transport">Over what.</param>
    /// <param name="ExpectedName">The name of the certificate; <c>null</c> without TLS.</param>
    /// <param name="SmallSegments">Whether the peer is asked for small segments, since large ones may be lost.</param>
    public sealed record OpenChannel(
        FlowId Channel, EndPointAddress To, SipTransport Transport, HostName? ExpectedName, bool SmallSegments = false)
        : DeviceEffect
    {
        /// <summary>How long the connection stands before the TLS handshake begins.</summary>
        public TimeSpan TlsAfter { get; init; }
    }

    /// <summary>Closes a channel.</summary>
    public sealed record CloseChannel(FlowId Channel) : DeviceEffect;

    /// <summary>Sends a SIP request on a channel.</summary>
    public sealed record SendSip(FlowId Channel, ReadOnlyMemory<byte> Message) : DeviceEffect;

    /// <summary>Sends a keep-alive whenever a channel was idle for so long; <c>null</c> for never.</summary>
    public sealed record KeepAlive(FlowId Channel, KeepAlivePace? Pace) : DeviceEffect;

    /// <summary>Stores memory.</summary>
    public sealed record SaveMemory(DeviceMemory Memory) : DeviceEffect;

    /// <summary>
    /// What the host does for a device in its own terms: web services, certificates, handshakes of TLS-DSK, tickets.
    /// </summary>
    public sealed record OfHost(NetEffect Effect) : DeviceEffect;
}
