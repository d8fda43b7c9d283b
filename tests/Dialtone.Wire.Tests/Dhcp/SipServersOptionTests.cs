using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using static Dialtone.Wire.Tests.Dhcp.DhcpVectors;

namespace Dialtone.Wire.Tests.Dhcp;

public class SipServersOptionTests
{
    private static readonly HostName Pool01 = HostName.Parse("pool01.contoso.example");

    [Fact]
    public void One_name_is_read_and_written()
    {
        var option = Read(Pool01Option120);

        option.Encoding.ShouldBe(SipServersEncoding.Names);
        option.Names.ShouldBe([Pool01]);
        option.Addresses.ShouldBeEmpty();
        SipServersOption.Of(Pool01).ToBytes().ShouldBe(Hex(Pool01Option120));
    }

    [Fact]
    public void The_two_names_of_the_RFC_follow_each_other()
    {
        // RFC 3361 section 3.1: a name of example.com and one of example.net.
        var bytes = "00" + "07" + Text("example") + "03" + Text("com") + "00"
            + "07" + Text("example") + "03" + Text("net") + "00";
        bytes.ShouldBe("00076578616d706c6503636f6d00076578616d706c65036e657400");

        var option = Read(bytes);

        option.Names.ShouldBe([HostName.Parse("example.com"), HostName.Parse("example.net")]);
        option.ToBytes().ShouldBe(Hex(bytes));
    }

    [Fact]
    public void Addresses_are_read_and_written()
    {
        var option = Read("01c000020bc000020c");

        option.Encoding.ShouldBe(SipServersEncoding.Addresses);
        option.Addresses.ShouldBe([IpAddress.Parse("192.0.2.11"), IpAddress.Parse("192.0.2.12")]);
        option.Names.ShouldBeEmpty();
        SipServersOption.Of(IpAddress.Parse("192.0.2.11"), IpAddress.Parse("192.0.2.12")).ToBytes()
            .ShouldBe(Hex("01c000020bc000020c"));
    }

    [Theory]
    [InlineData("", SipServersFaultKind.Empty, 0)]
    [InlineData("02", SipServersFaultKind.UnknownEncoding, 0)]
    [InlineData("ff06706f6f6c3031", SipServersFaultKind.UnknownEncoding, 0)]
    [InlineData("00", SipServersFaultKind.NoNames, 1)]
    [InlineData("0000", SipServersFaultKind.EmptyName, 1)]
    [InlineData("00066162", SipServersFaultKind.LabelPastEnd, 1)]
    [InlineData("00016100ffff", SipServersFaultKind.CompressionPointer, 4)]
    [InlineData("00c001", SipServersFaultKind.CompressionPointer, 1)]
    [InlineData("000161c001", SipServersFaultKind.CompressionPointer, 3)]
    [InlineData("00400161", SipServersFaultKind.LabelTooLong, 1)]
    [InlineData("00bf0161", SipServersFaultKind.LabelTooLong, 1)]
    [InlineData("0003612e6200", SipServersFaultKind.NotAHostName, 3)]
    [InlineData("000361002200", SipServersFaultKind.NotAHostName, 3)]
    [InlineData("01", SipServersFaultKind.NoAddresses, 1)]
    [InlineData("01c00002", SipServersFaultKind.AddressCutShort, 1)]
    [InlineData("01c000020bc0", SipServersFaultKind.AddressCutShort, 5)]
    public void Each_rejection_has_its_kind_and_place(string value, SipServersFaultKind kind, int offset)
    {
        SipServersOption.TryRead(Hex(value), out var option, out var fault).ShouldBeFalse();

        option.ShouldBeNull();
        fault.ShouldBe(new SipServersFault(kind, offset));
        fault.TryCorrect(out _).ShouldBeFalse();
    }

    [Fact]
    public void A_name_of_253_characters_is_taken_and_of_254_is_not()
    {
        var label = "3f" + new string('6', 126); // 63 times 'f'
        var last = "3d" + new string('6', 122);  // 61 more: 3 * 64 + 61 = 253
        SipServersOption.TryRead(Hex("00" + label + label + label + last + "00"), out var option, out _).ShouldBeTrue();
        option!.Names[0].Text.Length.ShouldBe(253);

        var longer = "3e" + new string('6', 124);
        SipServersOption.TryRead(Hex("00" + label + label + label + longer + "00"), out _, out var fault)
            .ShouldBeFalse();
        fault.ShouldBe(new SipServersFault(SipServersFaultKind.NameTooLong, 193));
    }

