using Dialtone.Wire.Dhcp;
using static Dialtone.Wire.Tests.Dhcp.DhcpVectors;
using Kind = Dialtone.Wire.Dhcp.VoiceVlanFaultKind;

namespace Dialtone.Wire.Tests.Dhcp;

public class VoiceVlanOptionTests
{
    [Theory]
    [InlineData("0a020064", 100)]
    [InlineData("0a0164", 100)]
    [InlineData("0a0400000064", 100)]
    [InlineData("0a020ffe", 4094)]
    [InlineData("00000104aabbccdd0a020001ff", 1)]
    public void The_VLAN_is_read_in_one_two_and_four_bytes(string value, int id)
    {
        VoiceVlanOption.TryRead(Hex(value), out var option, out var fault).ShouldBeTrue($"{fault}");

        option.Id.ShouldBe((ushort)id);
    }

    [Fact]
    public void It_is_written_as_a_word()
    {
        new VoiceVlanOption(100).ToBytes().ShouldBe(Hex("0a020064"));
    }

    [Theory]
    [InlineData("", Kind.Empty, 0)]
    [InlineData("0a", Kind.SubOptionPastEnd, 0)]
    [InlineData("0a0200", Kind.SubOptionPastEnd, 0)]
    [InlineData("0104aabbccdd", Kind.SubOptionMissing, 6)]
    [InlineData("ff0a020064", Kind.SubOptionMissing, 0)]
    [InlineData("0a03000064", Kind.WrongWidth, 2)]
    [InlineData("0a00", Kind.WrongWidth, 2)]
    [InlineData("0a020000", Kind.OutOfRange, 2)]
    [InlineData("0a020fff", Kind.OutOfRange, 2)]
    [InlineData("0a0480000064", Kind.OutOfRange, 2)]
    public void What_gives_no_VLAN_is_refused_with_its_place(string value, Kind kind, int offset)
    {
        VoiceVlanOption.TryRead(Hex(value), out _, out var fault).ShouldBeFalse();

        fault.ShouldBe(new(kind, offset));
    }

    [Fact]
    public void One_sub_option_past_the_limit_is_refused()
    {
        var value = string.Concat(Enumerable.Repeat("0100", DhcpLimits.VendorSubOptionsMax)) + "0a020064";

        VoiceVlanOption.TryRead(Hex(value[4..]), out _, out _).ShouldBeTrue();
        VoiceVlanOption.TryRead(Hex(value), out _, out var fault).ShouldBeFalse();
        fault.Kind.ShouldBe(Kind.TooManySubOptions);
    }
}
