using System.Text;
using Dialtone.Core.Net.Http;
using Dialtone.Wire.WebServices;

namespace Dialtone.Lab.Tests.Nodes;

/// <summary>Lyncdiscover (MS-OCDISCWS section 3.1.5), step by step.</summary>
public class LyncdiscoverTests
{
    private const string Root = "/Autodiscover/AutodiscoverService.svc/root";
    private const string Inside = "lyncdiscoverinternal.contoso.example";
    private const string Outside = "lyncdiscover.contoso.example";

    private static readonly HttpField Xml = new("Accept", AutodiscoverResponse.ContentType);

    private readonly WebServicesDesk _desk = new();

    [Theory]
    [InlineData(Inside, AccessLocation.Internal, "https://web01.contoso.example")]
    [InlineData(Outside, AccessLocation.External, "https://web.contoso.example")]
    public void Over_plain_HTTP_there_is_one_redirect_to_TLS(string host, AccessLocation location, string url)
    {
        var root = Read(_desk.Get("/?sipuri=alice@contoso.example", tls: false, host, Xml));

        root.Location.ShouldBe(location);
        root.Links.ShouldBe([new("Redirect", $"{url}{Root}?sipuri=alice%40contoso.example")]);
    }

    [Theory]
    [InlineData("/", Inside, "https://web01.contoso.example")]
    [InlineData(Root, "web01.contoso.example", "https://web01.contoso.example")]
    [InlineData(Root, "web.contoso.example:443", "https://web.contoso.example")]
    public void The_root_leads_to_the_user(string path, string host, string url)
    {
        var root = Read(_desk.Get($"{path}?sipuri=sip:alice%40contoso.example", host: host, fields: Xml));

        root.IsOfUser.ShouldBeFalse();
        root.Links.ShouldBe([new("User", $"{url}{Root}/user"), new("Domain", $"{url}{Root}/domain")]);
    }

    [Fact]
    public void A_user_of_the_other_pool_is_sent_there()
    {
        Read(_desk.Get($"{Root}?sipuri=erin@contoso.example", fields: Xml)).Links.ShouldBe(
            [new("Redirect", $"https://web02.contoso.example{Root}?sipuri=erin%40contoso.example")]);

        var erin = _desk.Ticket(_desk.ByNtlm(
            _desk.TicketFor("sip:erin@contoso.example", WebServicesDesk.UserUrl), @"CONTOSO\erin", "Dial-Tone-4"));
        var user = Read(_desk.Get($"{Root}/user", fields: [Xml, new(WebTicket.Field, erin.FieldValue)]));
        user.IsOfUser.ShouldBeTrue();
        user.Links.ShouldBe([new("Redirect", $"https://web02.contoso.example{Root}/user")]);
    }

    [Fact]
    public void A_user_is_told_its_Registrars_for_a_ticket()
    {
        var refused = _desk.Get($"{Root}/user", fields: Xml);
        refused.Status.ShouldBe(401);
        refused.Field("X-MS-WebTicketURL").ShouldBe("https://web01.contoso.example/WebTicket/WebTicketService.svc");

        var ticket = _desk.Alices(WebServicesDesk.UserUrl);
        var user = Read(_desk.Get($"{Root}/user", fields: [Xml, new(WebTicket.Field, ticket.FieldValue)]));

        (user.IsOfUser, user.Location).ShouldBe((true, AccessLocation.Internal));
        user.Internal.ShouldBe(new SipAccess(_desk.Nodes.Deployment.Pool01, 5061));
        user.External.ShouldBe(new SipAccess(_desk.Nodes.Deployment.AccessProxy.Name, 443));
    }

    [Fact]
    public void A_ticket_for_certificates_or_too_old_or_of_anybody_is_not_enough()
    {
        StatusWith(_desk.Alices().FieldValue).ShouldBe(401);
        StatusWith(new WebServicesDesk(chance: 7).Alices(WebServicesDesk.UserUrl).FieldValue).ShouldBe(401);
        StatusWith("opaque=").ShouldBe(401);
        StatusWith($"opaque={Convert.ToBase64String("<x AssertionID=\"SamlSecurityToken-"u8)}").ShouldBe(401);
        var ticket = _desk.Alices(WebServicesDesk.UserUrl).FieldValue;
        StatusWith(ticket).ShouldBe(200);
        _desk.Time = TimeSpan.FromHours(8);
        StatusWith(ticket).ShouldBe(401);
    }

    [Fact]
    public void Faults_lead_in_a_circle_or_nowhere()
    {
        _desk.Web.Behaviour.LoopsLyncdiscover = true;
        Read(_desk.Get($"{Root}?sipuri=alice@contoso.example", fields: Xml)).Links.ShouldBe(
            [new("Redirect", $"https://web01.contoso.example{Root}?sipuri=alice%40contoso.example")]);

        _desk.Web.Behaviour.KnowsNoUser = true;
        StatusWith(_desk.Alices(WebServicesDesk.UserUrl).FieldValue).ShouldBe(404);
    }

    [Fact]
    public void Without_the_wish_for_XML_the_answer_is_JSON_and_without_a_user_there_is_none()
    {
        var answer = _desk.Get("/?sipuri=alice@contoso.example", host: Inside);
        answer.Field("Content-Type").ShouldNotBeNull().ShouldStartWith("application/json");
        Encoding.UTF8.GetString(answer.Body.Span).ShouldBe(
            "{\"AccessLocation\":\"Internal\",\"Root\":{\"Links\":["
            + $"{{\"href\":\"https://web01.contoso.example{Root}/user\",\"token\":\"User\"}},"
            + $"{{\"href\":\"https://web01.contoso.example{Root}/domain\",\"token\":\"Domain\"}}]}}}}");

        _desk.Get("/", host: Inside, fields: Xml).Status.ShouldBe(400);
    }

    private int StatusWith(string ticket) =>
        _desk.Get($"{Root}/user", fields: [Xml, new(WebTicket.Field, ticket)]).Status;

    private static AutodiscoverResponse Read(HttpResponse answer)
    {
        answer.Status.ShouldBe(200);
        answer.Field("Content-Type").ShouldNotBeNull().ShouldStartWith(AutodiscoverResponse.ContentType);
        AutodiscoverResponse.TryRead(answer.Body.Span, out var response, out _).ShouldBeTrue();
        return response;
    }
}