    [Fact]
    public void As_many_servers_as_the_limit_are_taken_and_one_more_is_not()
    {
        const int Max = DhcpLimits.SipServersMax;
        var names = "00" + string.Concat(Enumerable.Repeat("016100", Max));
        Read(names).Names.Length.ShouldBe(Max);
        Fault(names + "016100").ShouldBe(new SipServersFault(SipServersFaultKind.TooManyServers, 1 + (3 * Max)));

        var addresses = "01" + string.Concat(Enumerable.Repeat("c0000201", Max));
        Read(addresses).Addresses.Length.ShouldBe(Max);
        Fault(addresses + "c0000201").ShouldBe(new SipServersFault(SipServersFaultKind.TooManyServers, 1 + (4 * Max)));
    }

    [Theory]
    [InlineData("pool01.contoso.example")]
    [InlineData("pool01.contoso.example.")]
    [InlineData("POOL01.Contoso.example\0")]
    [InlineData("sip:pool01.contoso.example")]
    public void A_string_instead_of_bytes_is_recognised_with_the_name_and_the_right_bytes(string typed)
    {
        var fault = Fault(Text(typed));

        fault.Kind.ShouldBe(SipServersFaultKind.PlainText);
        fault.NameSeen.ShouldBe(Pool01);
        fault.TextSeen.ShouldBe(typed.TrimEnd('\0'));
        fault.TryCorrect(out var right).ShouldBeTrue();
        right.ShouldBe(Hex(Pool01Option120));
    }

    [Fact]
    public void Text_behind_the_encoding_byte_is_recognised_with_the_name_and_the_right_bytes()
    {
        var fault = Fault("00" + Text("pool01.contoso.example"));

        fault.Kind.ShouldBe(SipServersFaultKind.TextAfterEncoding);
        fault.Offset.ShouldBe(1);
        fault.NameSeen.ShouldBe(Pool01);
        fault.TryCorrect(out var right).ShouldBeTrue();
        right.ShouldBe(Hex(Pool01Option120));
    }

    [Fact]
    public void Text_whose_first_letter_could_be_a_label_length_is_recognised_too()
    {
        // '0' is 48: it looks like a label of 48 bytes, which the value does not have.
        var fault = Fault("00" + Text("0pool.contoso.example"));

        fault.Kind.ShouldBe(SipServersFaultKind.TextAfterEncoding);
        fault.NameSeen.ShouldBe(HostName.Parse("0pool.contoso.example"));
    }

    [Theory]
    [InlineData("0006706F6F6C303107636F6E746F736F076578616D706C6500")]
    [InlineData("00:06:70:6f:6f:6c:30:31:07:63:6f:6e:74:6f:73:6f:07:65:78:61:6d:70:6c:65:00")]
    [InlineData("0x00,0x06,0x70,0x6f,0x6f,0x6c,0x30,0x31,0x07,0x63,0x6f,0x6e,0x74,"
        + "0x6f,0x73,0x6f,0x07,0x65,0x78,0x61,0x6d,0x70,0x6c,0x65,0x00")]
    public void Digits_typed_into_a_string_are_recognised(string typed)
    {
        var fault = Fault(Text(typed));

        fault.Kind.ShouldBe(SipServersFaultKind.HexadecimalText);
        fault.NameSeen.ShouldBe(Pool01);
    }

    [Theory]
    [InlineData("192.0.2.11")]
    [InlineData("the pool")]
    public void Text_without_a_name_is_text_that_cannot_be_corrected(string typed)
    {
        var fault = Fault(Text(typed));

        fault.Kind.ShouldBe(SipServersFaultKind.PlainText);
        fault.TextSeen.ShouldBe(typed);
        fault.TryCorrect(out _).ShouldBeFalse();
    }

    [Fact]
    public void A_name_that_only_lacks_its_end_can_be_corrected()
    {
        var fault = Fault(Pool01Option120[..^2]);

        fault.Kind.ShouldBe(SipServersFaultKind.NameNotClosed);
        fault.Offset.ShouldBe(24);
        fault.TryCorrect(out var right).ShouldBeTrue();
        right.ShouldBe(Hex(Pool01Option120));
    }

    [Fact]
    public void Evidence_is_bounded()
    {
        Fault(Text(new string('x', 4000))).TextSeen.Length.ShouldBe(DhcpLimits.TextSeenMax);
    }

    [Fact]
    public void Callers_mistakes_are_exceptions()
    {
        Should.Throw<ArgumentException>(() => SipServersOption.Of(ReadOnlySpan<HostName>.Empty));
        Should.Throw<ArgumentException>(() => SipServersOption.Of(default(HostName)));
        Should.Throw<ArgumentException>(() => SipServersOption.Of(IpAddress.Parse("2001:db8::1")));
    }

    private static SipServersOption Read(string value)
    {
        SipServersOption.TryRead(Hex(value), out var option, out var fault).ShouldBeTrue($"{fault}");
        return option!;
    }

    private static SipServersFault Fault(string value)
    {
        SipServersOption.TryRead(Hex(value), out _, out var fault).ShouldBeFalse();
        return fault;
    }
}
