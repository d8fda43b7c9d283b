using Dialtone.Core.Certificates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Profiles;
using Dialtone.Core.Tests.Devices;
using Dialtone.Wire.WebServices;
using static Dialtone.Core.Tests.Exchange.Lyncdiscover.LyncdiscoverBench;

namespace Dialtone.Core.Tests.Exchange.Lyncdiscover;

public class LyncdiscoverExchangeTests
{
    private const string Inside = "lyncdiscoverinternal.contoso.example";
    private const string Outside = "lyncdiscover.contoso.example";

    [Fact]
    public void The_user_s_answer_is_got_with_a_web_ticket_and_names_the_registrar()
    {
        var bench = new LyncdiscoverBench().At($"https://{Inside}{Root}", _ => Link("User", User));
        var outcome = bench.Run();

        outcome.Status.ShouldBe(LyncdiscoverStatus.Found);
        outcome.Registrars.ShouldBe([new SipAccess(DeviceBench.Pool01, 5061)]);
        (outcome.Location, outcome.WebServer.Text).ShouldBe((AccessLocation.Internal, "web.contoso.example"));
        bench.Asked.ShouldBe(
        [
            $"https://{Inside}{Root}", $"http://{Inside}{Root}", User, $"{Tickets}/mex", $"{Tickets}/Auth",
            $"{Tickets}/Auth", User,
        ], ignoreOrder: true);
        bench.Journal.Entries.OfType<JournalEntry.WebCalled>().ShouldAllBe(each => each.Step == Step.Lyncdiscover);
    }

    [Fact]
    public void Over_plain_http_a_redirect_leads_to_https()
    {
        var bench = new LyncdiscoverBench()
            .At($"http://{Inside}{Root}", _ => Link("Redirect", $"https://{Inside}/Autodiscover/root{Root[1..]}"))
            .At($"https://{Inside}/Autodiscover/root{Root[1..]}", _ => Link("User", User));

        bench.Run().Status.ShouldBe(LyncdiscoverStatus.Found);
    }

    [Fact]
    public void The_name_for_outside_is_asked_when_that_for_inside_is_not_there()
    {
        var bench = new LyncdiscoverBench().At($"https://{Outside}{Root}", _ => Link("User", User));
        var outcome = bench.Run();

        outcome.Status.ShouldBe(LyncdiscoverStatus.Found);
        outcome.Failures.Select(each => each.Kind)
            .ShouldBe([LyncdiscoverFailureKind.NotReached, LyncdiscoverFailureKind.NotReached]);
        bench.Asked[0].ShouldBe($"https://{Outside}{Root}");
    }

    [Fact]
    public void Where_no_name_has_an_address_it_is_not_there() =>
        new LyncdiscoverBench().Run().Status.ShouldBe(LyncdiscoverStatus.NotThere);

    [Fact]
    public void A_ticket_is_got_once_although_both_ways_answer()
    {
        var bench = new LyncdiscoverBench()
            .At($"https://{Inside}{Root}", _ => Link("User", User))
            .At($"http://{Inside}{Root}", _ => Link("User", User));

        bench.Run().Status.ShouldBe(LyncdiscoverStatus.Found);
        bench.Asked.Count(each => each == $"{Tickets}/mex").ShouldBe(1);
    }

    [Theory]
    [InlineData("http://web.contoso.example/user")]
    [InlineData("https://web.fabrikam.example/user")]
    [InlineData("https://contoso.example.fabrikam.example/user")]
    [InlineData("ftp://web.contoso.example/user")]
    [InlineData("")]
    public void No_link_is_followed_out_of_the_domain_or_without_tls(string href)
    {
        var bench = new LyncdiscoverBench().At($"https://{Inside}{Root}", _ => Link("User", href));
        var outcome = bench.Run();

        outcome.Status.ShouldBe(LyncdiscoverStatus.Failed);
        outcome.Failures.ShouldContain(each => each.Kind == LyncdiscoverFailureKind.NotFollowed && each.Detail == href);
        bench.Asked.ShouldAllBe(each => each.Contains(Inside, StringComparison.Ordinal));
    }

    [Fact]
    public void Out_of_the_domain_it_goes_only_when_told_so()
    {
        var bench = new LyncdiscoverBench()
            .At($"https://{Inside}{Root}", _ => Link("Redirect", "https://web.fabrikam.example/root"))
            .At("https://web.fabrikam.example/root", _ => Link("User", User));
        bench.Settings = bench.Settings with { Plan = bench.Settings.Plan with { Naming = StrictDnsNaming.Off } };

        bench.Run().Status.ShouldBe(LyncdiscoverStatus.Found);
    }

