using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>
/// Kamailio as an edge proxy: phones reach it by TLS, TCP or UDP, it puts itself on their path (RFC 3327) and hands
/// their requests to a Registrar over UDP.
/// </summary>
internal sealed class KamailioEdge : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(15);

    private readonly RunningProcess process;

    private KamailioEdge(RunningProcess process) => this.process = process;

    /// <summary>Its log; <c>bench: passed on REGISTER alice from tls</c> is a line of it.</summary>
    public string Log => process.Error;

    public static async Task<KamailioEdge> StartAsync(
        Host host, string directory, ServerCertificate certificate, Host registrar)
    {
        var home = Directory.CreateDirectory(Path.Combine(directory, host.Name + "-edge")).FullName;
        var file = Path.Combine(home, "kamailio.cfg");
        await File.WriteAllTextAsync(file, Configuration(host, home, registrar));
        await File.WriteAllTextAsync(Path.Combine(home, "tls.cfg"), Kamailio.TlsConfiguration(certificate));
        var running = await host.StartAsync(
            ["kamailio", "-DD", "-E", "-f", file, "-m", "32", "-M", "4", "-Y", home]);
        await running.WaitForLineAsync(line => line.Contains("bench: ready", StringComparison.Ordinal), StartTimeMax);
        return new KamailioEdge(running);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string Configuration(Host host, string home, Host registrar) =>
        $$"""
        #!KAMAILIO
        debug=2
        log_stderror=yes
        children=1
        tcp_children=1
        auto_aliases=no
        dns=no
        rev_dns=no
        enable_tls=yes
        listen=tls:{{host.Address}}:5061
        listen=tcp:{{host.Address}}:5060
        listen=udp:{{host.Address}}:5060

        loadmodule "tls.so"
        loadmodule "tm.so"
        loadmodule "sl.so"
        loadmodule "rr.so"
        loadmodule "pv.so"
        loadmodule "textops.so"
        loadmodule "siputils.so"
        loadmodule "maxfwd.so"
        loadmodule "xlog.so"
        loadmodule "path.so"

        modparam("tls", "config", "{{home}}/tls.cfg")
        modparam("path", "use_received", 1)

        event_route[core:worker-one-init] {
            xlog("L_NOTICE", "bench: ready\n");
        }

        request_route {
            if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
            if (!is_method("REGISTER")) { sl_send_reply("405", "Method Not Allowed"); exit; }
            xlog("L_NOTICE", "bench: passed on REGISTER $tU from $proto\n");
            force_rport();
            add_path_received();
            $du = "sip:{{registrar.Address}}:5060;transport=udp";
            if (!t_relay()) { sl_reply_error(); }
        }

        """;
}
