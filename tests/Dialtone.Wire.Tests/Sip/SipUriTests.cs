namespace Dialtone.Wire.Sip;

public class SipUriTests
{
    [Theory]
    [InlineData("sip:alice@contoso.example", false, "alice", "contoso.example", null, "", "")]
    [InlineData("SIPS:alice:secretword@192.0.2.4:5061", true, "alice:secretword", "192.0.2.4", 5061, "", "")]
    [InlineData("sip:pool01.contoso.example:5061;transport=tls;ms-opaque=d3", false, "", "pool01.contoso.example", 5061,
        "transport=tls|ms-opaque=d3", "")]
    [InlineData("sip:[2001:db8::10]:5070", false, "", "2001:db8::10", 5070, "", "")]
    [InlineData("sip:+1-212-555-1212:1234@gateway.example;user=phone", false, "+1-212-555-1212:1234", "gateway.example",
        null, "user=phone", "")]
    [InlineData("sip:%61lice@contoso.example;lr?subject=project%20x&priority=urgent", false,
        "%61lice", "contoso.example", null, "lr=", "subject=project%20x&priority=urgent")]
    [InlineData("sip:alice;day=tuesday@contoso.example", false, "alice;day=tuesday", "contoso.example", null, "", "")]
    [InlineData("sip:user@contoso.example;opaque=user:epid:21nYNIVlkV-jtN6FPBU0fQAA;gruu", false,
        "user", "contoso.example", null, "opaque=user:epid:21nYNIVlkV-jtN6FPBU0fQAA|gruu=", "")]
    public void A_URI_is_divided_into_its_parts(
        string text, bool isSecure, string user, string host, int? port, string parameters, string headers)
    {
        SipUri.TryRead(SipSamples.Bytes(text), out var uri, out var fault).ShouldBeTrue(fault.ToString());

        (uri.IsSecure, uri.User.Text(), uri.Host.Text(), (int?)uri.Port).ShouldBe((isSecure, user, host, port));
        uri.Headers.Text().ShouldBe(headers);
        var seen = new List<string>();
        var reader = uri.Parameters;
        while (reader.TryNext(out var parameter))
        {
            seen.Add($"{parameter.Name.Text()}={parameter.Text}");
        }

        string.Join('|', seen).ShouldBe(parameters);
    }

    [Theory]
    [InlineData("", SipFaultKind.UriScheme, 0)]
    [InlineData("alice@contoso.example", SipFaultKind.UriScheme, 0)]
    [InlineData("tel:+420123456", SipFaultKind.UriScheme, 0)]
    [InlineData("sip:", SipFaultKind.UriHost, 4)]
    [InlineData("sip:alice@", SipFaultKind.UriHost, 10)]
    [InlineData("sip:@contoso.example", SipFaultKind.UriUser, 4)]
    [InlineData("sip:al ice@contoso.example", SipFaultKind.UriUser, 4)]
    [InlineData("sip:[2001:db8::1", SipFaultKind.UriHost, 4)]
    [InlineData("sip:[]", SipFaultKind.UriHost, 4)]
    [InlineData("sip:2001:db8::1", SipFaultKind.UriPort, 9)]
    [InlineData("sip:a:0", SipFaultKind.UriPort, 6)]
    [InlineData("sip:a:65536", SipFaultKind.UriPort, 6)]
    [InlineData("sip:a:", SipFaultKind.UriPort, 6)]
    [InlineData("sip:a%4@b", SipFaultKind.UriEscape, 5)]
    [InlineData("sip:a;=x", SipFaultKind.Parameter, 6)]
    [InlineData("sip:a;x=", SipFaultKind.Parameter, 8)]
    [InlineData("sip:a,b", SipFaultKind.UriHost, 4)]
    public void A_URI_that_is_none_says_what_and_where(string text, SipFaultKind kind, int offset)
    {
        SipUri.TryRead(SipSamples.Bytes(text), out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(new SipFault(kind, offset));
        SipUri.TryRead(SipSamples.Bytes(text), out _, out fault, 100).ShouldBeFalse();
        fault.Offset.ShouldBe(offset + 100);
    }

    [Fact]
    public void Users_compare_exactly_and_hosts_without_case()
    {
        _ = SipUri.TryRead("sip:alice@contoso.example"u8, out var one, out _);
        _ = SipUri.TryRead("sips:alice@CONTOSO.example:5061"u8, out var two, out _);
        _ = SipUri.TryRead("sip:Alice@contoso.example"u8, out var three, out _);
        one.IsSameUserAndHost(two).ShouldBeTrue();
        one.IsSameUserAndHost(three).ShouldBeFalse();
    }
}
