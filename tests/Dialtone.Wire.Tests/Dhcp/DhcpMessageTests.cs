using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using static Dialtone.Wire.Tests.Dhcp.DhcpVectors;

namespace Dialtone.Wire.Tests.Dhcp;

public class DhcpMessageTests
{
    [Fact]
    public void A_DHCPINFORM_is_read_field_by_field()
    {
        var message = Read(Inform);

        message.Operation.ShouldBe(DhcpOperation.Request);
        message.MessageType.ShouldBe(DhcpMessageType.Inform);
        message.TransactionId.ShouldBe(0x1badcafeu);
        message.ClientAddress.ShouldBe(IpAddress.Parse("192.0.2.50"));
        message.HardwareAddress.ShouldBe(HardwareAddress.Parse("02:00:5e:10:00:01"));
        message.VendorClass.ShouldBe("MS-UC-Client");
        message.ParameterRequest.ToArray().ShouldBe([120, 43]);
        message.ServerIdentifier.ShouldBeNull();
    }

    [Fact]
    public void A_DHCPINFORM_is_written_byte_by_byte_and_padded_for_old_relays()
    {
        var bytes = new DhcpMessage
        {
            Operation = DhcpOperation.Request,
            TransactionId = 0x1badcafe,
            ClientAddress = IpAddress.Parse("192.0.2.50"),
            HardwareAddress = HardwareAddress.Parse("02-00-5E-10-00-01"),
            Options =
            [
                DhcpOption.MessageType(DhcpMessageType.Inform),
                DhcpOption.ParameterRequest(DhcpOptionCode.SipServers, DhcpOptionCode.VendorSpecific),
                DhcpOption.VendorClass("MS-UC-Client"),
            ],
        }.ToBytes();

        bytes.Length.ShouldBe(300);
        bytes.AsSpan(0, Inform.Length).ToArray().ShouldBe(Inform);
        bytes.AsSpan(Inform.Length).ContainsAnyExcept((byte)0).ShouldBeFalse();
    }

    [Fact]
    public void An_answer_is_read_with_both_options()
    {
        var message = Read(Ack);

        message.MessageType.ShouldBe(DhcpMessageType.Ack);
        message.ServerIdentifier.ShouldBe(IpAddress.Parse("192.0.2.2"));
        message.TryGetOption(DhcpOptionCode.SipServers, out var sip).ShouldBeTrue();
        sip.ToArray().ShouldBe(Hex(Pool01Option120));
        message.TryGetOption(DhcpOptionCode.VendorSpecific, out var vendor).ShouldBeTrue();
        vendor.Length.ShouldBe(88);
        message.ToBytes().ShouldBe(Ack);
    }

    [Fact]
    public void The_whole_header_comes_back()
    {
        var written = new DhcpMessage
        {
            Operation = DhcpOperation.Reply,
            Hops = 3,
            TransactionId = 7,
            Seconds = 258,
            Broadcast = true,
            ClientAddress = IpAddress.Parse("192.0.2.1"),
            YourAddress = IpAddress.Parse("192.0.2.2"),
            NextServerAddress = IpAddress.Parse("192.0.2.3"),
            RelayAddress = IpAddress.Parse("192.0.2.4"),
            HardwareAddress = new(6, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]),
            ServerHostName = new string('s', 64),
            BootFile = "boot.img",
        };

        var read = Read(written.ToBytes());

