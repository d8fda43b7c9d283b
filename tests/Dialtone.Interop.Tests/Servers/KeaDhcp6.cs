using System.Text.Json;
using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>What Kea is to say to an INFORMATION-REQUEST.</summary>
internal sealed record KeaDhcp6Settings
{
    /// <summary>Option 21.</summary>
    public IReadOnlyList<string> SipServerNames { get; init; } = [];

    /// <summary>Option 22.</summary>
    public IReadOnlyList<string> SipServerAddresses { get; init; } = [];
}

/// <summary>Kea as the DHCPv6 server of a host.</summary>
internal sealed class KeaDhcp6 : IAsyncDisposable
{
    public const string Program = "kea-dhcp6";

    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(20);

    private readonly RunningProcess process;

    private KeaDhcp6(RunningProcess process) => this.process = process;

    /// <summary>What Kea says of the messages it gets and sends.</summary>
    public string Log => process.Output;

    public static async Task<KeaDhcp6> StartAsync(Host host, string directory, KeaDhcp6Settings settings)
    {
        var home = Directory.CreateDirectory(Path.Combine(directory, host.Name + "-kea")).FullName;
        var file = Path.Combine(home, "kea-dhcp6.conf");
        await File.WriteAllTextAsync(file, Configuration(settings));

        // It would write its process id and its locks where only its own service may.
        var running = await host.StartAsync(
            [Program, "-c", file],
            environment: new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["KEA_PIDFILE_DIR"] = home,
                ["KEA_LOCKFILE_DIR"] = home,
            });
        await running.WaitForLineAsync(line => line.Contains("DHCP6_STARTED"), StartTimeMax);
        return new KeaDhcp6(running);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string Configuration(KeaDhcp6Settings settings)
    {
        return JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["Dhcp6"] = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["interfaces-config"] = new { interfaces = new[] { Host.Interface } },
                ["lease-database"] = new { type = "memfile", persist = false },
                ["server-id"] = new { type = "LL", htype = 1, identifier = "02005e100002", persist = false },
                ["option-data"] = OptionData(settings),
                ["subnet6"] = new[]
                {
                    new Dictionary<string, object>(StringComparer.Ordinal)
                    {
                        ["id"] = 1, ["subnet"] = "2001:db8::/64", ["interface"] = Host.Interface,
                    },
                },
                ["loggers"] = new[]
                {
                    new Dictionary<string, object>(StringComparer.Ordinal)
                    {
                        ["name"] = Program, ["severity"] = "DEBUG", ["debuglevel"] = 40,
                        ["output_options"] = new[] { new { output = "stdout" } },
                    },
                },
            },
        });
    }

    private static Dictionary<string, object>[] OptionData(KeaDhcp6Settings settings)
    {
        var options = new List<Dictionary<string, object>>();
        Add("sip-server-dns", string.Join(", ", settings.SipServerNames));
        Add("sip-server-addr", string.Join(", ", settings.SipServerAddresses));
        Add("information-refresh-time", "3600");
        return [.. options];

        void Add(string name, string data)
        {
            if (data.Length > 0)
            {
                options.Add(new(StringComparer.Ordinal) { ["name"] = name, ["data"] = data });
            }
        }
    }
}
