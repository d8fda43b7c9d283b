using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Tests.Addresses;

public class IpAddressKindTests
{
    [Theory]
    [InlineData("169.254.0.1", true, false)]
    [InlineData("169.253.255.255", false, false)]
    [InlineData("192.0.2.1", false, false)]
    [InlineData("223.255.255.255", false, false)]
    [InlineData("224.0.0.1", false, true)]
    [InlineData("239.255.255.255", false, true)]
    [InlineData("240.0.0.1", false, false)]
    [InlineData("::", false, false)]
    [InlineData("::1", false, false)]
    [InlineData("2001:db8::1", false, false)]
    [InlineData("fe7f::1", false, false)]
    [InlineData("fe80::1", true, false)]
    [InlineData("febf::1", true, false)]
    [InlineData("fec0::1", false, false)]
    [InlineData("ff02::1:2", false, true)]
    public void Addresses_of_one_link_and_groups_are_known(string text, bool linkLocal, bool multicast)
    {
        var address = IpAddress.Parse(text);

        address.IsLinkLocal.ShouldBe(linkLocal);
        address.IsMulticast.ShouldBe(multicast);
    }

    [Fact]
    public void Any_address_of_IPv6_is_the_default_value()
    {
        IpAddress.AnyV6.ShouldBe(IpAddress.Parse("::"));
        IpAddress.AnyV6.IsV4.ShouldBeFalse();
    }
}
