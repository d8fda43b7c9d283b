using Dialtone.Interop.Tests.Bench;
using LabDeployment = Dialtone.Lab.Scenarios.Deployment;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>MIT's key distribution center for one realm, with the users and services of the lab.</summary>
internal sealed class Kdc : IAsyncDisposable
{
    public const string Realm = "CONTOSO.EXAMPLE";
    public const string User = "alice";
    public const string Password = "correct horse";
    public const string LockedUser = "bob";
    public const string FrontEnd = "fe01.contoso.example";

    /// <summary>A realm of the configuration where nobody answers.</summary>
    public const string DeadRealm = "FABRIKAM.EXAMPLE";

    /// <summary>What a test needs of the machine, besides the library that it tests.</summary>
    public static readonly IReadOnlyList<string> Programs = ["krb5kdc", "kdb5_util", "kadmin.local"];

    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(20);

    private readonly RunningProcess _process;

    private Kdc(RunningProcess process, string home) => (_process, Home) = (process, home);

    /// <summary>Where its files are.</summary>
    public string Home { get; }

    /// <summary>What <c>KRB5_CONFIG</c> is to name for a client.</summary>
    public string ClientConfiguration => Path.Combine(Home, "krb5.conf");

    /// <summary>The keys of <c>sip/</c> and <c>HTTP/</c> on the Front End.</summary>
    public string Keytab => Path.Combine(Home, "services.keytab");

    /// <summary>What it says of its requests.</summary>
    public string Log => _process.Output + _process.Error;

    /// <summary>Makes the realm and starts its server.</summary>
    /// <param name="directory">Where its files may be.</param>
    /// <param name="address">Where it listens, an address and a port.</param>
    /// <param name="lab">The users and services of a lab, which are there besides.</param>
    /// <param name="host">The host that it runs on; <c>null</c> for the machine itself.</param>
    /// <param name="before">What the server is started with, a wrong clock for one; empty for nothing.</param>
    public static async Task<Kdc> StartAsync(
        string directory, string address, LabDeployment? lab = null, Host? host = null,
        params IReadOnlyList<string> before)
    {
        var home = Directory.CreateDirectory(Path.Combine(directory, "kdc")).FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "krb5.conf"), Configuration(address));
        await File.WriteAllTextAsync(Path.Combine(home, "kdc.conf"), KdcConfiguration(home, address));
        string[] environment = ["env", $"KRB5_CONFIG={home}/krb5.conf", $"KRB5_KDC_PROFILE={home}/kdc.conf"];
        string[] create = [Tool.Find("kdb5_util")!, "create", "-s", "-r", Realm, "-P", "master"];
        _ = await Tool.RunAsync(environment[0], [.. environment[1..], .. create]);
        foreach (var query in Queries(home, lab))
        {
            string[] ask = [Tool.Find("kadmin.local")!, "-r", Realm, "-q", query];
            _ = await Tool.RunAsync(environment[0], [.. environment[1..], .. ask]);
        }

        string[] command = [.. environment, .. before, Tool.Find("krb5kdc")!, "-n", "-r", Realm];
        var process = await (host?.StartAsync(command) ?? RunningProcess.StartAsync(command));
        _ = await process.WaitForLineAsync(line => line.Contains("commencing operation"), StartTimeMax);
        return new Kdc(process, home);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string[] Queries(string home, LabDeployment? lab)
    {
        string[] services = lab is null
            ? [$"sip/{FrontEnd}", $"HTTP/{FrontEnd}"]
            : [.. lab.Hosts.SelectMany(host => (string[])[$"sip/{host.Name}", $"HTTP/{host.Name}"])];
        return
        [
            .. lab is null
                ? (ReadOnlySpan<string>)
                [
                    $"addprinc -pw \"{Password}\" {User}", $"addprinc -pw \"{Password}\" -allow_tix {LockedUser}",
                ]
                : [.. lab.Accounts.Select(account => $"addprinc -pw \"{account.Password}\" {account.User}")],
            .. services.Select(service => $"addprinc -randkey {service}"),
            $"ktadd -k {home}/services.keytab {string.Join(' ', services)}",
        ];
    }

    private static string Configuration(string address) =>
        $$"""
        [libdefaults]
            default_realm = {{Realm}}
            dns_lookup_kdc = false
            dns_lookup_realm = false
            dns_canonicalize_hostname = false
            rdns = false
            kdc_timesync = 0
        [realms]
            {{Realm}} = {
                kdc = {{address}}
            }
            {{DeadRealm}} = {
                kdc = 127.0.0.1:9
            }
        [domain_realm]
            contoso.example = {{Realm}}
            .contoso.example = {{Realm}}

        """;

    private static string KdcConfiguration(string home, string address) =>
        $$"""
        [realms]
            {{Realm}} = {
                database_name = {{home}}/principal
                key_stash_file = {{home}}/stash
                kdc_listen = {{address}}
                kdc_tcp_listen = {{address}}
                max_life = 10h
            }
        [logging]
            kdc = STDERR

        """;
}
