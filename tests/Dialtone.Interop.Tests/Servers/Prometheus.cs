using System.Globalization;
using System.Text.Json;
using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>Prometheus on the loopback interface, which scrapes a watcher every second by both ways.</summary>
internal sealed class Prometheus : IAsyncDisposable
{
    public const string Program = "prometheus";
    public const string Tools = "promtool";

    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(60);

    private readonly RunningProcess process;
    private readonly HttpClient client;

    private Prometheus(RunningProcess process, HttpClient client) => (this.process, this.client) = (process, client);

    /// <summary>Starts it in a directory, with the rules of the file.</summary>
    public static async Task<Prometheus> StartAsync(string directory, Uri watcher, string rules, string target)
    {
        var file = Path.Combine(directory, "prometheus.yml");
        await File.WriteAllTextAsync(file, Configuration(watcher, rules, target));
        var port = FreePort.Tcp();
        var running = await RunningProcess.StartAsync(
        [
            Program, $"--config.file={file}", $"--storage.tsdb.path={Path.Combine(directory, "data")}",
            $"--web.listen-address=127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}",
        ]);
        await running.WaitForLineAsync(line => line.Contains("Server is ready to receive web requests"), StartTimeMax);
        return new(running, new() { BaseAddress = new($"http://127.0.0.1:{port}/api/v1/") });
    }

    /// <summary>Asks until something is so, every half second.</summary>
    public async Task<JsonElement> UntilAsync(string path, Predicate<JsonElement> isSo)
    {
        using var limit = new CancellationTokenSource(AnswerTimeMax);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        for (var last = await AskAsync(path); ; last = await AskAsync(path))
        {
            if (isSo(last))
            {
                return last;
            }

            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"{path} still says: {last}\n{process.Error}");
            }

            await tick.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>The data of an answer; an error of Prometheus is thrown in its words.</summary>
    public async Task<JsonElement> AskAsync(string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement.GetProperty("data").Clone()
            : throw new InvalidOperationException($"{path}: {text}");
    }

    /// <summary>The series that an expression has now.</summary>
    public async Task<IReadOnlyList<JsonElement>> QueryAsync(string expression) =>
        [.. (await AskAsync(Query(expression))).GetProperty("result").EnumerateArray()];

    public static string Query(string expression) => $"query?query={Uri.EscapeDataString(expression)}";

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await process.DisposeAsync();
    }

    private static string Configuration(Uri watcher, string rules, string target) =>
        $$"""
        global:
          scrape_interval: 1s
          scrape_timeout: 1s
          evaluation_interval: 1s
        rule_files: ["{{rules}}"]
        scrape_configs:
          - job_name: dialtone
            static_configs:
              - targets: ["{{watcher.Authority}}"]
          - job_name: dialtone-probe
            metrics_path: /probe
            params:
              module: [sign-in]
            static_configs:
              - targets: ["{{target}}"]
            relabel_configs:
              - source_labels: [__address__]
                target_label: __param_target
              - source_labels: [__param_target]
                target_label: instance
              - target_label: __address__
                replacement: {{watcher.Authority}}
        """;
}
