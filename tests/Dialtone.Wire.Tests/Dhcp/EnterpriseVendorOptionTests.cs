using Dialtone.Wire.Dhcp;
using static Dialtone.Wire.Tests.Dhcp.DhcpVectors;
using Kind = Dialtone.Wire.Dhcp.EnterpriseVendorFaultKind;

namespace Dialtone.Wire.Tests.Dhcp;

public class EnterpriseVendorOptionTests
{
    // RFC 3925 section 4: number, length, data; once more for the next vendor.
    private const string TwoVendors = "00000137" + "04" + "0a020064" + "00000009" + "00";

    [Fact]
    public void Every_vendor_is_read()
    {
        EnterpriseVendorOption.TryRead(Hex(TwoVendors), out var vendors, out _).ShouldBeTrue();

        vendors.Select(each => each.Enterprise).ShouldBe([EnterpriseVendorOption.Microsoft, 9u]);
        vendors[0].Data.ToArray().ShouldBe(Hex("0a020064"));
        vendors[1].Data.Length.ShouldBe(0);
    }

    [Fact]
    public void One_vendor_is_written()
    {
        EnterpriseVendorOption.ToBytes(311, Hex("0a020064")).ShouldBe(Hex("00000137040a020064"));
    }

    [Fact]
    public void Cut_short_at_any_byte_it_is_refused_but_between_vendors()
    {
        var whole = Hex(TwoVendors);
        for (var length = 0; length < whole.Length; length++)
        {
            EnterpriseVendorOption.TryRead(whole.AsSpan(0, length), out _, out var fault)
                .ShouldBe(length == 9, $"{length}");
            if (length != 9)
            {
                fault.Kind.ShouldBe(
                    length == 0 ? Kind.Empty
                    : length is > 4 and < 9 ? Kind.DataPastEnd : Kind.HeadCutShort, $"{length}");
            }
        }
    }

    [Fact]
    public void One_vendor_past_the_limit_is_refused()
    {
        var value = Hex(string.Concat(Enumerable.Repeat("0000013700", DhcpLimits.EnterprisesMax + 1)));

        EnterpriseVendorOption.TryRead(value.AsSpan(5), out _, out _).ShouldBeTrue();
        EnterpriseVendorOption.TryRead(value, out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(new(Kind.TooManyEnterprises, 5 * DhcpLimits.EnterprisesMax));
    }
}