    [Fact]
    public void A_ticket_service_out_of_the_domain_is_told_nothing()
    {
        var bench = new LyncdiscoverBench().At($"https://{Inside}{Root}", _ => Link("User", User));
        bench.At(User, _ => new HttpResponse(401)
        {
            Fields = [new(WebTicket.UrlField, "https://web.fabrikam.example/WebTicket")],
        });
        bench.Hosts.Add("web.fabrikam.example");
        var outcome = bench.Run();

        outcome.Failures.ShouldContain(each => each.Kind == LyncdiscoverFailureKind.NotFollowed);
        bench.Asked.ShouldAllBe(each => !each.Contains("fabrikam", StringComparison.Ordinal));
    }

    [Fact]
    public void A_loop_ends()
    {
        var bench = new LyncdiscoverBench()
            .At($"https://{Inside}{Root}", _ => Link("Redirect", "https://web.contoso.example/a"))
            .At("https://web.contoso.example/a", _ => Link("Redirect", "https://web.contoso.example/b"))
            .At("https://web.contoso.example/b", _ => Link("Redirect", "https://web.contoso.example/a"));
        var outcome = bench.Run();

        outcome.Failures.ShouldContain(each => each.Kind == LyncdiscoverFailureKind.TooManyRedirects);
        bench.Asked.Count(each => each.EndsWith("/a", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void Only_so_many_links_are_followed()
    {
        var bench = new LyncdiscoverBench()
            .At($"https://{Inside}{Root}", _ => Link("Redirect", "https://web.contoso.example/0"));
        for (var i = 0; i < 9; i++)
        {
            var next = $"https://web.contoso.example/{i + 1}";
            bench.At($"https://web.contoso.example/{i}", _ => Link("Redirect", next));
        }

        bench.Run().Failures.ShouldContain(each => each.Kind == LyncdiscoverFailureKind.TooManyRedirects);
        bench.Asked.Count(each => each.Contains("web.", StringComparison.Ordinal)).ShouldBe(5);
    }

    [Fact]
    public void A_user_who_is_unknown_there_is_told_apart()
    {
        var bench = new LyncdiscoverBench().At($"https://{Inside}{Root}", _ => Link("User", User));
        var user = bench.Answers[User];
        bench.At(User, request => request.Field(WebTicket.Field) is null ? user(request) : new(404));

        bench.Run().Failures.ShouldContain(each => each.Kind == LyncdiscoverFailureKind.UserUnknown);
    }

    [Fact]
    public void A_ticket_that_is_not_taken_is_not_got_again()
    {
        var bench = new LyncdiscoverBench().At($"https://{Inside}{Root}", _ => Link("User", User));
        bench.At(User, _ => new HttpResponse(401) { Fields = [new(WebTicket.UrlField, Tickets)] });

        bench.Run().Failures.ShouldContain(each => each.Kind == LyncdiscoverFailureKind.TicketRefused);
        bench.Asked.Count(each => each == $"{Tickets}/mex").ShouldBe(1);
    }

    [Fact]
    public void Why_there_is_no_ticket_is_kept()
    {
        var bench = new LyncdiscoverBench().At($"https://{Inside}{Root}", _ => Link("User", User));
        bench.At($"{Tickets}/Auth", _ => new HttpResponse(401) { Fields = [new("WWW-Authenticate", "NTLM")] });

        bench.Run().Failures.Single(each => each.Kind == LyncdiscoverFailureKind.NoTicket).Ticket
            .ShouldNotBeNull().Kind.ShouldBe(CertificateFailureKind.CredentialRejected);
    }

    [Fact]
    public void A_server_that_is_silent_does_not_hold_it_up_for_longer_than_its_limit()
    {
        var bench = new LyncdiscoverBench()
            .At($"https://{Inside}{Root}", _ => null).At($"http://{Inside}{Root}", _ => null)
            .At($"https://{Outside}{Root}", _ => null).At($"http://{Outside}{Root}", _ => null);
        var outcome = bench.Run();

        outcome.Took.ShouldBeLessThanOrEqualTo(bench.Settings.Timings.Lyncdiscover);
        outcome.Registrars.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_no_answer_of_lyncdiscover_is_told()
    {
        var bench = new LyncdiscoverBench()
            .At($"https://{Inside}{Root}", _ => new HttpResponse(200) { Body = "{\"_links\":{}}"u8.ToArray() });

        bench.Run().Failures.ShouldContain(each => each.Kind == LyncdiscoverFailureKind.Malformed);
    }

    [Theory]
    [InlineData(AccessLocation.Internal, "pool01.contoso.example")]
    [InlineData(AccessLocation.External, "sip.contoso.example")]
    [InlineData(AccessLocation.Unknown, "pool01.contoso.example, sip.contoso.example")]
    public void The_registrar_is_that_for_where_the_device_is_seen(AccessLocation location, string expected) =>
        string.Join(", ", LyncdiscoverOutcome.RegistrarsOf(new()
        {
            IsOfUser = true,
            Location = location,
            Internal = new(DeviceBench.Pool01, 5061),
            External = new(DeviceBench.Edge, 443),
        }).Select(each => each.Host)).ShouldBe(expected);
}
