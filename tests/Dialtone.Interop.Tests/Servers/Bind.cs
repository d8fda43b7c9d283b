using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>
/// BIND as the authoritative DNS server of contoso.example. It puts the addresses of SRV targets beside the answer.
/// </summary>
internal sealed class Bind : IAsyncDisposable
{
    public const string Program = "named";

    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(20);

    private readonly RunningProcess process;

    private Bind(RunningProcess process) => this.process = process;

    /// <summary>Every query, as BIND itself logs it.</summary>
    public string Log => process.Error;

    /// <summary>Starts it with a zone; the records are lines of a master file (RFC 1035 section 5.1).</summary>
    public static async Task<Bind> StartAsync(Host host, string directory, IReadOnlyList<string> records)
    {
        var home = Directory.CreateDirectory(Path.Combine(directory, host.Name + "-bind")).FullName;
        var file = Path.Combine(home, "named.conf");
        await File.WriteAllTextAsync(file, Configuration(host, home));
        await File.WriteAllLinesAsync(Path.Combine(home, "contoso.zone"), [.. ZoneHead(host), .. records]);

        // -g: in the foreground, and log to standard error.
        var running = await host.StartAsync([Program, "-g", "-n", "1", "-c", file]);
        await running.WaitForLineAsync(
            line => line.EndsWith(" running", StringComparison.Ordinal), StartTimeMax);
        return new Bind(running);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string[] ZoneHead(Host host) =>
    [
        $"$ORIGIN {Deployment.Domain}.",
        "$TTL 300",
        "@ IN SOA ns1 admin 1 3600 600 86400 60",
        "@ IN NS ns1",
        $"ns1 IN A {host.Address}",
    ];

    private static string Configuration(Host host, string home) =>
        $$"""
        options {
            directory "{{home}}";
            pid-file none;
            session-keyfile none;
            listen-on { {{host.Address}}; };
            listen-on-v6 { {{host.Address6}}; };
            recursion no;
            querylog yes;
        };
        controls { };
        zone "{{Deployment.Domain}}" { type primary; file "contoso.zone"; };

        """;
}
