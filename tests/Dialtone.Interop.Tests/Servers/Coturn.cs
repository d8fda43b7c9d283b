using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>coturn as the Media Relay of a site: TURN of RFC 8656 by UDP and TCP, with one user.</summary>
internal sealed class Coturn : IAsyncDisposable
{
    public const string Program = "turnserver";
    public const int Port = 3478;
    public const string Realm = Deployment.Domain;

    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(20);

    private readonly RunningProcess process;

    private Coturn(RunningProcess process) => this.process = process;

    /// <summary>What it says of its sessions.</summary>
    public string Log => process.Output + process.Error;

    public static async Task<Coturn> StartAsync(Host host, string directory)
    {
        var home = Directory.CreateDirectory(Path.Combine(directory, host.Name + "-coturn")).FullName;
        var file = Path.Combine(home, "turnserver.conf");
        await File.WriteAllTextAsync(file, Configuration(host, home));
        var running = await host.StartAsync([Program, "-c", file]);
        await running.WaitForLineAsync(line => line.Contains("IO method (admin thread)"), StartTimeMax);
        return new Coturn(running);
    }

    /// <summary>Waits until it says something of its sessions.</summary>
    public Task<string> WaitForAsync(string text) =>
        process.WaitForLineAsync(line => line.Contains(text, StringComparison.Ordinal), StartTimeMax);

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string Configuration(Host host, string home) =>
        $"""
        listening-ip={host.Address}
        listening-ip={host.Address6}
        listening-port={Port}
        relay-ip={host.Address}
        relay-ip={host.Address6}
        lt-cred-mech
        user={Deployment.User}:{Deployment.Password}
        realm={Realm}
        fingerprint
        no-tls
        no-dtls
        no-cli
        verbose
        log-file=stdout
        userdb={home}/turndb
        pidfile={home}/turnserver.pid

        """;
}
