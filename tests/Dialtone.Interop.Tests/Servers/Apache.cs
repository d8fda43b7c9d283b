using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>
/// Apache with mod_auth_gssapi, as a web server that asks who one is: <c>/ntlm</c> takes NTLM, by the library
/// gss-ntlmssp, <c>/kerberos</c> a ticket, and <c>/both</c> either.
/// </summary>
internal sealed class Apache : IAsyncDisposable
{
    public const string Program = "apache2";

    private const string Modules = "/usr/lib/apache2/modules";
    private const string NtlmLibrary = "/etc/gss/mech.d/mech.ntlmssp.conf";

    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(20);

    private readonly RunningProcess process;

    private Apache(RunningProcess process, ushort port) => (this.process, Port) = (process, port);

    public ushort Port { get; }

    /// <summary>What it says of its requests.</summary>
    public string Log => process.Error;

    /// <summary>Skips the running test, with the reason, unless the machine has all of it.</summary>
    public static void SkipUnlessInstalled()
    {
        Requirements.SkipUnlessInstalled(Program);
        Assert.SkipUnless(
            File.Exists($"{Modules}/mod_auth_gssapi.so") && File.Exists(NtlmLibrary),
            "Not installed: libapache2-mod-auth-gssapi and gss-ntlmssp (.ci/install-packages installs them).");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may start a server that changes its user.");
    }

    /// <summary>Starts it for one user of NTLM, and with the keys of a realm where there are any.</summary>
    public static async Task<Apache> StartAsync(string directory, string ntlmUser, Kdc? kdc = null)
    {
        var home = Directory.CreateDirectory(Path.Combine(directory, Program)).FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "users"), ntlmUser + "\n");
        foreach (var name in (string[])["ntlm", "kerberos", "both"])
        {
            await File.WriteAllTextAsync(Path.Combine(home, name), name);
        }

        // It serves as a user who is not root.
        _ = await Tool.RunAsync("chmod", "-R", "a+rX", directory);
        var port = FreePort.Tcp();
        var file = Path.Combine(home, "httpd.conf");
        await File.WriteAllTextAsync(file, Configuration(home, port));
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["NTLM_USER_FILE"] = Path.Combine(home, "users"),
            ["KRB5_KTNAME"] = kdc?.Keytab ?? "",
        };
        var running = await RunningProcess.StartAsync([Program, "-f", file, "-DFOREGROUND"], null, environment);
        await running.WaitForLineAsync(line => line.Contains("resuming normal operations"), StartTimeMax);
        return new(running, port);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string Configuration(string home, ushort port) =>
        $"""
        ServerName web.contoso.example
        ServerRoot {home}
        DocumentRoot {home}
        PidFile {home}/pid
        DefaultRuntimeDir {home}
        ErrorLog "|$exec cat >&2"
        LogLevel info
        Listen 127.0.0.1:{port}
        LoadModule mpm_prefork_module {Modules}/mod_mpm_prefork.so
        LoadModule authn_core_module {Modules}/mod_authn_core.so
        LoadModule authz_core_module {Modules}/mod_authz_core.so
        LoadModule authz_user_module {Modules}/mod_authz_user.so
        LoadModule auth_gssapi_module {Modules}/mod_auth_gssapi.so
        User nobody
        Group nogroup
        KeepAlive On
        KeepAliveTimeout 30
        {Location("ntlm", "ntlmssp")}
        {Location("kerberos", "krb5")}
        {Location("both", "krb5", "GssapiAllowedMech ntlmssp")}

        """;

    private static string Location(string name, string mechanism, string other = "") =>
        $"""
        <Location /{name}>
            AuthType GSSAPI
            AuthName {name}
            GssapiAllowedMech {mechanism}
            {other}
            GssapiConnectionBound On
            Require valid-user
        </Location>
        """;
}
