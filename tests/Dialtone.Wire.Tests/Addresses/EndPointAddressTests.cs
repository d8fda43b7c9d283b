using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Tests.Addresses;

public class EndPointAddressTests
{
    [Theory]
    [InlineData("192.0.2.1:53", "192.0.2.1:53")]
    [InlineData("192.0.2.1", "192.0.2.1:5060")]
    [InlineData("[2001:db8::1]:53", "[2001:db8::1]:53")]
    [InlineData("[2001:db8::1]", "[2001:db8::1]:5060")]
    [InlineData("2001:db8::1", "[2001:db8::1]:5060")]
    public void An_address_is_read_with_its_port_or_the_default(string text, string expected)
    {
        EndPointAddress.TryParse(text, 5060, out var endPoint).ShouldBeTrue();

        endPoint.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("[2001:db8::1]:")]
    [InlineData("[2001:db8::1]:65536")]
    [InlineData("192.0.2.1:")]
    [InlineData("host:5060")]
    public void Others_are_none(string text) => EndPointAddress.TryParse(text, 5060, out _).ShouldBeFalse();
}
