using System.Text.Json;
using System.Text.RegularExpressions;
using Dialtone.Watcher.Metrics;

namespace Dialtone.Watcher.Tests.Metrics;

/// <summary>What is said of the metrics elsewhere: the page about them, the alerts, the dashboard.</summary>
public partial class PublishedTests
{
    private const string Documentation = "https://docs.contoso.example/dialtone/";

    private static readonly Dictionary<string, MetricFamily> Families =
        MetricCatalogue.OfWatcher.Concat(MetricCatalogue.OfChecks).Concat(MetricCatalogue.OfRuns)
            .Concat(MetricCatalogue.OfProbes).ToDictionary(each => each.Name);

    // What Prometheus adds to every series, and what it says itself.
    private static readonly string[] LabelsOfPrometheus = ["job", "instance", "check", "site"];

    public static TheoryData<string> Expressions =>
        [.. ExpressionsIn(Read("deploy/prometheus/dialtone.rules.yml")), .. ExpressionsOfDashboard()];

    [Fact]
    public void The_page_lists_every_metric_with_its_type_unit_and_labels() =>
        Row().Matches(Read("docs/watch/metrics.md")).Where(each => each.Groups["kind"].Success).Select(each =>
            (each.Groups["name"].Value, each.Groups["kind"].Value, each.Groups["unit"].Value,
                string.Join(
                    ',', Quoted().Matches(each.Groups["labels"].Value).Select(label => label.Groups["name"].Value))))
            .ShouldBe(
                Families.Values.Select(each => (each.Name, each.Kind.ToString().ToLowerInvariant(), each.Unit,
                    string.Join(',', each.Labels))),
                ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Expressions))]
    public void An_expression_names_metrics_that_there_are_and_labels_that_they_have(string expression)
    {
        var found = false;
        foreach (Match match in Selector().Matches(expression))
        {
            var name = match.Groups["name"].Value;
            if (name == "up")
            {
                continue;
            }

            found = true;
            Families.ShouldContainKey(name, expression);
            foreach (var label in match.Groups["label"].Captures.Select(each => each.Value))
            {
                Families[name].Labels.Concat(LabelsOfPrometheus).ShouldContain(label, expression);
            }
        }

        (found || expression.Contains("up{", StringComparison.Ordinal)).ShouldBeTrue(expression);
    }

    [Fact]
    public void Every_alert_has_its_severity_and_texts_and_is_tested()
    {
        var tests = Read("deploy/prometheus/dialtone.rules.test.yml");
        var alerts = Read("deploy/prometheus/dialtone.rules.yml").Split("      - alert: ")[1..];
        alerts.Length.ShouldBeGreaterThan(10);
        foreach (var alert in alerts)
        {
            var name = alert.Split('\n')[0];
            foreach (var part in (string[])["severity: ", "summary: ", "description: ", "runbook_url: "])
            {
                alert.ShouldContain($"          {part}", customMessage: name);
            }

            // Once where it fires, with what it says.
            tests.ShouldMatch($@"alertname: {name}\n        exp_alerts:", name);
        }
    }

    [Fact]
    public void Every_link_leads_to_a_page_of_the_docs()
    {
        var texts = Read("deploy/prometheus/dialtone.rules.test.yml") + Read("deploy/prometheus/dialtone.rules.yml")
            + Read("deploy/grafana/dialtone.json");
        var links = Link().Matches(texts).Select(each => each.Groups["path"].Value).Distinct().ToList();
        links.Count.ShouldBeGreaterThan(15);
        // Of some the code is filled in when it is known.
        foreach (var link in links.Where(each => each.EndsWith(".md", StringComparison.Ordinal) || each.Contains('#')))
        {
            var parts = link.Split('#');
            var page = Read($"docs/{parts[0]}");
            if (parts.Length > 1)
            {
                page.Split('\n').Select(line => line.TrimStart('#').Trim().ToLowerInvariant())
                    .ShouldContain(parts[1], link);
            }
        }
    }

    private static IEnumerable<string> ExpressionsIn(string rules) =>
        Expression().Matches(rules).Select(each => each.Groups["text"].Value.Replace("\n", " "));

    private static IEnumerable<string> ExpressionsOfDashboard()
    {
        using var dashboard = JsonDocument.Parse(Read("deploy/grafana/dialtone.json"));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(each => each.TryGetProperty("targets", out _))
            .SelectMany(each => each.GetProperty("targets").EnumerateArray())
            .Select(each => each.GetProperty("expr").GetString()!)];
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, path));

    [GeneratedRegex(
        @"^\| `(?<name>\w+)` \| (?<kind>gauge|counter|info) \| (?<unit>\w*) ?\| (?<labels>[^|]*)\|",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>\\w+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(
        """\b(?<name>up|(dialtone|probe|process|dotnet)_\w+)(\{(\s*(?<label>\w+)(=~|!~|!=|=)"[^"]*",?)*\})?""",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Selector();

    [GeneratedRegex(
        @"        expr: (>-\n)?(?<text>.*(\n          .*)*)",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Expression();

    [GeneratedRegex(
        Documentation + @"(?<path>[\w./#-]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
