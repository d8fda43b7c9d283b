using System.Diagnostics;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dhcp;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Time;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dns;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.Devices;

/// <summary>
/// A device under test, a clock moved by hand, and a network that is a table: what is not in it is answered with "no
/// such name", or not at all where the entry is <c>null</c>. After every input it is asserted that a device that is
/// switched on has a deadline, and that one which was told of a deadline does not ask for the same moment again.
/// </summary>
internal sealed class DeviceBench
{
    public const string Password = "Pa55w0rd!";
    public static readonly DateTimeOffset WallClock = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly HostName Domain = HostName.Parse("contoso.example");
    public static readonly HostName Pool01 = Domain.Under("pool01");
    public static readonly HostName Pool02 = Domain.Under("pool02");
    public static readonly HostName Edge = Domain.Under("sip");
    public static readonly IpAddress FrontEnd1 = IpAddress.Parse("192.0.2.11");
    public static readonly IpAddress FrontEnd2 = IpAddress.Parse("192.0.2.12");
    public static readonly IpAddress Balancer = IpAddress.Parse("192.0.2.21");
    public static readonly IpAddress EdgeAddress = IpAddress.Parse("203.0.113.5");

    private readonly Queue<DeviceInput> _inputs = [];
    private readonly Dictionary<FlowId, DeviceEffect.OpenChannel> _open = [];
    private DeviceSettings _settings = new()
    {
        Account = Account,
        Credential = UserCredential.FromPassword("alice", Password),
        Epid = "c8ca638a15",
        DhcpInterface = new DhcpInterface(Local.Address, HardwareAddress.Parse("02:00:5e:10:00:01"), "eth0"),
    };

    private Device? _device;

    public static EndPointAddress Local { get; } = new(IpAddress.Parse("192.0.2.50"), 51234);

    public static AddressOfRecord Account { get; } =
        AddressOfRecord.TryParse("sip:alice@contoso.example", out var account)
            ? account : throw new UnreachableException();

    /// <summary>What DNS says of the services; <c>null</c> for silence.</summary>
    public Dictionary<SrvService, DnsOutcome?> Srv { get; } = [];

    /// <summary>What DNS says of other questions; <c>null</c> for silence.</summary>
    public Dictionary<DnsQuestion, DnsOutcome?> Records { get; } = [];

    /// <summary>What DNS says of the names; <c>null</c> for silence.</summary>
    public Dictionary<HostName, DnsOutcome?> Addresses { get; } = new()
    {
        [Pool01] = Found(FrontEnd1, FrontEnd2),
        [Pool02] = Found(Balancer),
        [Edge] = Found(EdgeAddress),
    };

    /// <summary>What DHCP says; <c>null</c> for silence.</summary>
    public DhcpOutcome? Dhcp { get; set; } = new() { Status = DhcpStatus.NoAnswer };

    /// <summary>What DHCPv6 says, where it is asked; <c>null</c> for silence.</summary>
    public Dhcp6Outcome? Dhcp6 { get; set; } = new() { Status = Dhcp6Status.NoAnswer };

    /// <summary>Why nothing stands at an address; <c>null</c> for silence.</summary>
    public Dictionary<EndPointAddress, ChannelEnd?> Down { get; } = [];

    /// <summary>What the TLS handshake of a name shows; a good certificate where it is not listed.</summary>
    public Dictionary<HostName, Func<HostName, TlsFacts>> Certificates { get; } = [];

    /// <summary>Names whose TLS handshake ends so; <c>null</c> for silence.</summary>
    public Dictionary<HostName, ChannelEnd?> Handshakes { get; } = [];

    /// <summary>Addresses that take the connection and are silent in the TLS handshake.</summary>
    public HashSet<EndPointAddress> Mute { get; } = [];

    /// <summary>What the Registrar at an address answers; none is silence. Listed by address, or for all.</summary>
    public Dictionary<EndPointAddress, Func<SipMessage, string?>> Registrars { get; } = [];

    public Func<SipMessage, string?> Registrar { get; set; } = request => SipScript.Digest(request);

    public KeepingJournal Journal { get; } = new();

