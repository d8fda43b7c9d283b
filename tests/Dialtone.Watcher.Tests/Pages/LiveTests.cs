using System.Net;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Pages;

public class LiveTests
{
    [Fact]
    public async Task A_check_that_turned_is_told_with_its_row_and_the_top()
    {
        await using var server = await PageServer.StartAsync(Sample.View(CheckColor.Green));
        using var events = await OpenEvents.OfAsync(server, "/events");
        (await events.NextAsync("summary")).ShouldContain("The check is green");
        server.Board.Show(Sample.View(CheckColor.Red, last: Sample.Run(3, RunOutcome.Failed)));
        var row = await events.NextAsync("row");
        row.ShouldStartWith("<tr role=\"row\" class=\"check red\" data-check=\"Sign in\"");
        row.ShouldContain("DT1101");
        (await events.NextAsync("summary")).ShouldContain("1 red of 1 check");
    }

    [Fact]
    public async Task Who_looks_at_one_check_is_told_of_it_alone()
    {
        await using var server = await PageServer.StartAsync(
            Sample.View(CheckColor.Green), Sample.View(CheckColor.Green, Sample.Check("Other")));
        using var events = await OpenEvents.OfAsync(server, "/events?check=Other");
        await events.NextAsync("beat");
        server.Board.Show(Sample.View(CheckColor.Red));
        server.Board.Show(Sample.View(CheckColor.Red, Sample.Check("Other")));
        await events.NextAsync("check");
        events.Seen.ShouldNotContain("row");
        events.Seen.ShouldNotContain("summary");
    }

    [Fact]
    public async Task Other_checks_mean_another_page()
    {
        await using var server = await PageServer.StartAsync(Sample.View(CheckColor.Green));
        using var events = await OpenEvents.OfAsync(server, "/events");
        await events.NextAsync("summary");
        server.Board.Replace([Sample.View(CheckColor.Green, Sample.Check("New"))]);
        await events.NextAsync("reload");
    }

    [Fact]
    public async Task It_is_heard_that_the_watcher_lives_where_nothing_changes()
    {
        await using var server = await PageServer.StartAsync(Sample.View(CheckColor.Green));
        using var events = await OpenEvents.OfAsync(server, "/events");
        (await events.NextAsync("beat")).ShouldStartWith("2030-01-01T00:00:00");
        await events.NextAsync("summary");
        server.Time.Advance(TimeSpan.FromSeconds(15));
        (await events.NextAsync("beat")).ShouldStartWith("2030-01-01T00:00:15");
    }

    [Fact]
    public async Task No_more_may_listen_than_there_is_room_for_and_whoever_goes_makes_room()
    {
        await using var server = await PageServer.StartAsync(Sample.View(CheckColor.Green));
        List<OpenEvents> open = [];
        for (var at = 0; at < 64; at++)
        {
            open.Add(await OpenEvents.OfAsync(server, "/events"));
        }

        using var refused = await server.AskAsync("/events");
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        open.ForEach(each => each.Dispose());
        using var limit = new CancellationTokenSource(OpenEvents.WaitMax);
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            using var again = await server.AskAsync("/events");
            if (again.StatusCode == HttpStatusCode.OK)
            {
                break;
            }

            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_watcher_that_stops_lets_everybody_go()
    {
        using var stopping = new CancellationTokenSource();
        await using var server = await PageServer.StartAsync(
            parts => parts with { Stopping = stopping.Token }, Sample.View(CheckColor.Green));
        using var events = await OpenEvents.OfAsync(server, "/events");
        await events.NextAsync("summary");
        await stopping.CancelAsync();
        (await events.EndAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_browser_that_takes_nothing_is_told_each_check_once_as_it_is_then()
    {
        await using var server = await PageServer.StartAsync(Sample.View(CheckColor.Green));
        using var events = await OpenEvents.OfAsync(server, "/events");
        await events.NextAsync("summary");
        for (var times = 0; times < 1_000; times++)
        {
            server.Board.Show(Sample.View(times % 2 == 0 ? CheckColor.Green : CheckColor.Yellow));
        }

        server.Board.Show(Sample.View(CheckColor.Red));
        var rows = 0;
        for (var row = ""; !row.Contains("check red", StringComparison.Ordinal); rows++)
        {
            row = await events.NextAsync("row");
        }

        rows.ShouldBeLessThan(1_001);
    }
}
