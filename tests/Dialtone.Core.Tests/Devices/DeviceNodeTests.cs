using System.Text;
using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Exchange.Dhcp;
using Dialtone.Core.Tests.Exchange.Dns;
using Dialtone.Core.Tests.Time;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dns;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.Devices;

/// <summary>A phone in bytes: the test is its network, and answers as DNS, DHCP and Registrar.</summary>
public class DeviceNodeTests
{
    private static readonly EndPointAddress DnsServer = new(IpAddress.Parse("192.0.2.53"), 53);

    private readonly KeepingJournal _journal = new();
    private readonly List<NetEffect> _all = [];
    private readonly Queue<NetInput> _inputs = [];
    private readonly StringBuilder _written = new();
    private Now _now = new(Instant.Zero + TimeSpan.FromHours(1), DeviceBench.WallClock);
    private DeviceNode _node;
    private int _chunk = int.MaxValue;

    public DeviceNodeTests() => _node = Phone();

    [Fact]
    public void A_phone_signs_in_by_DNS_over_TLS_and_out_again()
    {
        Give(new NetInput.PowerOn());

        _node.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        var connect = _all.OfType<NetEffect.Connect>().ShouldHaveSingleItem();
        connect.To.ShouldBe(DeviceBench.At(DeviceBench.FrontEnd1, 5061));
        connect.Tls!.ExpectedName.ShouldBe(DeviceBench.Pool01);
        var saved = _all.OfType<NetEffect.Save>().ShouldHaveSingleItem().Memory!.Value;
        DeviceMemoryFormat.TryRead(saved.Span, DeviceBench.Account.Uri, "lync-phone", out var memory, out _)
            .ShouldBeTrue();
        memory!.RegistrarAddresses.ShouldBe([DeviceBench.FrontEnd1]);

        Give(new NetInput.SignOut());
        _node.Device.Phase.ShouldBe(DevicePhase.Off);
        _node.Deadline.ShouldBeNull();
        _all[^1].ShouldBe(new NetEffect.Close(connect.Flow));
    }

    [Fact]
    public void On_another_network_its_own_DNS_servers_are_asked()
    {
        Give(new NetInput.PowerOn());
        var there = new EndPointAddress(IpAddress.Parse("198.51.100.53"), 53);
        var asked = _all.OfType<NetEffect.SendDatagram>().Count();
        Give(new NetInput.NetworkChanged(
            [IpAddress.Parse("198.51.100.7")],
            new() { DnsServers = [there], Families = AddressFamilies.V4First }));

        _all.OfType<NetEffect.SendDatagram>().Skip(asked).ShouldAllBe(e => e.To == there);
        _all.OfType<NetEffect.SendDatagram>().Count().ShouldBeGreaterThan(asked);
    }

    [Fact]
    public void Addresses_beside_the_SRV_answer_save_asking_for_them()
    {
        _beside = true;
        Give(new NetInput.PowerOn());

        _node.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        _all.OfType<NetEffect.SendDatagram>().Where(e => e.To == DnsServer)
            .ShouldAllBe(e => DnsBench.Read(e.Bytes).Question!.Value.Type == DnsType.Srv);
        _journal.Entries.OfType<JournalEntry.Resolved>().ShouldHaveSingleItem().Outcome.FromCache.ShouldBeTrue();
    }

    [Fact]
    public void A_phone_of_standard_SIP_whose_connection_is_lost_signs_in_again_without_asking_DNS()
    {
        _beside = true;
        _node = new(
            Settings with
            {
                Profile = DeviceProfile.Sip,
                UseDhcp = false,
                Plan = new() { Naming = StrictDnsNaming.Off, CertificateNames = CertificateNames.DomainOrOwnHost },
            },
            new SeededEntropy(1), _journal, memory: null);
        Give(new NetInput.PowerOn());
        _node.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        _all.OfType<NetEffect.SendDatagram>().Count().ShouldBe(3, "NAPTR, and SRV for TLS and TCP");

        _all.RemoveAll(effect => effect is NetEffect.SendDatagram);
        var lost = _all.OfType<NetEffect.Connect>().Single().Flow;
        _now = new(_now.Monotonic + TimeSpan.FromSeconds(40), _now.WallClock + TimeSpan.FromSeconds(40));
        Give(new NetInput.Ended(lost, ChannelEnd.Reset));
        for (var turn = 0; _node.Device.Phase != DevicePhase.SignedIn; turn++)
        {
            turn.ShouldBeLessThan(20);
            PassDeadline();
        }

        _all.OfType<NetEffect.Connect>().Count().ShouldBe(2);
        _all.ShouldNotContain(effect => effect is NetEffect.SendDatagram);
    }

    [Fact]
    public void It_signs_in_wherever_the_Registrars_bytes_are_split()
    {
        var longest = 0;
        for (var at = 1; at == 1 || at < longest; at++)
        {
            _chunk = at;
            _node = Phone();
            Give(new NetInput.PowerOn());
            _node.Device.Phase.ShouldBe(DevicePhase.SignedIn, $"split after {at} bytes");
            longest = Math.Max(longest, _longest);
        }

        longest.ShouldBeGreaterThan(300);
    }