    public List<DeviceEffect> Effects { get; } = [];

    /// <summary>Every REGISTER, in order, with the address it went to.</summary>
    public List<(EndPointAddress To, SipMessage Message)> Sent { get; } = [];

    public Now Now { get; private set; } = new(Instant.Zero + TimeSpan.FromHours(1), WallClock);

    public DeviceMemory? Memory { get; init; }

    public ulong Seed { get; init; } = 1;

    public DeviceSettings Settings
    {
        get => _settings;
        init => _settings = value;
    }

    public Func<DeviceSettings, DeviceSettings> With
    {
        init => _settings = value(_settings);
    }

    public Device Device => _device ??= new Device(Settings, new SeededEntropy(Seed), Journal, new FlowIds(), Memory);

    /// <summary>The attempts so far: source, transport and host.</summary>
    public string[] Attempts => [.. Entries<JournalEntry.AttemptBegan>().Select(e =>
        $"{e.Cycle}: {e.Candidate.Source} {e.Candidate.Transport} "
            + $"{e.Candidate.Host.Text.Split('.')[0]}:{e.Candidate.Port}")];

    /// <summary>Connections that are neither closed nor ended.</summary>
    public int OpenChannels => _open.Count;

    public FlowId Channel => Effects.OfType<DeviceEffect.OpenChannel>().Last().Channel;

    public static DnsOutcome Found(params ReadOnlySpan<IpAddress> addresses) =>
        new() { Status = DnsStatus.Answered, Addresses = [.. addresses] };

    public static DnsQuestion Question(SrvService service) => new(SrvNames.Of(service, Domain), DnsType.Srv);

    public static DnsOutcome Target(HostName host, ushort port) =>
        new() { Status = DnsStatus.Answered, Targets = [new SrvTarget(host, port, 0, 0)] };

    public static DhcpOutcome Option120(HostName registrar) => new()
    {
        Status = DhcpStatus.Answered,
        Registrar = registrar,
        Server = IpAddress.Parse("192.0.2.2"),
    };

    public static EndPointAddress At(IpAddress address, ushort port) => new(address, port);

    public static TlsFacts Certificate(HostName name, ChainTrust trust = ChainTrust.Trusted) => new(
        "TLS 1.3", "TLS_AES_256_GCM_SHA384",
        [
            new(name.Text, "Contoso Lab CA", [name.Text], WallClock.AddDays(-1), WallClock.AddDays(89),
                "00", "ECDSA", 256, ServerAuthentication: true),
        ],
        trust);

    public static DeviceMemory Remembered(HostName host, params ReadOnlySpan<IpAddress> addresses)
    {
        var registrar = new KnownRegistrar(host, SipTransport.Tls, 5061);
        return new()
        {
            Account = Account.Uri,
            Profile = "lync-phone",
            Registrar = registrar,
            RegistrarAddresses = [.. addresses],
            KnownRegistrars = [registrar],
            SavedAt = WallClock.AddDays(-1),
        };
    }

    public IEnumerable<T> Entries<T>() => Journal.Entries.OfType<T>();

    public DeviceBench PowerOn()
    {
        Give(new DeviceInput.PowerOn());
        return this;
    }

    /// <summary>Tells the device something and lets the network answer all that follows from it.</summary>
    public void Give(DeviceInput input)
    {
        if (input is DeviceInput.ChannelEnded ended)
        {
            _open.Remove(ended.Channel);
        }

        _inputs.Enqueue(input);
        var effects = new List<DeviceEffect>();
        while (_inputs.TryDequeue(out var next))
        {
            effects.Clear();
            Device.Handle(Now, next, effects);
            ShouldHaveADeadline(next);
            Effects.AddRange(effects);
            effects.ForEach(Answer);
        }
    }

    /// <summary>Lets time pass, waking the device whenever it wants to be.</summary>
    public void Pass(TimeSpan time)
    {
        var end = Now.Monotonic + time;
        while (Device.Deadline is { } deadline && deadline <= end)
        {
            MoveTo(deadline);
            Give(new DeviceInput.DeadlineReached());
        }

        MoveTo(end);
    }

