using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dhcp6;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Lab.Tests.Nodes;

public class Dhcp6ServerTests
{
    private static readonly FlowId Flow = new(1);
    private static readonly EndPointAddress Source = new(IpAddress.Parse("fe80::50"), 546);
    private static readonly Duid Client = Duid.OfLinkLayer(HardwareAddress.Parse("02:00:5e:10:00:01"));
    private static readonly HostName Pool01 = HostName.Parse("pool01.contoso.example");
    private static readonly HostName Pool02 = HostName.Parse("pool02.contoso.example");

    // An INFORMATION-REQUEST by hand: 1 = a DUID-LL, 6 = 21 22 32 83, 8 = 0.
    private const string Question =
        "0b1badca" + "0001000a0003000102005e100001" + "000600080015001600200053" + "000800020000";

    private readonly NetEffects _effects = [];

    [Fact]
    public void Power_opens_the_server_port_and_joins_the_group_of_all_servers()
    {
        Give(Server(), new NetInput.PowerOn()).ShouldHaveSingleItem().ShouldBe(
            new NetEffect.OpenDatagrams(Flow, new(IpAddress.AnyV6, 547), Group: IpAddress.Parse("ff02::1:2")));
    }

    [Fact]
    public void The_answer_is_a_REPLY_with_what_was_asked_for_to_where_the_question_came_from()
    {
        var server = Server();
        server.RegistrarNames = [Pool01, Pool02];
        server.RegistrarAddresses = [IpAddress.Parse("2001:db8::11")];
        server.RefreshAfter = TimeSpan.FromHours(1);

        var send = Ask(server, Question).ShouldHaveSingleItem().ShouldBeOfType<NetEffect.SendDatagram>();

        send.To.ShouldBe(Source);
        // By hand, in the order of Kea: 1 and 2 = DUIDs, 21 = two names, 22 = an address, 32 = 3600.
        Convert.ToHexStringLower(send.Bytes.Span).ShouldBe("071badca"
            + "0001000a0003000102005e100001" + "0002000a0003000102005e100002"
            + "00150030" + "06706f6f6c303107636f6e746f736f076578616d706c6500"
            + "06706f6f6c303207636f6e746f736f076578616d706c6500"
            + "00160010" + "20010db8000000000000000000000011" + "00200004" + "00000e10");
        server.InformationRequests.ShouldBe(1);
        server.Answers.ShouldBe(1);
        server.LastInformationRequest!.ClientIdentifier.ShouldBe(Client);
    }

    [Fact]
    public void Only_what_is_asked_for_is_answered()
    {
        var server = Server();
        server.RegistrarAddresses = [IpAddress.Parse("2001:db8::11")];
        server.RefreshAfter = TimeSpan.FromHours(1);

        var only22 = Read(Ask(server, "0b1badca" + "000600020016")[0]);
        only22.Options.Select(option => (int)option.Code).ShouldBe([2, 22]);
        Read(Ask(server, "0b1badca")[0]).Options.Select(option => (int)option.Code).ShouldBe([2]);
    }

    [Theory]
    [InlineData("011badca" + "000600020015")]                                    // SOLICIT
    [InlineData("071badca" + "000600020015")]                                    // REPLY
    [InlineData("0b1badca" + "0002000a0003000102005e100009" + "000600020015")]   // for another server
    [InlineData("0b1badca" + "0003000c000000010000000000000000" + "000600020015")] // IA_NA
    [InlineData("0b1badca" + "00060003001500")]                                  // no list of codes
    [InlineData("0c00" + "000000000000000000000000000000000000")]                // RELAY-FORW
    public void Everything_else_is_passed_over_in_silence(string other)
    {
        var server = Server();

        Ask(server, other).ShouldBeEmpty();

        server.Others.ShouldBe(1);
        server.InformationRequests.ShouldBe(0);
    }

    [Fact]
    public void A_question_for_this_very_server_is_answered()
    {
        Ask(Server(), "0b1badca" + "0002000a0003000102005e100002" + "000600020015").Length.ShouldBe(1);
    }

    [Fact]
    public void As_many_answers_as_the_limit_wait_and_one_more_is_dropped()
    {
        var server = Server();
        server.Delay = TimeSpan.FromSeconds(3);
        for (var i = 0; i <= Dhcp6Server.WaitingMax; i++)
        {
            Ask(server, Question).ShouldBeEmpty();
        }

        server.Deadline.ShouldBe(Instant.Zero + TimeSpan.FromSeconds(3));
        Give(server, new NetInput.DeadlineReached(), 2.9).ShouldBeEmpty();
        Give(server, new NetInput.DeadlineReached(), 3).Length.ShouldBe(Dhcp6Server.WaitingMax);
        server.Deadline.ShouldBeNull();
    }

    [Fact]
    public void A_port_that_is_taken_is_seen()
    {
        var server = Server();

        Give(server, new NetInput.Ended(Flow, ChannelEnd.LocalAddressUnavailable));

        server.ListenFailure!.Why.ShouldBe(ChannelEnd.LocalAddressUnavailable);
    }

