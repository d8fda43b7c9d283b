using System.Collections.Immutable;
using System.Net;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Pages;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Pages;

public class PageTests
{
    private const string Hostile = "</title><script>alert(1)</script>\" onload='x' & \u202E";

    [Fact]
    public async Task Nothing_is_configured_and_it_says_so()
    {
        await using var server = await PageServer.StartAsync();
        (await server.PageAsync("/")).ShouldContain("<h1>No check is configured</h1>");
    }

    [Fact]
    public async Task A_red_check_is_there_with_its_word_its_shape_and_its_cause()
    {
        await using var server = await PageServer.StartAsync(
            Sample.View(CheckColor.Red, last: Sample.Run(3, RunOutcome.Failed)));
        var page = await server.PageAsync("/");
        page.ShouldContain("<h1>1 red of 1 check</h1>");
        page.ShouldContain("<title>1 red: Dialtone Watch</title>");
        page.ShouldContain("<span class=\"word\">Red</span>");
        page.ShouldContain("<svg class=\"mark red\"");
        page.ShouldContain("<a href=\"/findings/DT1101\" class=\"code\">DT1101</a> No DHCP server answered");
        page.ShouldContain("/icon.svg?state=red&amp;count=1");
    }

    [Fact]
    public async Task A_hundred_checks_that_one_cause_turned_red_are_one_line_at_the_top()
    {
        await using var server = await PageServer.StartAsync(Many(500, CheckColor.Red));
        var page = await server.PageAsync("/");
        page.ShouldContain("<h1>500 red of 500 checks</h1>");
        page[..page.IndexOf("id=\"filter\"", StringComparison.Ordinal)].Split("DT1101</a>").Length.ShouldBe(2);
        page.ShouldContain(" and 494 more");
        page.Split("data-check=").Length.ShouldBe(501);
        page.Length.ShouldBeLessThan(1_500_000);
    }

    [Theory]
    [InlineData("/?q=check+77", "Check 77")]
    [InlineData("/?q=dt1101+berlin&amiss=1", "Check 0")]
    public async Task The_filter_works_without_a_script(string link, string shown)
    {
        await using var server = await PageServer.StartAsync(
            [.. Many(100, CheckColor.Green).Skip(1), Many(1, CheckColor.Red)[0]]);
        var rows = (await server.PageAsync(link)).Split("<tr ").Where(each => each.Contains("data-check="));
        rows.Single(each => !each.Split('>')[0].Contains(" hidden=")).ShouldContain($"data-check=\"{shown}\"");
    }

    [Fact]
    public async Task What_is_paused_is_not_amiss()
    {
        await using var server = await PageServer.StartAsync(
            Sample.View(CheckColor.Red, last: Sample.Run(3, RunOutcome.Failed)) with { IsPaused = true });
        var page = await server.PageAsync("/");
        page.ShouldContain("<h1>0 of 1 check are green, 1 paused</h1>");
        page.ShouldContain("data-amiss=\"no\"");
        page.ShouldContain("<svg class=\"mark paused\"");
    }

    [Fact]
    public async Task Names_stay_text_wherever_they_stand()
    {
        var check = Sample.Check(Hostile, Hostile) with
        {
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add("owner", Hostile),
        };
        var run = Sample.Run(3, RunOutcome.Failed, Hostile) with
        {
            Site = Hostile,
            Watcher = Hostile,
            Verdict = Hostile,
            Findings = [Sample.NoDhcp with { Title = Hostile, Subject = Hostile }],
        };
        await using var server = await PageServer.StartAsync(
            parts => parts with
            {
                Configuration = static () => new() { Watcher = Hostile },
                Troubles = static () => [new(Hostile, Hostile)],
            },
            Sample.View(CheckColor.Red, check, run));
        server.History.Runs.Add(run);
        foreach (var link in (string[])
            ["/", $"/checks/{Uri.EscapeDataString(Hostile)}", $"/runs/{run.Id}", "/findings/DT1101"])
        {
            var page = await server.PageAsync(link);
            page.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp; [U+202E]");
            page.ShouldNotContain("<script>");
            page.ShouldNotContain("onload='");
        }
    }

    [Theory]
    [InlineData("A/B")]
    [InlineData("50% of it?")]
    [InlineData("Größe #1 ü")]
    [InlineData("a+b c")]
    public async Task A_check_of_any_name_has_its_page(string name)
    {
        await using var server = await PageServer.StartAsync(Sample.View(CheckColor.Green, Sample.Check(name)));
        (await server.PageAsync($"/checks/{Uri.EscapeDataString(name)}")).ShouldContain($"data-check=\"{name}\"");
    }

