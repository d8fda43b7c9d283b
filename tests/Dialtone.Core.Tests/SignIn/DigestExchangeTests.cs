using System.Text;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Digest;

namespace Dialtone.Core.Tests.SignIn;

public class DigestExchangeTests
{
    private const string Uri = "sip:contoso.example";
    private const string Md5 = "Digest realm=\"contoso.example\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"";
    private const string Sha256 = "Digest realm=\"contoso.example\", nonce=\"n1\", algorithm=SHA-256, qop=\"auth\"";

    private static readonly HostName Pool01 = HostName.Parse("pool01.contoso.example");
    private static readonly HostName Pool02 = HostName.Parse("pool02.contoso.example");
    private static readonly DigestSecret Secret = DigestSecret.FromPassword("Pa55w0rd!");

    private readonly DigestExchange _exchange = new(new DigestAccount("alice", Secret), new SeededEntropy(1));

    [Fact]
    public void Before_a_challenge_nothing_is_sent()
    {
        _exchange.Authorize(Pool01, "REGISTER", Uri, []).ShouldBeEmpty();
        _exchange.Mechanism(Pool01).ShouldBe("");
    }

    [Fact]
    public void A_challenge_is_answered_with_a_proof_that_the_server_verifies()
    {
        Challenge(Pool01, Sha256).ShouldSatisfyAllConditions(
            outcome => outcome.Status.ShouldBe(DigestStatus.Answer),
            outcome => outcome.GoesOn.ShouldBeTrue(),
            outcome => outcome.Chosen.ShouldBe("Digest SHA-256"));

        var answer = Answer(Pool01);

        answer.Verify(Secret, "REGISTER", []).ShouldBeTrue();
        answer.NonceCount.ShouldBe(1u);
        answer.Nonce.ShouldBe("n1");
        answer.Username.ShouldBe("alice");
        answer.Cnonce!.Length.ShouldBe(32);
        _exchange.Mechanism(Pool01).ShouldBe("Digest SHA-256");
    }

    [Fact]
    public void The_strongest_supported_is_answered_and_all_that_was_offered_is_said()
    {
        var outcome = Challenge(Pool01,
            "NTLM realm=\"SIP Communications Service\", version=4", Md5, Sha256,
            "Digest realm=\"contoso.example\", nonce=\"n1\", algorithm=AKAv1-MD5", "Digest realm=\"contoso");

        outcome.Chosen.ShouldBe("Digest SHA-256");
        outcome.Offered.ShouldBe(
        [
            "NTLM", "Digest MD5", "Digest SHA-256", "Digest AKAv1-MD5",
            "Digest, unreadable (UnterminatedString at byte 13)",
        ]);
        Answer(Pool01).Algorithm.ShouldBe(DigestAlgorithm.Sha256);
    }

    [Theory]
    [InlineData("NTLM realm=\"r\"", "NTLM")]
    [InlineData("Digest realm=\"r\", nonce=\"n\", algorithm=TOKEN-9", "Digest TOKEN-9")]
    [InlineData("Digest realm=\"r\", nonce=\"n\", qop=\"auth-conf\"", "Digest MD5")]
    [InlineData("", "")]
    [InlineData("\u0001\u0002 x", "unreadable")]
    public void Where_nothing_is_usable_what_was_offered_is_said(string header, string offered)
    {
        var outcome = Challenge(Pool01, header);

        outcome.Status.ShouldBe(DigestStatus.NothingUsable);
        outcome.GoesOn.ShouldBeFalse();
        outcome.Offered.ShouldBe([offered]);
        outcome.Chosen.ShouldBe("");
        _exchange.Authorize(Pool01, "REGISTER", Uri, []).ShouldBeEmpty();
    }

    [Fact]
    public void A_401_without_any_challenge_offers_nothing()
    {
        Challenge(Pool01).Status.ShouldBe(DigestStatus.NothingUsable);
        Challenge(Pool01).Offered.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("n1")]
    [InlineData("n2")]
    public void A_second_challenge_that_is_not_stale_means_that_the_credential_is_wrong(string nonce)
    {
        Challenge(Pool01, Sha256);
        Answer(Pool01);

        var outcome = Challenge(Pool01, Sha256.Replace("n1", nonce, StringComparison.Ordinal));

        outcome.Status.ShouldBe(DigestStatus.CredentialRejected);
        _exchange.Authorize(Pool01, "REGISTER", Uri, []).ShouldBeEmpty();
    }

    [Fact]
    public void A_challenge_that_was_not_answered_yet_may_come_again()
    {
        Challenge(Pool01, Sha256);

        Challenge(Pool01, Sha256).Status.ShouldBe(DigestStatus.Answer);
    }

