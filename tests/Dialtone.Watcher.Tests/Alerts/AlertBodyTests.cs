using System.Text;
using System.Text.Json;
using Dialtone.Core.Findings;
using Dialtone.Watcher.Alerts;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Alerts;

public class AlertBodyTests
{
    private static readonly DateTimeOffset At = new(2030, 1, 1, 8, 0, 0, TimeSpan.FromHours(1));

    private static readonly WatchConfiguration Configuration = new()
    {
        Checks = [TurnedRuns.Check],
        PublicAddress = new("https://watch.contoso.example/"),
    };

    [Fact]
    public void A_check_that_fails_is_said_with_its_cause_and_what_to_do()
    {
        var run = TurnedRuns.Red(7, At);
        Pretty(AlertBody.Of(run, run.Change!, Configuration, AlertDirections.Of("DT1101", run.Report)))
            .ShouldBe("""
            {
              "schema": 1,
              "type": "check.changed",
              "id": "01890000-0000-7000-8000-000000000007",
              "timestamp": "2030-01-01T07:00:04.250Z",
              "watcher": "watch-1",
              "data": {
                "check": "Sign in, Z\u00FCrich",
                "site": "zurich",
                "transaction": "client-auth",
                "labels": {
                  "floor": "3",
                  "team": "voice"
                },
                "from": "green",
                "to": "red",
                "since": "2030-01-01T07:00:00.000Z",
                "code": "DT1101",
                "slug": "dhcp-no-answer",
                "title": "No DHCP server answers",
                "verdict": "client-auth for sip:alice@contoso.example failed after 4 s at DHCP.",
                "directions": [
                  "Let option 120 name pool.contoso.example.",
                  "Then sign in again."
                ],
                "links": {
                  "check": "https://watch.contoso.example/checks/Sign%20in%2C%20Z%C3%BCrich",
                  "run": "https://watch.contoso.example/runs/01890000-0000-7000-8000-000000000007",
                  "finding": "https://watch.contoso.example/runs/01890000-0000-7000-8000-000000000007#cause-1"
                }
              }
            }
            """);
    }

    [Fact]
    public void A_check_that_works_again_has_no_cause_and_links_to_where_the_watcher_listens()
    {
        var run = TurnedRuns.Green(8, At);
        using var json = JsonDocument.Parse(AlertBody.Of(run, run.Change!, new(), []));
        var data = json.RootElement.GetProperty("data");
        data.GetProperty("to").GetString().ShouldBe("green");
        data.GetProperty("code").GetString().ShouldBe("");
        data.GetProperty("slug").GetString().ShouldBe("");
        data.GetProperty("labels").EnumerateObject().ShouldBeEmpty();
        data.GetProperty("directions").GetArrayLength().ShouldBe(0);
        data.GetProperty("links").GetProperty("run").GetString().ShouldStartWith("http://127.0.0.1:9560/runs/");
        data.GetProperty("links").TryGetProperty("finding", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_cause_that_is_the_second_of_its_run_is_linked_as_such()
    {
        var run = TurnedRuns.Red(7, At);
        run = run with { Findings = run.Findings.Insert(0, run.Findings[0] with { Code = new(1201) }) };
        using var json = JsonDocument.Parse(AlertBody.Of(run, run.Change!, Configuration, []));
        json.RootElement.GetProperty("data").GetProperty("links").GetProperty("finding").GetString()!
            .ShouldEndWith("#cause-2");
    }

    public static TheoryData<string> NoReports =>
        ["", "{", "[]", "{}", """{"findings":7}""", """{"findings":{"causes":[{"directions":[]}]}}"""];

    [Theory]
    [MemberData(nameof(NoReports))]
    public void Without_a_report_that_tells_the_catalogue_says_what_needs_no_names(string data)
    {
        var report = new RunReport(default, TurnedRuns.Packed(data));
        FindingCatalogue.TryFind("DT1101", out var definition).ShouldBeTrue();
        var said = AlertDirections.Of("DT1101", report);
        said.ShouldBe(AlertDirections.Of("DT1101", null));
        said.ShouldNotBeEmpty();
        said.ShouldAllBe(each => !each.Contains('{') && definition.Directions.Any(known => known.Text == each));
        AlertDirections.Of("DT1101", new(default, "not gzip"u8.ToArray())).ShouldBe(said);
    }

    [Fact]
    public void A_report_that_is_too_large_is_not_read()
    {
        var filler = new string(' ', AlertLimits.ReportBytesMax);
        var report = new RunReport(default, TurnedRuns.Packed(
            $$"""{"findings":{"causes":[{"code":"DT1101","directions":[{"text":"Too late."}]}]}{{filler}}}"""));
        AlertDirections.Of("DT1101", report).ShouldNotContain("Too late.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("DT0000")]
    public void Where_there_is_no_cause_there_is_nothing_to_do(string code) =>
        AlertDirections.Of(code, null).ShouldBeEmpty();

    private static string Pretty(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, new() { Indented = true }))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(text.ToArray()).ReplaceLineEndings("\n");
    }
}
