using System.Text;
using Dialtone.Wire.Auth.Digest;

namespace Dialtone.Wire.Tests.Auth.Digest;

public class DigestResponseTests
{
    private const string Nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private const string Cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

    private static readonly DigestTerms Rfc7616 = new()
    {
        Algorithm = DigestAlgorithm.Md5,
        Qop = DigestQop.Auth,
        Username = "Mufasa",
        Realm = "http-auth@example.org",
        Method = "GET",
        Uri = "/dir/index.html",
        Nonce = Nonce,
        NonceCount = 1,
        Cnonce = Cnonce,
    };

    [Theory]
    [InlineData("Mufasa", "Circle Of Life", "testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "0a4f113b",
        "/dir/index.html", "6629fae49393a05397450978507c4ef1")] // RFC 2617 section 3.5
    [InlineData("bob", "bob", "members only", "5UImQA==3d76b2ab859e1770ec60ed285ec68a3e63028461",
        "1672b410efa182c061c2f0a58acaa17d", "/digest_auth/test.html", "3d9ebe6b9534a7135a3fde59a5a72668")]
    public void D1_D2_md5_with_qop_auth_gives_the_published_response(
        string user, string password, string realm, string nonce, string cnonce, string uri, string expected)
    {
        var terms = Rfc7616 with { Username = user, Realm = realm, Nonce = nonce, Cnonce = cnonce, Uri = uri };

        DigestResponse.Compute(terms, DigestSecret.FromPassword(password), []).ShouldBe(expected);
    }

    [Theory]
    [InlineData(DigestAlgorithm.Md5, "939e7578ed9e3c518a452acee763bce9", "6629fae49393a05397450978507c4ef1")]
    public void A_stored_ha1_gives_the_same_response_as_the_password(
        DigestAlgorithm algorithm, string ha1, string expected)
    {
        var terms = Rfc7616 with
        {
            Realm = "testrealm@host.com", Nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093", Cnonce = "0a4f113b",
        };

        DigestResponse.Compute(terms, DigestSecret.FromHa1(algorithm, ha1.ToUpperInvariant()), []).ShouldBe(expected);
    }

