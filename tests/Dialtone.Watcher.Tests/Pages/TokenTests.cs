using System.Net;
using System.Net.Http.Headers;
using Dialtone.Watcher.Judging;

namespace Dialtone.Watcher.Tests.Pages;

public class TokenTests
{
    private const string Token = "open sesame";

    private readonly List<string> _done = [];
    private string? _token = Token;

    [Theory]
    [InlineData("/token")]
    [InlineData("/checks/Sign%20in/run")]
    [InlineData("/checks/Sign%20in/pause")]
    public async Task Without_a_token_configured_there_is_nothing_to_do(string link)
    {
        _token = null;
        await using var server = await StartAsync();
        using var answer = await PostAsync(server, link, each => each.Headers.Authorization = new("Bearer", Token));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.PageAsync("/checks/Sign%20in")).ShouldNotContain("id=\"actions\"");
        _done.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("run", "run Sign in")]
    [InlineData("pause", "pause Sign in")]
    [InlineData("resume", "resume Sign in")]
    public async Task Whoever_shows_it_may_act(string action, string done)
    {
        await using var server = await StartAsync();
        using var answer = await PostAsync(
            server, $"/checks/Sign%20in/{action}", each => each.Headers.Authorization = new("Bearer", Token));
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.ToString().ShouldBe("/checks/Sign%20in");
        _done.ShouldBe([done]);
    }

    [Fact]
    public async Task Nobody_else_may_and_nothing_is_done_by_asking()
    {
        await using var server = await StartAsync();
        using var bare = await PostAsync(server, "/checks/Sign%20in/run", FromHere);
        bare.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        bare.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
        using var wrong = await PostAsync(
            server, "/checks/Sign%20in/run", each => each.Headers.Authorization = new("Bearer", Token + "x"));
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var asked = await server.AskAsync("/checks/Sign%20in/run");
        asked.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        _done.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_this_watcher_does_not_run_is_not_done_and_that_is_said()
    {
        await using var server = await StartAsync(does: false);
        using var answer = await PostAsync(
            server, "/checks/Sign%20in/run", each => each.Headers.Authorization = new("Bearer", Token));
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Signing_in_sets_a_cookie_that_no_script_and_no_other_site_has()
    {
        await using var server = await StartAsync();
        using var answer = await SignInAsync(server, Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        cookie.ShouldContain("path=/");
        cookie.ShouldNotContain("secure");
        cookie.ShouldNotContain("sesame");
    }

    [Fact]
    public async Task Behind_TLS_the_cookie_goes_over_TLS_alone()
    {
        await using var server = await StartAsync(publicAddress: new("https://watch.contoso.example"));
        using var answer = await SignInAsync(server, Token);
        answer.Headers.GetValues("Set-Cookie").Single().ShouldContain("secure");
    }

    [Fact]
    public async Task The_cookie_lets_act_from_here_for_half_a_day()
    {
        await using var server = await StartAsync();
        var cookie = await CookieAsync(server);
        void WithCookie(HttpRequestMessage each)
        {
            FromHere(each);
            each.Headers.Add("Cookie", cookie);
        }

        using var acted = await PostAsync(server, "/checks/Sign%20in/run", WithCookie);
        acted.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        server.Time.Advance(TimeSpan.FromHours(12));
        using var late = await PostAsync(server, "/checks/Sign%20in/run", WithCookie);
        late.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        _done.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Another_token_ends_what_the_old_one_allowed()
    {
        await using var server = await StartAsync();
        var cookie = await CookieAsync(server);
        _token = "another";
        using var answer = await PostAsync(server, "/checks/Sign%20in/run", each =>
        {
            FromHere(each);
            each.Headers.Add("Cookie", cookie);
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("X-Nothing", "said")]
    public async Task What_another_site_makes_a_browser_send_is_refused(string header, string value)
    {
        await using var server = await StartAsync();
        var cookie = await CookieAsync(server);
        using var answer = await PostAsync(server, "/checks/Sign%20in/run", each =>
        {
            each.Headers.Add("Cookie", cookie);
            each.Headers.Add(header, value);
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _done.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://localhost")]
    [InlineData("https://watch.contoso.example")]
    public async Task A_browser_that_says_its_origin_alone_is_believed(string origin)
    {
        await using var server = await StartAsync(publicAddress: new("https://watch.contoso.example"));
        var cookie = await CookieAsync(server);
        using var answer = await PostAsync(server, "/checks/Sign%20in/run", each =>
        {
            each.Headers.Add("Cookie", cookie);
            each.Headers.Add("Origin", origin);
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task Who_guesses_too_often_waits_a_minute_even_with_the_right_one()
    {
        await using var server = await StartAsync();
        for (var times = 0; times < 5; times++)
        {
            using var wrong = await SignInAsync(server, $"guess {times}");
            wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var right = await SignInAsync(server, Token);
        right.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        right.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromMinutes(1));
        using var bearer = await PostAsync(
            server, "/checks/Sign%20in/run", each => each.Headers.Authorization = new("Bearer", Token));
        bearer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        server.Time.Advance(TimeSpan.FromMinutes(1));
        using var later = await SignInAsync(server, Token);
        later.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("token=")]
    [InlineData("other=open+sesame")]
    public async Task A_form_without_it_is_a_wrong_one(string? form)
    {
        await using var server = await StartAsync();
        using var answer = await PostAsync(server, "/token", each =>
        {
            FromHere(each);
            each.Content = form is null ? null : Form(form);
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_form_of_any_length_is_not_read()
    {
        await using var server = await StartAsync();
        using var answer = await PostAsync(server, "/token", each =>
        {
            FromHere(each);
            each.Content = Form("x=" + new string('x', 5000) + "&token=open+sesame");
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Signing_out_takes_the_cookie_back()
    {
        await using var server = await StartAsync();
        using var answer = await PostAsync(server, "/token/end", FromHere);
        answer.Headers.GetValues("Set-Cookie").Single().ShouldContain("expires=Thu, 01 Jan 1970");
    }

    private Task<PageServer> StartAsync(bool does = true, Uri? publicAddress = null) => PageServer.StartAsync(
        parts => parts with
        {
            Configuration = () => new() { PublicAddress = publicAddress },
            Token = () => _token,
            RunNow = name => Do($"run {name}", does),
            Pause = (name, isPaused) => Do($"{(isPaused ? "pause" : "resume")} {name}", does),
        },
        Sample.View(CheckColor.Green));

    private bool Do(string what, bool does)
    {
        _done.Add(what);
        return does;
    }

    private static Task<HttpResponseMessage> SignInAsync(PageServer server, string token) =>
        PostAsync(server, "/token", each =>
        {
            FromHere(each);
            each.Content = Form("token=" + Uri.EscapeDataString(token));
        });

    private static async Task<string> CookieAsync(PageServer server)
    {
        using var answer = await SignInAsync(server, Token);
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private static StringContent Form(string text) =>
        new(text, MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded"));

    private static void FromHere(HttpRequestMessage request) => request.Headers.Add("Sec-Fetch-Site", "same-origin");

    private static async Task<HttpResponseMessage> PostAsync(
        PageServer server, string link, Action<HttpRequestMessage> change)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(link, UriKind.Relative));
        change(request);
        return await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
