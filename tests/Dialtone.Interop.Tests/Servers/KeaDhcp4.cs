using System.Text.Json;
using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>
/// Kea as the DHCP server of a host. It knows neither option 120 nor the vendor's 43: both are bytes to it.
/// </summary>
internal sealed class KeaDhcp4 : IAsyncDisposable
{
    public const string Program = "kea-dhcp4";

    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(20);

    private readonly RunningProcess process;

    private KeaDhcp4(RunningProcess process) => this.process = process;

    /// <summary>What Kea says of the messages it gets and sends.</summary>
    public string Log => process.Output;

    public static async Task<KeaDhcp4> StartAsync(Host host, string directory, DhcpOptions options)
    {
        var home = Directory.CreateDirectory(Path.Combine(directory, host.Name + "-kea4")).FullName;
        var file = Path.Combine(home, "kea-dhcp4.conf");
        await File.WriteAllTextAsync(file, Configuration(options));

        // It would write its process id and its locks where only its own service may.
        var running = await host.StartAsync(
            [Program, "-c", file],
            environment: new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["KEA_PIDFILE_DIR"] = home,
                ["KEA_LOCKFILE_DIR"] = home,
            });
        await running.WaitForLineAsync(line => line.Contains("DHCP4_STARTED"), StartTimeMax);
        return new KeaDhcp4(running);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string Configuration(DhcpOptions options) =>
        JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["Dhcp4"] = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["interfaces-config"] = new { interfaces = new[] { Host.Interface } },
                ["lease-database"] = new { type = "memfile", persist = false },
                ["option-data"] = new[] { Bytes(120, options.SipServers) },
                ["client-classes"] = new[] { UcPhones(options) },
                ["subnet4"] = new[]
                {
                    new { id = 1, subnet = "192.0.2.0/24", pools = new[] { new { pool = "192.0.2.100-192.0.2.150" } } },
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

    // Option 43 is the vendor's own: only phones that say so get it (RFC 2132 section 8.4).
    private static Dictionary<string, object> UcPhones(DhcpOptions options) => new(StringComparer.Ordinal)
    {
        ["name"] = "uc-phones",
        ["test"] = "option[60].text == 'MS-UC-Client'",
        ["option-def"] = new[] { new { name = "vendor-encapsulated-options", code = 43, type = "binary" } },
        ["option-data"] = new[] { Bytes(43, options.UcVendor) },
    };

    private static Dictionary<string, object> Bytes(int code, byte[] value) => new(StringComparer.Ordinal)
    {
        ["code"] = code, ["csv-format"] = false, ["data"] = Convert.ToHexString(value),
    };
}
