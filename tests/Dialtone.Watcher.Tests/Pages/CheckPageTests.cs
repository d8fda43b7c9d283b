using System.Net;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Pages;

public class CheckPageTests
{
    private const string Link = "/checks/Sign%20in";

    [Fact]
    public async Task It_says_since_when_what_to_do_and_what_changed()
    {
        await using var server = await TurnedAsync();
        var page = await server.PageAsync(Link);
        page.ShouldContain("<strong class=\"word\">Red</strong> since <time");
        page.ShouldContain(">31 Dec 2029, 23:00 UTC</time> (3 runs): <a href=\"/findings/DT1101\"");
        page.ShouldContain("See who answers on eth0.");
        page.ShouldContain("<code>dialtone dhcp ask</code>");
        page.ShouldContain("<dd>Step dhcp was passed, now failed</dd>");
        page.ShouldContain($"<a href=\"/runs/{server.History.Runs[9].Id}\">last good run</a>");
        page.ShouldContain($"<a href=\"/runs/{server.History.Runs[10].Id}\">first bad one</a>");
    }

    [Fact]
    public async Task Without_the_data_of_the_run_the_catalogue_says_what_to_do()
    {
        await using var server = await TurnedAsync(run => run with { Report = null });
        var page = await server.PageAsync(Link);
        page.ShouldContain("<em class=\"place\">interface</em>");
        page.ShouldContain("the data of one of them are not kept any more");
    }

    [Theory]
    [InlineData("hour")]
    [InlineData("day")]
    [InlineData("week")]
    public async Task Each_step_has_its_drawing_with_words_for_it(string span)
    {
        await using var server = await TurnedAsync();
        var page = await server.PageAsync($"{Link}?span={span}");
        page.Split("<figure>").Length.ShouldBe(3);
        page.ShouldContain("role=\"img\" aria-label=\"DHCP: mean ");
        page.ShouldContain("failed in 3 of 13 runs\"");
        page.ShouldContain("<a href=\"/checks/Sign%20in" + (span == "day" ? "" : $"?span={span}")
            + "#times\" class=\"\" aria-current=\"true\">");
    }

    [Fact]
    public async Task One_scale_makes_times_of_steps_comparable()
    {
        await using var server = await TurnedAsync();
        var own = await server.PageAsync($"{Link}?span=hour");
        var same = await server.PageAsync($"{Link}?span=hour&scale=same");
        LineOf(own, 1).ShouldBe(LineOf(same, 1));
        LineOf(own, 2).ShouldNotBe(LineOf(same, 2));
    }

    [Fact]
    public async Task Runs_are_listed_page_after_page_each_once()
    {
        await using var server = await PageServer.StartAsync(Sample.View(CheckColor.Green));
        server.History.Runs.AddRange(Enumerable.Range(0, 120).Select(at => Sample.Run(at, RunOutcome.Healthy)));
        List<string> seen = [];
        var link = Link;
        for (var pages = 1; ; pages++)
        {
            var page = await server.PageAsync(link);
            seen.AddRange(RunsOf(page));
            if (!page.Contains("rel=\"next\"", StringComparison.Ordinal))
            {
                pages.ShouldBe(3);
                break;
            }

            link = page.Split("rel=\"next\" href=\"")[1].Split('#')[0];
        }

        seen.ShouldBe(server.History.Runs.Select(each => $"{each.Id}").Reverse());
    }

    [Fact]
    public async Task Only_bad_ones_are_listed_where_asked_for()
    {
        await using var server = await TurnedAsync();
        RunsOf(await server.PageAsync($"{Link}?only=bad")).Count().ShouldBe(3);
    }

    [Theory]
    [InlineData("?before=nonsense&span=eternity&scale=x&only=y")]
    [InlineData("?before=018f0000-0000-7000-8000-000000000000")]
    public async Task What_an_address_says_wrongly_is_passed_over(string query)
    {
        await using var server = await TurnedAsync();
        using var answer = await server.AskAsync(Link + query);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_history_that_is_away_takes_nothing_of_the_state()
    {
        await using var server = await TurnedAsync();
        server.History.IsAway = true;
        var page = await server.PageAsync(Link);
        page.ShouldContain("<strong class=\"word\">Red</strong>");
        page.ShouldContain("History cannot be read now: The disk is full");
        (await server.PageAsync("/")).ShouldContain("1 red of 1 check");
        using var run = await server.AskAsync($"/runs/{server.History.Runs[0].Id}");
        run.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        using var report = await server.AskAsync($"/runs/{server.History.Runs[0].Id}/report");
        report.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    // Ten good runs, then three that failed; it is an hour after the first.
    private static async Task<PageServer> TurnedAsync(Func<CheckRun, CheckRun>? change = null)
    {
        CheckRun[] runs =
        [
            .. Enumerable.Range(0, 13)
                .Select(at => Sample.Run(at + 40, at < 10 ? RunOutcome.Healthy : RunOutcome.Failed))
                .Select(run => change?.Invoke(run) ?? run),
        ];
        var view = Sample.View(CheckColor.Red, last: runs[^1]);
        var server = await PageServer.StartAsync(
            view with { State = view.State with { LastGood = runs[9].Id, FirstBad = runs[10].Id } });
        server.History.Runs.AddRange(runs);
        return server;
    }

    private static string LineOf(string page, int number) =>
        page.Split("<path class=\"line\" d=\"")[number].Split('"')[0];

    private static IEnumerable<string> RunsOf(string page) =>
        page.Split("<th role=\"rowheader\" scope=\"row\"><a href=\"/runs/").Skip(1).Select(each => each[..36]);
}
