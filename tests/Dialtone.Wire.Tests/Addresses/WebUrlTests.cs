using Dialtone.Wire.Addresses;
using Shouldly;
using Xunit;

namespace Dialtone.Wire.Tests.Addresses;

public class WebUrlTests
{
    [Theory]
    [InlineData("https://web.contoso.example/CertProv/S.svc", true, "web.contoso.example", 443, "/CertProv/S.svc")]
    [InlineData("HTTPS://Web.Contoso.Example:443/a?b=c", true, "web.contoso.example", 443, "/a?b=c")]
    [InlineData("http://web.contoso.example:8080", false, "web.contoso.example", 8080, "/")]
    [InlineData("http://web.contoso.example?x", false, "web.contoso.example", 80, "/?x")]
    [InlineData("https://192.0.2.7:4443/x", true, "192.0.2.7", 4443, "/x")]
    public void An_address_is_read_into_its_parts(string text, bool isSecure, string host, int port, string target)
    {
        WebUrl.TryParse(text, out var url).ShouldBeTrue();

        (url.IsSecure, url.Host.Text, (int)url.Port, url.Target).ShouldBe((isSecure, host, port, target));
        WebUrl.TryParse(url.ToString(), out var again).ShouldBeTrue();
        again.ShouldBe(url);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ftp://web.contoso.example/")]
    [InlineData("https:///x")]
    [InlineData("https://web.contoso.example:0/")]
    [InlineData("https://web.contoso.example:65536/")]
    [InlineData("https://web.contoso.example:+1/")]
    [InlineData("https://alice@web.contoso.example/")]
    [InlineData("https://web.contoso.example/a b")]
    [InlineData("https://web.contoso.example/a#b")]
    [InlineData("https://web.contoso.example/a\r\nHost: fabrikam.example")]
    [InlineData("/CertProv/CertProvisioningService.svc")]
    public void Others_are_none(string? text) => WebUrl.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void It_has_so_many_characters_and_no_more()
    {
        var longest = "https://web.contoso.example/".PadRight(WebUrl.LengthMax, 'a');
        WebUrl.TryParse(longest, out _).ShouldBeTrue();
        WebUrl.TryParse(longest + "a", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://web.contoso.example/S.svc", "https://web.contoso.example/S.svc/mex")]
    [InlineData("https://web.contoso.example:4443/S.svc?a=b", "https://web.contoso.example:4443/S.svc/mex?a=b")]
    public void What_lies_below_is_put_before_the_query(string text, string below)
    {
        WebUrl.TryParse(text, out var url).ShouldBeTrue();
        url.Below("/mex").ToString().ShouldBe(below);
    }

    [Fact]
    public void The_port_is_named_only_where_it_is_not_the_scheme_s_own()
    {
        var host = HostName.Parse("web.contoso.example");

        new WebUrl(host, "/").Authority.ShouldBe("web.contoso.example");
        new WebUrl(host, "/", port: 4443).Authority.ShouldBe("web.contoso.example:4443");
        new WebUrl(host, "/", isSecure: false, port: 443).Authority.ShouldBe("web.contoso.example:443");
        Should.Throw<FormatException>(() => new WebUrl(host, "x"));
        Should.Throw<FormatException>(() => new WebUrl(default, "/"));
    }
}
