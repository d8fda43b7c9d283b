using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Live;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net.Tests.Live;

public class TlsTests
{
    private const string Pool = "pool01.contoso.example";
    private static readonly TlsRequest s_request = new(HostName.Parse(Pool));
    private static readonly byte[] s_question = "REGISTER"u8.ToArray();

    [Fact]
    public async Task The_facts_of_a_good_handshake_are_told_before_the_first_byte()
    {
        var authority = new TestAuthority();
        using var certificate = authority.Issue(Pool);
        await using var server = await Runs.StartAsync(TestNodes.Echo("server"), TestAuthority.Present(certificate));
        var client = TestNodes.Ask(server.At, s_question, s_request);
        await Runs.UntilFinishedAsync(client, new() { ExtraRoots = authority.Roots });

        client.Text.ShouldBe("REGISTER");
        client.Told.Select(static i => i.GetType()).Take(4).ShouldBe(
            [
                typeof(NetInput.PowerOn), typeof(NetInput.Connected), typeof(NetInput.Secured),
                typeof(NetInput.Received),
            ]);
        var facts = client.Told.OfType<NetInput.Secured>().Single().Tls;
        facts.Protocol.ShouldBe("TLS 1.3");
        facts.CipherSuite.ShouldStartWith("TLS_");
        facts.Trust.ShouldBe(ChainTrust.Trusted);
        facts.TrustDetail.ShouldBeEmpty();
        var leaf = facts.Chain[0];
        leaf.Subject.ShouldBe(Pool);
        leaf.Issuer.ShouldBe("Contoso Lab CA");
        leaf.DnsNames.ShouldBe([Pool]);
        leaf.NotAfter.UtcDateTime.ShouldBe(certificate.NotAfter.ToUniversalTime());
        leaf.Thumbprint.ShouldBe(certificate.GetCertHashString(HashAlgorithmName.SHA256));
        leaf.KeyAlgorithm.ShouldBe("ECDSA");
        leaf.KeyBits.ShouldBe(256);
        leaf.ServerAuthentication.ShouldBeTrue();
    }

    [Fact]
    public async Task A_root_that_the_node_has_learned_is_trusted_and_told_apart()
    {
        var authority = new TestAuthority();
        using var certificate = authority.Issue(Pool);
        await using var server = await Runs.StartAsync(TestNodes.Echo("server"), TestAuthority.Present(certificate));
        (await Seen([authority.Root.RawData])).ShouldBe(ChainTrust.Learned);
        (await Seen([new TestAuthority("Fabrikam Lab CA").Root.RawData])).ShouldBe(ChainTrust.UnknownRoot);
        (await Seen([])).ShouldBe(ChainTrust.UnknownRoot);

        async Task<ChainTrust> Seen(ImmutableArray<ReadOnlyMemory<byte>> learned)
        {
            var client = TestNodes.Ask(server.At, s_question, s_request with { LearnedRoots = learned });
            await Runs.UntilFinishedAsync(client);
            return client.Told.OfType<NetInput.Secured>().Single().Tls.Trust;
        }
    }

