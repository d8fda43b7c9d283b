using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Mras;
using Dialtone.Wire.MsTurn;
using Dialtone.Wire.Stun;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>A Media Relay alone, message by message, with a clock that is set by hand.</summary>
internal sealed class RelayBench
{
    public const string Realm = "relay.contoso.example";

    public static readonly IpAddress Address = IpAddress.V4(192, 0, 2, 51);

    public static readonly EndPointAddress Client = new(IpAddress.V4(192, 0, 2, 50), 40_000);

    /// <summary>The keys of the vector.</summary>
    public static readonly MrasKeys Keys = new(Count(0x01, 64), Count(0x10, 20), Count(0x40, 20));

    private readonly NetEffects _effects = [];
    private readonly FlowId _udp;
    private readonly FlowId _tcp;
    private uint _flows = 100;

    public RelayBench(RelayDialect dialect, Func<MediaRelaySettings, MediaRelaySettings>? change = null)
    {
        var settings = new MediaRelaySettings
        {
            Name = HostName.Parse("av.contoso.example"),
            Dialect = dialect,
            Udp = new(Address, 3478),
            Tcp = new(Address, 443),
            Realm = Realm,
            Keys = Keys,
            Passwords = new Dictionary<string, string> { ["alice"] = "Dial-Tone-1", ["bob"] = "Dial-Tone-2" },
        };
        Relay = new(change?.Invoke(settings) ?? settings, new SeededEntropy(1, "relay"));
        Give(new NetInput.PowerOn());
        _udp = Effects<NetEffect.OpenDatagrams>().Single().Flow;
        _tcp = Effects<NetEffect.Listen>().Single().Flow;
    }

    public MediaRelay Relay { get; }

    public TimeSpan Time { get; set; } = TimeSpan.FromHours(1);

    public DateTimeOffset WallClock { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IEnumerable<T> Effects<T>() => _effects.OfType<T>();

    public void Give(NetInput input)
    {
        _effects.Clear();
        Relay.Handle(new(Instant.Zero + Time, WallClock + Time), input, _effects);
    }

    /// <summary>The clock goes on, and the relay is woken for everything that falls due.</summary>
    public void Advance(TimeSpan span)
    {
        var end = Time + span;
        while (Relay.Deadline is { } due && due <= Instant.Zero + end)
        {
            Time = due.SinceStart;
            Give(new NetInput.DeadlineReached());
        }

        Time = end;
    }

    /// <summary>The answer to a datagram; empty for none.</summary>
    public byte[] Ask(ReadOnlySpan<byte> message, ushort port = 40_000)
    {
        Give(new NetInput.Datagram(_udp, Client with { Port = port }, message.ToArray()));
        return Effects<NetEffect.SendDatagram>().SingleOrDefault()?.Bytes.ToArray() ?? [];
    }

    public FlowId Connect()
    {
        var flow = new FlowId(++_flows);
        Give(new NetInput.Accepted(_tcp, flow, Relay.Settings.Tcp, Client with { Port = (ushort)_flows }));
        return flow;
    }

    public byte[] Send(FlowId flow, byte[] bytes)
    {
        Give(new NetInput.Received(flow, bytes));
        return [.. Effects<NetEffect.Write>().SelectMany(write => write.Bytes.ToArray())];
    }

    /// <summary>An Allocate with a proof that is right, after its challenge.</summary>
    public byte[] AllocateAsUser(string user = "alice", ushort port = 40_000, byte transaction = 1,
        StunMethod method = StunMethod.Allocate, Action<List<(StunAttributeType, byte[])>>? change = null)
    {
        var nonce = StandardNonce(Ask(StandardRequest(method, transaction, null, null, []), port));
        List<(StunAttributeType, byte[])> attributes =
            method == StunMethod.Allocate ? [(StunAttributeType.RequestedTransport, [17, 0, 0, 0])] : [];
        change?.Invoke(attributes);
        return Ask(StandardRequest(method, transaction, user, nonce, attributes), port);
    }

    public static byte[] StandardRequest(StunMethod method, byte transaction, string? user, byte[]? nonce,
        List<(StunAttributeType Type, byte[] Value)> attributes)
    {
        var request = new StunWriter(
            new byte[1024], StunClass.Request, method, Count(transaction, StunMessage.TransactionIdBytes));
        foreach (var (type, value) in attributes)
        {
            request.Add(type, value);
        }

        if (user is not null)
        {
            request.Add(StunAttributeType.Username, user);
            request.Add(StunAttributeType.Realm, Realm);
            request.Add(StunAttributeType.Nonce, nonce);
            request.AddIntegrity(StunKey.LongTerm(user, Realm, user == "alice" ? "Dial-Tone-1" : "Dial-Tone-2"));
        }

        return request.Written.ToArray();
    }

    public static int CodeOf(byte[] answer)
    {
        StunMessage.TryRead(answer, out var message, out var fault).ShouldBeTrue($"{fault}");
        return message.TryGetError(out var error) ? error.Code : 0;
    }

    public static byte[] StandardNonce(byte[] answer)
    {
        StunMessage.TryRead(answer, out var message, out _).ShouldBeTrue();
        message.TryGet(StunAttributeType.Nonce, out var nonce).ShouldBeTrue();
        return nonce.ToArray();
    }

    public static int AvEdgeCodeOf(byte[] answer)
    {
        MsTurnMessage.TryRead(answer, out var message, out var fault).ShouldBeTrue($"{fault}");
        return message.TryGetError(out var error) ? error.Code : 0;
    }

    public static byte[] Count(int from, int count) =>
        [.. Enumerable.Range(from, count).Select(value => (byte)value)];
}
