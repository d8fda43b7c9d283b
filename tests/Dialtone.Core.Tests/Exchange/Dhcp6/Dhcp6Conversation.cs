using System.Collections.Immutable;
using Dialtone.Core.Exchange.Dhcp6;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Core.Tests.Exchange.Dhcp6;

/// <summary>
/// An INFORMATION-REQUEST under test, with a clock that is set by hand and a network that only remembers. Its chance
/// gives no delay and no deviation, unless the test says otherwise.
/// </summary>
internal sealed class Dhcp6Conversation
{
    public const uint TransactionId = 0x1badca;
    public static readonly HostName Pool01 = HostName.Parse("pool01.contoso.example");
    public static readonly HostName Pool02 = HostName.Parse("pool02.contoso.example");
    public static readonly IpAddress Address11 = IpAddress.Parse("2001:db8::11");
    public static readonly IpAddress Address12 = IpAddress.Parse("2001:db8::12");
    public static readonly Duid Client = Duid.OfLinkLayer(HardwareAddress.Parse("02:00:5e:10:00:01"));
    public static readonly ImmutableArray<IpAddress> Addresses =
        [IpAddress.Parse("2001:db8::50"), IpAddress.Parse("fe80::50")];

    private readonly NetEffects _effects = [];
    private TimeSpan _time;

    public Dhcp6Conversation(
        Dhcp6InformationRequestOptions? options = null, Dhcp6Interface? local = null, Func<uint, uint>? below = null)
    {
        Request = new(
            options ?? new(), local ?? new(Client, Addresses, "eth0"), new Chance(below ?? Middle), new());
    }

    public Dhcp6InformationRequest Request { get; }

    public FlowId Flow { get; } = new(1);

    private Now Now => new(Instant.Zero + TimeSpan.FromHours(1) + _time, default);

    /// <summary>When the conversation wants to be woken, counted from its beginning.</summary>
    public TimeSpan? Deadline => Request.Deadline - Instant.Zero - TimeSpan.FromHours(1);

    public NetEffect[] Begin()
    {
        Request.Begin(Now, _effects);
        return Take();
    }

    public void At(double seconds) => _time = TimeSpan.FromSeconds(seconds);

    public NetEffect[] Give(NetInput input)
    {
        Request.Handle(Now, input, _effects);
        return Take();
    }

    public NetEffect[] Give(byte[] datagram, string from = "fe80::2") =>
        Give(new NetInput.Datagram(Flow, new(IpAddress.Parse(from), 547), datagram));

    /// <summary>Wakes it when it wants to be.</summary>
    public NetEffect[] Wake()
    {
        _time = Deadline.ShouldNotBeNull();
        return Give(new NetInput.DeadlineReached());
    }

    /// <summary>Wakes it whenever it wants, until it is over.</summary>
    public NetEffect[] RunOut()
    {
        var effects = new List<NetEffect>();
        while (Deadline is not null)
        {
            effects.AddRange(Wake());
        }

        return [.. effects];
    }

    public static Duid Server(byte last) => Duid.OfLinkLayer(new(1, [2, 0, 0x5e, 0x10, 0, last]));

    /// <summary>A REPLY as it should be.</summary>
    public static byte[] Reply(byte server, params ReadOnlySpan<Dhcp6Option> options) => Message(
        Dhcp6MessageType.Reply, TransactionId,
        [Dhcp6Option.ClientIdentifier(Client), Dhcp6Option.ServerIdentifier(Server(server)), .. options]);

    public static byte[] Message(Dhcp6MessageType type, uint id, params ReadOnlySpan<Dhcp6Option> options) =>
        new Dhcp6Message { Type = type, TransactionId = id, Options = [.. options] }.ToBytes();

    public static Dhcp6Option Option21(string text) =>
        new(Dhcp6OptionCode.SipServerNames, System.Text.Encoding.ASCII.GetBytes(text));

    private static uint Middle(uint bound) => bound == 2001 ? 1000u : 0;

    private NetEffect[] Take()
    {
        NetEffect[] effects = [.. _effects];
        _effects.Clear();
        return effects;
    }

    private sealed class Chance(Func<uint, uint> below) : IEntropy
    {
        public void Fill(Span<byte> destination) => Convert.FromHexString("1badca").CopyTo(destination);

        public uint Below(uint bound) => below(bound);
    }
}
