using System.Net;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Pages;

public class PageTests
{
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
    }

    [Theory]
    [InlineData("/checks/none")]
    [InlineData("/runs/none")]
    [InlineData("/runs/018f0000-0000-7000-8000-000000000000")]
    [InlineData("/runs/018f0000-0000-7000-8000-000000000000/report")]
    [InlineData("/findings/DT0000")]
    public async Task What_there_is_not_is_not_found(string link)
    {
        await using var server = await PageServer.StartAsync();
        using var answer = await server.AskAsync(link);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.PageAsync(link)).ShouldContain("<a href=\"/\">All checks</a>");
    }
}
