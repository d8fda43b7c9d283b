using System.Collections.Immutable;
using Dialtone.Core.Exchange.Dhcp;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Core.Tests.Exchange.Dhcp;

/// <summary>A DHCPINFORM under test, with a clock that is set by hand and a network that only remembers.</summary>
internal sealed class DhcpConversation
{
    public const uint TransactionId = 0x1badcafe;
    public static readonly HostName Pool01 = HostName.Parse("pool01.contoso.example");
    public static readonly HostName Pool02 = HostName.Parse("pool02.contoso.example");
    public static readonly HardwareAddress Mac = HardwareAddress.Parse("02:00:5e:10:00:01");
    private static readonly EndPointAddress Source = new(IpAddress.Parse("192.0.2.2"), 67);

    private readonly NetEffects _effects = [];
    private TimeSpan _time;

    public DhcpConversation(DhcpInformOptions? options = null, string? interfaceName = "eth0")
    {
        var local = new DhcpInterface(IpAddress.Parse("192.0.2.50"), Mac, interfaceName);
        Inform = new(options ?? new(), local, new FixedEntropy(), new());
    }

    public DhcpInform Inform { get; }

    public FlowId Flow { get; } = new(1);

    private Now Now => new(Instant.Zero + TimeSpan.FromHours(1) + _time, default);

    /// <summary>When the conversation wants to be woken, counted from its beginning.</summary>
    public TimeSpan? Deadline => Inform.Deadline - Instant.Zero - TimeSpan.FromHours(1);

    public NetEffect[] Begin()
    {
        Inform.Begin(Now, _effects);
        return Take();
    }

    public void At(double seconds) => _time = TimeSpan.FromSeconds(seconds);

    public NetEffect[] Give(NetInput input)
    {
        Inform.Handle(Now, input, _effects);
        return Take();
    }

    public NetEffect[] Give(byte[] datagram) => Give(new NetInput.Datagram(Flow, Source, datagram));

    /// <summary>Wakes it whenever it wants, until it is over.</summary>
    public NetEffect[] RunOut()
    {
        var effects = new List<NetEffect>();
        while (Deadline is { } deadline)
        {
            _time = deadline;
            effects.AddRange(Give(new NetInput.DeadlineReached()));
        }

        return [.. effects];
    }

    public static byte[] Ack(string server, params ReadOnlySpan<DhcpOption> options) =>
        Reply(TransactionId, Mac, DhcpMessageType.Ack, server, options);

    public static byte[] Reply(
        uint xid, HardwareAddress mac, DhcpMessageType type, string server, params ReadOnlySpan<DhcpOption> options) =>
        new DhcpMessage
        {
            Operation = DhcpOperation.Reply,
            TransactionId = xid,
            HardwareAddress = mac,
            ClientAddress = IpAddress.Parse("192.0.2.50"),
            Options =
            [
                DhcpOption.MessageType(type), DhcpOption.ServerIdentifier(IpAddress.Parse(server)),
                .. options.ToImmutableArray(),
            ],
        }.ToBytes();

    public static DhcpOption Option120(HostName name) =>
        new(DhcpOptionCode.SipServers, SipServersOption.Of(name).ToBytes());

    public static DhcpOption Option120(string text) =>
        new(DhcpOptionCode.SipServers, System.Text.Encoding.ASCII.GetBytes(text));

    public static DhcpOption Option43(string server) =>
        new(DhcpOptionCode.VendorSpecific,
            new UcVendorOption { Server = HostName.Parse(server), Port = 443 }.ToBytes());

    private NetEffect[] Take()
    {
        NetEffect[] effects = [.. _effects];
        _effects.Clear();
        return effects;
    }

    private sealed class FixedEntropy : IEntropy
    {
        public void Fill(Span<byte> destination) => Convert.FromHexString("1badcafe").CopyTo(destination);

        public uint Below(uint bound) => 0;
    }
}
