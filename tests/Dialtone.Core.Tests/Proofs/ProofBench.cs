using System.Text;
using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Tests.Exchange.Dns;
using Dialtone.Core.Tests.Time;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.Proofs;

/// <summary>
/// A phone in bytes that is given its Registrar, a Registrar that signs, a host, and a clock that is moved by hand.
/// </summary>
internal sealed class ProofBench
{
    private static readonly EndPointAddress DnsServer = new(IpAddress.Parse("192.0.2.53"), 53);

    private readonly Queue<NetInput> _inputs = [];
    private DeviceNode? _node;

    public SigningRegistrar Registrar { get; init; } = new();

    public HostStandIn Host { get; } = new();

    /// <summary>What Web Services, and the host for them, answer; <c>null</c> where that is not for them.</summary>
    public Func<NetEffect, NetInput?>? Services { get; set; }

    public KeepingJournal Journal { get; } = new();

    public List<NetEffect> Effects { get; } = [];

    public Now Now { get; private set; } = new(Instant.Zero + TimeSpan.FromHours(1), DeviceBench.WallClock);

    public UserCredential Credential { get; init; } =
        UserCredential.FromPassword("alice@contoso.example", DeviceBench.Password);

    public Func<DeviceSettings, DeviceSettings> With { get; init; } = settings => settings;

    public DeviceNode Node => _node ??= new(
        With(new DeviceSettings
        {
            Account = DeviceBench.Account,
            Credential = Credential,
            Epid = "c8ca638a15",
            Dns = new DnsSettings { Servers = [DnsServer], Families = AddressFamilies.V4Only },
            UseDhcp = false,
            Target = DeviceBench.Pool01,
        }),
        new SeededEntropy(1), Journal, memory: null);

    public DevicePhase Phase => Node.Device.Phase;

    public IEnumerable<SipMessage> Registers =>
        Registrar.Requests.Select(each => each.Message).Where(each => each.Method == SipMethod.Register);

    /// <summary>The answers that the device gave to requests of the Registrar.</summary>
    public List<SipMessage> Answers { get; } = [];

    public FlowId Connection => Effects.OfType<NetEffect.Connect>().Last().Flow;

    public IEnumerable<T> Entries<T>() => Journal.Entries.OfType<T>();

    public ProofBench PowerOn()
    {
        Give(new NetInput.PowerOn());
        return this;
    }

    public void Give(NetInput input)
    {
        _inputs.Enqueue(input);
        while (_inputs.TryDequeue(out var next))
        {
            var effects = new NetEffects();
            Node.Handle(Now, next, effects);
            foreach (var effect in effects)
            {
                Effects.Add(effect);
                Perform(effect);
            }
        }
    }

    public void Receive(string text) =>
        Give(new NetInput.Received(Connection, Encoding.UTF8.GetBytes(text)));

    /// <summary>Lets time pass, waking the phone whenever it wants to be.</summary>
    public void Pass(TimeSpan time)
    {
        var end = Now.Monotonic + time;
        while (Node.Deadline is { } deadline && deadline <= end)
        {
            MoveTo(deadline);
            Give(new NetInput.DeadlineReached());
        }

        MoveTo(end);
    }

    /// <summary>A request of the Registrar to the phone, as it would sign it.</summary>
    public string Notice(string method, string cseq = "1") => Registrar.Sign(
        $"{method} sip:192.0.2.50 SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.11;branch=z9hG4bK{method}{cseq}\r\n"
        + "From: <sip:alice@contoso.example>;tag=s\r\nTo: <sip:alice@contoso.example>;tag=c\r\nCall-ID: c\r\n"
        + $"CSeq: {cseq} {method}\r\nContent-Length: 0\r\n\r\n");

    private void MoveTo(Instant moment) => Now = new(moment, Now.WallClock + (moment - Now.Monotonic));

    private void Perform(NetEffect effect)
    {
        switch (effect)
        {
            case NetEffect.SendDatagram sent:
                var query = DnsBench.Read(sent.Bytes);
                _inputs.Enqueue(new NetInput.Datagram(
                    sent.Flow, sent.To,
                    DnsBench.Reply(query, DnsBench.A(query.Question!.Value.Name.Host, "192.0.2.11")).ToBytes()));
                break;
            case NetEffect.Connect connect:
                _inputs.Enqueue(new NetInput.Connected(connect.Flow, DeviceBench.Local, connect.To));
                if (connect.Tls is { } tls)
                {
                    _inputs.Enqueue(new NetInput.Secured(connect.Flow, DeviceBench.Certificate(tls.ExpectedName)));
                }

                break;
            case NetEffect.Write write when write.Bytes.Length > 4:
                var message = SipScript.Read(write.Bytes.ToArray());
                if (!message.IsRequest)
                {
                    Answers.Add(message);
                }
                else
                {
                    _inputs.Enqueue(new NetInput.Received(
                        write.Flow, Encoding.UTF8.GetBytes(Registrar.Answer(message))));
                }

                break;
            default:
                foreach (var answer in Services?.Invoke(effect) is { } served ? [served] : Host.Answer(effect))
                {
                    _inputs.Enqueue(answer);
                }

                break;
        }
    }
}