    [Fact]
    public void A_stale_nonce_is_answered_with_the_new_one_and_the_same_credential()
    {
        Challenge(Pool01, Sha256);
        Answer(Pool01);

        Challenge(Pool01, Sha256.Replace("n1", "n2", StringComparison.Ordinal) + ", stale=true")
            .Status.ShouldBe(DigestStatus.AnswerStale);

        var answer = Answer(Pool01);
        answer.Nonce.ShouldBe("n2");
        answer.NonceCount.ShouldBe(1u);
        answer.Verify(Secret, "REGISTER", []).ShouldBeTrue();
        Challenge(Pool01, Sha256).Status.ShouldBe(DigestStatus.CredentialRejected);
    }

    [Fact]
    public void A_server_that_calls_every_nonce_stale_is_left_after_a_bound()
    {
        for (var round = 1; round <= DigestExchange.RoundsMax; round++)
        {
            Challenge(Pool01, Sha256 + ", stale=true").GoesOn.ShouldBeTrue();
            Answer(Pool01);
        }

        Challenge(Pool01, Sha256 + ", stale=true").Status.ShouldBe(DigestStatus.TooManyRounds);
    }

    [Fact]
    public void Later_requests_carry_the_proof_at_once_with_the_count_one_higher()
    {
        Challenge(Pool01, Sha256);
        var first = Answer(Pool01);
        _exchange.Accepted(Pool01);

        var second = Answer(Pool01);

        second.NonceCount.ShouldBe(2u);
        second.Nonce.ShouldBe("n1");
        second.Cnonce.ShouldNotBe(first.Cnonce);
        second.Verify(Secret, "REGISTER", []).ShouldBeTrue();
    }

    [Fact]
    public void After_an_acceptance_a_challenge_without_stale_is_answered_once_more()
    {
        Challenge(Pool01, Sha256);
        Answer(Pool01);
        _exchange.Accepted(Pool01);
        Answer(Pool01);

        Challenge(Pool01, Sha256.Replace("n1", "n2", StringComparison.Ordinal)).Status.ShouldBe(DigestStatus.Answer);
        Answer(Pool01).NonceCount.ShouldBe(1u);
        Challenge(Pool01, Sha256).Status.ShouldBe(DigestStatus.CredentialRejected);
    }

    [Fact]
    public void The_bound_counts_from_the_last_acceptance()
    {
        for (var i = 0; i < 3 * DigestExchange.RoundsMax; i++)
        {
            Challenge(Pool01, Sha256).GoesOn.ShouldBeTrue();
            Answer(Pool01);
            _exchange.Accepted(Pool01);
        }
    }

    [Fact]
    public void One_servers_nonce_is_never_sent_to_another()
    {
        Challenge(Pool01, Sha256);
        Answer(Pool01);

        _exchange.Authorize(Pool02, "REGISTER", Uri, []).ShouldBeEmpty();
        Challenge(Pool02, Sha256.Replace("n1", "other", StringComparison.Ordinal)).Status.ShouldBe(DigestStatus.Answer);

        Answer(Pool02).Nonce.ShouldBe("other");
        Answer(Pool01).Nonce.ShouldBe("n1");
    }

    [Fact]
    public void Nonces_are_kept_up_to_a_bound_and_the_oldest_goes()
    {
        HostName[] servers =
            [.. Enumerable.Range(0, DigestExchange.NoncesMax + 1).Select(i => HostName.Parse($"s{i}.contoso.example"))];
        foreach (var server in servers)
        {
            _ = Challenge(server, Sha256);
        }

        _exchange.Authorize(servers[0], "REGISTER", Uri, []).ShouldBeEmpty();
        servers.Count(server => _exchange.Authorize(server, "REGISTER", Uri, []).Length == 1)
            .ShouldBe(DigestExchange.NoncesMax);
    }

    [Fact]
    public void The_proxy_and_the_registrar_are_answered_side_by_side()
    {
        Challenged(Pool01, proxy: true, "Digest realm=\"edge\", nonce=\"p1\", qop=\"auth\"").GoesOn.ShouldBeTrue();
        var proxyOnly = _exchange.Authorize(Pool01, "REGISTER", Uri, []);
        Challenge(Pool01, Sha256).Status.ShouldBe(DigestStatus.Answer);

        var both = _exchange.Authorize(Pool01, "REGISTER", Uri, []);

        proxyOnly.Select(header => header.Name).ShouldBe(["Proxy-Authorization"]);
        both.Select(header => header.Name).ShouldBe(["Proxy-Authorization", "Authorization"]);
        Read(both[0].Value).NonceCount.ShouldBe(2u);
        Read(both[1].Value).NonceCount.ShouldBe(1u);
        _exchange.Mechanism(Pool01).ShouldBe("Digest SHA-256");
    }

    [Fact]
    public void Several_realms_are_answered_each_for_itself_up_to_a_bound()
    {
        var challenges = Enumerable.Range(0, DigestExchange.RealmsMax + 1)
            .Select(i => $"Digest realm=\"r{i}\", nonce=\"n{i}\", qop=\"auth\"").ToArray();

        Challenge(Pool01, challenges).Offered.Length.ShouldBe(DigestExchange.RealmsMax + 1);

        _exchange.Authorize(Pool01, "REGISTER", Uri, []).Select(header => Read(header.Value).Realm)
            .ShouldBe(["r0", "r1", "r2", "r3"]);
    }

