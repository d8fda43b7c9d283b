using Dialtone.Core.SignIn;

namespace Dialtone.Core.Tests.SignIn;

public class AddressOfRecordTests
{
    [Theory]
    [InlineData("sip:alice@contoso.example")]
    [InlineData("SIP:alice@Contoso.Example")]
    [InlineData("alice@contoso.example")]
    public void Reads_an_address_of_record(string text)
    {
        AddressOfRecord.TryParse(text, out var address).ShouldBeTrue();
        address.User.ShouldBe("alice");
        address.Uri.ShouldBe("sip:alice@contoso.example");
    }

    [Theory]
    [InlineData("sips:alice@contoso.example", true)]
    [InlineData("SIPS:alice@contoso.example", true)]
    [InlineData("sip:alice@contoso.example", false)]
    public void The_sips_form_asks_for_TLS_and_is_the_same_address(string text, bool requiresTls)
    {
        AddressOfRecord.TryParse(text, out var address).ShouldBeTrue();
        address.RequiresTls.ShouldBe(requiresTls);
        address.Uri.ShouldBe("sip:alice@contoso.example");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("sip:@contoso.example")]
    [InlineData("sip:alice@")]
    [InlineData("sip:alice@contoso")]
    [InlineData("sip:alice@contoso.example:5061")]
    [InlineData("sip:alice@contoso..example")]
    [InlineData("sip:al ice@contoso.example")]
    [InlineData("sip:alice\r\nX@contoso.example")]
    [InlineData("tel:+15550100")]
    public void Refuses_what_is_not_one(string? text) => AddressOfRecord.TryParse(text, out _).ShouldBeFalse();
}
