using System.IO.Compression;
using System.Net;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Pages;

public class RunPageTests
{
    [Fact]
    public async Task It_stands_between_its_neighbours_and_says_what_changed()
    {
        await using var server = await KeptAsync();
        var runs = server.History.Runs;
        var page = await server.PageAsync($"/runs/{runs[2].Id}");
        page.ShouldContain($"<a href=\"/runs/{runs[1].Id}\" rel=\"prev\"");
        page.ShouldContain($"<a href=\"/runs/{runs[3].Id}\" rel=\"next\"");
        page.ShouldContain($"<a href=\"/runs/{runs[0].Id}\">last good run</a>");
        page.ShouldContain("<dd>Step dhcp was passed, now failed</dd>");
        page.ShouldContain($"<a href=\"/runs/{runs[2].Id}/report\"");
        page.ShouldContain("<a href=\"/checks/Sign%20in\">Sign in</a>");
    }

    [Fact]
    public async Task The_first_and_the_last_have_one_neighbour()
    {
        await using var server = await KeptAsync();
        var first = await server.PageAsync($"/runs/{server.History.Runs[0].Id}");
        first.ShouldNotContain("rel=\"prev\"");
        first.ShouldContain("rel=\"next\"");
        var last = await server.PageAsync($"/runs/{server.History.Runs[^1].Id}");
        last.ShouldContain("rel=\"prev\"");
        last.ShouldNotContain("rel=\"next\"");
    }

    [Fact]
    public async Task The_time_after_which_a_run_failed_is_no_latency()
    {
        var failed = Sample.Run(1, RunOutcome.Failed) with { Latency = TimeSpan.FromMilliseconds(123) };
        await using var server = await PageServer.StartAsync(Sample.View(CheckColor.Red, last: failed));
        server.History.Runs.Add(failed);
        foreach (var link in (string[])["/", "/checks/Sign%20in", $"/runs/{failed.Id}"])
        {
            (await server.PageAsync(link)).ShouldNotContain("123 ms");
        }
    }

    [Fact]
    public async Task Where_the_report_was_given_up_steps_and_findings_are_still_there()
    {
        await using var server = await KeptAsync();
        server.History.Runs[2] = server.History.Runs[2] with { Report = null };
        var page = await server.PageAsync($"/runs/{server.History.Runs[2].Id}");
        page.ShouldContain("Its report is not kept any more.");
        page.ShouldContain("<th role=\"rowheader\" scope=\"row\">DHCP</th>");
        page.ShouldContain("DT1101</a> No DHCP server answered");
        using var report = await server.AskAsync($"/runs/{server.History.Runs[2].Id}/report");
        report.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("report", "text/html", "the report")]
    [InlineData("data.json", "application/json", "\"schema\":1")]
    public async Task The_report_is_sent_as_it_is_kept_or_expanded_for_who_cannot_read_that(
        string part, string type, string said)
    {
        await using var server = await KeptAsync();
        var link = $"/runs/{server.History.Runs[2].Id}/{part}";
        using var plain = await server.AskAsync(link);
        plain.Content.Headers.ContentEncoding.ShouldBeEmpty();
        plain.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        (await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(said);

        using var asked = new HttpRequestMessage(HttpMethod.Get, new Uri(link, UriKind.Relative));
        asked.Headers.AcceptEncoding.ParseAdd("br, gzip;q=0.5");
        using var zipped = await server.Client.SendAsync(asked, TestContext.Current.CancellationToken);
        zipped.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        var body = await zipped.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var kept = server.History.Runs[2].Report!;
        body.ShouldBe((part == "report" ? kept.Page : kept.Data).ToArray());
        using var expanded = new StreamReader(
            new GZipStream(new MemoryStream(body), CompressionMode.Decompress));
        (await expanded.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldContain(said);
    }

    [Fact]
    public async Task The_report_may_use_its_own_style_sheet_and_nothing_else()
    {
        await using var server = await KeptAsync();
        using var answer = await server.AskAsync($"/runs/{server.History.Runs[2].Id}/report");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldBe(
            "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                + $"style-src 'sha256-{new string('A', 43)}='");
    }

    [Fact]
    public async Task A_report_that_is_no_gzip_any_more_is_not_sent_as_a_page()
    {
        await using var server = await KeptAsync();
        server.History.Runs[2] = server.History.Runs[2] with { Report = new("damaged"u8.ToArray(), "too"u8.ToArray()) };
        foreach (var part in (string[])["report", "data.json"])
        {
            using var answer = await server.AskAsync($"/runs/{server.History.Runs[2].Id}/{part}");
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        (await server.PageAsync($"/runs/{server.History.Runs[2].Id}")).ShouldContain("not kept any more");
    }

    private static async Task<PageServer> KeptAsync()
    {
        var server = await PageServer.StartAsync(Sample.View(CheckColor.Red));
        server.History.Runs.AddRange(
        [
            Sample.Run(0, RunOutcome.Healthy), Sample.Run(1, RunOutcome.Failed), Sample.Run(2, RunOutcome.Failed),
            Sample.Run(3, RunOutcome.Healthy),
        ]);
        return server;
    }
}
