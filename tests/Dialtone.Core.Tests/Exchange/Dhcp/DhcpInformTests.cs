using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dhcp;
using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using static Dialtone.Core.Tests.Exchange.Dhcp.DhcpConversation;

namespace Dialtone.Core.Tests.Exchange.Dhcp;

public class DhcpInformTests
{
    private const string Web01 = "https://web01.contoso.example:443/CertProv/CertProvisioningService.svc";

    [Fact]
    public void It_opens_the_client_port_on_its_interface_and_broadcasts_the_question()
    {
        var talk = new DhcpConversation();

        var effects = talk.Begin();

        effects.Length.ShouldBe(2);
        effects[0].ShouldBe(
            new NetEffect.OpenDatagrams(talk.Flow, new(IpAddress.AnyV4, 68), Broadcast: true, Interface: "eth0"));
        var send = effects[1].ShouldBeOfType<NetEffect.SendDatagram>();
        send.To.ShouldBe(EndPointAddress.TryParse("255.255.255.255:67", 0, out var to) ? to : default);
        // RFC 2131 section 4.4.3 and dhcp.md section 1, by hand: 53 = 8, 55 = 120 43, 60 = MS-UC-Client; padded to 300.
        var expected = "01010600" + "1badcafe" + "00000000" + "c0000232" + new string('0', 24)
            + "02005e100001".PadRight(32, '0') + new string('0', 384) + "63825363"
            + "350108" + "3702782b" + "3c0c4d532d55432d436c69656e74" + "ff";
        Convert.ToHexStringLower(send.Bytes.Span).ShouldBe(expected.PadRight(600, '0'));
    }

    [Fact]
    public void It_sends_at_0_2_and_4_seconds_and_gives_up_at_5()
    {
        var talk = new DhcpConversation();
        talk.Begin();
        talk.Deadline.ShouldBe(TimeSpan.FromSeconds(2));
        talk.At(1);
        talk.Give(new NetInput.DeadlineReached()).ShouldBeEmpty();

        talk.At(2);
        var second = talk.Give(new NetInput.DeadlineReached()).ShouldHaveSingleItem();
        var bytes = second.ShouldBeOfType<NetEffect.SendDatagram>().Bytes;
        DhcpMessage.TryRead(bytes.Span, out var message, out _).ShouldBeTrue();
        message!.TransactionId.ShouldBe(TransactionId);
        message.Seconds.ShouldBe((ushort)2);
        talk.Deadline.ShouldBe(TimeSpan.FromSeconds(4));

        talk.At(4);
        talk.Give(new NetInput.DeadlineReached()).Length.ShouldBe(1);
        talk.Deadline.ShouldBe(TimeSpan.FromSeconds(5));
        talk.Inform.Outcome.ShouldBeNull();

        talk.At(5);
        talk.Give(new NetInput.DeadlineReached()).ShouldBe([new NetEffect.Close(talk.Flow)]);
        talk.Deadline.ShouldBeNull();
        var outcome = talk.Inform.Outcome.ShouldNotBeNull();
        outcome.Status.ShouldBe(DhcpStatus.NoAnswer);
        outcome.Sent.ShouldBe(3);
        outcome.Took.ShouldBe(TimeSpan.FromSeconds(5));
        outcome.Detail.ShouldBe("no answer from 255.255.255.255:67 to 3 DHCPINFORM in 5 s");
        talk.Inform.Usable.ShouldBeSameAs(outcome);
    }

    [Fact]
    public void One_server_asked_by_its_address_is_not_waited_for_once_it_has_answered()
    {
        var talk = new DhcpConversation(new() { Server = new(IpAddress.Parse("192.0.2.2"), 67) });
        talk.Begin();
        talk.At(0.1);

        talk.Give(Ack("192.0.2.2", Option120(Pool01))).ShouldBe([new NetEffect.Close(talk.Flow)]);

        talk.Deadline.ShouldBeNull();
        var outcome = talk.Inform.Outcome.ShouldNotBeNull();
        outcome.Registrar.ShouldBe(Pool01);
        outcome.Took.ShouldBe(TimeSpan.FromSeconds(0.1));
    }

