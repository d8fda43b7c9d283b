using System.Net;
using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Watch;

/// <summary>The watcher over a lab of its own, which is broken and mended from another process.</summary>
public class WatchLabTests
{
    private const string Check = "Sign in by password";
    private const string Green = "1";
    private const string Red = "3";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // For the runs that are under way when the lab breaks, on a machine that has much else to do.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public WatchLabTests() => Signals.SkipWhereThereAreNone();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_check_turns_red_with_the_fault_named_and_green_again_when_it_is_lifted()
    {
        await using var watcher = Start();
        using var http = new HttpClient { BaseAddress = await AddressAsync(watcher) };

        await AwaitAsync(http, metrics => IsGreen(metrics), "all green");

        await FaultAsync(watcher, "dns-servfail", "on");
        await AwaitAsync(http, metrics => States(metrics)[Check] == Red, "red");
        FindingsOf(await http.GetStringAsync("/metrics", Cancellation), Check).ShouldContain("DT1203");
        (await http.GetStringAsync("/", Cancellation)).ShouldContain("DT1203");
        (await http.GetStringAsync($"/checks/{Uri.EscapeDataString(Check)}", Cancellation)).ShouldContain("SERVFAIL");

        await FaultAsync(watcher, "dns-servfail", "off");
        await AwaitAsync(http, metrics => IsGreen(metrics), "all green again");

        await watcher.SignalAsync("INT");
        var end = await watcher.EndAsync();
        end.ExitCode.ShouldBe(0, $"{end}");
        end.Output.ShouldContain(Check);
        Directory.EnumerateFileSystemEntries(watcher.TemporaryFiles).ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_that_is_told_of_it_can_be_read()
    {
        await using var watcher = Start();
        using var http = new HttpClient { BaseAddress = await AddressAsync(watcher) };

        foreach (var path in (string[])["/", "/metrics", "/healthz", "/readyz"])
        {
            using var answer = await http.GetAsync(path, Cancellation);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        var probe = await http.GetStringAsync(
            "/probe?module=registration&target=sip:bob@contoso.example", Cancellation);
        probe.ShouldContain("probe_success 1");

        // As a page of somebody else would come, whose name leads here.
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "fabrikam.example" } };
        using var refused = await http.SendAsync(foreign, Cancellation);
        refused.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
    }

    [Fact]
    public async Task Its_configuration_is_one_that_serves_by_itself()
    {
        await using var watcher = Start();
        var said = await watcher.OutputAsync("The page's token");
        var file = ValueOf(said, "The configuration");

        var result = await RunningProgram.RunAsync("watch", "--config", file, "--check");

        result.ExitCode.ShouldBe(0, $"{result}");
        result.Output.ShouldContain("is right: 6 checks, 1 modules");
        result.Error.ShouldBeEmpty();
        (await File.ReadAllTextAsync(file, Cancellation)).ShouldNotContain("Dial-Tone");
    }

    private static RunningProgram Start() => RunningProgram.Start(
        "watch", "--lab", "--interval", $"{Interval.TotalSeconds}", "--listen", "http://127.0.0.1:0");

    private static async Task<Uri> AddressAsync(RunningProgram watcher) =>
        new(ValueOf(await watcher.OutputAsync("The page's token"), "The page "));

    private static string ValueOf(string said, string label) => said.Split('\n')
        .Single(line => line.StartsWith($"  {label}", StringComparison.Ordinal))[(label.Length + 2)..].Trim();

    private static async Task FaultAsync(RunningProgram watcher, string name, string state)
    {
        var result = await RunningProgram.RunWithAsync(
            null, [("TMPDIR", watcher.TemporaryFiles)], "lab", "fault", name, state);
        result.ExitCode.ShouldBe(0, $"{result}");
    }

    /// <summary>Looks at the metrics whenever the watcher tells of a change.</summary>
    private static async Task AwaitAsync(HttpClient http, Func<string, bool> isSo, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        var metrics = "";
        try
        {
            using var events = new StreamReader(await http.GetStreamAsync("/events", limit.Token));
            do
            {
                metrics = await http.GetStringAsync("/metrics", limit.Token);
                if (isSo(metrics))
                {
                    return;
                }
            }
            while (await events.ReadLineAsync(limit.Token) is not null);
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            // Said below.
        }

        throw new ShouldAssertException($"It never came to {what}:\n{metrics}");
    }

    private static bool IsGreen(string metrics) => States(metrics) is { Count: 6 } states
        && states.Values.All(each => each == Green);

    // name{check="…",…} value
    private static Dictionary<string, string> States(string metrics) => SeriesOf(metrics, "dialtone_check_state")
        .ToDictionary(line => LabelOf(line, "check"), line => line[^1..]);

    private static List<string> FindingsOf(string metrics, string check) =>
        [.. SeriesOf(metrics, "dialtone_finding").Where(line => LabelOf(line, "check") == check)
            .Select(line => LabelOf(line, "code"))];

    private static IEnumerable<string> SeriesOf(string metrics, string name) => metrics.Split('\n')
        .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal));

    private static string LabelOf(string line, string name)
    {
        var from = line.IndexOf($"{name}=\"", StringComparison.Ordinal) + name.Length + 2;
        return line[from..line.IndexOf('"', from)];
    }
}