    [Fact]
    public void A_device_learns_the_Registrar_from_it()
    {
        var server = Server();
        var outcome = Converse(server);

        outcome.Status.ShouldBe(Dhcp6Status.Answered);
        outcome.RegistrarNames.ShouldBe([Pool01]);
        outcome.Server.ShouldBe(IpAddress.Parse("fe80::2"));
        outcome.Answers[0].Server.ShouldBe(server.Identifier);
        outcome.ServersDisagree.ShouldBeFalse();
        outcome.Sent.ShouldBe(1);
    }

    [Fact]
    public void Each_wrongdoing_is_seen_by_the_device_as_what_it_is()
    {
        With(server => server.Silent = true).Status.ShouldBe(Dhcp6Status.NoAnswer);
        With(server => server.Delay = TimeSpan.FromSeconds(6)).Status.ShouldBe(Dhcp6Status.NoAnswer);
        With(server => server.OmitOptions = true).Status.ShouldBe(Dhcp6Status.NoOption);
        FaultWith(server => server.MalformedOption21 = true).ShouldBe(SipServersFaultKind.LabelPastEnd);
        FaultWith(server => server.AsciiOption21 = true).ShouldBe(SipServersFaultKind.PlainText);
        FaultWith(server => server.CompressedOption21 = true).ShouldBe(SipServersFaultKind.CompressionPointer);

        var refused = With(server => server.Status = Dhcp6StatusCode.UnspecifiedFailure);
        refused.Status.ShouldBe(Dhcp6Status.Refused);
        refused.Answers[0].StatusMessage.ShouldBe("the lab says so");

        var addresses = With(server =>
            (server.RegistrarNames, server.RegistrarAddresses) = ([], [IpAddress.Parse("2001:db8::11")]));
        addresses.Status.ShouldBe(Dhcp6Status.Answered);
        addresses.RegistrarNames.ShouldBeEmpty();
        addresses.RegistrarAddresses.ShouldBe([IpAddress.Parse("2001:db8::11")]);
    }

    [Fact]
    public void Two_servers_that_differ_are_a_disagreement_and_the_faster_is_used()
    {
        var other = Server(3);
        other.RegistrarNames = [Pool02];
        other.Delay = TimeSpan.FromSeconds(1);

        var outcome = Converse(Server(), other);

        outcome.ServersDisagree.ShouldBeTrue();
        outcome.RegistrarNames.ShouldBe([Pool01]);
        outcome.Answers.Length.ShouldBe(2);
    }

    private static Dhcp6Server Server(byte last = 2) => new()
    {
        Identifier = Duid.OfLinkLayer(new(HardwareAddress.EthernetType, [2, 0, 0x5e, 0x10, 0, last])),
        RegistrarNames = [Pool01],
    };

    private static Dhcp6Outcome With(Action<Dhcp6Server> wrongdoing)
    {
        var server = Server();
        wrongdoing(server);
        return Converse(server);
    }

    private static SipServersFaultKind FaultWith(Action<Dhcp6Server> wrongdoing)
    {
        var outcome = With(wrongdoing);
        outcome.Status.ShouldBe(Dhcp6Status.Malformed);
        return outcome.Answers[0].NamesFault.Kind;
    }

    /// <summary>A device and servers on one link of a world, until the device is done.</summary>
    private static Dhcp6Outcome Converse(params Dhcp6Server[] servers)
    {
        var world = new SimWorld(1);
        for (var i = 0; i < servers.Length; i++)
        {
            var place = world.AddHost($"dhcp{i}", IpAddress.Parse($"fe80::{i + 2}"));
            world.PowerOn(world.Place(place, $"dhcp{i}", servers[i]));
        }

        var device = new Asker(world.EntropyFor("phone"));
        var phone = world.AddHost(
            "phone", IpAddress.Parse("192.0.2.50"), IpAddress.Parse("2001:db8::50"), Source.Address);
        world.PowerOn(world.Place(phone, "phone", device));
        world.RunTo(Instant.Zero + TimeSpan.FromSeconds(10));
        return device.Request.Outcome.ShouldNotBeNull();
    }

    private static Dhcp6Message Read(NetEffect effect)
    {
        Dhcp6Message.TryRead(
            effect.ShouldBeOfType<NetEffect.SendDatagram>().Bytes.Span, out var message, out var fault)
            .ShouldBeTrue($"{fault}");
        return message!;
    }

    private NetEffect[] Ask(Dhcp6Server server, string question) =>
        Give(server, new NetInput.Datagram(Flow, Source, Convert.FromHexString(question)));

    private NetEffect[] Give(Dhcp6Server server, NetInput input, double seconds = 0)
    {
        _effects.Clear();
        server.Handle(new(Instant.Zero + TimeSpan.FromSeconds(seconds), default), input, _effects);
        return [.. _effects];
    }

    private sealed class Asker(IEntropy entropy) : INode
    {
        public Dhcp6InformationRequest Request { get; } =
            new(new(), new(Client, [Source.Address], "eth0"), entropy, new());

        public Instant? Deadline => Request.Deadline;

        public void Handle(Now now, NetInput input, NetEffects effects)
        {
            if (input is NetInput.PowerOn)
            {
                Request.Begin(now, effects);
            }
            else
            {
                _ = Request.Handle(now, input, effects);
            }
        }
    }
}