    [Fact]
    public void S18_the_first_answer_with_a_name_is_usable_at_once_and_later_ones_are_compared_not_used()
    {
        var talk = new DhcpConversation();
        talk.Begin();
        talk.At(0.1);
        talk.Give(Ack("192.0.2.2", Option43("web09.contoso.example")));
        talk.Inform.Usable.ShouldBeNull();

        talk.At(0.2);
        talk.Give(Ack("192.0.2.3", Option120(Pool01), Option43("web01.contoso.example")));
        var usable = talk.Inform.Usable.ShouldNotBeNull();
        usable.Status.ShouldBe(DhcpStatus.Answered);
        usable.Registrar.ShouldBe(Pool01);
        usable.WebServicesUrl.ShouldBe(Web01);
        usable.Server.ShouldBe(IpAddress.Parse("192.0.2.3"));
        usable.Took.ShouldBe(TimeSpan.FromSeconds(0.2));
        talk.Inform.Outcome.ShouldBeNull();
        talk.Deadline.ShouldBe(TimeSpan.FromSeconds(5), "nothing more is sent, but answers are collected");

        talk.At(0.3);
        talk.Give(Ack("192.0.2.4", Option120(Pool02)));
        talk.RunOut().ShouldBe([new NetEffect.Close(talk.Flow)]);

        talk.Inform.Usable.ShouldBeSameAs(usable);
        var outcome = talk.Inform.Outcome.ShouldNotBeNull();
        outcome.Registrar.ShouldBe(Pool01);
        outcome.Answers.Select(answer => answer.Server.ToString()).ShouldBe(["192.0.2.2", "192.0.2.3", "192.0.2.4"]);
        outcome.ServersDisagree.ShouldBeTrue();
        outcome.Sent.ShouldBe(1);
    }

    [Fact]
    public void S18_the_used_answer_without_option_43_leaves_web_services_to_DNS()
    {
        var outcome = Collect(
            Ack("192.0.2.2", Option120(Pool01)),
            Ack("192.0.2.3", Option120(Pool01), Option43("web01.contoso.example")));

        outcome.Registrar.ShouldBe(Pool01);
        outcome.WebServicesUrl.ShouldBeNull();
        outcome.ServersDisagree.ShouldBeFalse("one says less, none says other");
    }

    [Fact]
    public void S18_without_any_name_the_other_answers_count()
    {
        var outcome = Collect(
            Ack("192.0.2.2"),
            Ack("192.0.2.3", Option43("web01.contoso.example")));

        outcome.Status.ShouldBe(DhcpStatus.NoOption);
        outcome.Registrar.ShouldBeNull();
        outcome.WebServicesUrl.ShouldBe(Web01);
        outcome.Server.ShouldBe(IpAddress.Parse("192.0.2.3"));
        outcome.Detail.ShouldBe("192.0.2.2 answered without option 120");
    }

    [Fact]
    public void Addresses_in_option_120_are_an_answer_without_a_name()
    {
        var address = IpAddress.Parse("192.0.2.11");
        var outcome = Collect(
            Ack("192.0.2.2", new DhcpOption(DhcpOptionCode.SipServers, SipServersOption.Of(address).ToBytes())));

        outcome.Status.ShouldBe(DhcpStatus.NoOption);
        outcome.Answers[0].RegistrarAddresses.ShouldBe([address]);
        outcome.Detail.ShouldBe("192.0.2.2 answered with addresses in option 120, not with a name");
    }

    [Fact]
    public void Web_services_that_differ_are_a_disagreement()
    {
        Collect(
            Ack("192.0.2.2", Option120(Pool01), Option43("web01.contoso.example")),
            Ack("192.0.2.3", Option120(Pool01), Option43("web02.contoso.example"))).ServersDisagree.ShouldBeTrue();
    }

    [Fact]
    public void A_string_in_option_120_is_malformed_with_the_bytes_to_set_instead()
    {
        var outcome = Collect(Ack("192.0.2.2"), Ack("192.0.2.3", Option120("pool01.contoso.example")));

        outcome.Status.ShouldBe(DhcpStatus.Malformed);
        outcome.Detail.ShouldBe(
            "192.0.2.3: option 120 is the text 'pool01.contoso.example' where encoded bytes belong; "
            + "define option 120 as binary and set it to 0006706F6F6C303107636F6E746F736F076578616D706C6500");
        outcome.Answers[1].SipServersFault.Kind.ShouldBe(SipServersFaultKind.PlainText);
        outcome.Answers[1].SipServersFault.NameSeen.ShouldBe(Pool01);
        outcome.Answers[1].SipServersBytes.ShouldBe("pool01.contoso.example"u8.ToArray());
    }

