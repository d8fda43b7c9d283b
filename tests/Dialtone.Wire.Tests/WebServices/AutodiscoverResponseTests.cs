using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;
using Dialtone.Wire.Xml;
using static Dialtone.Wire.Tests.WebServices.WebServicesSamples;

namespace Dialtone.Wire.Tests.WebServices;

public class AutodiscoverResponseTests
{
    [Fact]
    public void The_root_leads_on()
    {
        var bytes = Bytes("<AutodiscoverResponse><Root><Link token='User' href='https://web.contoso.example/u'/>"
            + "<Link token='Domain' href='x'/></Root></AutodiscoverResponse>");

        AutodiscoverResponse.TryRead(bytes, out var root, out _).ShouldBeTrue();

        (root!.IsOfUser, root.Location).ShouldBe((false, AccessLocation.Unknown));
        root.Link(AutodiscoverLink.Redirect, AutodiscoverLink.User)
            .ShouldBe(new AutodiscoverLink("User", "https://web.contoso.example/u"));
        root.Link("OAuth").ShouldBeNull();
    }

    [Fact]
    public void The_user_is_told_the_registrars_for_clients()
    {
        AutodiscoverResponse.TryRead(Bytes(UserAnswer), out var user, out var fault).ShouldBeTrue($"{fault}");

        (user!.IsOfUser, user.Location).ShouldBe((true, AccessLocation.Internal));
        user.Internal.ShouldBe(new SipAccess(HostName.Parse("pool01.contoso.example"), 5061));
        user.External.ShouldBe(new SipAccess(HostName.Parse("sip.contoso.example"), 443));
        AutodiscoverResponse.TryRead(user.ToBytes(), out var again, out _).ShouldBeTrue();
        (again!.IsOfUser, again.Location, again.Internal, again.External)
            .ShouldBe((user.IsOfUser, user.Location, user.Internal, user.External));
        again.Links.ShouldBe(user.Links);
    }

    [Theory]
    [InlineData("User>", "Device>", XmlFaultKind.Missing, "Root")]
    [InlineData("token=", "name=", XmlFaultKind.Missing, "token")]
    [InlineData("443", "0", XmlFaultKind.InvalidValue, "port")]
    [InlineData("sip.contoso.example\" port=\"443", "two words\" port=\"443", XmlFaultKind.InvalidValue, "fqdn")]
    [InlineData("AutodiscoverResponse", "Autodiscover", XmlFaultKind.WrongRoot, "Autodiscover")]
    public void Wrong_answers_are_told_apart(string right, string wrong, XmlFaultKind kind, string name)
    {
        var body = Bytes(UserAnswer.Replace(right, wrong, StringComparison.Ordinal));

        AutodiscoverResponse.TryRead(body, out _, out var fault).ShouldBeFalse();

        (fault.Kind, fault.Name).ShouldBe((kind, name));
    }

    [Fact]
    public void As_many_links_as_the_limit_are_read_and_one_more_is_not()
    {
        static bool Reads(int links) => AutodiscoverResponse.TryRead(
            new AutodiscoverResponse
            {
                Links = [.. Enumerable.Repeat(new AutodiscoverLink("a", "b"), links)],
            }.ToBytes(),
            out _, out _);

        Reads(WebServicesLimits.LinksMax).ShouldBeTrue();
        Reads(WebServicesLimits.LinksMax + 1).ShouldBeFalse();
    }
}
