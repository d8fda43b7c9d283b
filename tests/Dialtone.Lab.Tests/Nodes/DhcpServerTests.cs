using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dhcp;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Lab.Tests.Nodes;

public class DhcpServerTests
{
    private static readonly FlowId Flow = new(1);
    private static readonly EndPointAddress Source = new(IpAddress.Parse("192.0.2.50"), 40068);

    // A DHCPINFORM by hand: 53 = 8, 55 = 120 43, 60 = MS-UC-Client.
    private static readonly byte[] Inform = Convert.FromHexString(
        "010106001badcafe00000000c0000232000000000000000000000000" + "02005e100001".PadRight(32, '0')
        + new string('0', 384) + "63825363" + "350108" + "3702782b" + "3c0c4d532d55432d436c69656e74" + "ff");

    private readonly NetEffects _effects = [];

    [Fact]
    public void Power_opens_the_server_port_for_broadcasts()
    {
        Give(Server(), new NetInput.PowerOn()).ShouldHaveSingleItem()
            .ShouldBe(new NetEffect.OpenDatagrams(Flow, new(IpAddress.AnyV4, 67), Broadcast: true));
    }

    [Fact]
    public void The_answer_has_both_options_and_goes_to_port_68_of_the_client_address()
    {
        var server = Server();

        var send = Ask(server, Inform).ShouldHaveSingleItem().ShouldBeOfType<NetEffect.SendDatagram>();

        send.To.ToString().ShouldBe("192.0.2.50:68");
        var answer = Read(send);
        answer.Operation.ShouldBe(DhcpOperation.Reply);
        answer.MessageType.ShouldBe(DhcpMessageType.Ack);
        answer.TransactionId.ShouldBe(0x1badcafeu);
        answer.HardwareAddress.ShouldBe(HardwareAddress.Parse("02:00:5e:10:00:01"));
        answer.YourAddress.ShouldBe(IpAddress.AnyV4);
        answer.ServerIdentifier.ShouldBe(IpAddress.Parse("192.0.2.2"));
        answer.TryGetOption(DhcpOptionCode.LeaseTime, out _).ShouldBeFalse();
        Convert.ToHexStringLower(Option(answer, DhcpOptionCode.SipServers))
            .ShouldBe("0006706f6f6c303107636f6e746f736f076578616d706c6500");
        Option(answer, DhcpOptionCode.VendorSpecific).Length.ShouldBe(88);
        server.Informs.ShouldBe(1);
        server.Answers.ShouldBe(1);
        server.LastInform!.VendorClass.ShouldBe("MS-UC-Client");
    }

    [Fact]
    public void A_relay_is_answered_at_its_server_port_and_a_lab_on_loopback_at_the_source()
    {
        var relayed = Inform.ToArray();
        new byte[] { 198, 51, 100, 1 }.CopyTo(relayed, 24);

        Ask(Server(), relayed)[0].ShouldBeOfType<NetEffect.SendDatagram>().To.ToString().ShouldBe("198.51.100.1:67");
        Ask(Server(replyToSource: true), Inform)[0].ShouldBeOfType<NetEffect.SendDatagram>().To.ShouldBe(Source);
    }

    [Fact]
    public void A_phone_without_the_vendor_class_is_answered_where_standard_SIP_is_served()
    {
        var plain = new DhcpMessage
        {
            Operation = DhcpOperation.Request,
            TransactionId = 7,
            ClientAddress = IpAddress.Parse("192.0.2.50"),
            HardwareAddress = HardwareAddress.Parse("02:00:5e:10:00:01"),
            Options =
            [
                DhcpOption.MessageType(DhcpMessageType.Inform),
                DhcpOption.ParameterRequest(DhcpOptionCode.SipServers),
            ],
        }.ToBytes();

        Ask(Server(), plain).ShouldBeEmpty();
        Ask(Server(standardSip: true), plain).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(242, 1)]     // DHCPDISCOVER
    [InlineData(0, 2)]       // BOOTREPLY
    [InlineData(249, 0x6d)]  // "mS-UC-Client"
    [InlineData(236, 0)]     // no magic cookie
    public void Everything_else_is_passed_over_in_silence(int at, byte value)
    {
        var other = Inform.ToArray();
        other[at] = value;
        var server = Server();

        Ask(server, other).ShouldBeEmpty();

        server.Others.ShouldBe(1);
        server.Informs.ShouldBe(0);
    }

