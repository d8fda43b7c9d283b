namespace Dialtone.Interop.Tests.Bench;

/// <summary>A machine of the test's network: a network namespace with one interface, <c>eth0</c>.</summary>
internal sealed class Host(string name, string address)
{
    public const string Interface = "eth0";

    /// <summary>The namespace's name, unique on this machine.</summary>
    public string Name => name;

    /// <summary>The IPv4 address of its interface.</summary>
    public string Address => address;

    /// <summary>The IPv6 address of its interface; it ends in the same digits: 2001:db8::11 is 192.0.2.11.</summary>
    public string Address6 => $"2001:db8::{address[(address.LastIndexOf('.') + 1)..]}";

    /// <summary>The address of its interface that stays on the link: fe80::11.</summary>
    public string LinkLocalAddress => $"fe80::{address[(address.LastIndexOf('.') + 1)..]}";

    /// <summary>Where <c>ip netns exec</c> takes this host's own files of /etc from.</summary>
    public string Etc => EtcOf(name);

    public static string EtcOf(string name) => Path.Combine("/etc/netns", name);

    /// <summary>Starts a program on this host.</summary>
    public Task<RunningProcess> StartAsync(
        IReadOnlyList<string> command, string? input = null, IReadOnlyDictionary<string, string>? environment = null) =>
        RunningProcess.StartAsync(["ip", "netns", "exec", name, .. command], input, environment);

    /// <summary>Runs a program on this host to its end, whatever the end is.</summary>
    public Task<(int ExitCode, string Output, string Error)> TryRunAsync(
        IReadOnlyList<string> command, string? input = null) =>
        Tool.TryRunAsync("ip", ["netns", "exec", name, .. command], input);

    /// <summary>Makes the DNS server that programs on this host find in /etc/resolv.conf.</summary>
    public void UseDnsServer(string server)
    {
        Directory.CreateDirectory(Etc);
        File.WriteAllText(Path.Combine(Etc, "resolv.conf"), $"nameserver {server}\n");
    }

    /// <summary>Pulls the cable: whatever is sent to this host from now on is lost without an answer.</summary>
    public Task UnplugAsync() => Tool.RunAsync("ip", "-n", name, "link", "set", Interface, "down");

    /// <summary>Takes an address away from its interface.</summary>
    public Task RemoveAddressAsync(string which) => Tool.RunAsync(
        "ip", "-n", name, "addr", "del", which.Contains(':', StringComparison.Ordinal) ? $"{which}/64" : $"{which}/24",
        "dev", Interface);

    /// <summary>Gives its interface one more address, which stays when another one goes.</summary>
    public Task AddAddressAsync(string which) =>
        Tool.RunAsync("ip", "-n", name, "addr", "add", $"{which}/25", "dev", Interface);

    /// <summary>Kills every program that runs on this host; connections to it are refused from then on.</summary>
    public Task KillProgramsAsync() => KillProgramsAsync(name);

    /// <summary>
    /// Stops every program that runs on this host where it stands: its system still takes connections and acknowledges
    /// what comes.
    /// </summary>
    public async Task FreezeProgramsAsync()
    {
        var pids = await Tool.RunAsync("ip", "netns", "pids", name);
        await Tool.RunAsync("sh", "-c", $"kill -STOP {pids.ReplaceLineEndings(" ")}");
    }

    /// <summary>Removes a host and all that is on it.</summary>
    public static async Task RemoveAsync(string name)
    {
        await KillProgramsAsync(name);
        await Tool.RunAsync("ip", "netns", "del", name);
        if (Directory.Exists(EtcOf(name)))
        {
            Directory.Delete(EtcOf(name), recursive: true);
        }
    }

    private static async Task KillProgramsAsync(string name)
    {
        // Again and again: a program may start another between the list and the signal, and takes a moment to go.
        using var limit = new CancellationTokenSource(Tool.RunTimeMax);
        while (await Tool.RunAsync("ip", "netns", "pids", name) is { Length: > 0 } pids)
        {
            await Tool.TryRunAsync("sh", ["-c", $"kill -KILL {pids.ReplaceLineEndings(" ")}"]);
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