    [Fact]
    public void DHCP_alone_leads_to_the_Registrar()
    {
        _srv = false;
        _option120 = true;
        Give(new NetInput.PowerOn());

        _node.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        _journal.Entries.OfType<JournalEntry.DhcpSeen>().ShouldHaveSingleItem().Outcome.Registrar
            .ShouldBe(DeviceBench.Pool01);
        _all.OfType<NetEffect.OpenDatagrams>()
            .ShouldContain(e => e.Local.Port == 68 && e.Broadcast && e.Interface == "eth0");
    }

    [Theory]
    [InlineData("NOTIFY", "200 OK")]
    [InlineData("OPTIONS", "200 OK")]
    [InlineData("INFO", "405 Method Not Allowed")]
    [InlineData("MESSAGE", "405 Method Not Allowed")]
    [InlineData("BENOTIFY", null)]
    public void Requests_of_the_Registrar_are_answered(string method, string? answer)
    {
        Give(new NetInput.PowerOn());
        _written.Clear();
        Receive($"{method} sip:192.0.2.50 SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.11;branch=z9hG4bKs\r\n"
            + "From: <sip:alice@contoso.example>;tag=s\r\nTo: <sip:alice@contoso.example>\r\nCall-ID: c\r\n"
            + $"CSeq: 1 {method}\r\nContent-Length: 0\r\n\r\n");
        Drain();

        if (answer is null)
        {
            _written.ToString().ShouldBe("");
            return;
        }

        var response = SipScript.Read(_written.ToString());
        response.ToString().ShouldBe($"SIP/2.0 {answer}");
        response.Header("Via").ShouldContain("branch=z9hG4bKs");
        response.Header("To").ShouldContain(";tag=");
        response.Header("Allow").ShouldBe("NOTIFY, OPTIONS");
    }

