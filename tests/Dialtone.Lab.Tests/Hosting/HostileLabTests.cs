using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dialtone.Core.SignIn;
using Dialtone.Lab.Hosting;
using Dialtone.Lab.Nodes;

namespace Dialtone.Lab.Tests.Hosting;

/// <summary>What strangers may do to a lab: it stays up, and its own phones are served meanwhile.</summary>
[Collection(LabClient.Turns)]
public class HostileLabTests
{
    private const int Seed = 2026;

    [Fact]
    public async Task Phones_sign_in_while_thousands_of_connections_say_nothing()
    {
        const int Plain = 3000;
        const int Tls = 1500;
        await using var lab = await LabClient.StartAsync("fe1-refused");
        var server = lab.Sheet.Registrars[1];
        var silent = new List<Socket>();
        try
        {
            await OpenAsync(silent, LabClient.At(server.Address, server.TcpPort), Plain);
            await OpenAsync(silent, LabClient.At(server.Address, server.TlsPort), Tls);

            await SignInAsync(lab);

            var seen = Observed(lab, 1);
            seen.OpenConnections.ShouldBeGreaterThanOrEqualTo(Plain);
            seen.NotAccepted.ShouldBeGreaterThanOrEqualTo(Tls - 1024 - 1);
            seen.BufferBytes.ShouldBe(0);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.TooManyOpenSockets)
        {
            Assert.Skip($"This process may not open {2 * (Plain + Tls)} sockets.");
        }
        finally
        {
            silent.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Junk_on_every_port_does_no_harm()
    {
        const int Each = 200;
        await using var lab = await LabClient.StartAsync("fe1-refused");
        var server = lab.Sheet.Registrars[1];
        var chance = new Random(Seed);
        using var datagrams = new UdpClient(AddressFamily.InterNetwork);
        for (var i = 0; i < Each; i++)
        {
            await SendAsync(LabClient.At(server.Address, server.TcpPort), Junk(chance));
            await SendAsync(LabClient.At(server.Address, server.TlsPort), Junk(chance));
            await datagrams.SendAsync(
                Junk(chance), LabClient.At(server.Address, server.UdpPort.ShouldNotBeNull()), LabClient.Cancellation);
        }

        await SendInTlsAsync(lab, server, Junk(chance));
        await SignInAsync(lab);

        var seen = Observed(lab, 1);
        seen.Malformed.ShouldBeGreaterThan(Each / 2);
        seen.BufferBytes.ShouldBe(0);
        lab.WaitAsync(LabClient.Cancellation).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_connection_that_asks_and_does_not_read_is_ended_and_others_are_served()
    {
        await using var lab = await LabClient.StartAsync("fe1-refused");
        var server = lab.Sheet.Registrars[1];
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await deaf.ConnectAsync(LabClient.At(server.Address, server.TcpPort), LabClient.Cancellation);
        var question = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Options, 100)));

        // Far more answers than the system's own buffers and what one connection may let wait.
        for (var i = 0; i < 20_000 && Observed(lab, 1) is { Connections: 0 } or { OpenConnections: > 0 }; i++)
        {
            try
            {
                await deaf.SendAsync(question, LabClient.Cancellation).AsTask().Within();
            }
            catch (SocketException)
            {
                break;
            }
        }

        Observed(lab, 1).OpenConnections.ShouldBe(0);
        await SignInAsync(lab);
    }

    private const string Options =
        "OPTIONS sip:contoso.example SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK1\r\nFrom: sip:a;tag=1\r\n"
        + "To: sip:b\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";

    private static async Task SignInAsync(LoopbackLab lab)
    {
        await using var phone = LabPhone.In(lab);
        var report = await phone.SignInAsync(LabClient.Cancellation).Within();
        report.Summary.Registered.ShouldNotBeNull($"{report.Summary}");
        report.Summary.Verdict.ShouldBeOneOf(SignInVerdict.SignedIn, SignInVerdict.SignedInDegraded);
    }

    private static RegistrarObservations Observed(LoopbackLab lab, int frontEnd) => lab.Nodes.Pool01[frontEnd].Observed;

    private static byte[] Junk(Random chance)
    {
        // Half of it begins like something that is expected there.
        ReadOnlySpan<byte> begin = chance.Next(4) switch
        {
            0 => "REGISTER sip:contoso.example SIP/2.0\r\nVia: "u8,
            1 => [22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3],
            _ => [],
        };
        var junk = new byte[begin.Length + chance.Next(1, 2000)];
        begin.CopyTo(junk);
        chance.NextBytes(junk.AsSpan(begin.Length));
        return junk;
    }

    private static async Task OpenAsync(List<Socket> opened, IPEndPoint at, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            opened.Add(socket);
            await socket.ConnectAsync(at, LabClient.Cancellation);
        }
    }

    private static async Task SendAsync(IPEndPoint at, byte[] bytes)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(at, LabClient.Cancellation);
        _ = await socket.SendAsync(bytes, LabClient.Cancellation);
    }

    private static async Task SendInTlsAsync(LoopbackLab lab, LabSheetServer server, byte[] bytes)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { lab.Root },
        };
        using var client = new TcpClient();
        await client.ConnectAsync(LabClient.At(server.Address, server.TlsPort), LabClient.Cancellation);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = server.Pool.Text, CertificateChainPolicy = policy },
            LabClient.Cancellation).Within();
        await tls.WriteAsync(bytes, LabClient.Cancellation);
    }
}
