using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>
/// Other people's phones register at the product's own lab. All of them know Digest with MD5 alone, and some take a
/// challenge that they do not know for the end: the lab offers nothing else here.
/// </summary>
public sealed class StrangerPhonesTests : IDisposable
{
    private const string Md5Alone = "digest-md5-alone";

    private static readonly TimeSpan RegisterTimeMax = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("dialtone-interop-");

    /// <summary>
    /// Not over TLS: sipsak takes the session ticket that follows a handshake of TLS 1.3 for a broken connection.
    /// </summary>
    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task Sipsak_registers(string transport)
    {
        Requirements.SkipUnlessInstalled("dotnet", "sipsak", "unshare");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may give one program a hosts file of its own.");
        await using var lab = await RunningLab.StartAsync(Md5Alone);
        var system = await File.ReadAllTextAsync("/etc/hosts", TestContext.Current.CancellationToken);
        await WriteAsync("hosts", $"{system}\n{lab.FrontEnd} {Deployment.Domain}\n");

        // The address of the user names the server, so the SIP domain must be a name that it can resolve.
        var (exitCode, output, error) = await Tool.TryRunAsync(
            "unshare",
            [
                "--mount", "sh", "-c", "mount --bind \"$0\" /etc/hosts && exec \"$@\"", In("hosts"),
                "sipsak", "-U", "-i", "-C", "sip:alice@127.0.0.1:6000", "-x", "300", "-E", transport, "-u", "alice",
                "-a", lab.PasswordOf("alice"), "-s", $"sip:alice@{Deployment.Domain}:5060", "-v",
            ]);

        exitCode.ShouldBe(0, output + error);
        output.ShouldContain("All usrloc tests completed successful");
    }

    [Theory]
    [InlineData("udp", "u1")]
    [InlineData("tcp", "t1")]
    [InlineData("tls", "t1")]
    public async Task SIPp_registers_twenty_times(string transport, string sipp)
    {
        Requirements.SkipUnlessInstalled("dotnet", SippRegistrar.Program);
        await using var lab = await RunningLab.StartAsync(Md5Alone);
        await using var tunnel = transport == "tls" ? await TunnelAsync(lab) : null;
        var server = tunnel is null ? $"{lab.FrontEnd}:5060" : $"{tunnel.Address}:5060";

        var (exitCode, output, error) = await Tool.TryRunAsync(
            SippRegistrar.Program,
            [
                "-sf", Path.Combine(AppContext.BaseDirectory, "Servers", "Sipp", "register.xml"), server,
                "-t", sipp, "-auth_uri", Deployment.Domain, "-m", "20", "-r", "10", "-l", "5", "-nostdin",
                "-timeout", "15",
            ]);

        exitCode.ShouldBe(0, output + error);
    }

    [Theory]
    [InlineData("udp", 5060)]
    [InlineData("tcp", 5060)]
    [InlineData("tls", 5061)]
    public async Task Baresip_registers(string transport, int port)
    {
        Requirements.SkipUnlessInstalled("dotnet", "baresip");
        await using var lab = await RunningLab.StartAsync(Md5Alone);
        await WriteAsync(
            "config",
            $"""
            sip_listen 127.0.0.1:0
            sip_cafile {lab.CaFile}
            module_path /usr/lib/baresip/modules
            module g711.so
            module_app account.so

            """);
        await WriteAsync("contacts", "");
        await WriteAsync(
            "accounts",
            $"<sip:alice@{Deployment.Domain};transport={transport}>;auth_pass={lab.PasswordOf("alice")}" +
            $";outbound=\"sip:{lab.FrontEnd}:{port};transport={transport}\";regint=300\n");

        await using var phone = await RunningProcess.StartAsync(["baresip", "-f", directory.FullName, "-t", "15"]);
        var said = await phone.WaitForLineAsync(
            line => line.Contains("200 OK") || line.Contains("reg: sip:"), RegisterTimeMax);

        said.ShouldContain($"{{0/{transport.ToUpperInvariant()}/v4}} 200 OK", customMessage: phone.Output);
    }

    [Theory]
    [InlineData("udp", 5060)]
    [InlineData("tcp", 5060)]
    [InlineData("tls", 5061)]
    public async Task Linphone_registers(string transport, int port)
    {
        Requirements.SkipUnlessInstalled("dotnet", "linphonec");
        await using var lab = await RunningLab.StartAsync(Md5Alone);
        _ = Directory.CreateDirectory(In(".local/share/linphone"));
        await WriteAsync("linphonerc", Linphone(lab, transport, port));

        await using var phone = await RunningProcess.StartAsync(
            ["sh", "-c", $"(sleep 5; echo status register; sleep 1; echo quit) | linphonec -c {In("linphonerc")}"],
            environment: new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["HOME"] = directory.FullName, ["TERM"] = "dumb",
            });
        var said = await phone.WaitForLineAsync(line => line.Contains("registered"), RegisterTimeMax);

        said.ShouldContain("registered, identity=sip:alice@contoso.example", customMessage: phone.Output);
    }

    public void Dispose() => directory.Delete(recursive: true);

    private static string Linphone(RunningLab lab, string transport, int port) =>
        $"""
        [sip]
        root_ca={lab.CaFile}
        verify_server_cn=0
        sip_port=-1
        sip_tcp_port=-1
        sip_tls_port=-1
        use_ipv6=0
        default_proxy=0
        register_only_when_network_is_up=0

        [auth_info_0]
        username=alice
        passwd={lab.PasswordOf("alice")}
        realm={Deployment.Domain}
        domain={Deployment.Domain}

        [proxy_0]
        reg_proxy=<sip:{lab.FrontEnd}:{port};transport={transport}>
        reg_identity=<sip:alice@{Deployment.Domain}>
        reg_expires=600
        reg_sendregister=1

        """;

    private Task WriteAsync(string file, string text) =>
        File.WriteAllTextAsync(In(file), text, TestContext.Current.CancellationToken);

    private string In(string file) => Path.Combine(directory.FullName, file);

    // SIPp of Debian speaks no TLS: stunnel does it for it, and verifies the lab's certificate by name.
    private async Task<Tunnel> TunnelAsync(RunningLab lab)
    {
        Requirements.SkipUnlessInstalled("stunnel");
        var address = $"127.{Environment.ProcessId >> 8 & 255}.{Environment.ProcessId & 255}.77";
        await WriteAsync(
            "stunnel.conf",
            $"""
            foreground = yes
            pid =
            [registrar]
            client = yes
            accept = {address}:5060
            connect = {lab.FrontEnd}:5061
            CAfile = {lab.CaFile}
            checkHost = {Deployment.Pool}
            sni = {Deployment.Pool}
            verifyChain = yes

            """);
        var process = await RunningProcess.StartAsync(["stunnel", In("stunnel.conf")]);
        await process.WaitForLineAsync(line => line.Contains("Configuration successful"), RegisterTimeMax);
        return new Tunnel(process, address);
    }

    private sealed record Tunnel(RunningProcess Process, string Address) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
