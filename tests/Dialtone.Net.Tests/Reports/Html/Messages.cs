using System.Collections.Immutable;
using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Trace;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net.Tests.Reports.Html;

/// <summary>Messages of the deployment that the examples of this project speak of.</summary>
internal static class Messages
{
    public static readonly EndPointAddress Web = EndPointOf("192.0.2.51:443");

    /// <summary>What a phone whose first Registrar refuses and whose second forbids sends and receives.</summary>
    public static ImmutableArray<TracedMessage> OfARefusal() =>
    [
        Dhcp(0, isSent: true, "DHCPINFORM"),
        Dns(0, isSent: true, id: 1, "SRV _sipinternaltls._tcp.contoso.example"),
        Dns(0, isSent: true, id: 2, "SRV _sip._tls.contoso.example"),
        Dns(0.002, isSent: false, id: 1, "1 SRV record"),
        Event(0.003, flow: 3, Entries.Remote1, TracedEvent.Connecting, "connecting"),
        Event(0.004, flow: 3, Entries.Remote1, TracedEvent.Ended, "refused") with { Why = ChannelEnd.Refused },
        Event(0.004, flow: 4, Entries.Remote2, TracedEvent.Connecting, "connecting"),
        Event(0.006, flow: 4, Entries.Remote2, TracedEvent.Connected, "connected"),
        Event(0.009, flow: 4, Entries.Remote2, TracedEvent.Secured, "TLS 1.3 with pool01.contoso.example"),
        Sip(0.009, isSent: true, "REGISTER", "REGISTER sip:contoso.example SIP/2.0\r\nCSeq: 1 REGISTER\r\n\r\n"),
        Sip(4.2, isSent: false, "403 Forbidden", "SIP/2.0 403 Forbidden\r\nCSeq: 1 REGISTER\r\n\r\n"),
    ];

    public static TracedMessage Dhcp(double at, bool isSent, string title) => Datagram(
        at, isSent, TracedProtocol.Dhcp, isSent ? new(IpAddress.Broadcast, 67) : EndPointOf("192.0.2.67:67"), title,
        [1, 1, 6, 0]);

    public static TracedMessage Dns(double at, bool isSent, byte id, string title, byte code = 0) => Datagram(
        at, isSent, TracedProtocol.Dns, Entries.DnsServer, title,
        [0, id, (byte)(isSent ? 1 : 0x81), code, .. new byte[8]]) with
    {
        Flow = 2,
    };

    public static TracedMessage Sip(double at, bool isSent, string title, string text) =>
        Stream(at, isSent, TracedProtocol.Sip, Entries.Remote2, title, Encoding.UTF8.GetBytes(text)) with { Flow = 4 };

    public static TracedMessage Stream(
        double at, bool isSent, TracedProtocol protocol, EndPointAddress remote, string title, byte[] bytes) =>
        Datagram(at, isSent, protocol, remote, title, bytes) with { IsStream = true, IsSecured = true };

    public static TracedMessage Event(double at, long flow, EndPointAddress remote, TracedEvent what, string title) =>
        new()
        {
            At = Entries.At(at),
            Protocol = TracedProtocol.Connection,
            Event = what,
            IsSent = what is TracedEvent.Connecting or TracedEvent.Closed or TracedEvent.Aborted,
            IsStream = true,
            Local = Entries.Local,
            Remote = remote,
            Flow = flow,
            Title = title,
        };

    public static EndPointAddress EndPointOf(string text) =>
        EndPointAddress.TryParse(text, 0, out var endPoint)
            ? endPoint : throw new ArgumentException(text, nameof(text));

    private static TracedMessage Datagram(
        double at, bool isSent, TracedProtocol protocol, EndPointAddress remote, string title, byte[] bytes) => new()
        {
            At = Entries.At(at),
            Protocol = protocol,
            IsSent = isSent,
            Local = Entries.Local,
            Remote = remote,
            Flow = 1,
            Title = title,
            Bytes = [.. bytes],
        };
}
