using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>unbound as the DNS server of a site. It never puts an address beside an SRV answer.</summary>
internal sealed class Unbound : IAsyncDisposable
{
    public const string Program = "unbound";

    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(20);

    private readonly RunningProcess process;

    private Unbound(RunningProcess process) => this.process = process;

    /// <summary>Every query, as unbound itself logs it.</summary>
    public string Log => process.Error;

    /// <summary>
    /// Starts it with records of its own; they are lines of a master file below the origin contoso.example.
    /// </summary>
    public static async Task<Unbound> StartAsync(Host host, string directory, IReadOnlyList<string> records)
    {
        var home = Directory.CreateDirectory(Path.Combine(directory, host.Name + "-unbound")).FullName;
        var file = Path.Combine(home, "unbound.conf");
        await File.WriteAllTextAsync(file, Configuration(host, home, records));
        var running = await host.StartAsync([Program, "-d", "-c", file]);
        await running.WaitForLineAsync(line => line.Contains("start of service"), StartTimeMax);
        return new Unbound(running);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string Configuration(Host host, string home, IReadOnlyList<string> records) =>
        $"""
        server:
            interface: {host.Address}
            access-control: 192.0.2.0/24 allow
            use-syslog: no
            logfile: ""
            verbosity: 1
            log-queries: yes
            username: ""
            chroot: ""
            directory: "{home}"
            pidfile: ""
            module-config: "iterator"
            local-zone: "{Deployment.Domain}." static
        {string.Join('\n', records.Select(record => $"    local-data: '{Absolute(record)}'"))}
        remote-control:
            control-enable: no

        """;

    // unbound knows no origin: every name that is not absolute is made so. Names end where a record's words do.
    private static string Absolute(string record)
    {
        var words = record.Split(' ');
        words[0] = Name(words[0]);
        if (words is [_, "IN", "SRV" or "NAPTR", ..])
        {
            words[^1] = Name(words[^1]);
        }

        return string.Join(' ', words);
    }

    private static string Name(string name) =>
        name == "@" ? Deployment.Domain + "." : name.EndsWith('.') ? name : $"{name}.{Deployment.Domain}.";
}
