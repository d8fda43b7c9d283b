using Dialtone.Core.Publishing;

namespace Dialtone.Core.Tests.Publishing;

public class WebServicesAddressTests
{
    private const string Usual = "/CertProv/CertProvisioningService.svc";

    [Theory]
    [InlineData("web01.contoso.example", "https://web01.contoso.example:443" + Usual)]
    [InlineData("web01.contoso.example:4443", "https://web01.contoso.example:4443" + Usual)]
    [InlineData("https://web01.contoso.example", "https://web01.contoso.example:443" + Usual)]
    [InlineData("HTTPS://Web01.Contoso.Example/", "https://web01.contoso.example:443" + Usual)]
    [InlineData("https://web01.contoso.example:4443/Other.svc", "https://web01.contoso.example:4443/Other.svc")]
    public void What_is_left_out_is_what_every_deployment_has(string text, string url)
    {
        WebServicesAddress.TryParse(text, out var address, out var fault).ShouldBeTrue(fault);

        address!.Url.ShouldBe(url);
    }

    [Theory]
    [InlineData("http://web01.contoso.example", "'http'")]
    [InlineData("https://192.0.2.11/", "'192.0.2.11'")]
    [InlineData("web01.contoso.example:0", "'0'")]
    [InlineData("web01.contoso.example:https", "'https'")]
    [InlineData("", "''")]
    [InlineData("https://web01.contoso.example/a\"b", "'/a\"b'")]
    public void What_a_phone_could_not_use_is_refused_by_name(string text, string named)
    {
        WebServicesAddress.TryParse(text, out var address, out var fault).ShouldBeFalse();

        address.ShouldBeNull();
        fault.ShouldContain(named);
    }

    [Fact]
    public void An_option_43_that_does_not_fit_one_option_is_said()
    {
        WebServicesAddress.TryParse(
            "web01.contoso.example/" + new string('p', 220), out var address, out _).ShouldBeTrue();
        var publication = new DhcpPublication
        {
            Registrar = Dialtone.Wire.Addresses.HostName.Parse("pool01.contoso.example"), WebServices = address!,
        };

        publication.Fault.ShouldContain("272 bytes");
        (publication with { WebServices = new() { Server = publication.Registrar, Port = 443 } }).Fault.ShouldBeEmpty();
    }
}
