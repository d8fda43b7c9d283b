using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>
/// A DHCP server with a configuration that the product printed, included as it stands; beside it is only what any
/// server needs: its subnet, and where it keeps its files.
/// </summary>
internal sealed class PublishedDhcp : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(30);

    private readonly RunningProcess process;

    private PublishedDhcp(RunningProcess process) => this.process = process;

    /// <summary>What it says of itself and its work.</summary>
    public string Log => process.Output + process.Error;

    /// <summary>The programs behind a name of <c>dialtone dhcp encode --for</c>.</summary>
    public static string ProgramOf(string syntax) => syntax switch
    {
        "kea" => "kea-dhcp4",
        "kea6" => "kea-dhcp6",
        "isc" or "isc6" => "dhcpd",
        _ => "dnsmasq",
    };

    /// <summary>Lets the server itself check the printed lines, then starts it with them.</summary>
    public static async Task<PublishedDhcp> StartAsync(Host host, string directory, string syntax, string printed)
    {
        var home = Directory.CreateDirectory(Path.Combine(directory, $"{host.Name}-{syntax}")).FullName;
        var lines = Path.Combine(home, "printed");
        await File.WriteAllTextAsync(lines, printed);
        var file = Path.Combine(home, "conf");
        await File.WriteAllTextAsync(file, Configuration(syntax, home, lines));
        await File.WriteAllTextAsync(Path.Combine(home, "leases"), "");
        var (check, run, isReady) = Commands(syntax, home, file);
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // Kea would write its process id and its locks where only its own service may.
            ["KEA_PIDFILE_DIR"] = home, ["KEA_LOCKFILE_DIR"] = home,
        };
        await using (var checking = await host.StartAsync(check, environment: files))
        {
            (await checking.WaitForExitAsync(StartTimeMax)).ShouldBe(0, checking.Output + checking.Error + printed);
        }

        var running = await host.StartAsync(run, environment: files);
        await running.WaitForLineAsync(line => line.Contains(isReady), StartTimeMax);
        return new PublishedDhcp(running);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static (string[] Check, string[] Run, string IsReady) Commands(string syntax, string home, string file)
    {
        var program = ProgramOf(syntax);
        string[] isc =
        [
            program, syntax == "isc6" ? "-6" : "-4", "-cf", file, "-lf", Path.Combine(home, "leases"),
            "-pf", Path.Combine(home, "pid"), "-user", "root", "-group", "root",
        ];
        return syntax switch
        {
            "kea" => ([program, "-t", file], [program, "-c", file], "DHCP4_STARTED"),
            "kea6" => ([program, "-t", file], [program, "-c", file], "DHCP6_STARTED"),
            "isc" or "isc6" => ([.. isc, "-t"], [.. isc, "-f", "-d", Host.Interface], "Server starting service"),
            _ => ([program, "--test", $"--conf-file={file}"],
                [program, $"--conf-file={file}", "--log-facility=-"], "cleared cache"),
        };
    }

    private static string Configuration(string syntax, string home, string printed) => syntax switch
    {
        "kea" => Kea("Dhcp4", $$"""
            "subnet4": [{ "id": 1, "subnet": "192.0.2.0/24", "pools": [{ "pool": "192.0.2.100-192.0.2.150" }] }],
            <?include "{{printed}}"?>
            """),
        "kea6" => Kea("Dhcp6", $$"""
            "server-id": { "type": "LL", "htype": 1, "identifier": "02005e100002", "persist": false },
            "subnet6": [{ "id": 1, "subnet": "2001:db8::/64", "interface": "{{Host.Interface}}" }],
            <?include "{{printed}}"?>
            """),
        "isc" => $$"""
            include "{{printed}}";
            subnet 192.0.2.0 netmask 255.255.255.0 { range 192.0.2.100 192.0.2.150; }

            """,
        "isc6" => $$"""
            include "{{printed}}";
            subnet6 2001:db8::/64 { }

            """,
        _ => $"""
            keep-in-foreground
            user=root
            pid-file=
            no-resolv
            no-hosts
            interface={Host.Interface}
            bind-interfaces
            log-dhcp
            dhcp-authoritative
            dhcp-range=192.0.2.100,192.0.2.150,255.255.255.0,1h
            dhcp-range=2001:db8::,ra-stateless
            dhcp-leasefile={Path.Combine(home, "leases")}
            conf-file={printed}

            """,
    };

    private static string Kea(string member, string rest) => $$"""
        {
          "{{member}}": {
            "interfaces-config": { "interfaces": [ "{{Host.Interface}}" ] },
            "lease-database": { "type": "memfile", "persist": false },
            "loggers": [{
              "name": "kea-{{member.ToLowerInvariant()}}", "severity": "INFO",
              "output_options": [{ "output": "stdout" }]
            }],
            {{rest}}
          }
        }

        """;
}
