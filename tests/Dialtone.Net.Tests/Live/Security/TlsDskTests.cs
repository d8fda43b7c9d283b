using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Live;
using Dialtone.Wire.Auth.TlsDsk;

namespace Dialtone.Net.Tests.Live.Security;

/// <summary>Handshakes of TLS-DSK between two flows of one node: its own tokens come back to it.</summary>
public class TlsDskTests
{
    private const string User = "alice@contoso.example";
    private const string Identity = "server";

    private readonly TestAuthority _authority = new();

    [Fact]
    public async Task Both_sides_of_a_handshake_export_the_same_keys()
    {
        var run = await HandshakeAsync();

        var (client, server) = (run.Result(run.Client), run.Result(run.Server));
        KeysOf(client).ShouldBe(KeysOf(server));
        client.Protocol.ShouldBe("TLSv1.2");
        client.CipherSuite.ShouldEndWith("-SHA");
        client.Keys.Hash.ShouldBe(TlsDskHash.Sha1);
        server.PeerCertificate.ToArray().ShouldBe(run.Proof.Certificate.ToArray());
        using var shown = X509CertificateLoader.LoadCertificate(client.PeerCertificate.Span);
        shown.GetNameInfo(X509NameType.SimpleName, forIssuer: false).ShouldBe("fe01.contoso.example");
    }

    [Fact]
    public async Task Each_handshake_has_keys_of_its_own()
    {
        var proof = Proof();
        var (first, second) = (await HandshakeAsync(proof: proof), await HandshakeAsync(proof: proof));
        KeysOf(first.Result(first.Client)).ShouldNotBe(KeysOf(second.Result(second.Client)));
    }

    [Fact]
    public async Task The_tokens_go_as_lync_sends_them()
    {
        var run = await HandshakeAsync();

        // ClientHello; the server's flight in one record, up to ServerHelloDone; the client's, whose last message is
        // encrypted; the server's end.
        run.Tokens.Select(static token => token.From).ShouldBe([run.Client, run.Server, run.Client, run.Server]);
        TypesOf(run.Tokens[0].Token).ShouldBe([22]);
        TypesOf(run.Tokens[1].Token).ShouldBe([22]);
        run.Tokens[1].Token[^4..].ShouldBe([14, 0, 0, 0]);
        TypesOf(run.Tokens[2].Token).ShouldBe([22, 20, 22]);
        TypesOf(run.Tokens[3].Token).ShouldBe([20, 22]);
    }

    private ClientCertificate Proof()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={User}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var begin = DateTimeOffset.UtcNow.AddDays(-1);
        using var certificate = request.CreateSelfSigned(begin, begin.AddDays(180));
        return new(certificate.RawData, new(key.ExportPkcs8PrivateKey()));
    }

    private async Task<DskRun> HandshakeAsync(ClientCertificate? proof = null, Func<int, byte[], byte[]>? change = null)
    {
        using var identity = _authority.Issue("fe01.contoso.example");
        var run = new DskRun(proof ?? Proof(), Identity, change);
        await Runs.UntilFinishedAsync(run.Node, TestAuthority.Present(identity));
        return run;
    }

    private static string KeysOf(TlsDskResult result) => DskRun.KeysOf(result);

    private static List<byte> TypesOf(byte[] token)
    {
        var types = new List<byte>();
        for (var at = 0; at < token.Length; at += 5 + (token[at + 3] << 8) + token[at + 4])
        {
            types.Add(token[at]);
        }

        return types;
    }
}
