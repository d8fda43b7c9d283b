using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Net;
using Dialtone.Core.Tests.Time;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Exchange.Relays;

/// <summary>A check under test, with a clock that is set by hand and a network that only remembers.</summary>
internal sealed class RelayConversation
{
    public static readonly EndPointAddress Relay = new(IpAddress.V4(192, 0, 2, 30), 3478);
    private static readonly EndPointAddress Local = new(IpAddress.V4(192, 0, 2, 50), 40000);

    private readonly NetEffects _effects = [];
    private TimeSpan _time;

    public RelayConversation(
        RelayDialect dialect, RelayTransport transport = RelayTransport.Udp, RelayCredentials? credentials = null)
    {
        Check = new(
            new(HostName.Parse("av-edge.contoso.example"), Relay, transport, dialect), credentials, new(),
            new SeededEntropy(1), new());
    }

    public RelayCheck Check { get; }

    public FlowId Flow { get; } = new(1);

    public RelayOutcome Outcome => Check.Outcome.ShouldNotBeNull();

    /// <summary>When the check wants to be woken, counted from its beginning.</summary>
    public TimeSpan? Deadline => Check.Deadline - Instant.Zero - TimeSpan.FromHours(1);

    private Now Now => new(
        Instant.Zero + TimeSpan.FromHours(1) + _time, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + _time);

    public NetEffect[] Begin()
    {
        Check.Begin(Now, _effects);
        return Take();
    }

    public void At(double seconds) => _time = TimeSpan.FromSeconds(seconds);

    public NetEffect[] Give(NetInput input)
    {
        Check.Handle(Now, input, _effects);
        return Take();
    }

    public NetEffect[] Connect() => Give(new NetInput.Connected(Flow, Local, Relay));

    public NetEffect[] Datagram(byte[] bytes) => Give(new NetInput.Datagram(Flow, Relay, bytes));

    public NetEffect[] Receive(byte[] bytes) => Give(new NetInput.Received(Flow, bytes));

    public NetEffect[] End(ChannelEnd why) => Give(new NetInput.Ended(Flow, why));

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

    /// <summary>The bytes of the one request among effects.</summary>
    public static byte[] Sent(NetEffect[] effects) => effects.Select(effect => effect switch
    {
        NetEffect.SendDatagram send => send.Bytes.ToArray(),
        NetEffect.Write write => write.Bytes.ToArray(),
        _ => null,
    }).Single(bytes => bytes is not null)!;

    private NetEffect[] Take()
    {
        NetEffect[] effects = [.. _effects];
        _effects.Clear();
        return effects;
    }
}