    [Fact]
    public void Realms_that_come_one_by_one_are_bounded_too()
    {
        for (var i = 0; i < 5; i++)
        {
            Challenge(Pool01, $"Digest realm=\"r{i}\", nonce=\"n\", qop=\"auth\"");
        }

        _exchange.Authorize(Pool01, "REGISTER", Uri, []).Select(header => Read(header.Value).Realm)
            .ShouldBe(["r1", "r2", "r3", "r4"]);
    }

    [Fact]
    public void Challenges_past_the_bound_are_not_looked_at()
    {
        var many = Enumerable.Repeat("NTLM", DigestExchange.ChallengesMax).Append(Sha256).ToArray();

        Challenge(Pool01, many).Status.ShouldBe(DigestStatus.NothingUsable);
        Challenge(Pool01, many[1..]).Status.ShouldBe(DigestStatus.Answer);
    }

    [Fact]
    public void The_next_nonce_is_taken_and_its_count_begins_anew()
    {
        Challenge(Pool01, Sha256);
        Answer(Pool01);

        Info("nextnonce=\"n2\"").ShouldBe(ServerProof.NotGiven);

        var answer = Answer(Pool01);
        answer.Nonce.ShouldBe("n2");
        answer.NonceCount.ShouldBe(1u);
        answer.Verify(Secret, "REGISTER", []).ShouldBeTrue();
    }

    [Fact]
    public void A_session_key_stays_with_its_nonce_and_cnonce()
    {
        Challenge(Pool01, Sha256.Replace("SHA-256", "SHA-256-sess", StringComparison.Ordinal));
        var first = Answer(Pool01);
        Info("nextnonce=\"n2\"");

        var second = Answer(Pool01);

        second.Nonce.ShouldBe("n1");
        second.NonceCount.ShouldBe(2u);
        second.Cnonce.ShouldBe(first.Cnonce);
        second.Verify(Secret, "REGISTER", []).ShouldBeTrue();
    }

    [Fact]
    public void The_servers_own_proof_is_checked()
    {
        Challenge(Pool01, Sha256);
        var proof = Answer(Pool01).ResponseAuth(Secret, []);

        Info($"rspauth=\"{proof}\"").ShouldBe(ServerProof.Proved);
        Info($"rspauth=\"{proof.ToUpperInvariant()}\", nextnonce=\"n2\"").ShouldBe(ServerProof.Proved);
        Info($"rspauth=\"0{proof[1..]}x\"").ShouldBe(ServerProof.Wrong);
        Info("rspauth=\"").ShouldBe(ServerProof.Malformed);
        Info("NTLM rspauth=\"01\"").ShouldBe(ServerProof.NotGiven);
        _exchange.TakeInfo(Pool02, proxy: false, "rspauth=\"00\""u8, []).ShouldBe(ServerProof.NotGiven);
    }

    [Fact]
    public void A_stored_ha1_answers_its_own_algorithm_even_where_a_stronger_one_is_offered()
    {
        var ha1 = DigestSecret.FromHa1(DigestAlgorithm.Md5, "939e7578ed9e3c518a452acee763bce9");
        var exchange = new DigestExchange(new DigestAccount("alice", ha1), new SeededEntropy(1));

        var outcome = exchange.Challenged(Pool01, proxy: false, [Bytes(Sha256), Bytes(Md5)]);

        outcome.Chosen.ShouldBe("Digest MD5");
    }

    [Fact]
    public void What_is_shown_holds_neither_the_secret_nor_the_proof()
    {
        Challenge(Pool01, Sha256);
        var header = _exchange.Authorize(Pool01, "REGISTER", Uri, [])[0];

        $"{new DigestAccount("alice", Secret)}".ShouldBe("alice");
        $"{header}".ShouldBe("Authorization: Digest (hidden)");
        header.Value.ShouldNotContain("Pa55w0rd!");
        typeof(DigestAccount).GetProperties().Select(property => property.Name).ShouldBe(["Username"]);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static DigestCredentials Read(string value)
    {
        DigestCredentials.TryRead(Bytes(value), out var credentials, out var fault).ShouldBeTrue(fault.ToString());
        return credentials!;
    }

    private DigestOutcome Challenge(HostName server, params string[] headers) =>
        Challenged(server, proxy: false, headers);

    private DigestOutcome Challenged(HostName server, bool proxy, params string[] headers) =>
        _exchange.Challenged(server, proxy, [.. headers.Select(header => (ReadOnlyMemory<byte>)Bytes(header))]);

    private DigestCredentials Answer(HostName server) =>
        Read(_exchange.Authorize(server, "REGISTER", Uri, []).ShouldHaveSingleItem().Value);

    private ServerProof Info(string value) => _exchange.TakeInfo(Pool01, proxy: false, Bytes(value), []);
}
