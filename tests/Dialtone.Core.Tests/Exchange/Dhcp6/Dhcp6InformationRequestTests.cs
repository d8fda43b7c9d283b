using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dhcp6;
using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dhcp6;
using static Dialtone.Core.Tests.Exchange.Dhcp6.Dhcp6Conversation;

namespace Dialtone.Core.Tests.Exchange.Dhcp6;

public class Dhcp6InformationRequestTests
{
    [Fact]
    public void It_opens_the_client_port_on_its_interface_and_asks_everybody_on_the_link()
    {
        var talk = new Dhcp6Conversation();

        var effects = talk.Begin();

        effects.Length.ShouldBe(2);
        effects[0].ShouldBe(
            new NetEffect.OpenDatagrams(talk.Flow, new(IpAddress.AnyV6, 546), Broadcast: true, Interface: "eth0"));
        var send = effects[1].ShouldBeOfType<NetEffect.SendDatagram>();
        send.To.ToString().ShouldBe("[ff02::1:2]:547");
        // RFC 8415 section 18.2.6, by hand: 1 = the DUID-LL, 6 = 21 22 32 83, 8 = 0.
        Convert.ToHexStringLower(send.Bytes.Span).ShouldBe("0b1badca" + "0001000a0003000102005e100001"
            + "000600080015001600200053" + "000800020000");
    }

    [Fact]
    public void It_sends_again_after_1_and_2_more_seconds_and_gives_up_at_5()
    {
        var talk = new Dhcp6Conversation();
        talk.Begin();
        talk.Deadline.ShouldBe(TimeSpan.FromSeconds(1));
        talk.At(0.9);
        talk.Give(new NetInput.DeadlineReached()).ShouldBeEmpty();

        var second = talk.Wake().ShouldHaveSingleItem().ShouldBeOfType<NetEffect.SendDatagram>();
        Dhcp6Message.TryRead(second.Bytes.Span, out var message, out _).ShouldBeTrue();
        message!.TransactionId.ShouldBe(TransactionId);
        message.ElapsedTime.ShouldBe(TimeSpan.FromSeconds(1));
        talk.Deadline.ShouldBe(TimeSpan.FromSeconds(3));

        talk.Wake().Length.ShouldBe(1);
        talk.Deadline.ShouldBe(TimeSpan.FromSeconds(5));
        talk.Request.Outcome.ShouldBeNull();

        talk.Wake().ShouldBe([new NetEffect.Close(talk.Flow)]);
        talk.Deadline.ShouldBeNull();
        var outcome = talk.Request.Outcome.ShouldNotBeNull();
        outcome.Status.ShouldBe(Dhcp6Status.NoAnswer);
        outcome.Sent.ShouldBe(3);
        outcome.LocalPort.ShouldBe((ushort)546);
        outcome.Interface.ShouldBe("eth0");
        outcome.Took.ShouldBe(TimeSpan.FromSeconds(5));
        outcome.Detail.ShouldBe("no answer from [ff02::1:2]:547 to 3 INFORMATION-REQUEST in 5 s");
        talk.Request.Usable.ShouldBeSameAs(outcome);
    }

    [Theory]
    [InlineData(0u, 900, 2610)]     // RAND -0.1: 0.9, then 2 * 0.9 - 0.09
    [InlineData(1000u, 1000, 3000)] // RAND 0
    [InlineData(2000u, 1100, 3410)] // RAND +0.1: 1.1, then 2 * 1.1 + 0.11
    public void Each_send_is_given_about_twice_the_time_of_the_last(uint drawn, int secondAt, int thirdAt)
    {
        var talk = new Dhcp6Conversation(below: bound => bound == 2001 ? drawn : 0);
        talk.Begin();
        talk.Deadline.ShouldBe(TimeSpan.FromMilliseconds(secondAt));
        talk.Wake();
        talk.Deadline.ShouldBe(TimeSpan.FromMilliseconds(thirdAt));
    }

    [Fact]
    public void No_send_is_given_more_than_the_longest_time()
    {
        var talk = new Dhcp6Conversation(new()
        {
            TimeoutMax = TimeSpan.FromSeconds(2), CollectFor = TimeSpan.FromSeconds(60),
        });
        talk.Begin();
        var at = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            at.Add(talk.Deadline!.Value.TotalSeconds);
            talk.Wake();
        }

