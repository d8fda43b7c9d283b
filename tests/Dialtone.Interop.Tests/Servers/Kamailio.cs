using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>How one Registrar listens and what it demands.</summary>
internal sealed record KamailioSettings
{
    /// <summary>Port for SIP over TLS, with the certificate shown there; null for no TLS.</summary>
    public (int Port, ServerCertificate Certificate)? Tls { get; init; }

    /// <summary>Port for SIP over TCP; null for none.</summary>
    public int? TcpPort { get; init; }

    /// <summary>Port for SIP over UDP; null for none.</summary>
    public int? UdpPort { get; init; }

    /// <summary>Whether every 200 names a route for the requests to come (RFC 3608).</summary>
    public bool GivesServiceRoute { get; init; }

    /// <summary>Digest algorithm that the challenge names; null names none, which means MD5.</summary>
    public string? DigestAlgorithm { get; init; }

    /// <summary>What every REGISTER is refused with; null for nothing.</summary>
    public (int Status, string Reason)? Refusal { get; init; }

    /// <summary>Longest registration granted.</summary>
    public TimeSpan ExpiryMax { get; init; } = TimeSpan.FromSeconds(600);
}

/// <summary>What a Registrar holds for a user.</summary>
internal sealed record Binding(string Contact, int ExpiresSeconds, string Socket);