        read.Hops.ShouldBe((byte)3);
        read.Seconds.ShouldBe((ushort)258);
        read.Broadcast.ShouldBeTrue();
        read.ClientAddress.ShouldBe(written.ClientAddress);
        read.YourAddress.ShouldBe(written.YourAddress);
        read.NextServerAddress.ShouldBe(written.NextServerAddress);
        read.RelayAddress.ShouldBe(written.RelayAddress);
        read.HardwareAddress.ShouldBe(written.HardwareAddress);
        read.ServerHostName.ShouldBe(written.ServerHostName);
        read.BootFile.ShouldBe("boot.img");
        read.MessageType.ShouldBe(DhcpMessageType.None);
    }

    [Theory]
    [InlineData("MS-UC-Client", "4D532D55432D436C69656E74")]
    [InlineData("CPE-OCPHONE", "4350452D4F4350484F4E45")]
    public void The_vendor_classes_are_plain_ASCII(string name, string value)
    {
        DhcpOption.VendorClass(name).Value.ToArray().ShouldBe(Hex(value));
    }

    [Fact]
    public void Options_unknown_here_are_kept_and_pads_passed_over()
    {
        var message = Read(Message("02010600", "00000001", "c0000232",
            "00" + "350105" + "0000" + "e003aabbcc" + "5000" + "ff"));

        message.Options.Select(option => (byte)option.Code).ShouldBe([53, 224, 80]);
        message.Options[1].Value.ToArray().ShouldBe([0xaa, 0xbb, 0xcc]);
        message.Options[2].Value.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Pieces_of_one_option_are_joined_in_order_even_with_others_between()
    {
        var message = Read(Message("02010600", "00000001", "c0000232",
            "780a" + Pool01Option120[..20] + "350105" + "780f" + Pool01Option120[20..] + "ff"));

        message.Options.Length.ShouldBe(2);
        message.TryGetOption(DhcpOptionCode.SipServers, out var value).ShouldBeTrue();
        value.ToArray().ShouldBe(Hex(Pool01Option120));
    }

    [Theory]
    [InlineData(255, 1)]
    [InlineData(256, 2)]
    [InlineData(510, 2)]
    [InlineData(511, 3)]
    public void A_long_option_is_split_when_written_and_joined_when_read(int length, int instances)
    {
        var value = new byte[length];
        Array.Fill(value, (byte)0x61);
        var bytes = new DhcpMessage
        {
            Operation = DhcpOperation.Reply,
            TransactionId = 1,
            Options = [new(DhcpOptionCode.SipServers, value)],
        }.ToBytes();

        bytes.Length.ShouldBe(240 + length + (2 * instances) + 1);
        bytes.Skip(240).Count(b => b == 120).ShouldBe(instances);
        Read(bytes).Options[0].Value.ToArray().ShouldBe(value);
    }

    [Theory]
    [InlineData(1, "file")]
    [InlineData(2, "name")]
    [InlineData(3, "file+name")]
    public void Overloaded_fields_are_read_after_the_options_file_before_sname(byte overload, string expected)
    {
        var file = "7804" + Text("file") + "ff";
        var name = "7805" + Text("+name") + "ff";
        if (overload == 2)
        {
            name = "7804" + Text("name") + "ff";
        }

        var message = Read(Message("02010600", "00000001", "c0000232",
            "3401" + $"{overload:x2}" + "350105ff", name, file));

        message.TryGetOption(DhcpOptionCode.SipServers, out var value).ShouldBeTrue();
        System.Text.Encoding.ASCII.GetString(value.Span).ShouldBe(expected);
        message.TryGetOption(DhcpOptionCode.Overload, out _).ShouldBeFalse();
        (message.BootFile.Length == 0).ShouldBe((overload & 1) != 0);
        (message.ServerHostName.Length == 0).ShouldBe((overload & 2) != 0);
    }

    [Theory]
    [InlineData("350105", DhcpFaultKind.EndMissing, 243)]
    [InlineData("350105ff78", DhcpFaultKind.None, 0)]
    [InlineData("35010578", DhcpFaultKind.OptionLengthMissing, 243)]
    [InlineData("3501057805", DhcpFaultKind.OptionPastEnd, 243)]
    [InlineData("340100ff", DhcpFaultKind.InvalidOverload, 240)]
    [InlineData("340104ff", DhcpFaultKind.InvalidOverload, 240)]
    [InlineData("34020101ff", DhcpFaultKind.InvalidOverload, 240)]
    [InlineData("340101340102ff", DhcpFaultKind.InvalidOverload, 243)]
    [InlineData("340101ff", DhcpFaultKind.EndMissing, 236)]
    [InlineData("340102ff", DhcpFaultKind.EndMissing, 108)]
    [InlineData("00350100ff", DhcpFaultKind.InvalidMessageType, 241)]
    [InlineData("3500ff", DhcpFaultKind.InvalidMessageType, 240)]
    [InlineData("350105350105ff", DhcpFaultKind.InvalidMessageType, 240)]
    [InlineData("3501053603c00002ff", DhcpFaultKind.InvalidServerIdentifier, 243)]
    public void Broken_options_are_told_apart_with_their_place(string options, DhcpFaultKind kind, int offset)
    {
        DhcpMessage.TryRead(Message("02010600", "00000001", "c0000232", options), out _, out var fault)
            .ShouldBe(kind == DhcpFaultKind.None);

        fault.ShouldBe(new DhcpFault(kind, offset));
    }

    [Theory]
    [InlineData(0, 3, DhcpFaultKind.UnknownOperation, 0)]
    [InlineData(2, 17, DhcpFaultKind.HardwareAddressTooLong, 2)]
    [InlineData(236, 0, DhcpFaultKind.NoMagicCookie, 236)]
    public void A_broken_header_is_told_apart(int at, byte value, DhcpFaultKind kind, int offset)
    {
        var bytes = Ack.ToArray();
        bytes[at] = value;

        DhcpMessage.TryRead(bytes, out _, out var fault).ShouldBeFalse();

        fault.ShouldBe(new DhcpFault(kind, offset));
    }

    [Fact]
    public void A_message_of_the_longest_length_is_read_and_one_byte_more_is_not()
    {
        var bytes = new byte[DhcpLimits.MessageBytesMax + 1];
        Ack.CopyTo(bytes, 0);

        DhcpMessage.TryRead(bytes.AsSpan(0, DhcpLimits.MessageBytesMax), out _, out _).ShouldBeTrue();
        DhcpMessage.TryRead(bytes, out _, out var fault).ShouldBeFalse();
        fault.Kind.ShouldBe(DhcpFaultKind.TooLong);
    }

    [Fact]
    public void A_message_with_every_code_there_is_comes_back()
    {
        var options = Enumerable.Range(1, 254).Where(code => code != 52)
            .Select(code => new DhcpOption((DhcpOptionCode)code, code switch
            {
                53 => new byte[] { 5 },
                54 => [192, 0, 2, 2],
                _ => [(byte)code],
            }));
        var bytes = new DhcpMessage
        {
            Operation = DhcpOperation.Reply,
            TransactionId = 1,
            Options = [.. options],
        }.ToBytes();

        var read = Read(bytes);

        read.Options.Length.ShouldBe(253);
        read.ToBytes().ShouldBe(bytes);
    }

    [Fact]
    public void Callers_mistakes_are_exceptions()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new DhcpOption(DhcpOptionCode.End, default));
        Should.Throw<ArgumentException>(() => DhcpOption.ServerIdentifier(IpAddress.Parse("2001:db8::1")));
        Should.Throw<ArgumentException>(() => new HardwareAddress(1, new byte[17]));
        Should.Throw<ArgumentException>(() => Read(Ack).Write(new byte[299]));
        HardwareAddress.TryParse("02:00:5e:10:00", out _).ShouldBeFalse();
        HardwareAddress.TryParse("02:00:5e:10:00:zz", out _).ShouldBeFalse();
        HardwareAddress.Parse("02-00-5E-10-00-01").ToString().ShouldBe("02:00:5e:10:00:01");
    }

    private static DhcpMessage Read(byte[] bytes)
    {
        DhcpMessage.TryRead(bytes, out var message, out var fault).ShouldBeTrue($"{fault}");
        return message!;
    }
}