    [Fact]
    public void Only_what_is_asked_for_is_answered()
    {
        var only43 = Inform.ToArray();
        only43[245] = 42;
        var neither = only43.ToArray();
        neither[246] = 6;

        var answer = Read(Ask(Server(), only43)[0].ShouldBeOfType<NetEffect.SendDatagram>());

        answer.TryGetOption(DhcpOptionCode.SipServers, out _).ShouldBeFalse();
        answer.TryGetOption(DhcpOptionCode.VendorSpecific, out _).ShouldBeTrue();
        Ask(Server(), neither).ShouldBeEmpty();
    }

    [Fact]
    public void A_delayed_answer_is_sent_at_its_deadline()
    {
        var server = Server();
        server.Delay = TimeSpan.FromSeconds(3);

        Ask(server, Inform).ShouldBeEmpty();
        server.Deadline.ShouldBe(Instant.Zero + TimeSpan.FromSeconds(3));
        Give(server, new NetInput.DeadlineReached(), 2.9).ShouldBeEmpty();
        Give(server, new NetInput.DeadlineReached(), 3).Length.ShouldBe(1);
        server.Deadline.ShouldBeNull();
    }

    [Fact]
    public void As_many_answers_as_the_limit_wait_and_one_more_is_dropped()
    {
        var server = Server();
        server.Delay = TimeSpan.FromSeconds(3);
        for (var i = 0; i <= DhcpServer.WaitingMax; i++)
        {
            Ask(server, Inform);
        }

        Give(server, new NetInput.DeadlineReached(), 3).Length.ShouldBe(DhcpServer.WaitingMax);
    }

    [Fact]
    public void A_port_that_is_taken_is_seen()
    {
        var server = Server();

        Give(server, new NetInput.Ended(Flow, ChannelEnd.LocalAddressUnavailable));

        server.ListenFailure!.Why.ShouldBe(ChannelEnd.LocalAddressUnavailable);
    }

    [Fact]
    public void A_device_learns_Registrar_and_web_services_from_it()
    {
        var outcome = Converse(Server());

        outcome.Status.ShouldBe(DhcpStatus.Answered);
        outcome.Registrar.ShouldBe(HostName.Parse("pool01.contoso.example"));
        outcome.WebServicesUrl.ShouldBe("https://web01.contoso.example:443/CertProv/CertProvisioningService.svc");
        outcome.Server.ShouldBe(IpAddress.Parse("192.0.2.2"));
        outcome.ServersDisagree.ShouldBeFalse();
    }

    [Fact]
    public void Each_wrongdoing_is_seen_by_the_device_as_what_it_is()
    {
        With(server => server.Silent = true).Status.ShouldBe(DhcpStatus.NoAnswer);
        With(server => server.Delay = TimeSpan.FromSeconds(6)).Status.ShouldBe(DhcpStatus.NoAnswer);
        With(server => server.OmitOption120 = true).Status.ShouldBe(DhcpStatus.NoOption);
        With(server => server.AddressesInsteadOfName = [IpAddress.Parse("192.0.2.11")])
            .Answers[0].RegistrarAddresses.Length.ShouldBe(1);

        var ascii = With(server => server.AsciiOption120 = true);
        ascii.Status.ShouldBe(DhcpStatus.Malformed);
        ascii.Answers[0].SipServersFault.Kind.ShouldBe(SipServersFaultKind.PlainText);

        var malformed = With(server => server.MalformedOption120 = true);
        malformed.Status.ShouldBe(DhcpStatus.Malformed);
        malformed.Answers[0].SipServersFault.Kind.ShouldBe(SipServersFaultKind.LabelPastEnd);

        var without43 = With(server => server.OmitOption43 = true);
        without43.Status.ShouldBe(DhcpStatus.Answered);
        without43.WebServicesUrl.ShouldBeNull();
        without43.Answers[0].WebServicesFault.ShouldBeEmpty();

        var identifier = With(server => server.WrongUcIdentifier = true);
        identifier.Status.ShouldBe(DhcpStatus.Answered);
        identifier.Answers[0].UcVendorFault.ShouldBe(
            new UcVendorFault(UcVendorFaultKind.WrongIdentifier, UcSubOptionCode.UcIdentifier, 2, "ms-uc-client"));
    }