    [Fact]
    public void It_keeps_the_connection_alive_as_agreed_and_refreshes()
    {
        Give(new NetInput.PowerOn());
        _written.Clear();
        PassDeadline();
        _written.ToString().ShouldBe("\r\n\r\n");
        (_now.Monotonic - Instant.Zero).ShouldBe(TimeSpan.FromSeconds(3600 + 240));

        PassDeadline();
        PassDeadline();
        _written.ToString().ShouldContain("CSeq: 3 REGISTER");
        _node.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void Signing_out_while_it_resolves_leaves_nothing_to_wait_for()
    {
        _dns = false;
        _node = Phone(DeviceBench.Remembered(DeviceBench.Pool01, DeviceBench.FrontEnd1));
        Give(new NetInput.PowerOn());
        _node.Device.Phase.ShouldBe(DevicePhase.Attempting);
        Give(new NetInput.SignOut());

        _node.Device.Phase.ShouldBe(DevicePhase.Off);
        _node.Deadline.ShouldBeNull();
        _all.OfType<NetEffect.Close>().Count().ShouldBe(_all.OfType<NetEffect.OpenDatagrams>().Count());
    }

    [Fact]
    public void With_nobody_on_the_network_it_waits_and_tries_again()
    {
        _dns = false;
        Give(new NetInput.PowerOn());
        for (var i = 0; i < 200; i++)
        {
            _node.Deadline.ShouldNotBeNull();
            PassDeadline();
        }

        _journal.Entries.OfType<JournalEntry.BackedOff>().Count().ShouldBeGreaterThan(2);
        _journal.Entries.OfType<JournalEntry.CycleFailed>().ShouldAllBe(e => e.Why == CycleEnd.NothingFound);
    }

    [Fact]
    public void Stored_memory_is_used_and_what_cannot_be_trusted_is_set_aside()
    {
        var bytes = DeviceMemoryFormat.Write(DeviceBench.Remembered(DeviceBench.Pool01, DeviceBench.FrontEnd1));
        DeviceNode.WithStored(Settings, new SeededEntropy(1), _journal, bytes).Device.Memory!.Registrar.Host
            .ShouldBe(DeviceBench.Pool01);
        _journal.Entries.ShouldBeEmpty();

        bytes[^2] ^= 1;
        DeviceNode.WithStored(Settings, new SeededEntropy(1), _journal, bytes).Device.Memory.ShouldBeNull();
        _journal.Entries.ShouldHaveSingleItem().ShouldBeOfType<JournalEntry.MemorySetAside>();
        DeviceNode.WithStored(Settings, new SeededEntropy(1), _journal, null).Device.Memory.ShouldBeNull();
    }

    [Fact]
    public void What_is_not_SIP_on_the_Registrars_port_fails_the_attempt_and_closes_the_connection()
    {
        _registrar = _ => "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";
        Give(new NetInput.PowerOn());

        _node.Device.Phase.ShouldBe(DevicePhase.Discovering);
        _journal.Entries.OfType<JournalEntry.RegisterFailed>().ShouldHaveSingleItem().Failure.Kind
            .ShouldBe(RegisterFailureKind.Malformed);
        var malformed = _journal.Entries.OfType<JournalEntry.Malformed>().ShouldHaveSingleItem();
        malformed.Fault.ShouldBe("NotSip");
        Encoding.ASCII.GetString(malformed.Bytes.AsSpan()).ShouldStartWith("HTTP/1.1");
        _all.OfType<NetEffect.Close>().ShouldContain(e => e.Flow == _all.OfType<NetEffect.Connect>().First().Flow);
    }

    private static readonly DeviceSettings Settings = new()
    {
        Account = DeviceBench.Account,
        Credential = UserCredential.FromPassword("alice", DeviceBench.Password),
        Epid = "c8ca638a15",
        Dns = new DnsSettings { Servers = [DnsServer], Families = AddressFamilies.V4Only },
        DhcpInterface = new(DeviceBench.Local.Address, DhcpConversation.Mac, "eth0"),
    };

    private bool _dns = true;
    private bool _srv = true;
    private bool _beside;
    private bool _option120;
    private int _longest;
    private Func<SipMessage, string> _registrar = request => request.Proves(DeviceBench.Password)
        ? request.Ok(600, "ms-keep-alive: UAS; tcp=no; hop-hop=yes; end-end=no; timeout=300")
        : request.Answer("401 Unauthorized", SipScript.Challenge);

    private DeviceNode Phone(DeviceMemory? memory = null) => new(Settings, new SeededEntropy(1), _journal, memory);

    private void Give(NetInput input)
    {
        _inputs.Enqueue(input);
        Drain();
    }

    private void Drain()
    {
        while (_inputs.TryDequeue(out var next))
        {
            var effects = new NetEffects();
            _node.Handle(_now, next, effects);
            foreach (var effect in effects)
            {
                _all.Add(effect);
                Perform(effect);
            }
        }
    }

    private void PassDeadline()
    {
        var deadline = _node.Deadline.ShouldNotBeNull();
        deadline.ShouldBeGreaterThanOrEqualTo(_now.Monotonic);
        _now = new(deadline, _now.WallClock + (deadline - _now.Monotonic));
        Give(new NetInput.DeadlineReached());
    }

    private void Perform(NetEffect effect)
    {
        switch (effect)
        {
            case NetEffect.SendDatagram sent when sent.To == DnsServer && _dns:
                _inputs.Enqueue(new NetInput.Datagram(sent.Flow, sent.To, Answer(DnsBench.Read(sent.Bytes)).ToBytes()));
                break;
            case NetEffect.SendDatagram sent when sent.To.Port == 67 && _option120:
                _inputs.Enqueue(
                    new NetInput.Datagram(sent.Flow, new(IpAddress.Parse("192.0.2.2"), 67), Ack(sent.Bytes)));
                break;
            case NetEffect.Connect connect:
                _inputs.Enqueue(new NetInput.Connected(connect.Flow, DeviceBench.Local, connect.To));
                if (connect.Tls is { } tls)
                {
                    _inputs.Enqueue(new NetInput.Secured(connect.Flow, DeviceBench.Certificate(tls.ExpectedName)));
                }

                break;
            case NetEffect.Write write:
                _written.Append(Encoding.UTF8.GetString(write.Bytes.Span));
                if (write.Bytes.Length > 4 && SipScript.Read(write.Bytes) is { IsRequest: true } request)
                {
                    Receive(_registrar(request));
                }

                break;
            default:
                break;
        }
    }

    private void Receive(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _longest = Math.Max(_longest, bytes.Length);
        var flow = _all.OfType<NetEffect.Connect>().Last().Flow;
        var split = Math.Min(_chunk, bytes.Length);
        _inputs.Enqueue(new NetInput.Received(flow, bytes.AsMemory(0, split)));
        if (split < bytes.Length)
        {
            _inputs.Enqueue(new NetInput.Received(flow, bytes.AsMemory(split)));
        }
    }

    private DnsMessage Answer(DnsMessage query)
    {
        var question = query.Question!.Value;
        return _srv && question.Type == DnsType.Srv
            && question.Name.ToString() is var name && (name.StartsWith("_sipinternaltls", StringComparison.Ordinal)
                || name.StartsWith("_sips._tcp", StringComparison.Ordinal))
                ? DnsBench.Reply(query, DnsBench.Srv(question.Name.Host, DnsBench.Pool)) with
                {
                    Additionals = _beside ? [DnsBench.A(DnsBench.Pool, "192.0.2.11")] : [],
                }
            : question.Type == DnsType.A ? DnsBench.Reply(query, DnsBench.A(DnsBench.Pool, "192.0.2.11"))
            : DnsBench.Nothing(query, DnsResponseCode.NoSuchName);
    }

    private static byte[] Ack(ReadOnlyMemory<byte> inform)
    {
        DhcpMessage.TryRead(inform.Span, out var message, out _).ShouldBeTrue();
        return DhcpConversation.Reply(
            message!.TransactionId, DhcpConversation.Mac, DhcpMessageType.Ack, "192.0.2.2",
            DhcpConversation.Option120(DeviceBench.Pool01));
    }
}