/// <summary>Kamailio as a Registrar of contoso.example with one account, alice, and bindings kept in memory.</summary>
internal sealed class Kamailio : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(15);

    private readonly RunningProcess process;
    private readonly string controlSocket;

    private Kamailio(RunningProcess process, string controlSocket)
    {
        this.process = process;
        this.controlSocket = controlSocket;
    }

    /// <summary>Its log; <c>bench: REGISTER alice over tls from 192.0.2.50</c> is a line of it.</summary>
    public string Log => process.Error;

    /// <summary>A line for every REGISTER that arrived.</summary>
    public IReadOnlyList<string> Requests => Lines("bench: REGISTER ");

    /// <summary>A line for every REGISTER that was proved and stored; it names the transport.</summary>
    public IReadOnlyList<string> Stored => Lines("bench: stored ");

    /// <summary>A line for every REGISTER that was proved and ended a registration.</summary>
    public IReadOnlyList<string> Removed => Lines("bench: removed ");

    public static async Task<Kamailio> StartAsync(Host host, string directory, KamailioSettings settings)
    {
        var home = Directory.CreateDirectory(Path.Combine(directory, host.Name)).FullName;
        var control = Path.Combine(home, "control");
        var file = Path.Combine(home, "kamailio.cfg");
        await File.WriteAllTextAsync(file, Configuration(host, home, control, settings));
        if (settings.Tls is { } tls)
        {
            await File.WriteAllTextAsync(Path.Combine(home, "tls.cfg"), TlsConfiguration(tls.Certificate));
        }

        // -DD: stay in the foreground with the worker processes; -E: log to standard error.
        var running = await host.StartAsync(
            ["kamailio", "-DD", "-E", "-f", file, "-m", "32", "-M", "4", "-Y", home]);
        await running.WaitForLineAsync(line => line.Contains("bench: ready", StringComparison.Ordinal), StartTimeMax);
        return new Kamailio(running, control);
    }

    /// <summary>The binding that the Registrar holds now, by its own word; null when there is none.</summary>
    public async Task<Binding?> FindBindingAsync(string user)
    {
        var (exitCode, output, error) = await Tool.TryRunAsync(
            "kamcmd", ["-s", $"unix:{controlSocket}", "ul.lookup", "location", user]);
        if ((output + error).Contains("AOR not found", StringComparison.Ordinal))
        {
            return null;
        }

        return exitCode == 0 && Field(output, "Address:") is { } contact && Field(output, "Socket:") is { } socket &&
            int.TryParse(Field(output, "Expires:"), out var seconds)
            ? new Binding(contact, seconds, socket)
            : throw new InvalidOperationException($"kamcmd ended with {exitCode}: {output}{error}");
    }

    /// <summary>Waits until so many lines of the log contain a text, those already there included.</summary>
    public Task<string> WaitForLogAsync(string text, TimeSpan limit, int times = 1)
    {
        var seen = 0;
        return process.WaitForLineAsync(
            line => line.Contains(text, StringComparison.Ordinal) && ++seen == times, limit);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private string[] Lines(string text) =>
        [.. Log.Split('\n').Where(line => line.Contains(text, StringComparison.Ordinal))];

    private static string? Field(string dump, string name) =>
        dump.Split('\n').Select(line => line.Trim())
            .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim();

    internal static string TlsConfiguration(ServerCertificate certificate) =>
        $"""
        [server:default]
        method = TLSv1.2+
        verify_certificate = no
        require_certificate = no
        certificate = {certificate.CertificateFile}
        private_key = {certificate.KeyFile}

        """;

    private static string Listen(Host host, string protocol, int port) =>
        $"listen={protocol}:{host.Address}:{port}\nlisten={protocol}:[{host.Address6}]:{port}";

    // One TCP worker: with OpenSSL 3, Kamailio 5.6 aborts when two do TLS handshakes at the same time.
    private static string Configuration(Host host, string home, string control, KamailioSettings settings) =>
        $$"""
        #!KAMAILIO
        debug=2
        log_stderror=yes
        children=1
        tcp_children=1
        auto_aliases=no
        dns=no
        rev_dns=no
        {{(settings.Tls is { } tls ? $"enable_tls=yes\n{Listen(host, "tls", tls.Port)}" : "")}}
        {{(settings.TcpPort is { } port ? Listen(host, "tcp", port) : "")}}
        {{(settings.UdpPort is { } udp ? Listen(host, "udp", udp) : "")}}

        {{(settings.Tls is null ? "" : "loadmodule \"tls.so\"")}}
        loadmodule "kex.so"
        loadmodule "tm.so"
        loadmodule "sl.so"
        loadmodule "pv.so"
        loadmodule "textops.so"
        loadmodule "siputils.so"
        loadmodule "maxfwd.so"
        loadmodule "xlog.so"
        loadmodule "usrloc.so"
        loadmodule "registrar.so"
        loadmodule "auth.so"
        loadmodule "ctl.so"

        {{(settings.Tls is null ? "" : $"modparam(\"tls\", \"config\", \"{home}/tls.cfg\")")}}
        modparam("ctl", "binrpc", "unix:{{control}}")
        modparam("usrloc", "db_mode", 0)
        modparam("registrar", "default_expires", {{settings.ExpiryMax.TotalSeconds}})
        modparam("registrar", "max_expires", {{settings.ExpiryMax.TotalSeconds}})
        modparam("registrar", "use_path", 1)
        modparam("registrar", "path_mode", 1)
        modparam("auth", "qop", "auth")
        {{(settings.DigestAlgorithm is { } digest ? $"modparam(\"auth\", \"algorithm\", \"{digest}\")" : "")}}

        event_route[core:worker-one-init] {
            xlog("L_NOTICE", "bench: ready\n");
        }

        request_route {
            if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
            if (!is_method("REGISTER")) { sl_send_reply("405", "Method Not Allowed"); exit; }
            xlog("L_NOTICE", "bench: REGISTER $tU over $proto from $si expires $hdr(Expires)\n");
            {{(settings.Refusal is { } no ? $"sl_send_reply(\"{no.Status}\", \"{no.Reason}\"); exit;" : "")}}
            if ($td != "{{Deployment.Domain}}") { sl_send_reply("404", "Not Found"); exit; }
            if ($tU != "{{Deployment.User}}") { sl_send_reply("404", "Not Found"); exit; }
            if (!pv_www_authenticate("{{Deployment.Domain}}", "{{Deployment.Password}}", "0")) {
                www_challenge("{{Deployment.Domain}}", "1");
                exit;
            }
            if ($au != $tU) { sl_send_reply("403", "Forbidden"); exit; }
            consume_credentials();
            {{(settings.GivesServiceRoute ? "append_to_reply(\"Service-Route: <sip:192.0.2.11;lr>\\r\\n\");" : "")}}
            save("location");
            if ($rc == 3) {
                xlog("L_NOTICE", "bench: removed $tU over $proto\n");
            } else {
                xlog("L_NOTICE", "bench: stored $tU over $proto\n");
            }
        }

        """;
}
