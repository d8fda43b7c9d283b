using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Time;
using Dialtone.Lab.Hosting;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Tests.Hosting;

/// <summary>What a foreign client does with a lab, with the platform's sockets and without Dialtone's codecs.</summary>
internal static class LabClient
{
    /// <summary>
    /// The collection of tests that start a lab: one at a time, so that each can tell what is its own.
    /// </summary>
    public const string Turns = "Labs on loopback";

    // Only a test that hangs meets it.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<LoopbackLab> StartAsync(params string[] faults) =>
        await StartAsync(Deployment.Contoso, faults);

    public static async Task<LoopbackLab> StartAsync(Deployment deployment, params string[] faults) =>
        (await LoopbackLab.StartAsync(new() { Deployment = deployment, Faults = [.. faults] }, Cancellation))
            .ShouldBeOfType<LabStart.Running>().Lab;

    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Limit, Cancellation);

    public static Task Within(this Task task) => task.WaitAsync(Limit, Cancellation);

    public static IPEndPoint At(IpAddress address, ushort port) => new(address.ToIPAddress(), port);

    /// <summary>Every TCP port of the lab's sheet.</summary>
    public static IEnumerable<IPEndPoint> Ports(LabSheet sheet) =>
    [
        At(sheet.Dns.Address, sheet.Dns.Port),
        .. sheet.Registrars.Append(sheet.AccessProxy).SelectMany(server => (IPEndPoint[])
            [At(server.Address, server.TlsPort), At(server.Address, server.TcpPort)]),
        .. sheet.WebServices.SelectMany(web => (IPEndPoint[])
            [At(web.Address, web.TlsPort), At(web.Address, web.TcpPort)]),
    ];

    /// <summary>Sends a datagram and takes the answer.</summary>
    public static async Task<byte[]> AskAsync(EndPointAddress server, byte[] question)
    {
        using var socket = new UdpClient(
            server.Address.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6);
        socket.Connect(At(server.Address, server.Port));
        await socket.SendAsync(question, Cancellation);
        return (await socket.ReceiveAsync(Cancellation).AsTask().Within()).Buffer;
    }

    /// <summary>Whether something takes a connection there.</summary>
    public static async Task<bool> ListensAsync(IPEndPoint at)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(at, Cancellation).AsTask().Within();
            return true;
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return false;
        }
    }

    /// <summary>
    /// A TLS handshake that trusts the authorities of a PEM file alone: what is wrong with the name and the chain.
    /// </summary>
    public static async Task<(SslPolicyErrors Errors, X509ChainStatusFlags Chain, X509Certificate2 Shown)>
        HandshakeAsync(LabSheetServer server, string caFile)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(caFile);
        (SslPolicyErrors, X509ChainStatusFlags, X509Certificate2)? seen = null;
        using var client = new TcpClient();
        await client.ConnectAsync(At(server.Address, server.TlsPort), Cancellation).AsTask().Within();
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = server.Pool.Text,
                CertificateChainPolicy = policy,
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                {
                    var all = chain!.ChainStatus.Aggregate(
                        X509ChainStatusFlags.NoError, static (flags, status) => flags | status.Status);
                    seen = (errors, all, X509CertificateLoader.LoadCertificate(certificate!.GetRawCertData()));
                    return true;
                },
            },
            Cancellation).Within();
        return seen.ShouldNotBeNull();
    }
}