    // The first two are published in RFC 7616 section 3.9.1; the others were computed with Python's hashlib.
    [Theory]
    [InlineData(DigestAlgorithm.Md5, "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData(DigestAlgorithm.Sha256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    [InlineData(DigestAlgorithm.Sha512Truncated256, "430d05014cecc49cab6fbe03176d41a1da86cbfe24a16580e22aaad928d960d0")]
    [InlineData(DigestAlgorithm.Md5Session, "e783283f46242139c486a698fec7211d")]
    [InlineData(DigestAlgorithm.Sha256Session, "2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7")]
    [InlineData(DigestAlgorithm.Sha512Truncated256Session,
        "3f2a34f923c38b0fb26dce2fdfc2ce326c23cecf86fbb1444f3e51fbbc2cb92e")]
    public void Every_algorithm_gives_its_response_for_qop_auth(DigestAlgorithm algorithm, string expected)
    {
        SkipUnlessSupported(algorithm);

        Compute(Rfc7616 with { Algorithm = algorithm }).ShouldBe(expected);
    }

    [Theory]
    [InlineData(DigestAlgorithm.Md5, "d1b8e2ac3f6782372de4bf3d8735b406")]
    [InlineData(DigestAlgorithm.Sha256, "385d2de062660ced11876f42d9497c69cacf5caaf3d951dd424aee9f7157d563")]
    [InlineData(DigestAlgorithm.Sha512Truncated256, "5e69357dfa951887c95e88aae45b1f7f834aeba94f85648b86d532e82afdb589")]
    [InlineData(DigestAlgorithm.Md5Session, "4321e8772738f242cc32334079264d8c")]
    [InlineData(DigestAlgorithm.Sha256Session, "cade7e5b751d9c3c2f066a95f2405c5509ad0171cf93f117e98b7f0ebb212e57")]
    [InlineData(DigestAlgorithm.Sha512Truncated256Session,
        "1ba4333021256e8b4eebe5c8d20ba53b167f1dac1f6d8c916a08c17ef99eae9a")]
    public void With_auth_int_the_body_is_covered(DigestAlgorithm algorithm, string expected)
    {
        SkipUnlessSupported(algorithm);
        var terms = Rfc7616 with { Algorithm = algorithm, Qop = DigestQop.AuthInt };

        Compute(terms, "v=0\r\n").ShouldBe(expected);
        Compute(terms, "v=1\r\n").ShouldNotBe(expected);
    }

    [Theory]
    [InlineData(DigestAlgorithm.Md5, "7b2cc3b30e75b4777ea31027084363fd")]
    [InlineData(DigestAlgorithm.Sha256, "a1306b0595a6c7fe96c448631fb5cfbd5107bd1fe1da729d978dd7446b812363")]
    [InlineData(DigestAlgorithm.Sha512Truncated256, "93e9122020ea0624d2ca801426d5bfbeb93d10ff4cc24cb410af3920fa4730e7")]
    public void Without_qop_neither_the_count_nor_the_cnonce_is_covered(DigestAlgorithm algorithm, string expected)
    {
        SkipUnlessSupported(algorithm);
        var terms = Rfc7616 with { Algorithm = algorithm, Qop = DigestQop.None };

        Compute(terms).ShouldBe(expected);
        Compute(terms with { NonceCount = 7, Cnonce = "other" }).ShouldBe(expected);
    }

    [Theory]
    [InlineData(DigestAlgorithm.Md5, "9b712497bc9f91499fbcca1dfc5f09a5")]
    [InlineData(DigestAlgorithm.Sha256, "86d3b25618d41854ca5039a5d7e53ff6355d5134a9b1fb088a78ac3c462195a0")]
    [InlineData(DigestAlgorithm.Sha512Truncated256, "c8f9593a4f49b95ce2c483cc3222ecd360a5c6ec52ca24a530b0aac18478de8c")]
    public void The_servers_proof_has_no_method(DigestAlgorithm algorithm, string expected)
    {
        SkipUnlessSupported(algorithm);

        Compute(Rfc7616 with { Algorithm = algorithm, Method = "" }).ShouldBe(expected);
    }

    // RFC 7616 section 3.9.2 prints ae66e67d…, which is made with SHA-512 cut to half its length instead of SHA-512/256
    // (erratum 4897). Computed with Python's hashlib over OpenSSL; the cut form gives the printed one.
    [Fact]
    public void The_sha_512_256_example_of_rfc_7616_is_right_in_its_corrected_form()
    {
        SkipUnlessSupported(DigestAlgorithm.Sha512Truncated256);
        var terms = Rfc7616 with
        {
            Algorithm = DigestAlgorithm.Sha512Truncated256,
            Username = "J\u00e4s\u00f8n Doe",
            Realm = "api@example.org",
            Uri = "/doe.json",
            Nonce = "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
            Cnonce = "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v",
        };

        DigestResponse.Compute(terms, DigestSecret.FromPassword("Secret, or not?"), [])
            .ShouldBe("3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5");
    }

    [Fact]
    public void Sha_512_256_of_abc_is_that_of_fips_180_4()
    {
        SkipUnlessSupported(DigestAlgorithm.Sha512Truncated256);
        var hash = new byte[DigestAlgorithms.HashBytesMax];

        DigestAlgorithms.Hash(DigestAlgorithm.Sha512Truncated256, "abc"u8, hash).ShouldBe(32);

        Convert.ToHexStringLower(hash).ShouldBe("53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23");
    }

    [Fact]
    public void A_session_key_depends_on_the_cnonce_even_without_being_shown()
    {
        var terms = Rfc7616 with { Algorithm = DigestAlgorithm.Sha256Session };

        Compute(terms).ShouldNotBe(Compute(terms with { Cnonce = "other" }));
    }

    [Fact]
    public void An_unknown_algorithm_is_a_mistake_of_the_caller() =>
        Should.Throw<ArgumentException>(() => Compute(Rfc7616 with { Algorithm = DigestAlgorithm.Unknown }));

    [Fact]
    public void A_stored_ha1_does_not_serve_another_algorithm()
    {
        var secret = DigestSecret.FromHa1(DigestAlgorithm.Md5Session, "939e7578ed9e3c518a452acee763bce9");

        secret.Serves(DigestAlgorithm.Md5).ShouldBeTrue();
        secret.Serves(DigestAlgorithm.Sha256).ShouldBeFalse();
        Should.Throw<ArgumentException>(() =>
            DigestResponse.Compute(Rfc7616 with { Algorithm = DigestAlgorithm.Sha256 }, secret, []));
    }

    [Theory]
    [InlineData("")]
    [InlineData("939e7578ed9e3c518a452acee763bce")]
    [InlineData("939e7578ed9e3c518a452acee763bceg")]
    public void A_text_that_is_no_ha1_is_refused_without_being_repeated(string text)
    {
        var exception = Should.Throw<ArgumentException>(() => DigestSecret.FromHa1(DigestAlgorithm.Md5, text));

        (text.Length > 0 && exception.Message.Contains(text, StringComparison.Ordinal)).ShouldBeFalse();
    }

    [Fact]
    public void A_secret_never_shows_itself()
    {
        var password = DigestSecret.FromPassword("Circle Of Life");
        var ha1 = DigestSecret.FromHa1(DigestAlgorithm.Md5, "939e7578ed9e3c518a452acee763bce9");

        $"{password} {ha1}".ShouldBe("password (hidden) HA1 (hidden)");
        typeof(DigestSecret).GetProperties().ShouldBeEmpty();
        typeof(DigestSecret).GetFields().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("abcd", "abcd", true)]
    [InlineData("abcd", "abce", false)]
    [InlineData("abcd", "abc", false)]
    [InlineData("abcd", "", false)]
    public void Responses_are_compared_whole(string expected, string presented, bool equal) =>
        DigestResponse.AreEqual(expected, presented).ShouldBe(equal);

    private static string Compute(DigestTerms terms, string body = "") =>
        DigestResponse.Compute(terms, DigestSecret.FromPassword("Circle of Life"), Encoding.UTF8.GetBytes(body));

    private static void SkipUnlessSupported(DigestAlgorithm algorithm) =>
        Assert.SkipUnless(DigestAlgorithms.IsSupported(algorithm), "OpenSSL's libcrypto is not on this machine.");
}
