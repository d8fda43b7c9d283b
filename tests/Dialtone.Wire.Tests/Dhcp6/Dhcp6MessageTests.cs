using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dhcp6;
using static Dialtone.Wire.Tests.Dhcp6.Dhcp6Vectors;

namespace Dialtone.Wire.Tests.Dhcp6;

public class Dhcp6MessageTests
{
    private static readonly HardwareAddress Mac = HardwareAddress.Parse("02:00:5e:10:00:01");

    [Fact]
    public void An_INFORMATION_REQUEST_is_read_field_by_field()
    {
        var message = Read(InformationRequest);

        message.Type.ShouldBe(Dhcp6MessageType.InformationRequest);
        message.TransactionId.ShouldBe(0x1badcau);
        message.ClientIdentifier.ShouldBe(Duid.OfLinkLayer(Mac));
        message.ServerIdentifier.ShouldBeNull();
        message.ElapsedTime.ShouldBe(TimeSpan.Zero);
        message.AsksFor(Dhcp6OptionCode.SipServerNames).ShouldBeTrue();
        message.AsksFor(Dhcp6OptionCode.InformationMaxRetransmission).ShouldBeTrue();
        message.AsksFor(Dhcp6OptionCode.DnsServers).ShouldBeFalse();
        message.Status.ShouldBe(Dhcp6StatusCode.Success);
        message.InformationRefreshTime.ShouldBeNull();
    }

    [Fact]
    public void An_INFORMATION_REQUEST_is_written_byte_by_byte()
    {
        new Dhcp6Message
        {
            Type = Dhcp6MessageType.InformationRequest,
            TransactionId = 0x1badca,
            Options =
            [
                Dhcp6Option.ClientIdentifier(Duid.OfLinkLayer(Mac)),
                Dhcp6Option.OptionRequest(
                    Dhcp6OptionCode.SipServerNames, Dhcp6OptionCode.SipServerAddresses,
                    Dhcp6OptionCode.InformationRefreshTime, Dhcp6OptionCode.InformationMaxRetransmission),
                Dhcp6Option.ElapsedTime(TimeSpan.Zero),
            ],
        }.ToBytes().ShouldBe(InformationRequest);
    }

    [Fact]
    public void An_answer_of_Kea_is_read()
    {
        var message = Read(KeaReply);

        message.Type.ShouldBe(Dhcp6MessageType.Reply);
        message.TransactionId.ShouldBe(0x1badcau);
        message.ClientIdentifier.ShouldBe(Duid.OfLinkLayer(Mac));
        message.ServerIdentifier!.ToString().ShouldBe("00:03:00:01:02:00:5e:10:00:02");
        message.InformationRefreshTime.ShouldBe(TimeSpan.FromHours(1));
        SipServersOf(message).ShouldBe(["pool01.contoso.example", "pool02.contoso.example"]);
        message.ToBytes().ShouldBe(KeaReply);
    }

    [Fact]
    public void An_answer_of_dnsmasq_is_read()
    {
        var message = Read(DnsmasqReply);

        message.ServerIdentifier!.Type.ShouldBe(DuidType.LinkLayerAndTime);
        message.InformationRefreshTime.ShouldBe(TimeSpan.FromHours(1));
        SipServersOf(message).ShouldBe(["pool01.contoso.example", "pool02.contoso.example"]);
        message.ToBytes().ShouldBe(DnsmasqReply);
    }

    [Fact]
    public void Each_kind_of_DUID_has_the_bytes_of_the_RFC()
    {
        // RFC 8415 sections 11.2, 11.4 and 11.5: Ethernet is hardware type 1.
        Duid.OfLinkLayer(Mac).ToString().ShouldBe("00:03:00:01:02:00:5e:10:00:01");
        Duid.OfLinkLayerAndTime(Mac, 0x329aa5a7).ToString().ShouldBe("00:01:00:01:32:9a:a5:a7:02:00:5e:10:00:01");
        Duid.OfUuid(new("00112233-4455-6677-8899-aabbccddeeff")).ToString()
            .ShouldBe("00:04:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff");
        Should.Throw<ArgumentException>(() => Duid.OfLinkLayer(default));
    }

