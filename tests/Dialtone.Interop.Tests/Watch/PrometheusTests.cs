using System.Text.Json;
using System.Text.RegularExpressions;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>The metrics, alerts and dashboard before Prometheus itself and its tools.</summary>
public class PrometheusTests
{
    private const string Target = "pool01.contoso.example:5061";
    private const string Rules = "deploy/prometheus/dialtone.rules.yml";

    [Theory]
    [InlineData("/metrics")]
    [InlineData($"/probe?module=sign-in&target={Target}")]
    public async Task Promtool_has_nothing_to_say_of_what_is_exposed(string path)
    {
        Requirements.SkipUnlessInstalled(Prometheus.Tools);
        await using var watcher = await ServedWatcher.StartAsync();
        using var client = new HttpClient();
        var text = await client.GetStringAsync(new Uri(watcher.Address, path), TestContext.Current.CancellationToken);
        text.ShouldContain("dialtone_step_duration_seconds{");
        var (code, output, error) = await Tool.TryRunAsync(Prometheus.Tools, ["check", "metrics"], text);
        (output + error).ShouldBe("");
        code.ShouldBe(0);
    }

    [Theory]
    [InlineData("check", "rules", "dialtone.rules.yml")]
    [InlineData("test", "rules", "dialtone.rules.test.yml")]
    [InlineData("check", "config", "prometheus.yml")]
    public async Task Promtool_finds_the_files_of_the_deployment_right(string command, string what, string file)
    {
        Requirements.SkipUnlessInstalled(Prometheus.Tools);
        var said = await Tool.RunAsync(Prometheus.Tools, command, what, Full($"deploy/prometheus/{file}"));
        said.ShouldContain("SUCCESS");
        said.ShouldNotContain("FAILED");
    }

    [Fact]
    public async Task Prometheus_scrapes_a_watcher_by_both_ways_and_alerts_on_what_it_says()
    {
        Requirements.SkipUnlessInstalled(Prometheus.Program);
        var directory = Directory.CreateTempSubdirectory("dialtone-prometheus-").FullName;
        try
        {
            await using var watcher = await ServedWatcher.StartAsync();
            await using var prometheus = await Prometheus.StartAsync(directory, watcher.Address, Full(Rules), Target);
            await ScrapedAsync(prometheus, watcher.Address.Authority);
            await AlertedAsync(prometheus);
            await ReadableAsync(prometheus);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task ScrapedAsync(Prometheus prometheus, string instance)
    {
        await prometheus.UntilAsync(
            Prometheus.Query("up == 1"), data => data.GetProperty("result").GetArrayLength() == 2);
        var labels = (await prometheus.QueryAsync("dialtone_check_state == 1")).ShouldHaveSingleItem();
        Label(labels, "instance").ShouldBe(instance);
        Label(labels, "check").ShouldBe("Sign in");
        Label(labels, "site").ShouldBe("Zürich \"HQ\"");
        (await prometheus.QueryAsync("dialtone_step_duration_seconds{job=\"dialtone\"}")).Count.ShouldBeGreaterThan(10);
        Label((await prometheus.QueryAsync("probe_success == 0")).ShouldHaveSingleItem(), "instance").ShouldBe(Target);
        var joined = await prometheus.QueryAsync(
            "dialtone_check_state * on (job, instance, check, site) group_left (country) dialtone_check_info");
        joined.ShouldAllBe(each => Label(each, "country") == "CH");
        joined.Count.ShouldBe(2);

        // Only OpenMetrics tells units: Prometheus asked for it, and read it.
        var about = await prometheus.AskAsync("metadata?metric=dialtone_step_duration_seconds");
        about.GetProperty("dialtone_step_duration_seconds")[0].GetProperty("unit").GetString().ShouldBe("seconds");
    }

    private static async Task AlertedAsync(Prometheus prometheus)
    {
        var alerts = await prometheus.UntilAsync(
            "alerts", data => data.GetProperty("alerts").EnumerateArray().Any(
                each => Label(each.GetProperty("labels"), "alertname") == "DialtoneBlocked"));
        var alert = alerts.GetProperty("alerts").EnumerateArray()
            .Single(each => Label(each.GetProperty("labels"), "alertname") == "DialtoneBlocked");
        alert.GetProperty("state").GetString().ShouldBe("firing");
        var labels = alert.GetProperty("labels");
        Label(labels, "check").ShouldBe("Sign in at night");
        Label(labels, "site").ShouldBe("Basel");
        Label(labels, "code").ShouldBe(ServedWatcher.Code);
        Label(labels, "severity").ShouldBe("critical");
        alert.GetProperty("annotations").GetProperty("runbook_url").GetString().ShouldNotBeNull()
            .ShouldEndWith($"/findings/{ServedWatcher.Code}.md");
    }

    // Whatever the dashboard asks, Prometheus understands.
    private static async Task ReadableAsync(Prometheus prometheus)
    {
        using var dashboard = JsonDocument.Parse(
            await File.ReadAllTextAsync(Full("deploy/grafana/dialtone.json"), TestContext.Current.CancellationToken));
        var expressions = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(each => each.TryGetProperty("targets", out _))
            .SelectMany(each => each.GetProperty("targets").EnumerateArray())
            .Select(each => each.GetProperty("expr").GetString()!).ToList();
        expressions.Count.ShouldBeGreaterThan(20);
        foreach (var expression in expressions)
        {
            var plain = Regex.Replace(
                expression.Replace("$__range", "1h").Replace("$__rate_interval", "1m"), @"\$(job|site|check)\b", ".*",
                RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
            plain.ShouldNotContain("$");
            _ = await prometheus.QueryAsync(plain);
        }

        (await prometheus.QueryAsync("count(dialtone_check_state == 3) or vector(0)")).ShouldHaveSingleItem()
            .GetProperty("value")[1].GetString().ShouldBe("1");
    }

    private static string Label(JsonElement series, string name) =>
        (series.TryGetProperty("metric", out var metric) ? metric : series).GetProperty(name).GetString()!;

    private static string Full(string path) => Path.Combine(AppContext.BaseDirectory, path);
}