    [Fact]
    public void A_good_name_outweighs_a_malformed_one()
    {
        var outcome = Collect(
            Ack("192.0.2.2", Option120("pool02.contoso.example")), Ack("192.0.2.3", Option120(Pool01)));

        outcome.Status.ShouldBe(DhcpStatus.Answered);
        outcome.Registrar.ShouldBe(Pool01);
        outcome.Answers[0].RegistrarFault.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_faulty_option_43_is_evidence_beside_a_good_name()
    {
        var wrong = new UcVendorOption { Server = HostName.Parse("web01.contoso.example") }.ToBytes();
        wrong[2] = (byte)'X';

        var outcome = Collect(
            Ack("192.0.2.2", Option120(Pool01), new DhcpOption(DhcpOptionCode.VendorSpecific, wrong)));

        outcome.Status.ShouldBe(DhcpStatus.Answered);
        outcome.WebServicesUrl.ShouldBeNull();
        outcome.Answers[0].UcVendorFault.Kind.ShouldBe(UcVendorFaultKind.WrongIdentifier);
        outcome.Answers[0].WebServicesFault
            .ShouldBe("option 43 has 'XS-UC-Client' in sub-option 1 (UcIdentifier) where 'MS-UC-Client' belongs");
    }

    [Fact]
    public void A_broken_message_with_our_transaction_is_malformed_with_its_bytes_and_offset()
    {
        var broken = Ack("192.0.2.2", Option120(Pool01))[..250];

        var outcome = Collect(broken);

        outcome.Status.ShouldBe(DhcpStatus.Malformed);
        var unreadable = outcome.Unreadable.ShouldNotBeNull();
        unreadable.Fault.ShouldBe(new DhcpFault(DhcpFaultKind.OptionLengthMissing, 249));
        unreadable.Bytes.ShouldBe(broken);
        outcome.Detail.ShouldBe("192.0.2.2:67: OptionLengthMissing at byte 249");
    }

    [Fact]
    public void Evidence_of_a_broken_message_is_bounded()
    {
        var broken = new byte[DhcpLimits.MessageBytesMax];
        Ack("192.0.2.2").AsSpan(0, 8).CopyTo(broken);

        Collect(broken).Unreadable.ShouldNotBeNull().Bytes.Length.ShouldBe(DhcpUnreadable.BytesMax);
    }

    [Fact]
    public void What_is_not_our_answer_is_counted_and_passed_over()
    {
        var otherMac = HardwareAddress.Parse("02:00:5e:10:00:02");
        var request = Reply(TransactionId, Mac, DhcpMessageType.Ack, "192.0.2.2", Option120(Pool01));
        request[0] = 1;
        var good = Ack("192.0.2.2", Option43("web01.contoso.example"));

        var outcome = Collect(
            "not DHCP"u8.ToArray(),
            [],
            request,
            Reply(TransactionId + 1, Mac, DhcpMessageType.Ack, "192.0.2.2", Option120(Pool01)),
            Reply(TransactionId, otherMac, DhcpMessageType.Ack, "192.0.2.2", Option120(Pool01)),
            Reply(TransactionId, Mac, DhcpMessageType.Offer, "192.0.2.2", Option120(Pool01)),
            good,
            good);

        outcome.Status.ShouldBe(DhcpStatus.NoOption);
        outcome.Ignored.ShouldBe(new DhcpIgnored
        {
            NotDhcp = 2, NotReply = 1, OtherTransaction = 1, OtherHardware = 1, NotAck = 1, Repeated = 1,
        });
        outcome.Ignored.Total.ShouldBe(7);
        outcome.Answers.Length.ShouldBe(1);
    }

    [Fact]
    public void As_many_answers_as_the_limit_are_kept_and_one_more_is_counted()
    {
        var talk = new DhcpConversation(new() { AnswersMax = 2 });
        talk.Begin();
        talk.Give(Ack("192.0.2.2"));
        talk.Give(Ack("192.0.2.3"));
        talk.Give(Ack("192.0.2.4"));
        talk.RunOut();

        talk.Inform.Outcome!.Answers.Length.ShouldBe(2);
        talk.Inform.Outcome.Ignored.TooMany.ShouldBe(1);
    }

    [Fact]
    public void Without_the_right_to_the_port_it_says_so_at_once_with_the_remedy()
    {
        var talk = new DhcpConversation();
        talk.Begin();

        talk.Give(new NetInput.Ended(talk.Flow, ChannelEnd.NotPermitted, "Permission denied")).ShouldBeEmpty();

        var outcome = talk.Inform.Outcome.ShouldNotBeNull();
        outcome.Status.ShouldBe(DhcpStatus.NotPermitted);
        outcome.LocalPort.ShouldBe((ushort)68);
        outcome.Interface.ShouldBe("eth0");
        outcome.Sent.ShouldBe(0);
        outcome.Detail.ShouldBe("this process may not open UDP port 68 on eth0 (Permission denied); "
            + "run it as administrator, or on Linux give it the capability CAP_NET_BIND_SERVICE");
        talk.Deadline.ShouldBeNull();
    }

    [Theory]
    [InlineData(ChannelEnd.LocalAddressUnavailable, DhcpStatus.Unavailable)]
    [InlineData(ChannelEnd.LocalPortTaken, DhcpStatus.Unavailable)]
    [InlineData(ChannelEnd.Unreachable, DhcpStatus.Unavailable)]
    [InlineData(ChannelEnd.Refused, DhcpStatus.NoAnswer)]
    public void A_socket_that_ends_ends_the_conversation(ChannelEnd why, DhcpStatus status)
    {
        var talk = new DhcpConversation();
        talk.Begin();

        talk.Give(new NetInput.Ended(talk.Flow, why));

        talk.Inform.Outcome.ShouldNotBeNull().Status.ShouldBe(status);
        talk.Inform.Outcome.End.ShouldBe(status == DhcpStatus.Unavailable ? why : null);
    }

    [Fact]
    public void A_socket_that_ends_after_an_answer_does_not_take_the_answer_away()
    {
        var talk = new DhcpConversation();
        talk.Begin();
        talk.Give(Ack("192.0.2.2", Option120(Pool01)));

        talk.Give(new NetInput.Ended(talk.Flow, ChannelEnd.Unreachable));

        talk.Inform.Outcome.ShouldNotBeNull().Status.ShouldBe(DhcpStatus.Answered);
    }

    [Fact]
    public void Inputs_of_others_are_left_alone_and_late_ones_change_nothing()
    {
        var talk = new DhcpConversation();
        talk.Begin();
        talk.Give(new NetInput.Ended(new(99), ChannelEnd.NotPermitted));
        talk.Give(new NetInput.Datagram(new(99), default, Ack("192.0.2.2", Option120(Pool01))));
        talk.Inform.Usable.ShouldBeNull();

        talk.RunOut();
        var outcome = talk.Inform.Outcome;
        talk.Give(Ack("192.0.2.2", Option120(Pool01)));
        talk.Give(new NetInput.Ended(talk.Flow, ChannelEnd.Failed));
        talk.Give(new NetInput.DeadlineReached()).ShouldBeEmpty();
        talk.Inform.Outcome.ShouldBeSameAs(outcome);
    }

    [Fact]
    public void A_host_that_slept_through_everything_gets_the_end_at_once()
    {
        var talk = new DhcpConversation();
        talk.Begin();
        talk.At(60);

        talk.Give(new NetInput.DeadlineReached()).ShouldBe([new NetEffect.Close(talk.Flow)]);

        talk.Inform.Outcome.ShouldNotBeNull().Sent.ShouldBe(1);
    }

    [Fact]
    public void Options_out_of_bounds_are_named()
    {
        string Message(DhcpInformOptions options) =>
            Should.Throw<ArgumentException>(() => new DhcpConversation(options)).Message;

        Message(new() { Server = new(IpAddress.Parse("2001:db8::1"), 67) }).ShouldContain("Server");
        Message(new() { SendAt = [TimeSpan.Zero, TimeSpan.FromSeconds(5)] }).ShouldContain("SendAt");
        Message(new() { SendAt = [] }).ShouldContain("SendAt");
        Message(new() { AnswersMax = 0 }).ShouldContain("AnswersMax");
    }

    [Fact]
    public void Every_fault_has_words()
    {
        foreach (var kind in Enum.GetValues<SipServersFaultKind>())
        {
            DhcpFaultText.Of(new SipServersFault(kind, 1))
                .Contains("cannot be read", StringComparison.Ordinal).ShouldBeFalse();
        }

        foreach (var kind in Enum.GetValues<UcVendorFaultKind>())
        {
            DhcpFaultText.Of(new UcVendorFault(kind, UcSubOptionCode.UrlScheme, 1, "x"))
                .Contains("cannot be read", StringComparison.Ordinal).ShouldBeFalse();
        }
    }

    private static DhcpOutcome Collect(params byte[][] datagrams)
    {
        var talk = new DhcpConversation();
        talk.Begin();
        foreach (var datagram in datagrams)
        {
            talk.Give(datagram);
        }

        talk.RunOut();
        return talk.Inform.Outcome.ShouldNotBeNull();
    }
}