    [Fact]
    public async Task A_handshake_that_is_to_wait_waits_while_the_connection_stands()
    {
        var authority = new TestAuthority();
        using var certificate = authority.Issue(Pool);
        await using var server = await Runs.StartAsync(TestNodes.Echo("server"), TestAuthority.Present(certificate));
        var after = TimeSpan.FromMilliseconds(30);
        var (connected, secured) = (Instant.Zero, Instant.Zero);
        var client = new ScriptNode((node, input, effects) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    effects.Add(new NetEffect.Connect(node.Ids.Next(), server.At, s_request with { After = after }));
                    break;
                case NetInput.Connected:
                    connected = node.Now.Monotonic;
                    break;
                case NetInput.Secured:
                    (secured, node.Finished) = (node.Now.Monotonic, true);
                    break;
            }
        });
        await Runs.UntilFinishedAsync(client, new() { ExtraRoots = authority.Roots });

        (secured - connected).ShouldBeGreaterThanOrEqualTo(after);
    }

    [Fact]
    public async Task A_root_that_is_not_known_is_a_fact_and_not_a_failure()
    {
        var facts = await FactsAsync(new TestAuthority(), roots: null, static a => a.Issue(Pool));
        facts.Trust.ShouldBe(ChainTrust.UnknownRoot);
        facts.TrustDetail.ShouldContain("Contoso Lab CA");
    }

    [Fact]
    public async Task Another_authoritys_root_does_not_help()
    {
        var facts = await FactsAsync(new TestAuthority(), new TestAuthority("Fabrikam CA"), static a => a.Issue(Pool));
        facts.Trust.ShouldBe(ChainTrust.UnknownRoot);
    }

    [Fact]
    public async Task Dates_are_left_to_the_judge()
    {
        var authority = new TestAuthority();
        var facts = await FactsAsync(authority, authority, static a => a.Issue(Pool, days: 10));
        facts.Trust.ShouldBe(ChainTrust.Trusted);
        facts.Chain[0].NotAfter.ShouldBeLessThan(DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task A_certificate_for_clients_says_so_and_keeps_its_trust()
    {
        var authority = new TestAuthority();
        var facts = await FactsAsync(authority, authority, static a => a.Issue(Pool, usage: "1.3.6.1.5.5.7.3.2"));
        facts.Trust.ShouldBe(ChainTrust.Trusted);
        facts.Chain[0].ServerAuthentication.ShouldBeFalse();
    }

    [Fact]
    public async Task A_certificate_that_signed_itself_has_an_unknown_root()
    {
        var facts = await FactsAsync(new TestAuthority(Pool), roots: null, static a => a.Root);
        facts.Trust.ShouldBe(ChainTrust.UnknownRoot);
        facts.TrustDetail.ShouldContain("signed itself");
    }

    [Fact]
    public async Task A_plain_server_is_recognised_by_its_first_bytes()
    {
        var server = await AnswerAsync("SIP/2.0 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        server.Why.ShouldBe(ChannelEnd.NotTls);
        server.Detail.ShouldContain("\"SIP/2.0 400 Bad Request..Content\"");
    }

    [Fact]
    public async Task A_server_that_closes_without_a_word_is_recognised() =>
        (await AnswerAsync([])).Why.ShouldBe(ChannelEnd.ClosedDuringHandshake);

    [Fact]
    public async Task An_alert_is_told_by_its_name()
    {
        var ended = await AnswerAsync([21, 3, 3, 0, 2, 2, 40]);
        ended.Why.ShouldBe(ChannelEnd.TlsAlert);
        ended.Detail.ShouldBe("alert 40, handshake_failure");
    }

    [Theory]
    [InlineData(70, "alert 70, protocol_version")]
    [InlineData(71, "alert 71, insufficient_security")]
    public async Task An_alert_by_version_or_cipher_suite_says_that_there_is_none_in_common(byte alert, string told)
    {
        var ended = await AnswerAsync([21, 3, 3, 0, 2, 2, alert]);
        ended.Why.ShouldBe(ChannelEnd.TlsNotAgreed);
        ended.Detail.ShouldBe(told);
    }

    [Fact]
    public async Task A_server_that_chooses_an_old_version_has_none_in_common()
    {
        // A ServerHello of TLS 1.0 with TLS_RSA_WITH_AES_128_CBC_SHA and no session.
        byte[] old = [22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1, .. new byte[32], 0, 0, 0x2F, 0];
        (await AnswerAsync(old)).Why.ShouldBe(ChannelEnd.TlsNotAgreed);
    }

    [Fact]
    public async Task A_handshake_that_makes_no_sense_failed()
    {
        // A ServerHello of the right length whose content is zeros behind its version.
        byte[] nonsense = [22, 3, 3, 0, 44, 2, 0, 0, 40, 3, 3, .. new byte[38]];
        (await AnswerAsync(nonsense)).Why.ShouldBe(ChannelEnd.TlsFailed);
    }

    [Fact]
    public async Task What_a_server_showed_before_it_demanded_a_client_certificate_is_kept()
    {
        var authority = new TestAuthority();
        using var certificate = authority.Issue(Pool);
        var client = await ServeAsync(async socket =>
        {
            await using var tls = new SslStream(new NetworkStream(socket));
            await Should.ThrowAsync<AuthenticationException>(() => tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate,
                    ClientCertificateRequired = true,
                    EnabledSslProtocols = SslProtocols.Tls12,
                    RemoteCertificateValidationCallback = static (_, client, _, _) => client is not null,
                }));
        });

        // Whether the server says no within the handshake or just after it is its own affair.
        var facts = client.Ended.Tls ?? client.Told.OfType<NetInput.Secured>().Single().Tls;
        facts.Chain[0].Subject.ShouldBe(Pool);
    }

    [Fact]
    public async Task Clients_that_say_nothing_keep_nobody_out_and_the_node_is_told_of_them()
    {
        const int HandshakesMax = 1024;
        var authority = new TestAuthority();
        using var certificate = authority.Issue(Pool);
        var server = await Runs.StartAsync(TestNodes.Echo("server"), TestAuthority.Present(certificate));
        var silent = new List<Socket>();
        try
        {
            for (var i = 0; i < HandshakesMax; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                silent.Add(socket);
                var at = new IPEndPoint(IPAddress.Loopback, server.At.Port);
                await socket.ConnectAsync(at, TestContext.Current.CancellationToken);
            }

            for (var i = 0; i < 2; i++)
            {
                var client = TestNodes.Ask(server.At, s_question, s_request);
                await Runs.UntilFinishedAsync(client, new() { ExtraRoots = authority.Roots });
                client.Text.ShouldBe("REGISTER");
            }

            // Ended, whether in good order or by a reset.
            silent[0].Poll(Runs.Limit, SelectMode.SelectRead).ShouldBeTrue();
            silent[^1].Poll(0, SelectMode.SelectRead).ShouldBeFalse();
        }
        finally
        {
            silent.ForEach(static s => s.Dispose());
            await server.DisposeAsync();
        }

        server.Node.Told.OfType<NetInput.NotAccepted>().Sum(static input => input.Count).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_plain_client_of_a_TLS_listener_gets_an_alert_before_the_close()
    {
        var authority = new TestAuthority();
        using var certificate = authority.Issue(Pool);
        await using var server = await Runs.StartAsync(TestNodes.Echo("server"), TestAuthority.Present(certificate));
        var answered = false;
        var node = new ScriptNode((self, input, effects) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    effects.Add(new NetEffect.Connect(new(1), server.At, null));
                    break;
                case NetInput.Connected:
                    effects.Add(new NetEffect.Write(new(1), "REGISTER sip:a@contoso.example SIP/2.0\r\n"u8.ToArray()));
                    break;
                case NetInput.Received:
                    answered = true;
                    break;
                case NetInput.Ended:
                    self.Finished = true;
                    break;
            }
        });
        await Runs.UntilFinishedAsync(node);

        answered.ShouldBeTrue();
        node.Bytes.ToArray().ShouldBe([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46]);
        node.Ended.Why.ShouldBe(ChannelEnd.ClosedByPeer);
        server.Node.Told.OfType<NetInput.Accepted>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_TLS_listener_that_met_nonsense_still_serves_the_next()
    {
        var authority = new TestAuthority();
        using var certificate = authority.Issue(Pool);
        await using var server = await Runs.StartAsync(TestNodes.Echo("server"), TestAuthority.Present(certificate));
        foreach (var first in new byte[][] { [22], [22, 3, 1, 255, 255, 1, 2, 3], [0], [] })
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            var at = new IPEndPoint(IPAddress.Loopback, server.At.Port);
            await socket.ConnectAsync(at, TestContext.Current.CancellationToken);
            _ = await socket.SendAsync(first, TestContext.Current.CancellationToken);
        }

        var client = TestNodes.Ask(server.At, s_question, s_request);
        await Runs.UntilFinishedAsync(client, new() { ExtraRoots = authority.Roots });
        client.Text.ShouldBe("REGISTER");
    }

    [Fact]
    public async Task A_megabyte_goes_both_ways_over_TLS()
    {
        var authority = new TestAuthority();
        using var certificate = authority.Issue(Pool);
        var settings = TestAuthority.Present(certificate, authority.Root);
        await using var server = await Runs.StartAsync(TestNodes.Echo("server"), settings);
        var question = RandomNumberGenerator.GetBytes(1_000_000);
        var client = TestNodes.Ask(server.At, question, s_request);
        await Runs.UntilFinishedAsync(client, new() { ExtraRoots = authority.Roots });

        client.Bytes.ToArray().ShouldBe(question);
    }

    private static async Task<TlsFacts> FactsAsync(
        TestAuthority authority,
        TestAuthority? roots,
        Func<TestAuthority, System.Security.Cryptography.X509Certificates.X509Certificate2> issue)
    {
        using var certificate = issue(authority);
        await using var server = await Runs.StartAsync(TestNodes.Echo("server"), TestAuthority.Present(certificate));
        var client = TestNodes.Ask(server.At, s_question, s_request);
        await Runs.UntilFinishedAsync(client, new() { ExtraRoots = roots?.Roots ?? [] });
        client.Text.ShouldBe("REGISTER");
        return client.Told.OfType<NetInput.Secured>().Single().Tls;
    }

    private static async Task<NetInput.Ended> AnswerAsync(byte[] answer) => (await ServeAsync(async socket =>
    {
        var hello = new byte[4096];
        _ = await socket.ReceiveAsync(hello, SocketFlags.None);
        _ = await socket.SendAsync(answer);
        socket.Shutdown(SocketShutdown.Send);
        while (await socket.ReceiveAsync(hello, SocketFlags.None) > 0)
        {
            // So that closing does not reset.
        }
    })).Ended;

    private static async Task<ScriptNode> ServeAsync(Func<Socket, Task> serve)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = TestNodes.Ask(TcpTests.PlatformEndPoint(listener.LocalEndpoint), s_question, s_request);
        var running = Runs.UntilFinishedAsync(client);
        using (var socket = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken))
        {
            await serve(socket);
        }

        await running;
        return client;
    }
}