    public void PassUntil(DevicePhase phase)
    {
        for (var turn = 0; Device.Phase != phase; turn++)
        {
            turn.ShouldBeLessThan(200, $"never in phase {phase}, but in {Device.Phase}");
            MoveTo(Device.Deadline.ShouldNotBeNull());
            Give(new DeviceInput.DeadlineReached());
        }
    }

    private void MoveTo(Instant moment) =>
        Now = new(moment, Now.WallClock + (moment - Now.Monotonic));

    private void ShouldHaveADeadline(DeviceInput given)
    {
        if (Device.Phase == DevicePhase.Off)
        {
            Device.Deadline.ShouldBeNull();
            return;
        }

        var deadline = Device.Deadline.ShouldNotBeNull($"in phase {Device.Phase} after {given}");
        if (given is DeviceInput.DeadlineReached)
        {
            deadline.ShouldBeGreaterThan(Now.Monotonic, $"in phase {Device.Phase} the device would be woken for ever");
        }
    }

    private void Answer(DeviceEffect effect)
    {
        switch (effect)
        {
            case DeviceEffect.AskDns ask:
                Reply(Said(ask.Question), found =>
                    new DeviceInput.DnsAnswered(ask.Question, found with { Name = ask.Question.Name.Host }));
                break;
            case DeviceEffect.AskAddresses ask:
                Reply(Addresses.GetValueOrDefault(ask.Name, new() { Status = DnsStatus.NoSuchName }), found =>
                    new DeviceInput.AddressesAnswered(ask.Name, found with { Name = ask.Name }));
                break;
            case DeviceEffect.AskDhcp:
                Reply(Dhcp, outcome => new DeviceInput.DhcpAnswered(outcome));
                break;
            case DeviceEffect.AskDhcp6:
                Reply(Dhcp6, outcome => new DeviceInput.Dhcp6Answered(outcome));
                break;
            case DeviceEffect.OpenChannel open:
                Open(open);
                break;
            case DeviceEffect.CloseChannel close:
                _open.Remove(close.Channel).ShouldBeTrue("a channel is closed once, and only one that is open");
                break;
            case DeviceEffect.SendSip send:
                Receive(send);
                break;
            default:
                break;
        }
    }

    private void Open(DeviceEffect.OpenChannel open)
    {
        _open.Add(open.Channel, open);
        if (Down.TryGetValue(open.To, out var why))
        {
            End(open.Channel, why);
            return;
        }

        _inputs.Enqueue(new DeviceInput.ChannelConnected(open.Channel, Local, open.To));
        if (open.ExpectedName is not { } name || Mute.Contains(open.To))
        {
            return;
        }

        if (Handshakes.TryGetValue(name, out var broken))
        {
            End(open.Channel, broken);
            return;
        }

        var certificate = Certificates.GetValueOrDefault(name, expected => Certificate(expected));
        _inputs.Enqueue(new DeviceInput.ChannelSecured(open.Channel, certificate(name)));
    }

    private void End(FlowId channel, ChannelEnd? why)
    {
        if (why is { } end)
        {
            _open.Remove(channel);
            _inputs.Enqueue(new DeviceInput.ChannelEnded(channel, end, "", Tls: null));
        }
    }

    private void Receive(DeviceEffect.SendSip send)
    {
        var open = _open[send.Channel];
        var message = SipScript.Read(send.Message);
        Sent.Add((open.To, message));
        var answer = Registrars.GetValueOrDefault(open.To, Registrar)(message);
        if (answer is not null)
        {
            _inputs.Enqueue(new DeviceInput.SipResponse(send.Channel, SipScript.Read(answer)));
        }
    }

    private DnsOutcome? Said(DnsQuestion question)
    {
        if (Records.TryGetValue(question, out var said))
        {
            return said;
        }

        foreach (var (service, outcome) in Srv)
        {
            if (question == Question(service))
            {
                return outcome;
            }
        }

        return new() { Status = DnsStatus.NoSuchName };
    }

    private void Reply<T>(T? answer, Func<T, DeviceInput> input)
        where T : class
    {
        if (answer is not null)
        {
            _inputs.Enqueue(input(answer));
        }
    }
}