    [Fact]
    public void A_DUID_is_compared_by_its_bytes_whatever_they_are()
    {
        Duid.TryRead(Hex("ffff00"), out var one).ShouldBeTrue();
        Duid.TryRead(Hex("ffff00"), out var same).ShouldBeTrue();
        Duid.TryRead(Hex("ffff01"), out var other).ShouldBeTrue();

        one!.Type.ShouldBe((DuidType)0xffff);
        one.ShouldBe(same);
        one.GetHashCode().ShouldBe(same!.GetHashCode());
        one.ShouldNotBe(other);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(130, true)]
    [InlineData(131, false)]
    public void A_DUID_has_3_to_130_bytes(int length, bool isOne)
    {
        Duid.TryRead(new byte[length], out _).ShouldBe(isOne);
        foreach (var code in (byte[])[1, 2])
        {
            Dhcp6Message.TryRead([7, 0, 0, 1, 0, code, 0, (byte)length, .. new byte[length]], out _, out var fault)
                .ShouldBe(isOne);
            fault.ShouldBe(isOne ? default : new Dhcp6Fault(Dhcp6FaultKind.InvalidDuid, 4));
        }
    }

    [Fact]
    public void Options_unknown_here_and_repeated_ones_are_kept_as_they_came()
    {
        var bytes = Hex("07000001" + "abcd0003aabbcc" + "00110000" + "00170001ff" + "00170001fe");
        var message = Read(bytes);

        message.Options.Select(option => (int)option.Code).ShouldBe([0xabcd, 17, 23, 23]);
        message.Options[0].Value.ToArray().ShouldBe([0xaa, 0xbb, 0xcc]);
        message.TryGetOption((Dhcp6OptionCode)17, out var empty).ShouldBeTrue();
        empty.IsEmpty.ShouldBeTrue();
        message.TryGetOption(Dhcp6OptionCode.DnsServers, out var first).ShouldBeTrue();
        first.ToArray().ShouldBe([0xff]);
        message.ToBytes().ShouldBe(bytes);
    }

    [Fact]
    public void A_status_is_read_with_its_words()
    {
        var message = Read(Hex("07000001" + "000d000d" + "0005" + Text("unicast, no")));

        message.Status.ShouldBe(Dhcp6StatusCode.UseMulticast);
        message.StatusMessage.ShouldBe("unicast, no");
        var long513 = Dhcp6Option.StatusCode(Dhcp6StatusCode.UnspecifiedFailure, new string('x', 513));
        Read(new Dhcp6Message { Type = Dhcp6MessageType.Reply, TransactionId = 1, Options = [long513] }.ToBytes())
            .StatusMessage.Length.ShouldBe(Dhcp6Limits.TextSeenMax);
    }

