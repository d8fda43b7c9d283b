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

    [Fact]
    public async Task A_token_cut_short_is_malformed()
    {
        var proof = Proof();
        var tokens = (await HandshakeAsync(proof)).Tokens;
        for (var number = 0; number < tokens.Count; number++)
        {
            for (var length = 0; length < tokens[number].Token.Length; length += length < 12 ? 1 : 97)
            {
                var (cut, left) = (number, length);
                var run = await HandshakeAsync(proof, (i, token) => i == cut ? token[..left] : token);
                run.Failure.Why.ShouldBe(SecurityFault.Malformed, $"token {cut}, cut at {left}: {run.Failure.Detail}");
            }
        }
    }

    [Fact]
    public async Task A_flight_of_which_whole_records_are_missing_is_malformed()
    {
        var run = await HandshakeAsync(change: (i, token) => i == 2 ? token[..RecordBytes(token)] : token);

        run.Failure.Why.ShouldBe(SecurityFault.Malformed);
        run.Failure.Detail.ShouldBe("the token ends before the peer's part of the handshake");
    }

    [Fact]
    public async Task A_token_changed_anywhere_makes_no_keys_that_only_one_side_has()
    {
        var proof = Proof();
        var tokens = (await HandshakeAsync(proof)).Tokens;
        for (var number = 0; number < tokens.Count; number++)
        {
            for (var at = 0; at < tokens[number].Token.Length; at += at < 12 ? 1 : 89)
            {
                var (changed, place) = (number, at);
                var run = await HandshakeAsync(proof, (i, token) =>
                    i == changed ? [.. token[..place], (byte)(token[place] ^ 0x20), .. token[(place + 1)..]] : token);
                var why = $"token {changed}, byte {place}";
                if (run.Node.Told.Any(told => told is NetInput.SecurityFailed))
                {
                    run.Failure.Why.ShouldBeOneOf(SecurityFault.Malformed, SecurityFault.HandshakeFailed);
                }
                else
                {
                    // The version in the header of a record counts for nothing before one is agreed on (RFC 5246,
                    // appendix E.1).
                    (changed is 0 or 1 && place == 2).ShouldBeTrue(why);
                    KeysOf(run.Result(run.Client)).ShouldBe(KeysOf(run.Result(run.Server)), why);
                }
            }
        }
    }

    [Fact]
    public async Task A_key_of_another_certificate_is_found_out_before_anything_is_sent()
    {
        var (mine, other) = (Proof(), Proof());
        var run = await HandshakeAsync(mine with { Key = other.Key });

        run.Failure.Why.ShouldBe(SecurityFault.Malformed);
        run.Failure.Detail.ShouldBe("key values mismatch");
        run.Tokens.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(400)]
    public async Task A_stored_certificate_or_key_that_cannot_be_read_is_malformed(int length)
    {
        var proof = Proof();
        var torn = new byte[length];
        (await HandshakeAsync(proof with { Certificate = torn })).Failure.Why.ShouldBe(SecurityFault.Malformed);
        (await HandshakeAsync(proof with { Key = new(torn) })).Failure.Why.ShouldBe(SecurityFault.Malformed);
    }

    [Fact]
    public async Task A_token_after_the_end_is_no_part_of_the_handshake()
    {
        var run = await HandshakeAsync();
        var again = new ScriptNode((node, input, effects) =>
        {
            if (input is NetInput.PowerOn)
            {
                effects.Add(new NetEffect.AcceptTlsDsk(new(1), Identity));
                effects.Add(new NetEffect.ContinueTlsDsk(new(1), "GET / HTTP/1.1"u8.ToArray()));
                effects.Add(new NetEffect.ContinueTlsDsk(new(1), run.Tokens[0].Token));
            }

            node.Finished = input is NetInput.SecurityFailed;
        });
        using var identity = _authority.Issue("fe01.contoso.example");
        await Runs.UntilFinishedAsync(again, TestAuthority.Present(identity));

        again.Told.OfType<NetInput.SecurityFailed>().ShouldHaveSingleItem().Why.ShouldBe(SecurityFault.Malformed);
    }

    internal static ClientCertificate Proof()
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

    private static int RecordBytes(byte[] token) => 5 + (token[3] << 8) + token[4];

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