    [Fact]
    public void Two_servers_that_differ_are_a_disagreement_and_the_faster_is_used()
    {
        var other = Server("192.0.2.3");
        other.Registrar = HostName.Parse("pool02.contoso.example");
        other.Delay = TimeSpan.FromSeconds(1);

        var outcome = Converse(Server(), other);

        outcome.ServersDisagree.ShouldBeTrue();
        outcome.Registrar.ShouldBe(HostName.Parse("pool01.contoso.example"));
        outcome.Answers.Length.ShouldBe(2);
    }

    private static DhcpServer Server(
        string address = "192.0.2.2", bool replyToSource = false, bool standardSip = false) => new()
    {
        ServesStandardSip = standardSip,
        Address = IpAddress.Parse(address),
        Registrar = HostName.Parse("pool01.contoso.example"),
        WebServices = new() { Server = HostName.Parse("web01.contoso.example"), Port = 443 },
        ReplyToSource = replyToSource,
    };

    private static DhcpOutcome With(Action<DhcpServer> wrongdoing)
    {
        var server = Server();
        wrongdoing(server);
        return Converse(server);
    }

    /// <summary>A device and servers on one link without delay or loss, until the device is done.</summary>
    private static DhcpOutcome Converse(params DhcpServer[] servers)
    {
        var device = new DhcpInform(
            new(), new(Source.Address, HardwareAddress.Parse("02:00:5e:10:00:01")), new CountingEntropy(), new());
        var asked = new NetEffects();
        var now = Instant.Zero;
        device.Begin(new(now, default), asked);
        while (device.Outcome is null)
        {
            foreach (var send in asked.OfType<NetEffect.SendDatagram>().ToArray())
            {
                Broadcast(now, send.Bytes, servers, device);
            }

            asked.Clear();
            now = servers.Select(server => server.Deadline).Append(device.Deadline).Min() ?? now;
            foreach (var server in servers)
            {
                Deliver(now, new NetInput.DeadlineReached(), server, device);
            }

            device.Handle(new(now, default), new NetInput.DeadlineReached(), asked);
        }

        return device.Outcome;
    }

    private static void Broadcast(Instant now, ReadOnlyMemory<byte> bytes, DhcpServer[] servers, DhcpInform device)
    {
        foreach (var server in servers)
        {
            Deliver(now, new NetInput.Datagram(Flow, Source, bytes), server, device);
        }
    }

    private static void Deliver(Instant now, NetInput input, DhcpServer server, DhcpInform device)
    {
        var answers = new NetEffects();
        server.Handle(new(now, default), input, answers);
        foreach (var answer in answers.OfType<NetEffect.SendDatagram>())
        {
            var heard = new NetInput.Datagram(Flow, new(server.Address, 67), answer.Bytes);
            device.Handle(new(now, default), heard, new NetEffects());
        }
    }

    private static byte[] Option(DhcpMessage message, DhcpOptionCode code)
    {
        message.TryGetOption(code, out var value).ShouldBeTrue();
        return value.ToArray();
    }

    private static DhcpMessage Read(NetEffect.SendDatagram send)
    {
        DhcpMessage.TryRead(send.Bytes.Span, out var message, out var fault).ShouldBeTrue($"{fault}");
        return message!;
    }

    private NetEffect[] Ask(DhcpServer server, byte[] question) =>
        Give(server, new NetInput.Datagram(Flow, Source, question));

    private NetEffect[] Give(DhcpServer server, NetInput input, double seconds = 0)
    {
        _effects.Clear();
        server.Handle(new(Instant.Zero + TimeSpan.FromSeconds(seconds), default), input, _effects);
        return [.. _effects];
    }

    private sealed class CountingEntropy : IEntropy
    {
        public void Fill(Span<byte> destination) => destination.Fill(7);

        public uint Below(uint bound) => 0;
    }
}
