using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dhcp6;
using static Dialtone.Wire.Tests.Dhcp6.Dhcp6Vectors;

namespace Dialtone.Wire.Tests.Dhcp6;

public class Dhcp6SipServersTests
{
    private static readonly HostName First = HostName.Parse("pool01.contoso.example");
    private static readonly HostName Second = HostName.Parse("pool02.contoso.example");

    [Fact]
    public void Names_follow_each_other_without_an_encoding_byte()
    {
        Dhcp6SipServers.TryReadNames(Hex(Pool01 + Pool02), out var names, out _).ShouldBeTrue();

        names.ShouldBe([First, Second]);
        Dhcp6SipServers.ToBytes(First, Second).ShouldBe(Hex(Pool01 + Pool02));
    }

    [Fact]
    public void Addresses_are_read_and_written()
    {
        Dhcp6SipServers.TryReadAddresses(Hex(Address11 + Address12), out var addresses, out _).ShouldBeTrue();

        addresses.ShouldBe([IpAddress.Parse("2001:db8::11"), IpAddress.Parse("2001:db8::12")]);
        Dhcp6SipServers.ToBytes(addresses.AsSpan()).ShouldBe(Hex(Address11 + Address12));
    }

    [Fact]
    public void An_IPv4_address_has_its_mapped_form()
    {
        var mapped = "00000000000000000000ffffc000020b";
        Dhcp6SipServers.TryReadAddresses(Hex(mapped), out var addresses, out _).ShouldBeTrue();

        addresses.ShouldBe([IpAddress.Parse("192.0.2.11")]);
        Dhcp6SipServers.ToBytes(addresses.AsSpan()).ShouldBe(Hex(mapped));
    }

    [Theory]
    [InlineData("", SipServersFaultKind.Empty, 0)]
    [InlineData("00", SipServersFaultKind.EmptyName, 0)]
    [InlineData("066162", SipServersFaultKind.LabelPastEnd, 0)]
    [InlineData("016100c000", SipServersFaultKind.CompressionPointer, 3)]
    [InlineData("c000", SipServersFaultKind.CompressionPointer, 0)]
    [InlineData("0161c000", SipServersFaultKind.CompressionPointer, 2)]
    [InlineData("8001", SipServersFaultKind.LabelTooLong, 0)]
    [InlineData("03612e6200", SipServersFaultKind.NotAHostName, 2)]
    [InlineData("0361002200", SipServersFaultKind.NotAHostName, 2)]
    [InlineData("01610000", SipServersFaultKind.EmptyName, 3)]
    public void Each_rejection_of_option_21_has_its_kind_and_place(string value, SipServersFaultKind kind, int offset)
    {
        var fault = NamesFault(value);

        fault.ShouldBe(new Dhcp6SipServersFault(Dhcp6OptionCode.SipServerNames, kind, offset));
        fault.TryCorrect(out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("", SipServersFaultKind.Empty, 0)]
    [InlineData("20010db8", SipServersFaultKind.AddressCutShort, 0)]
    [InlineData(Address11 + "20", SipServersFaultKind.AddressCutShort, 16)]
    public void Each_rejection_of_option_22_has_its_kind_and_place(string value, SipServersFaultKind kind, int offset)
    {
        Dhcp6SipServers.TryReadAddresses(Hex(value), out var addresses, out var fault).ShouldBeFalse();

        addresses.ShouldBeEmpty();
        fault.ShouldBe(new Dhcp6SipServersFault(Dhcp6OptionCode.SipServerAddresses, kind, offset));
    }

    [Fact]
    public void As_many_servers_as_the_limit_are_taken_and_one_more_is_not()
    {
        const int Max = Dhcp6Limits.SipServersMax;
        var names = string.Concat(Enumerable.Repeat("016100", Max));
        Dhcp6SipServers.TryReadNames(Hex(names), out _, out _).ShouldBeTrue();
        NamesFault(names + "016100").Kind.ShouldBe(SipServersFaultKind.TooManyServers);
        NamesFault(names + "016100").Offset.ShouldBe(3 * Max);

        var addresses = string.Concat(Enumerable.Repeat(Address11, Max));
        Dhcp6SipServers.TryReadAddresses(Hex(addresses), out _, out _).ShouldBeTrue();
        Dhcp6SipServers.TryReadAddresses(Hex(addresses + Address11), out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(new Dhcp6SipServersFault(
            Dhcp6OptionCode.SipServerAddresses, SipServersFaultKind.TooManyServers, 16 * Max));
    }

    [Fact]
    public void The_value_of_option_120_with_its_encoding_byte_is_recognised()
    {
        var fault = NamesFault("00" + Pool01);

        fault.Kind.ShouldBe(SipServersFaultKind.UnknownEncoding);
        fault.Offset.ShouldBe(0);
        ShouldCorrectToPool01(fault);
    }

    [Theory]
    [InlineData("pool01.contoso.example")]
    [InlineData("POOL01.contoso.example.\0")]
    [InlineData("sip:pool01.contoso.example")]
    public void Text_is_recognised_with_the_name_and_the_right_bytes(string typed)
    {
        var fault = NamesFault(Text(typed));

        fault.Kind.ShouldBe(SipServersFaultKind.PlainText);
        fault.TextSeen.ShouldBe(typed.TrimEnd('\0'));
        ShouldCorrectToPool01(fault);
    }

    [Fact]
    public void Digits_typed_into_a_string_are_recognised()
    {
        var fault = NamesFault(Text(Pool01));

        fault.Kind.ShouldBe(SipServersFaultKind.HexadecimalText);
        ShouldCorrectToPool01(fault);
    }

    [Fact]
    public void A_name_that_only_lacks_its_end_can_be_corrected()
    {
        var fault = NamesFault(Pool01[..^2]);

        fault.Kind.ShouldBe(SipServersFaultKind.NameNotClosed);
        ShouldCorrectToPool01(fault);
    }

    [Fact]
    public void Evidence_is_bounded()
    {
        NamesFault(Text(new string('x', 4000))).TextSeen.Length.ShouldBe(Dhcp6Limits.TextSeenMax);
    }

    [Fact]
    public void Callers_mistakes_are_exceptions()
    {
        Should.Throw<ArgumentException>(() => Dhcp6SipServers.ToBytes(ReadOnlySpan<HostName>.Empty));
        Should.Throw<ArgumentException>(() => Dhcp6SipServers.ToBytes(default(HostName)));
        Should.Throw<ArgumentException>(() => Dhcp6SipServers.ToBytes(new IpAddress[Dhcp6Limits.SipServersMax + 1]));
    }

    private static Dhcp6SipServersFault NamesFault(string value)
    {
        Dhcp6SipServers.TryReadNames(Hex(value), out var names, out var fault).ShouldBeFalse();
        names.ShouldBeEmpty();
        fault.Option.ShouldBe(Dhcp6OptionCode.SipServerNames);
        return fault;
    }

    private static void ShouldCorrectToPool01(Dhcp6SipServersFault fault)
    {
        fault.NameSeen.ShouldBe(First);
        fault.TryCorrect(out var right).ShouldBeTrue();
        right.ShouldBe(Hex(Pool01));
    }
}
