using System.Text;
using Dialtone.Wire.Auth;
using Dialtone.Wire.Auth.Digest;

namespace Dialtone.Wire.Tests.Auth.Digest;

public class DigestCredentialsTests
{
    private static readonly DigestSecret Secret = DigestSecret.FromPassword("Circle Of Life");

    // RFC 2617 section 3.5, the header as printed there.
    private const string Rfc2617 =
        """Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", """
        + """uri="/dir/index.html", qop=auth, nc=00000001, cnonce="0a4f113b", """
        + """response="6629fae49393a05397450978507c4ef1", opaque="5ccc069c403ebaf9f0171e9517f40e41" """;

    private static readonly DigestChallenge Challenge = new()
    {
        Realm = "contoso.example", Nonce = "n1", Opaque = "op", Qop = DigestQop.Auth | DigestQop.AuthInt,
        Algorithm = DigestAlgorithm.Sha256, AlgorithmText = "SHA-256",
    };

    [Fact]
    public void The_published_header_is_read_and_verified()
    {
        var credentials = Read(Rfc2617);

        credentials.NonceCount.ShouldBe(1u);
        credentials.Opaque.ShouldBe("5ccc069c403ebaf9f0171e9517f40e41");
        credentials.Verify(Secret, "GET", []).ShouldBeTrue();
        credentials.Verify(DigestSecret.FromHa1(DigestAlgorithm.Md5, "939e7578ed9e3c518a452acee763bce9"), "GET", [])
            .ShouldBeTrue();
        credentials.Verify(Secret, "POST", []).ShouldBeFalse();
        credentials.Verify(DigestSecret.FromPassword("circle of life"), "GET", []).ShouldBeFalse();
    }

    [Fact]
    public void The_published_answer_is_written()
    {
        var challenge = new DigestChallenge
        {
            Realm = "testrealm@host.com", Nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093", Qop = DigestQop.Auth,
            Opaque = "5ccc069c403ebaf9f0171e9517f40e41",
        };

        DigestCredentials.Answer(challenge, "Mufasa", Secret, "GET", "/dir/index.html", 1, "0a4f113b", [])
            .ToHeaderValue().ShouldBe(
                """Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", """
                + """uri="/dir/index.html", response="6629fae49393a05397450978507c4ef1", """
                + """opaque="5ccc069c403ebaf9f0171e9517f40e41", cnonce="0a4f113b", qop=auth, nc=00000001""");
    }

    [Theory]
    [InlineData(DigestAlgorithm.Md5)]
    [InlineData(DigestAlgorithm.Md5Session)]
    [InlineData(DigestAlgorithm.Sha256)]
    [InlineData(DigestAlgorithm.Sha256Session)]
    [InlineData(DigestAlgorithm.Sha512Truncated256)]
    [InlineData(DigestAlgorithm.Sha512Truncated256Session)]
    public void What_the_client_writes_the_server_verifies(DigestAlgorithm algorithm)
    {
        Assert.SkipUnless(DigestAlgorithms.IsSupported(algorithm), "OpenSSL's libcrypto is not on this machine.");
        foreach (var qop in (DigestQop[])[DigestQop.Auth, DigestQop.AuthInt])
        {
            var challenge = Challenge with
            {
                Algorithm = algorithm, AlgorithmText = DigestAlgorithms.Token(algorithm), Qop = qop,
            };
            var written = Answer(challenge, nonceCount: 0x1F, "body"u8);

            var read = Read(written.ToHeaderValue());

            read.ShouldBe(written);
            read.Verify(Secret, "REGISTER", "body"u8).ShouldBeTrue();
            read.Verify(Secret, "REGISTER", "other"u8).ShouldBe(qop == DigestQop.Auth);
            (read with { NonceCount = 0x20 }).Verify(Secret, "REGISTER", "body"u8).ShouldBeFalse();
        }
    }

    [Fact]
    public void The_legacy_form_has_no_qop_no_count_and_no_cnonce()
    {
        var answer = Answer(Challenge with { Qop = DigestQop.None }, nonceCount: 5, []);

        answer.ToHeaderValue().ShouldNotContain("cnonce");
        answer.ToHeaderValue().ShouldNotContain("nc=");
        answer.ToHeaderValue().ShouldNotContain("qop");
        Read(answer.ToHeaderValue()).Verify(Secret, "REGISTER", []).ShouldBeTrue();
    }

    [Fact]
    public void Auth_is_preferred_where_it_is_offered() =>
        Answer(Challenge, nonceCount: 1, []).Qop.ShouldBe(DigestQop.Auth);

    [Fact]
    public void Names_with_quotes_and_foreign_letters_survive()
    {
        var answer = DigestCredentials.Answer(
            Challenge with { Realm = "a\"b\\c" }, "al\"ice\u00e9", Secret, "REGISTER",
            "sip:contoso.example", 1, "c", []);

        var read = Read(answer.ToHeaderValue());

        read.ShouldBe(answer);
        read.Verify(Secret, "REGISTER", []).ShouldBeTrue();
    }

    [Theory]
    [InlineData("alice\r\nVia: x")]
    [InlineData("alice\n")]
    [InlineData("\0")]
    public void A_control_character_in_a_name_is_a_mistake_of_the_caller(string name)
    {
        var answer = Answer(Challenge, 1, []) with { Username = name };

        Should.Throw<ArgumentException>(answer.ToHeaderValue);
    }

