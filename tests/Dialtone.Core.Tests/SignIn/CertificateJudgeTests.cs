using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.SignIn;

public class CertificateJudgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly HostName Pool = HostName.Parse("pool01.contoso.example");

    private static readonly CertificateFacts Leaf = new(
        "pool01.contoso.example", "Contoso Issuing CA", ["sip.contoso.example", "pool01.contoso.example"],
        Now.AddDays(-30), Now.AddDays(60), "00", "RSA", 2048, ServerAuthentication: true);

    private static readonly CertificateFacts Issuing = new(
        "Contoso Issuing CA", "Contoso Root CA", [], Now.AddYears(-1), Now.AddYears(4), "01", "RSA", 4096, true);

    private static readonly CertificateFacts Root = new(
        "Contoso Root CA", "Contoso Root CA", [], Now.AddYears(-2), Now.AddYears(18), "02", "ECDSA", 384, true);

    [Fact]
    public void One_of_several_names_is_enough()
    {
        var facts = new TlsFacts("TLS 1.3", "", [Leaf, Issuing, Root], ChainTrust.Trusted);
        var other = HostName.Parse("contoso.example");

        CertificateJudge.Judge(facts, [other, Pool], Now).Verdict.ShouldBe(CertificateVerdict.Good);
        CertificateJudge.Judge(facts, [other], Now).Verdict.ShouldBe(CertificateVerdict.NameMismatch);
    }

    [Fact]
    public void A_sound_certificate_for_the_name_is_good()
    {
        var judgement = Judge(Leaf);

        judgement.Verdict.ShouldBe(CertificateVerdict.Good);
        judgement.IsGood.ShouldBeTrue();
        judgement.Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("pool01.contoso.example", "pool01.contoso.example", true)]
    [InlineData("pool01.contoso.example", "POOL01.Contoso.Example.", true)]
    [InlineData("pool01.contoso.example", "pool02.contoso.example", false)]
    [InlineData("pool01.contoso.example", "contoso.example", false)]
    [InlineData("pool01.contoso.example", "*.contoso.example", true)]
    [InlineData("pool01.contoso.example", "*.CONTOSO.example", true)]
    [InlineData("a.pool01.contoso.example", "*.contoso.example", false)]
    [InlineData("contoso.example", "*.contoso.example", false)]
    [InlineData("pool01.contoso.example", "*.example", false)]
    [InlineData("pool01.contoso.example", "pool*.contoso.example", false)]
    [InlineData("pool01.contoso.example", "*1.contoso.example", false)]
    [InlineData("pool01.contoso.example", "pool01.*.example", false)]
    [InlineData("pool01.contoso.example", "*.*.example", false)]
    [InlineData("pool01.contoso.example", "*", false)]
    [InlineData("pool01", "*", false)]
    [InlineData("pool01.contoso.example", "*.", false)]
    [InlineData("pool01.contoso.example", "", false)]
    [InlineData("pool01.contoso.example", "pool01.contoso.example\0.fabrikam.example", false)]
    public void Names_match_whole_and_a_star_stands_for_one_left_most_label(
        string expected, string presented, bool matches)
    {
        var name = HostName.Parse(expected);

        CertificateJudge.IsMadeOutTo(Leaf with { DnsNames = [presented] }, name).ShouldBe(matches);
        CertificateJudge.IsMadeOutTo(Leaf with { DnsNames = ["other.example", presented] }, name).ShouldBe(matches);
        CertificateJudge.IsMadeOutTo(Leaf with { DnsNames = [], Subject = presented }, name).ShouldBe(matches);
    }

    [Fact]
    public void The_common_name_counts_only_where_there_are_no_alternative_names()
    {
        Judge(Leaf with { DnsNames = [] }).Verdict.ShouldBe(CertificateVerdict.Good);
        Judge(Leaf with { DnsNames = ["sip.contoso.example"] }).Verdict.ShouldBe(CertificateVerdict.NameMismatch);
        Judge(Leaf with { DnsNames = [], Subject = "CN=pool01.contoso.example, O=Contoso" }).Verdict
            .ShouldBe(CertificateVerdict.NameMismatch);
    }

    [Fact]
    public void Both_ends_of_the_validity_belong_to_it()
    {
        Judge(Leaf with { NotBefore = Now, NotAfter = Now }).Verdict.ShouldBe(CertificateVerdict.Good);
        Judge(Leaf with { NotAfter = Now.AddSeconds(-1) }).Verdict.ShouldBe(CertificateVerdict.Expired);
        Judge(Leaf with { NotBefore = Now.AddSeconds(1) }).Verdict.ShouldBe(CertificateVerdict.NotYetValid);
    }

    [Theory]
    [InlineData(ChainTrust.Trusted, CertificateVerdict.Good)]
    [InlineData(ChainTrust.UnknownRoot, CertificateVerdict.Untrusted)]
    [InlineData(ChainTrust.Incomplete, CertificateVerdict.Untrusted)]
    [InlineData(ChainTrust.Broken, CertificateVerdict.Untrusted)]
    public void Only_a_chain_to_a_trusted_root_is_trusted(ChainTrust trust, CertificateVerdict expected) =>
        CertificateJudge.Judge(new("TLS 1.3", "", [Leaf, Issuing, Root], trust), [Pool], Now).Verdict
            .ShouldBe(expected);

    [Theory]
    [InlineData("RSA", 2048, true)]
    [InlineData("RSA", 2047, false)]
    [InlineData("RSA", 1024, false)]
    [InlineData("RSA", 0, true)]
    [InlineData("ECDSA", 256, true)]
    [InlineData("ECDSA", 255, false)]
    [InlineData("1.3.101.112", 200, true)]
    public void Short_keys_are_weak_by_their_kind(string algorithm, int bits, bool good) =>
        Judge(Leaf with { KeyAlgorithm = algorithm, KeyBits = bits }).Verdict
            .ShouldBe(good ? CertificateVerdict.Good : CertificateVerdict.WeakKey);

    [Fact]
    public void A_certificate_that_is_not_for_servers_is_of_wrong_use() =>
        Judge(Leaf with { ServerAuthentication = false }).Verdict.ShouldBe(CertificateVerdict.WrongUse);

    [Fact]
    public void Without_a_certificate_nothing_is_trusted()
    {
        var judgement = CertificateJudge.Judge(new("TLS 1.2", "", [], ChainTrust.Trusted), [Pool], Now);

        judgement.Problems.ShouldBe([new CertificateProblem(CertificateVerdict.Untrusted, 0)]);
    }

    [Fact]
    public void Problems_of_issuers_are_said_with_their_place_in_the_chain()
    {
        Judge(Leaf, Issuing with { NotAfter = Now.AddDays(-1) }, Root).Problems
            .ShouldBe([new CertificateProblem(CertificateVerdict.Expired, 1)]);
        Judge(Leaf, Issuing, Root with { NotBefore = Now.AddDays(1) }).Problems
            .ShouldBe([new CertificateProblem(CertificateVerdict.NotYetValid, 2)]);
        Judge(Leaf, Issuing with { KeyBits = 1024 }, Root).Problems
            .ShouldBe([new CertificateProblem(CertificateVerdict.WeakKey, 1)]);
    }

    [Fact]
    public void The_name_and_the_use_of_an_issuer_do_not_matter() =>
        Judge(Leaf, Issuing with { ServerAuthentication = false, DnsNames = ["x.example"] }, Root)
            .IsGood.ShouldBeTrue();

    [Fact]
    public void A_certificate_shown_besides_the_chain_does_not_matter() =>
        Judge(Leaf, Issuing, Root with { Subject = "Old CA", Issuer = "Old CA", NotAfter = Now.AddYears(-1) })
            .IsGood.ShouldBeTrue();

    [Fact]
    public void A_self_signed_certificate_is_judged_once()
    {
        var self = Leaf with { Issuer = Leaf.Subject, NotAfter = Now.AddDays(-1) };

        Judge(self).Problems.ShouldBe([new CertificateProblem(CertificateVerdict.Expired, 0)]);
    }

    /// <summary>Every combination of the six problems on one certificate: all are said, the gravest first.</summary>
    [Fact]
    public void Of_several_problems_all_are_said_and_the_gravest_stands_for_them()
    {
        CertificateVerdict[] gravestFirst =
        [
            CertificateVerdict.Untrusted, CertificateVerdict.NameMismatch, CertificateVerdict.Expired,
            CertificateVerdict.NotYetValid, CertificateVerdict.WrongUse, CertificateVerdict.WeakKey,
        ];
        for (var set = 0; set < 64; set++)
        {
            var expected = gravestFirst.Where((_, i) => (set & (1 << i)) != 0).ToList();
            if (expected.Contains(CertificateVerdict.Expired) && expected.Contains(CertificateVerdict.NotYetValid))
            {
                continue; // one certificate cannot be both
            }

            var leaf = Leaf with
            {
                DnsNames = expected.Contains(CertificateVerdict.NameMismatch) ? ["other.example"] : Leaf.DnsNames,
                NotAfter = expected.Contains(CertificateVerdict.Expired) ? Now.AddDays(-1) : Leaf.NotAfter,
                NotBefore = expected.Contains(CertificateVerdict.NotYetValid) ? Now.AddDays(1) : Leaf.NotBefore,
                ServerAuthentication = !expected.Contains(CertificateVerdict.WrongUse),
                KeyBits = expected.Contains(CertificateVerdict.WeakKey) ? 512 : 2048,
            };
            var trust = expected.Contains(CertificateVerdict.Untrusted) ? ChainTrust.UnknownRoot : ChainTrust.Trusted;

            var judgement = CertificateJudge.Judge(new("TLS 1.3", "", [leaf, Issuing, Root], trust), [Pool], Now);

            judgement.Problems.Select(problem => problem.Verdict).ShouldBe(expected);
            judgement.Verdict.ShouldBe(expected.Count == 0 ? CertificateVerdict.Good : expected[0]);
        }
    }

    private static CertificateJudgement Judge(CertificateFacts leaf) => Judge(leaf, Issuing, Root);

    private static CertificateJudgement Judge(params CertificateFacts[] chain) =>
        CertificateJudge.Judge(new("TLS 1.3", "TLS_AES_128_GCM_SHA256", chain, ChainTrust.Trusted), [Pool], Now);
}
