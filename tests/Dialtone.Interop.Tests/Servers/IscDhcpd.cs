using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>ISC dhcpd as the DHCP server of a host.</summary>
internal sealed class IscDhcpd : IAsyncDisposable
{
    public const string Program = "dhcpd";

    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(20);

    private readonly RunningProcess process;

    private IscDhcpd(RunningProcess process) => this.process = process;

    /// <summary>A line for every message that it got and sent.</summary>
    public string Log => process.Error;

    public static async Task<IscDhcpd> StartAsync(Host host, string directory, DhcpOptions options)
    {
        var home = Directory.CreateDirectory(Path.Combine(directory, host.Name + "-dhcpd")).FullName;
        var (file, leases) = (Path.Combine(home, "dhcpd.conf"), Path.Combine(home, "leases"));
        await File.WriteAllTextAsync(file, Configuration(options));
        await File.WriteAllTextAsync(leases, "");
        var running = await host.StartAsync(
            [
                Program, "-4", "-f", "-d", "-cf", file, "-lf", leases, "-pf", Path.Combine(home, "pid"),
                "-user", "root", "-group", "root", Host.Interface,
            ]);
        await running.WaitForLineAsync(line => line.Contains("Server starting service"), StartTimeMax);
        return new IscDhcpd(running);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string Configuration(DhcpOptions options) =>
        $$"""
        authoritative;
        option sip-servers-bytes code 120 = string;
        option sip-servers-bytes {{Hex(options.SipServers)}};
        if option vendor-class-identifier = "MS-UC-Client" {
            option vendor-encapsulated-options {{Hex(options.UcVendor)}};
        }
        subnet 192.0.2.0 netmask 255.255.255.0 {
            range 192.0.2.100 192.0.2.150;
        }

        """;

    private static string Hex(byte[] bytes) => string.Join(':', bytes.Select(each => each.ToString("x2")));
}