    [Theory]
    [InlineData("07000001" + "0008000101", null, null)]
    [InlineData("07000001" + "00080002ffff", 655_350, null)]
    [InlineData("07000001" + "0020000300000e", null, null)]
    [InlineData("07000001" + "00200004ffffffff", null, 4_294_967_295L)]
    public void A_time_of_another_length_is_no_time_and_harms_nothing(string bytes, int? elapsedMs, long? refresh)
    {
        var message = Read(Hex(bytes));

        message.ElapsedTime.ShouldBe(elapsedMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null);
        message.InformationRefreshTime.ShouldBe(refresh is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
    }

    [Fact]
    public void A_time_too_long_for_its_option_is_written_as_the_longest()
    {
        Dhcp6Option.ElapsedTime(TimeSpan.FromSeconds(12.34)).Value.ToArray().ShouldBe(Hex("04d2"));
        Dhcp6Option.ElapsedTime(TimeSpan.FromHours(1)).Value.ToArray().ShouldBe(Hex("ffff"));
        Dhcp6Option.InformationRefreshTime(TimeSpan.MaxValue).Value.ToArray().ShouldBe(Hex("ffffffff"));
    }

    [Theory]
    [InlineData("", Dhcp6FaultKind.TooShort, 0)]
    [InlineData("071bad", Dhcp6FaultKind.TooShort, 3)]
    [InlineData("001badca", Dhcp6FaultKind.InvalidMessageType, 0)]
    [InlineData("0c1badca", Dhcp6FaultKind.RelayMessage, 0)]
    [InlineData("0d1badca", Dhcp6FaultKind.RelayMessage, 0)]
    [InlineData("071badca00", Dhcp6FaultKind.OptionHeaderCutShort, 4)]
    [InlineData("071badca0017000000", Dhcp6FaultKind.OptionHeaderCutShort, 8)]
    [InlineData("071badca00170001", Dhcp6FaultKind.OptionPastEnd, 4)]
    [InlineData("071badca0017ffff00", Dhcp6FaultKind.OptionPastEnd, 4)]
    [InlineData("071badca00060003001500", Dhcp6FaultKind.InvalidOptionRequest, 4)]
    [InlineData("071badca001700000" + "00d000100", Dhcp6FaultKind.InvalidStatusCode, 8)]
    public void Broken_messages_are_told_apart_with_their_place(string bytes, Dhcp6FaultKind kind, int offset)
    {
        Dhcp6Message.TryRead(Hex(bytes), out var message, out var fault).ShouldBeFalse();

        message.ShouldBeNull();
        fault.ShouldBe(new Dhcp6Fault(kind, offset));
    }

    [Fact]
    public void A_message_of_the_longest_length_is_read_and_one_byte_more_is_not()
    {
        byte[] Padded(int length) =>
            [7, 0, 0, 1, 0, 0xff, (byte)((length - 8) >> 8), (byte)(length - 8), .. new byte[length - 8]];

        Dhcp6Message.TryRead(Padded(Dhcp6Limits.MessageBytesMax), out _, out _).ShouldBeTrue();
        Dhcp6Message.TryRead(Padded(Dhcp6Limits.MessageBytesMax + 1), out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(new Dhcp6Fault(Dhcp6FaultKind.TooLong, Dhcp6Limits.MessageBytesMax));
    }

    [Fact]
    public void As_many_options_as_the_limit_are_read_and_one_more_is_not()
    {
        string Of(int count) => "07000001" + string.Concat(Enumerable.Repeat("00ff0000", count));

        Read(Hex(Of(Dhcp6Limits.OptionsMax))).Options.Length.ShouldBe(Dhcp6Limits.OptionsMax);
        Dhcp6Message.TryRead(Hex(Of(Dhcp6Limits.OptionsMax + 1)), out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(new Dhcp6Fault(Dhcp6FaultKind.TooManyOptions, 4 + (4 * Dhcp6Limits.OptionsMax)));
    }

    [Fact]
    public void Callers_mistakes_are_exceptions()
    {
        Should.Throw<ArgumentException>(() => Read(KeaReply).Write(new byte[KeaReply.Length - 1]));
        Should.Throw<ArgumentException>(() => new Dhcp6Option(Dhcp6OptionCode.StatusCode, new byte[65_536]));
        Should.Throw<InvalidOperationException>(() =>
            new Dhcp6Message { Type = Dhcp6MessageType.Reply, TransactionId = 0x100_0000 }.ToBytes());
    }

    private static string[] SipServersOf(Dhcp6Message message)
    {
        message.TryGetOption(Dhcp6OptionCode.SipServerNames, out var names).ShouldBeTrue();
        Dhcp6SipServers.TryReadNames(names.Span, out var read, out _).ShouldBeTrue();
        message.TryGetOption(Dhcp6OptionCode.SipServerAddresses, out var addresses).ShouldBeTrue();
        Dhcp6SipServers.TryReadAddresses(addresses.Span, out var readAddresses, out _).ShouldBeTrue();
        readAddresses.ShouldBe([IpAddress.Parse("2001:db8::11"), IpAddress.Parse("2001:db8::12")]);
        return [.. read.Select(name => name.Text)];
    }

    private static Dhcp6Message Read(byte[] bytes)
    {
        Dhcp6Message.TryRead(bytes, out var message, out var fault).ShouldBeTrue($"{fault}");
        return message!;
    }
}
