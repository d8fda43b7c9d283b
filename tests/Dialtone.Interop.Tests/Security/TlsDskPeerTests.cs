using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Live;
using Dialtone.Wire.Auth.TlsDsk;

namespace Dialtone.Interop.Tests.Security;

/// <summary>
/// Handshakes of TLS-DSK with OpenSSL's own programs, which export the same keys, and with .NET's SslStream.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class TlsDskPeerTests : IDisposable
{
    private const string ServerName = "fe01.contoso.example";
    private const string User = "alice@contoso.example";

    private static readonly string[] Export =
    [
        "-keymatexport", TlsDskKeys.ExporterLabel, "-keymatexportlen", "128",
    ];

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly string _directory = Directory.CreateTempSubdirectory("dialtone-tls-dsk-").FullName;
    private readonly X509Certificate2 _server = Certificate(ServerName);
    private readonly X509Certificate2 _client = Certificate(User);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _server.Dispose();
        _client.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData("-tls1", "AES128-SHA", "TLSv1", TlsDskHash.Sha1)]
    [InlineData("-tls1", "AES256-SHA", "TLSv1", TlsDskHash.Sha1)]
    [InlineData("-tls1_1", "AES128-SHA", "TLSv1.1", TlsDskHash.Sha1)]
    [InlineData("-tls1_2", "AES128-SHA", "TLSv1.2", TlsDskHash.Sha1)]
    [InlineData("-tls1_2", "ECDHE-RSA-AES256-SHA", "TLSv1.2", TlsDskHash.Sha1)]
    [InlineData("-tls1_2", "AES128-SHA256", "TLSv1.2", TlsDskHash.Sha256)]
    [InlineData("-tls1_2", "ECDHE-RSA-AES256-SHA384", "TLSv1.2", TlsDskHash.Sha384)]
    public async Task Our_client_and_openssls_server_export_the_same_keys(
        string version, string suite, string protocol, TlsDskHash hash)
    {
        Requirements.SkipUnlessInstalled("openssl");
        var (certificate, key) = await FilesOfAsync(_server);
        var port = FreePort();
        await using var server = await ServeAsync(
            port, ["-cert", certificate, "-key", key, version, "-cipher", $"{suite}:@SECLEVEL=0", .. Export]);

        var result = await ConnectAsync(port);

        result.Protocol.ShouldBe(protocol);
        result.CipherSuite.ShouldBe(suite);
        result.Keys.Hash.ShouldBe(hash);
        result.PeerCertificate.ToArray().ShouldBe(_server.RawData);
        (await KeysOfAsync(server)).ShouldEndWith(TlsDskSide.KeysOf(result));
        server.Output.ShouldContain(User);
    }

    [Theory]
    [InlineData("-tls1", "AES128-SHA", "TLSv1", TlsDskHash.Sha1)]
    [InlineData("-tls1_2", "AES256-SHA", "TLSv1.2", TlsDskHash.Sha1)]
    [InlineData("-tls1_2", "ECDHE-RSA-AES128-SHA256", "TLSv1.2", TlsDskHash.Sha256)]
    [InlineData("-no_tls1_3", "ALL", "TLSv1.2", TlsDskHash.Sha384)]
    public async Task Openssls_client_and_our_server_export_the_same_keys(
        string version, string suite, string protocol, TlsDskHash hash)
    {
        Requirements.SkipUnlessInstalled("openssl");
        var (certificate, key) = await FilesOfAsync(_client);
        using var listener = Listen();
        await using var client = await RunningProcess.StartAsync(
            [
                "openssl", "s_client", "-connect", listener.LocalEndpoint.ToString()!,
                "-cert", certificate, "-key", key, version, "-cipher", $"{suite}:@SECLEVEL=0", "-ign_eof", .. Export,
            ]);

        // The connection stays until the client has said all: a reset could overtake the end of the handshake.
        using var connection = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var result = (await ShakeAsync(connection)).ShouldBeOfType<NetInput.TlsDskStepped>().Result!;

        result.Protocol.ShouldBe(protocol);
        result.Keys.Hash.ShouldBe(hash);
        result.PeerCertificate.ToArray().ShouldBe(_client.RawData);
        (await KeysOfAsync(client)).ShouldEndWith(TlsDskSide.KeysOf(result));
        client.Output.ShouldContain(ServerName);
        client.Output.ShouldNotContain("TLS session ticket");
    }

    [Theory]
    [InlineData("-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256")]
    [InlineData("-tls1_2", "-cipher", "AES128-GCM-SHA256")]
    public async Task A_server_without_a_suite_that_signs_is_refused(string version, string option, string suite)
    {
        Requirements.SkipUnlessInstalled("openssl");
        var (certificate, key) = await FilesOfAsync(_server);
        var port = FreePort();
        await using var server = await ServeAsync(port, ["-cert", certificate, "-key", key, version, option, suite]);

        var failed = (await ShakeAsync(port)).ShouldBeOfType<NetInput.SecurityFailed>();

        failed.Why.ShouldBe(SecurityFault.HandshakeFailed);
        failed.Detail.ShouldContain("alert");
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_refused()
    {
        Requirements.SkipUnlessInstalled("openssl");
        using var listener = Listen();
        await using var client = await RunningProcess.StartAsync(
            [
                "openssl", "s_client", "-connect", listener.LocalEndpoint.ToString()!, "-no_tls1_3",
                "-cipher", "AES128-SHA",
            ]);

        var failed = (await AcceptAsync(listener)).ShouldBeOfType<NetInput.SecurityFailed>();

        failed.Why.ShouldBe(SecurityFault.HandshakeFailed);
        failed.Detail.ShouldBe("peer did not return a certificate");
    }

    [Fact]
    public async Task SslStream_ends_a_handshake_with_our_client()
    {
        using var listener = Listen();
        var served = Task.Run(async () =>
        {
            using var accepted = await listener.AcceptTcpClientAsync();
            await using var tls = new SslStream(accepted.GetStream());
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = _server,
                ClientCertificateRequired = true,
                EnabledSslProtocols = SslProtocols.Tls12,
                CipherSuitesPolicy = new([TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA]),
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetRawCertData().AsSpan()
                    .SequenceEqual(_client.RawDataMemory.Span) == true,
            });
            return tls.NegotiatedCipherSuite;
        });

        var result = await ConnectAsync(((IPEndPoint)listener.LocalEndpoint).Port);

        result.CipherSuite.ShouldBe("AES128-SHA");
        (await served.WaitAsync(Limit, Stop)).ShouldBe(TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA);
    }

    [Fact]
    public async Task SslStream_ends_a_handshake_with_our_server()
    {
        using var listener = Listen();
        var accepted = AcceptAsync(listener);
        using var connection = new TcpClient();
        await connection.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Stop);
        await using var tls = new SslStream(connection.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = ServerName,
            ClientCertificates = [_client],
            EnabledSslProtocols = SslProtocols.Tls12,
            CipherSuitesPolicy = new([TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA]),
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetRawCertData().AsSpan()
                .SequenceEqual(_server.RawDataMemory.Span) == true,
        }, Stop).WaitAsync(Limit, Stop);

        var result = (await accepted).ShouldBeOfType<NetInput.TlsDskStepped>().Result!;
        result.PeerCertificate.ToArray().ShouldBe(_client.RawData);
        result.CipherSuite.ShouldBe("ECDHE-RSA-AES128-SHA");
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var begin = DateTimeOffset.UtcNow.AddDays(-1);
        return request.CreateSelfSigned(begin, begin.AddDays(30));
    }

    private static int FreePort()
    {
        using var listener = Listen();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    // It stops when its input ends, so something holds that open.
    private static async Task<RunningProcess> ServeAsync(int port, IReadOnlyList<string> options)
    {
        string[] command = ["openssl", "s_server", "-accept", $"127.0.0.1:{port}", "-naccept", "1", "-Verify", "1"];
        var server = await RunningProcess.StartAsync(
            ["sh", "-c", "sleep 60 | exec \"$@\"", "sh", .. command, .. options]);
        _ = await server.WaitForLineAsync(line => line.StartsWith("ACCEPT", StringComparison.Ordinal), Limit);
        return server;
    }

    private static async Task<string> KeysOfAsync(RunningProcess openssl)
    {
        const string Label = "    Keying material: ";
        var line = await openssl.WaitForLineAsync(line => line.StartsWith(Label, StringComparison.Ordinal), Limit);
        return line[Label.Length..];
    }

    private async Task<TlsDskResult> ConnectAsync(int port) =>
        (await ShakeAsync(port)).ShouldBeOfType<NetInput.TlsDskStepped>().Result!;

    private async Task<NetInput> ShakeAsync(int port)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, port);
        using var key = _client.GetRSAPrivateKey()!;
        var proof = new ClientCertificate(_client.RawDataMemory, new(key.ExportPkcs8PrivateKey()));
        return await TlsDskSide.ShakeAsync(
            new NetEffect.BeginTlsDsk(SecurityHost.Flow, proof), new(), connection.GetStream());
    }

    private async Task<NetInput> AcceptAsync(TcpListener listener)
    {
        using var connection = await listener.AcceptTcpClientAsync().WaitAsync(Limit);
        return await ShakeAsync(connection);
    }

    private async Task<NetInput> ShakeAsync(TcpClient connection)
    {
        var identities = new TlsIdentities();
        identities.Add("server", _server, []);
        return await TlsDskSide.ShakeAsync(
            new NetEffect.AcceptTlsDsk(SecurityHost.Flow, "server"), new() { Identities = identities },
            connection.GetStream());
    }

    private async Task<(string Certificate, string Key)> FilesOfAsync(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        var (shown, secret) = (Path.Combine(_directory, "certificate.pem"), Path.Combine(_directory, "key.pem"));
        await File.WriteAllTextAsync(shown, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(secret, key.ExportPkcs8PrivateKeyPem());
        return (shown, secret);
    }
}