        at.ShouldBe([1, 3, 5, 7]);
    }

    [Fact]
    public void The_first_send_is_put_off_by_chance()
    {
        var bounds = new List<uint>();
        var talk = new Dhcp6Conversation(
            new() { FirstDelayMax = TimeSpan.FromMilliseconds(20) },
            below: bound =>
            {
                bounds.Add(bound);
                return bound == 2001 ? 1000 : 13u;
            });

        talk.Begin().ShouldHaveSingleItem().ShouldBeOfType<NetEffect.OpenDatagrams>();
        bounds.ShouldBe([21u]);
        talk.Deadline.ShouldBe(TimeSpan.FromMilliseconds(13));
        var first = talk.Wake().ShouldHaveSingleItem().ShouldBeOfType<NetEffect.SendDatagram>();
        Dhcp6Message.TryRead(first.Bytes.Span, out var message, out _).ShouldBeTrue();
        message!.ElapsedTime.ShouldBe(TimeSpan.Zero);
        talk.Deadline.ShouldBe(TimeSpan.FromMilliseconds(1013));

        talk.At(0.113);
        talk.Give(Reply(2, Dhcp6Option.SipServers(Pool01)));
        talk.Request.Usable!.Answers[0].Took.ShouldBe(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void One_server_asked_by_its_address_is_not_waited_for_once_it_has_answered()
    {
        var server = new EndPointAddress(IpAddress.Parse("2001:db8::2"), 547);
        var talk = new Dhcp6Conversation(new() { Server = server }, new(Client, []));
        talk.Begin()[1].ShouldBeOfType<NetEffect.SendDatagram>().To.ShouldBe(server);
        talk.At(0.1);

        talk.Give(Reply(2, Dhcp6Option.SipServers(Pool01))).ShouldBe([new NetEffect.Close(talk.Flow)]);

        talk.Deadline.ShouldBeNull();
        var outcome = talk.Request.Outcome.ShouldNotBeNull();
        outcome.RegistrarNames.ShouldBe([Pool01]);
        outcome.Took.ShouldBe(TimeSpan.FromSeconds(0.1));
    }

    [Fact]
    public void The_first_answer_with_a_server_is_usable_at_once_and_later_ones_are_compared_not_used()
    {
        var talk = new Dhcp6Conversation();
        talk.Begin();
        talk.At(0.1);
        talk.Give(Reply(2));
        talk.Request.Usable.ShouldBeNull();

        talk.At(0.2);
        talk.Give(
            Reply(3, Dhcp6Option.SipServers(Pool01, Pool02), Dhcp6Option.SipServers(Address11, Address12),
                Dhcp6Option.InformationRefreshTime(TimeSpan.FromHours(1))), "fe80::3");
        var usable = talk.Request.Usable.ShouldNotBeNull();
        usable.Status.ShouldBe(Dhcp6Status.Answered);
        usable.RegistrarNames.ShouldBe([Pool01, Pool02]);
        usable.RegistrarAddresses.ShouldBe([Address11, Address12]);
        usable.Server.ShouldBe(IpAddress.Parse("fe80::3"));
        usable.Answers[1].Server.ShouldBe(Server(3));
        usable.Answers[1].RefreshAfter.ShouldBe(TimeSpan.FromHours(1));
        usable.Took.ShouldBe(TimeSpan.FromSeconds(0.2));
        talk.Request.Outcome.ShouldBeNull();
        talk.Deadline.ShouldBe(TimeSpan.FromSeconds(5), "nothing more is sent, but answers are collected");

        talk.At(0.3);
        talk.Give(Reply(4, Dhcp6Option.SipServers(Pool02)), "fe80::4");
        talk.RunOut().ShouldBe([new NetEffect.Close(talk.Flow)]);

        talk.Request.Usable.ShouldBeSameAs(usable);
        var outcome = talk.Request.Outcome.ShouldNotBeNull();
        outcome.RegistrarNames.ShouldBe([Pool01, Pool02]);
        outcome.Answers.Select(answer => answer.From.ToString()).ShouldBe(["fe80::2", "fe80::3", "fe80::4"]);
        outcome.ServersDisagree.ShouldBeTrue();
        outcome.Sent.ShouldBe(1);
    }

    [Fact]
    public void Addresses_alone_are_an_answer_that_can_be_used()
    {
        var outcome = Collect(Reply(2, Dhcp6Option.SipServers(Address11)));

        outcome.Status.ShouldBe(Dhcp6Status.Answered);
        outcome.RegistrarNames.ShouldBeEmpty();
        outcome.RegistrarAddresses.ShouldBe([Address11]);
        outcome.Detail.ShouldBeEmpty();
    }

    [Fact]
    public void A_server_that_says_less_does_not_disagree()
    {
        Collect(
            Reply(2, Dhcp6Option.SipServers(Pool01)),
            Reply(3, Dhcp6Option.SipServers(Pool01), Dhcp6Option.SipServers(Address11)),
            Reply(4)).ServersDisagree.ShouldBeFalse();
        Collect(
            Reply(2, Dhcp6Option.SipServers(Address11)),
            Reply(3, Dhcp6Option.SipServers(Address12))).ServersDisagree.ShouldBeTrue();
    }

    [Fact]
    public void Answers_without_either_option_are_no_answer_to_the_question()
    {
        var outcome = Collect(Reply(2), Reply(3));

        outcome.Status.ShouldBe(Dhcp6Status.NoOption);
        outcome.Server.ShouldBe(IpAddress.Parse("fe80::2"));
        outcome.Detail.ShouldBe("fe80::2 answered without options 21 and 22");
        outcome.Answers.Length.ShouldBe(2);
    }

    [Fact]
    public void A_status_code_is_a_refusal_whatever_else_is_in_the_answer()
    {
        var outcome = Collect(Reply(2,
            Dhcp6Option.StatusCode(Dhcp6StatusCode.UseMulticast, "ask everybody"), Dhcp6Option.SipServers(Pool01)));

        outcome.Status.ShouldBe(Dhcp6Status.Refused);
        outcome.RegistrarNames.ShouldBeEmpty();
        outcome.Detail.ShouldBe("fe80::2 answered with the status UseMulticast (ask everybody)");
        outcome.Answers[0].RegistrarNames.ShouldBe([Pool01]);
    }

    [Fact]
    public void Success_said_aloud_is_success()
    {
        Collect(Reply(2, Dhcp6Option.StatusCode(Dhcp6StatusCode.Success), Dhcp6Option.SipServers(Pool01)))
            .Status.ShouldBe(Dhcp6Status.Answered);
    }

    [Fact]
    public void A_string_in_option_21_is_malformed_with_the_bytes_to_set_instead()
    {
        var outcome = Collect(Reply(2), Reply(3, Option21("pool01.contoso.example")));

        outcome.Status.ShouldBe(Dhcp6Status.Malformed);
        outcome.Detail.ShouldBe(
            "fe80::2: option 21 is the text 'pool01.contoso.example' where encoded labels belong; define option 21 as "
            + "names, or as binary with the value 06706F6F6C303107636F6E746F736F076578616D706C6500");
        outcome.Answers[1].NamesFault.Kind.ShouldBe(SipServersFaultKind.PlainText);
        outcome.Answers[1].NamesFault.NameSeen.ShouldBe(Pool01);
        outcome.Answers[1].NamesBytes.ShouldBe("pool01.contoso.example"u8.ToArray());
    }

    [Fact]
    public void A_malformed_option_22_is_malformed_too()
    {
        var outcome = Collect(Reply(2, new Dhcp6Option(Dhcp6OptionCode.SipServerAddresses, new byte[15])));

        outcome.Status.ShouldBe(Dhcp6Status.Malformed);
        outcome.Detail.ShouldBe("fe80::2: option 22 has an address of less than 16 bytes at byte 0");
        outcome.Answers[0].AddressesFault.Kind.ShouldBe(SipServersFaultKind.AddressCutShort);
        outcome.Answers[0].AddressesBytes.Length.ShouldBe(15);
    }

    [Fact]
    public void Good_addresses_outweigh_malformed_names_of_the_same_server()
    {
        var outcome = Collect(Reply(2, Option21("pool01.contoso.example"), Dhcp6Option.SipServers(Address11)));

        outcome.Status.ShouldBe(Dhcp6Status.Answered);
        outcome.RegistrarAddresses.ShouldBe([Address11]);
        outcome.Answers[0].RegistrarFault.ShouldStartWith("option 21 is the text");
    }

    [Fact]
    public void A_broken_message_with_our_transaction_is_malformed_with_its_bytes_and_offset()
    {
        var broken = Reply(2, Dhcp6Option.SipServers(Pool01))[..^1];

        var outcome = Collect(broken);

        outcome.Status.ShouldBe(Dhcp6Status.Malformed);
        var unreadable = outcome.Unreadable.ShouldNotBeNull();
        unreadable.Fault.ShouldBe(new Dhcp6Fault(Dhcp6FaultKind.OptionPastEnd, 32));
        unreadable.Bytes.ShouldBe(broken);
        outcome.Detail.ShouldBe("[fe80::2]:547: OptionPastEnd at byte 32");
    }

    [Fact]
    public void Evidence_of_a_broken_message_is_bounded()
    {
        var broken = new byte[Dhcp6Limits.MessageBytesMax + 1];
        Reply(2).CopyTo(broken, 0);

        Collect(broken).Unreadable.ShouldNotBeNull().Bytes.Length.ShouldBe(Dhcp6Unreadable.BytesMax);
    }

    [Fact]
    public void What_is_not_our_answer_is_counted_and_passed_over()
    {
        var server = Dhcp6Option.ServerIdentifier(Server(2));
        var client = Dhcp6Option.ClientIdentifier(Client);
        var other = Dhcp6Option.ClientIdentifier(Server(9));
        var names = Dhcp6Option.SipServers(Pool01);
        var good = Reply(2);

        var outcome = Collect(
            "no"u8.ToArray(),
            [],
            Message((Dhcp6MessageType)0xC, 0x123456),
            Message(Dhcp6MessageType.Advertise, TransactionId, client, server, names),
            Message(Dhcp6MessageType.Reply, TransactionId + 1, client, server, names),
            Message(Dhcp6MessageType.Reply, TransactionId, other, server, names),
            Message(Dhcp6MessageType.Reply, TransactionId, server, names),
            Message(Dhcp6MessageType.Reply, TransactionId, client, names),
            good,
            good);

        outcome.Status.ShouldBe(Dhcp6Status.NoOption);
        outcome.Ignored.ShouldBe(new Dhcp6Ignored
        {
            NotDhcp = 3, NotReply = 1, OtherTransaction = 1, OtherClient = 2, NoServerIdentifier = 1, Repeated = 1,
        });
        outcome.Ignored.Total.ShouldBe(9);
        outcome.Answers.Length.ShouldBe(1);
    }

    [Fact]
    public void As_many_answers_as_the_limit_are_kept_and_one_more_is_counted()
    {
        var talk = new Dhcp6Conversation(new() { AnswersMax = 2 });
        talk.Begin();
        talk.Give(Reply(2));
        talk.Give(Reply(3));
        talk.Give(Reply(4));
        talk.RunOut();

        talk.Request.Outcome!.Answers.Length.ShouldBe(2);
        talk.Request.Outcome.Ignored.TooMany.ShouldBe(1);
    }

    [Theory]
    [InlineData("", Dhcp6Status.NoIpv6, "eth0 has no IPv6 address")]
    [InlineData("2001:db8::50", Dhcp6Status.NoLinkLocalAddress,
        "eth0 has no IPv6 address of its link (fe80::) to ask from, only 2001:db8::50")]
    public void Without_an_address_to_ask_from_it_says_so_at_once(string address, Dhcp6Status status, string detail)
    {
        var talk = new Dhcp6Conversation(
            local: new(Client, address.Length == 0 ? [] : [IpAddress.Parse(address)], "eth0"));

        talk.Begin().ShouldBeEmpty();

        talk.Deadline.ShouldBeNull();
        var outcome = talk.Request.Outcome.ShouldNotBeNull();
        outcome.Status.ShouldBe(status);
        outcome.Detail.ShouldBe(detail);
        outcome.Sent.ShouldBe(0);
        talk.Request.Usable.ShouldBeSameAs(outcome);
    }

    [Fact]
    public void Without_the_right_to_the_port_it_says_so_at_once_with_the_remedy()
    {
        var talk = new Dhcp6Conversation();
        talk.Begin();

        talk.Give(new NetInput.Ended(talk.Flow, ChannelEnd.NotPermitted, "Permission denied")).ShouldBeEmpty();

        var outcome = talk.Request.Outcome.ShouldNotBeNull();
        outcome.Status.ShouldBe(Dhcp6Status.NotPermitted);
        outcome.Sent.ShouldBe(0);
        outcome.Detail.ShouldBe("this process may not open UDP port 546 on eth0 (Permission denied); "
            + "run it as administrator, or on Linux give it the capability CAP_NET_BIND_SERVICE");
        talk.Deadline.ShouldBeNull();
    }

    [Theory]
    [InlineData(ChannelEnd.LocalAddressUnavailable, Dhcp6Status.Unavailable)]
    [InlineData(ChannelEnd.LocalPortTaken, Dhcp6Status.Unavailable)]
    [InlineData(ChannelEnd.Unreachable, Dhcp6Status.Unavailable)]
    [InlineData(ChannelEnd.Refused, Dhcp6Status.NoAnswer)]
    public void A_socket_that_ends_ends_the_conversation(ChannelEnd why, Dhcp6Status status)
    {
        var talk = new Dhcp6Conversation();
        talk.Begin();

        talk.Give(new NetInput.Ended(talk.Flow, why));

        talk.Request.Outcome.ShouldNotBeNull().Status.ShouldBe(status);
        talk.Request.Outcome.End.ShouldBe(status == Dhcp6Status.Unavailable ? why : null);
    }

    [Fact]
    public void A_socket_that_ends_after_an_answer_does_not_take_the_answer_away()
    {
        var talk = new Dhcp6Conversation();
        talk.Begin();
        talk.Give(Reply(2, Dhcp6Option.SipServers(Pool01)));

        talk.Give(new NetInput.Ended(talk.Flow, ChannelEnd.Unreachable));

        talk.Request.Outcome.ShouldNotBeNull().Status.ShouldBe(Dhcp6Status.Answered);
    }

    [Fact]
    public void Inputs_of_others_are_left_alone_and_late_ones_change_nothing()
    {
        var talk = new Dhcp6Conversation();
        talk.Begin();
        talk.Give(new NetInput.Ended(new(99), ChannelEnd.NotPermitted));
        talk.Give(new NetInput.Datagram(new(99), default, Reply(2, Dhcp6Option.SipServers(Pool01))));
        talk.Request.Usable.ShouldBeNull();

        talk.RunOut();
        var outcome = talk.Request.Outcome;
        talk.Give(Reply(2, Dhcp6Option.SipServers(Pool01)));
        talk.Give(new NetInput.Ended(talk.Flow, ChannelEnd.Failed));
        talk.Give(new NetInput.DeadlineReached()).ShouldBeEmpty();
        talk.Request.Outcome.ShouldBeSameAs(outcome);
    }

    [Fact]
    public void A_host_that_slept_through_everything_gets_the_end_at_once()
    {
        var talk = new Dhcp6Conversation();
        talk.Begin();
        talk.At(60);

        talk.Give(new NetInput.DeadlineReached()).ShouldBe([new NetEffect.Close(talk.Flow)]);

        talk.Request.Outcome.ShouldNotBeNull().Sent.ShouldBe(1);
    }

    [Fact]
    public void It_begins_once()
    {
        var talk = new Dhcp6Conversation();
        talk.Begin();

        Should.Throw<InvalidOperationException>(() => talk.Begin());
    }

    [Fact]
    public void Options_out_of_bounds_are_named()
    {
        string Message(Dhcp6InformationRequestOptions options) =>
            Should.Throw<ArgumentException>(() => new Dhcp6Conversation(options)).Message;

        Message(new() { Server = new(IpAddress.Parse("192.0.2.2"), 547) }).ShouldContain("Server");
        Message(new() { FirstDelayMax = TimeSpan.FromSeconds(5) }).ShouldContain("FirstDelayMax");
        Message(new() { FirstTimeout = TimeSpan.Zero }).ShouldContain("FirstTimeout");
        Message(new() { TimeoutMax = TimeSpan.FromMilliseconds(999) }).ShouldContain("TimeoutMax");
        Message(new() { AnswersMax = 0 }).ShouldContain("AnswersMax");
    }

    [Fact]
    public void Every_fault_that_the_codec_gives_has_words()
    {
        SipServersFaultKind[] never = [SipServersFaultKind.TextAfterEncoding];
        foreach (var kind in Enum.GetValues<SipServersFaultKind>().Except(never))
        {
            Dhcp6FaultText.Of(new Dhcp6SipServersFault(Dhcp6OptionCode.SipServerNames, kind, 1))
                .Contains("cannot be read", StringComparison.Ordinal).ShouldBeFalse($"{kind}");
        }
    }

    private static Dhcp6Outcome Collect(params byte[][] datagrams)
    {
        var talk = new Dhcp6Conversation();
        talk.Begin();
        foreach (var datagram in datagrams)
        {
            talk.Give(datagram);
        }

        talk.RunOut();
        return talk.Request.Outcome.ShouldNotBeNull();
    }
}