    [Fact]
    public void A_challenge_that_cannot_be_answered_is_a_mistake_of_the_caller() =>
        Should.Throw<ArgumentException>(() => Answer(Challenge with { Algorithm = DigestAlgorithm.Unknown }, 1, []));

    [Fact]
    public void Unknown_algorithms_and_hashed_names_are_never_verified()
    {
        var answer = Answer(Challenge, 1, []);

        (answer with { Algorithm = DigestAlgorithm.Unknown }).Verify(Secret, "REGISTER", []).ShouldBeFalse();
        (answer with { UserHash = true }).Verify(Secret, "REGISTER", []).ShouldBeFalse();
        answer.Verify(DigestSecret.FromHa1(DigestAlgorithm.Md5, "939e7578ed9e3c518a452acee763bce9"), "REGISTER", [])
            .ShouldBeFalse();
    }

    [Theory]
    [InlineData("username")]
    [InlineData("realm")]
    [InlineData("nonce")]
    [InlineData("uri")]
    [InlineData("response")]
    [InlineData("cnonce")]
    [InlineData("nc")]
    public void A_missing_parameter_is_named(string name)
    {
        var text = Rfc2617.Replace($"{name}=", $"x-{name}=", StringComparison.Ordinal)
            .Replace("cx-nonce", "cnonce", StringComparison.Ordinal);

        var fault = Fault(text);

        fault.Kind.ShouldBe(AuthFaultKind.MissingParameter);
        fault.Parameter.ShouldBe(name);
    }

    [Theory]
    [InlineData("nc=1", "nc")]
    [InlineData("nc=000000001", "nc")]
    [InlineData("nc=0000000g", "nc")]
    [InlineData("qop=auth-conf", "qop")]
    [InlineData("qop=\"auth,auth-int\"", "qop")]
    public void A_value_that_it_may_not_have_is_named(string parameter, string name)
    {
        var text = $"Digest username=u, realm=r, nonce=n, uri=\"sip:x\", response=r, cnonce=c, {parameter}";

        Fault(text).ShouldBe(new AuthFault(
            AuthFaultKind.InvalidValue, text.Length - parameter.Length + name.Length + 1, name));
    }

    [Fact]
    public void Cut_at_any_byte_it_never_verifies_as_something_else()
    {
        var whole = Read(Rfc2617);
        var bytes = Encoding.UTF8.GetBytes(Rfc2617);
        for (var length = 0; length < bytes.Length; length++)
        {
            if (DigestCredentials.TryRead(bytes.AsSpan(0, length), out var read, out var fault))
            {
                (read with { Opaque = whole.Opaque }).ShouldBe(whole);
            }
            else
            {
                fault.Kind.ShouldNotBe(AuthFaultKind.None);
            }
        }
    }

    [Fact]
    public void The_text_form_does_not_show_the_response()
    {
        var answer = Answer(Challenge, 1, []);

        $"{answer}".ShouldNotContain(answer.Response);
        $"{answer}".ShouldContain("alice");
    }

    [Fact]
    public void Authentication_info_brings_the_next_nonce_and_the_servers_proof()
    {
        var answer = Answer(Challenge, 1, []);
        var sent = new DigestAuthenticationInfo { NextNonce = "n2", ResponseAuth = answer.ResponseAuth(Secret, []) };

        DigestAuthenticationInfo.TryRead(Encoding.UTF8.GetBytes(sent.ToHeaderValue()), out var read, out _)
            .ShouldBeTrue();

        read.ShouldBe(sent);
        read!.ResponseAuth.ShouldNotBe(answer.Response);
    }

    [Fact]
    public void Authentication_info_as_servers_write_it_is_read()
    {
        DigestAuthenticationInfo.TryRead(
            """ qop=auth, rspauth="0af", cnonce="c", nc=00000001, nextnonce = "n2" """u8, out var info, out _)
            .ShouldBeTrue();

        info.ShouldBe(new DigestAuthenticationInfo { NextNonce = "n2", ResponseAuth = "0af" });
    }

    [Fact]
    public void Authentication_info_of_another_scheme_is_told_apart()
    {
        DigestAuthenticationInfo.TryRead("""NTLM rspauth="01", snum="1" """u8, out _, out var fault).ShouldBeFalse();

        fault.Kind.ShouldBe(AuthFaultKind.OtherScheme);
    }

    private static DigestCredentials Answer(DigestChallenge challenge, uint nonceCount, ReadOnlySpan<byte> body) =>
        DigestCredentials.Answer(
            challenge, "alice", Secret, "REGISTER", "sip:contoso.example", nonceCount, "c0ffee", body);

    private static DigestCredentials Read(string text)
    {
        DigestCredentials.TryRead(Encoding.UTF8.GetBytes(text), out var credentials, out var fault)
            .ShouldBeTrue(fault.ToString());
        return credentials!;
    }

    private static AuthFault Fault(string text)
    {
        DigestCredentials.TryRead(Encoding.UTF8.GetBytes(text), out _, out var fault).ShouldBeFalse();
        return fault;
    }
}