    [Theory]
    [InlineData("/checks/none")]
    [InlineData("/runs/none")]
    [InlineData("/runs/018f0000-0000-7000-8000-000000000000")]
    [InlineData("/runs/018f0000-0000-7000-8000-000000000000/report")]
    [InlineData("/runs/018f0000-0000-7000-8000-000000000000/data.json")]
    [InlineData("/findings/DT0000")]
    public async Task What_there_is_not_is_not_found(string link)
    {
        await using var server = await PageServer.StartAsync();
        using var answer = await server.AskAsync(link);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.PageAsync(link)).ShouldContain("<a href=\"/\">All checks</a>");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/checks/Sign%20in")]
    [InlineData("/findings/DT1101")]
    [InlineData("/findings")]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    public async Task A_page_may_use_what_this_watcher_serves_and_nothing_else(
        string link, HttpStatusCode status = HttpStatusCode.OK)
    {
        await using var server = await PageServer.StartAsync(Sample.View(CheckColor.Green));
        using var answer = await server.AskAsync(link);
        using var head = await server.AskAsync(link, HttpMethod.Head);
        answer.StatusCode.ShouldBe(status);
        head.StatusCode.ShouldBe(status);
        (await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        if (status == HttpStatusCode.OK)
        {
            head.Content.Headers.ContentLength.ShouldBe(answer.Content.Headers.ContentLength);
            answer.Headers.CacheControl!.NoCache.ShouldBeTrue();
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldBe(
                "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
            answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
            var page = await server.PageAsync(link);
            page.ShouldNotContain("style=\"");
            page.Replace("http://www.w3.org/", "").ShouldNotContain("http://");
        }
    }

    [Fact]
    public async Task Style_and_script_are_kept_for_ever_under_their_own_names()
    {
        await using var server = await PageServer.StartAsync();
        var page = await server.PageAsync("/");
        foreach (var path in (string[])["/watch.css", "/watch.js"])
        {
            var named = path + page.Split(path)[1].Split('"')[0];
            named.ShouldContain("?v=");
            using var answer = await server.AskAsync(named);
            answer.Headers.CacheControl!.ToString().ShouldContain("max-age=31536000");
            using var bare = await server.AskAsync(path);
            bare.Headers.CacheControl!.NoCache.ShouldBeTrue();
            using var again = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
            again.Headers.IfNoneMatch.Add(bare.Headers.ETag!);
            using var same = await server.Client.SendAsync(again, TestContext.Current.CancellationToken);
            same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        }
    }

    [Fact]
    public async Task No_page_has_a_secret_or_says_where_one_is()
    {
        await using var server = await PageServer.StartAsync(
            static parts => parts with { Token = static () => "secret-token" },
            Sample.View(CheckColor.Red, last: Sample.Run(3, RunOutcome.Failed)));
        server.History.Runs.Add(Sample.Run(3, RunOutcome.Failed));
        foreach (var link in (string[])
            ["/", "/checks/Sign%20in", $"/runs/{server.History.Runs[0].Id}", "/token", "/findings/DT1101"])
        {
            (await server.PageAsync(link)).ShouldNotContain("secret", Case.Insensitive);
        }
    }

    [Fact]
    public async Task Troubles_of_the_watcher_stand_over_every_page()
    {
        var fault = new ConfigurationFault("checks[2].interval", "\"5x\" is no time");
        var health = new EngineHealth
        {
            IsAlive = true,
            IsReady = true,
            HistoryFault = "The disk is full",
            Waiting = 7,
        };
        await using var server = await PageServer.StartAsync(
            parts => parts with { Troubles = () => PageTroubles.Of(health, fault) }, Sample.View(CheckColor.Green));
        foreach (var link in (string[])["/", "/checks/Sign%20in", "/findings/DT1101"])
        {
            var page = await server.PageAsync(link);
            page.ShouldContain("checks[2].interval: &quot;5x&quot; is no time");
            page.ShouldContain("The disk is full; 7 runs wait for it");
        }
    }

    private static ImmutableArray<CheckView> Many(int count, CheckColor color) =>
    [
        .. Enumerable.Range(0, count).Select(at => Sample.View(
            color, Sample.Check($"Check {at}"), Sample.Run(3, RunOutcome.Failed, $"Check {at}"))
            with
        { Recent = RecentRuns.Of(Enumerable.Range(0, 60).Select(run => Sample.Run(run, RunOutcome.Healthy))) }),
    ];
}
