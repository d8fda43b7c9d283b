namespace Dialtone.Interop.Tests.Bench;

/// <summary>
/// A small Ethernet, 192.0.2.0/24 and 2001:db8::/64: a switch and the hosts plugged into it. All of them are network
/// namespaces, so that nothing of it touches the machine's own network. The names carry the process's id: two runs do
/// not meet.
/// </summary>
internal sealed class Network : IAsyncDisposable
{
    private const string NamePrefix = "dialtone-";
    private const string Bridge = "br0";
    private static int count;

    private readonly string prefix;
    private readonly List<string> names = [];

    private Network(string prefix)
    {
        this.prefix = prefix;
        WorkDirectory = Directory.CreateTempSubdirectory(prefix).FullName;
    }

    /// <summary>For the files of the programs on this network; removed with it.</summary>
    public string WorkDirectory { get; }

    public static async Task<Network> CreateAsync()
    {
        var number = Interlocked.Increment(ref count);
        var network = new Network($"{NamePrefix}{Environment.ProcessId}-{number}-");
        try
        {
            var name = await network.AddNamespaceAsync("switch");
            await Tool.RunAsync("ip", "-n", name, "link", "add", Bridge, "type", "bridge");
            await Tool.RunAsync("ip", "-n", name, "link", "set", Bridge, "up");
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Plugs a new host into the switch.</summary>
    public async Task<Host> AddAsync(string role, string address)
    {
        var name = await AddNamespaceAsync(role);
        var host = new Host(name, address);
        await Tool.RunAsync(
            "ip", "link", "add", Host.Interface, "netns", name,
            "type", "veth", "peer", "name", role, "netns", prefix + "switch");
        await Tool.RunAsync("ip", "-n", prefix + "switch", "link", "set", role, "master", Bridge, "up");
        await Tool.RunAsync("ip", "-n", name, "addr", "add", $"{address}/24", "dev", Host.Interface);
        await Tool.RunAsync(
            "ip", "-n", name, "addr", "add", $"{host.Address6}/64", "dev", Host.Interface, "nodad");
        // Given by hand, it is there at once: one that the system makes is tried out on the link for a second or two.
        await Tool.RunAsync("ip", "-n", name, "link", "set", Host.Interface, "addrgenmode", "none");
        await Tool.RunAsync(
            "ip", "-n", name, "addr", "add", $"{host.LinkLocalAddress}/64", "dev", Host.Interface, "nodad");
        await Tool.RunAsync("ip", "-n", name, "link", "set", Host.Interface, "up");
        return host;
    }

    /// <summary>
    /// Switches the port of a host off or on: its interface loses the carrier and keeps its addresses, as at a desk
    /// where the cable is pulled out.
    /// </summary>
    public Task SetPortAsync(string role, bool isOn) =>
        Tool.RunAsync("ip", "-n", prefix + "switch", "link", "set", role, isOn ? "up" : "down");

    /// <summary>Removes what a run that was killed could not remove itself.</summary>
    public static async Task RemoveLeftOversAsync()
    {
        var list = await Tool.RunAsync("ip", "netns", "list");
        foreach (var name in list.Split('\n').Select(line => line.Split(' ')[0]).Where(IsAbandoned))
        {
            await Host.RemoveAsync(name);
        }

        foreach (var directory in Directory.EnumerateDirectories(Path.GetTempPath(), NamePrefix + "*"))
        {
            if (IsAbandoned(Path.GetFileName(directory)))
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in names)
        {
            await Host.RemoveAsync(name);
        }

        Directory.Delete(WorkDirectory, recursive: true);
    }

    // A process that was killed and not yet waited for is still in /proc, but no longer has a program.
    private static bool IsAbandoned(string name) =>
        name.StartsWith(NamePrefix, StringComparison.Ordinal) &&
        int.TryParse(name.Split('-')[1], out var owner) && !File.Exists($"/proc/{owner}/exe");

    private async Task<string> AddNamespaceAsync(string role)
    {
        var name = prefix + role;
        await Tool.RunAsync("ip", "netns", "add", name);
        names.Add(name);
        await Tool.RunAsync("ip", "-n", name, "link", "set", "lo", "up");
        return name;
    }
}
