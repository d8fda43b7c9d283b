using System.Text.Json;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Watch;

/// <summary><c>dialtone watch</c> over a lab, in a process of its own, with its history in PostgreSQL.</summary>
internal sealed class WatcherProcess : IAsyncDisposable
{
    /// <summary>The shortest that a configuration may name.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(60);

    private readonly string _directory;
    private readonly RunningProcess _process;

    private WatcherProcess(string directory, RunningProcess process) => (_directory, _process) = (directory, process);

    /// <summary>Starts one, and waits until it serves.</summary>
    public static async Task<WatcherProcess> StartAsync(string name, RunningLab lab, string database, int checks)
    {
        var directory = Directory.CreateTempSubdirectory("dialtone-watch-").FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "database"), database);
        await File.WriteAllTextAsync(Path.Combine(directory, "alice"), lab.PasswordOf("alice"));
        await File.WriteAllTextAsync(Path.Combine(directory, "bob"), lab.PasswordOf("bob"));
        var file = Path.Combine(directory, "watch.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(Configuration(name, lab.Sheet, checks)));
        var process = await RunningProcess.StartAsync(
            ["dotnet", PhoneCommand.Program, "watch", "--config", file, "--listen", "http://127.0.0.1:0"]);
        await process.WaitForLineAsync(line => line.Contains("http://", StringComparison.Ordinal), StartTimeMax);
        return new(directory, process);
    }

    /// <summary>Kills it, as the system does where memory runs out: it has no time for a word.</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static object Configuration(string name, JsonElement lab, int checks) => new
    {
        watcher = name,
        stateDirectory = "state",
        history = new { postgres = new { file = "database" }, lease = $"{Lease.TotalSeconds}s" },
        accounts = new
        {
            alice = new { address = $"sip:alice@{Deployment.Domain}", password = new { file = "alice" } },
            bob = new { address = $"sip:bob@{Deployment.Domain}", password = new { file = "bob" } },
        },
        defaults = new
        {
            interval = "2s",
            transaction = "registration",
            dns = new[] { lab.GetProperty("dns").GetString() },
            dhcp = lab.GetProperty("dhcp").GetString(),
            dhcp6 = "off",
            ca = lab.GetProperty("caFile").GetString(),
        },
        checks = Enumerable.Range(1, checks)
            .Select(static at => new { name = $"Check {at}", account = at % 2 == 0 ? "alice" : "bob" }),
    };
}
