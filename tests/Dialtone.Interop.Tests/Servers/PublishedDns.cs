using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>
/// A DNS server with records that the product printed, included as they stand; beside them is only what any server
/// needs: the head of its zone, and where it listens.
/// </summary>
internal sealed class PublishedDns : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(30);

    private readonly RunningProcess process;

    private PublishedDns(RunningProcess process) => this.process = process;

    /// <summary>What it says of itself and its work.</summary>
    public string Log => process.Output + process.Error;

    /// <summary>The program behind a name of <c>dialtone dns records --for</c>.</summary>
    public static string ProgramOf(string syntax) => syntax == "bind" ? "named" : syntax;

    /// <summary>Lets the server's own checker look at the printed lines, then starts it with them.</summary>
    public static async Task<PublishedDns> StartAsync(Host host, string directory, string syntax, string printed)
    {
        var home = Directory.CreateDirectory(Path.Combine(directory, $"{host.Name}-{syntax}-published")).FullName;
        var lines = Path.Combine(home, "printed");
        await File.WriteAllTextAsync(lines, printed);
        var zone = Path.Combine(home, "zone");
        await File.WriteAllTextAsync(zone, $"""
            $ORIGIN {Deployment.Domain}.
            $TTL 300
            @ IN SOA ns1 admin 1 3600 600 86400 60
            @ IN NS ns1
            ns1 IN A {host.Address}
            $INCLUDE {lines}

            """);
        var file = Path.Combine(home, "conf");
        await File.WriteAllTextAsync(file, Configuration(host, syntax, home, syntax == "bind" ? zone : lines));
        var (check, run, isReady) = syntax switch
        {
            "bind" => (new[] { "named-checkzone", Deployment.Domain, zone },
                new[] { "named", "-g", "-n", "1", "-c", file }, " running"),
            "unbound" => (["unbound-checkconf", file], ["unbound", "-d", "-c", file], "start of service"),
            _ => (["dnsmasq", "--test", $"--conf-file={file}"],
                ["dnsmasq", $"--conf-file={file}", "--log-facility=-"], "cleared cache"),
        };
        var (code, output, error) = await host.TryRunAsync(check);
        code.ShouldBe(0, output + error + printed);
        var running = await host.StartAsync(run);
        await running.WaitForLineAsync(line => line.Contains(isReady), StartTimeMax);
        return new PublishedDns(running);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string Configuration(Host host, string syntax, string home, string records) => syntax switch
    {
        "bind" => $$"""
            options {
                directory "{{home}}";
                pid-file none;
                session-keyfile none;
                listen-on { {{host.Address}}; };
                listen-on-v6 { none; };
                recursion no;
            };
            controls { };
            zone "{{Deployment.Domain}}" { type primary; file "{{records}}"; };

            """,
        "unbound" => $"""
            server:
                interface: {host.Address}
                access-control: 192.0.2.0/24 allow
                use-syslog: no
                logfile: ""
                username: ""
                chroot: ""
                directory: "{home}"
                pidfile: ""
                module-config: "iterator"
            include: "{records}"
            remote-control:
                control-enable: no

            """,
        _ => $"""
            keep-in-foreground
            user=root
            pid-file=
            no-resolv
            no-hosts
            interface={Host.Interface}
            bind-interfaces
            local=/{Deployment.Domain}/
            conf-file={records}

            """,
    };
}
