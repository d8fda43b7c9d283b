using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>nginx as a web server of somebody else, plain and with TLS, on the loopback interface.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    public const string Program = "nginx";

    /// <summary>Longer than what a device takes.</summary>
    public const int LargeBytes = (1024 * 1024) + 1;

    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(20);

    private readonly RunningProcess process;

    private Nginx(RunningProcess process, ushort plain, ushort secure) =>
        (this.process, PlainPort, SecurePort) = (process, plain, secure);

    public ushort PlainPort { get; }

    public ushort SecurePort { get; }

    public static async Task<Nginx> StartAsync(string directory, ServerCertificate certificate)
    {
        var home = Directory.CreateDirectory(Path.Combine(directory, Program)).FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "page"), "a page");
        await File.WriteAllBytesAsync(Path.Combine(home, "large"), new byte[LargeBytes]);
        var (plain, secure) = (FreePort.Tcp(), FreePort.Tcp());
        var file = Path.Combine(home, "nginx.conf");
        await File.WriteAllTextAsync(file, Configuration(home, plain, secure, certificate));
        var running = await RunningProcess.StartAsync([Program, "-c", file, "-e", "stderr"]);
        await running.WaitForLineAsync(line => line.Contains("start worker process "), StartTimeMax);
        return new(running, plain, secure);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string Configuration(string home, ushort plain, ushort secure, ServerCertificate certificate) =>
        $$"""
        daemon off;
        error_log stderr notice;
        user root;
        worker_processes 1;
        pid {{home}}/nginx.pid;
        events { worker_connections 64; }
        http {
          access_log off;
          client_body_temp_path {{home}}/body;
          proxy_temp_path {{home}}/proxy;
          fastcgi_temp_path {{home}}/fastcgi;
          uwsgi_temp_path {{home}}/uwsgi;
          scgi_temp_path {{home}}/scgi;
          server {
            listen 127.0.0.1:{{plain}};
            listen 127.0.0.1:{{secure}} ssl;
            ssl_certificate {{certificate.CertificateFile}};
            ssl_certificate_key {{certificate.KeyFile}};
            root {{home}};
            location = /said { add_header X-MS-Server-Fqdn fe01.contoso.example; return 200 "$request_method $host\n"; }
            location = /moved { return 302 https://web02.contoso.example/CertProv; }
            location = /refused { add_header WWW-Authenticate NTLM always; return 401 "no"; }
            location = /once { keepalive_timeout 0; return 200 "once"; }
            location = /reset { return 444; }
          }
        }

        """;
}
