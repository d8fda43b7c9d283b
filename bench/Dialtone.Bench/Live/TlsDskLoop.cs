using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Core.Time;
using Dialtone.Live;

namespace Dialtone.Bench.Live;

/// <summary>
/// Handshakes of TLS-DSK, both sides of each in one node: what the live host needs for them, and no network.
/// </summary>
internal sealed class TlsDskLoop : INode
{
    private const string Identity = "server";
    private const int WarmUp = 1_000;

    private readonly FlowIds _ids = new();
    private readonly ClientCertificate _proof;
    private FlowId _client;
    private FlowId _server;

    private TlsDskLoop(ClientCertificate proof) => _proof = proof;

    /// <inheritdoc/>
    public Instant? Deadline => null;

    private int Done { get; set; }

    private string Fault { get; set; } = "";

    public static async Task<int> RunAsync(int count)
    {
        using var user = Certificate("alice@contoso.example");
        using var server = Certificate("fe01.contoso.example");
        using var key = user.GetRSAPrivateKey()!;
        var identities = new TlsIdentities();
        identities.Add(Identity, server, []);
        var loop = new TlsDskLoop(new(user.RawDataMemory, new(key.ExportPkcs8PrivateKey())));
        var began = TimeSpan.Zero;
        await new LiveDriver(loop, new() { Identities = identities }).RunAsync(
            () =>
            {
                began = loop.Done == WarmUp && began == TimeSpan.Zero ? Environment.CpuUsage.TotalTime : began;
                return loop.Done == WarmUp + count || loop.Fault.Length > 0;
            },
            CancellationToken.None).ConfigureAwait(false);
        var each = (Environment.CpuUsage.TotalTime - began) / count;
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{each.TotalMicroseconds:F0}{loop.Fault}")).ConfigureAwait(false);
        return loop.Fault.Length == 0 ? 0 : 1;
    }

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.PowerOn:
                Begin(effects);
                break;
            case NetInput.TlsDskStepped { Token.IsEmpty: false } step:
                effects.Add(new NetEffect.ContinueTlsDsk(step.Flow == _client ? _server : _client, step.Token));
                break;
            case NetInput.TlsDskStepped:
                Done++;
                effects.Add(new NetEffect.Close(_client));
                effects.Add(new NetEffect.Close(_server));
                Begin(effects);
                break;
            default:
                Fault = $"{input}";
                break;
        }
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var begin = DateTimeOffset.UtcNow.AddDays(-1);
        return request.CreateSelfSigned(begin, begin.AddDays(30));
    }

    private void Begin(NetEffects effects)
    {
        (_client, _server) = (_ids.Next(), _ids.Next());
        effects.Add(new NetEffect.AcceptTlsDsk(_server, Identity));
        effects.Add(new NetEffect.BeginTlsDsk(_client, _proof));
    }
}
