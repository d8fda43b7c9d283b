using System.Text;
using Dialtone.Wire.Auth;
using Dialtone.Wire.Auth.Digest;

namespace Dialtone.Wire.Tests.Auth.Digest;

public class DigestChallengeTests
{
    private const string Full =
        """Digest realm="contoso.example", domain="sip:contoso.example", nonce="abc/+==", """
        + """opaque="o\"\\x", stale=TRUE, algorithm=SHA-256, """
        + """qop="auth,auth-int", userhash=true, charset=UTF-8, x-new="1" """;

    [Fact]
    public void Every_defined_parameter_is_read()
    {
        var challenge = Read(Full);

        challenge.ShouldBe(new DigestChallenge
        {
            Realm = "contoso.example",
            Nonce = "abc/+==",
            Opaque = "o\"\\x",
            Stale = true,
            Algorithm = DigestAlgorithm.Sha256,
            AlgorithmText = "SHA-256",
            Qop = DigestQop.Auth | DigestQop.AuthInt,
            UserHash = true,
        });
    }

    [Fact]
    public void A_challenge_survives_being_written_and_read()
    {
        var challenge = Read(Full);

        Read(challenge.ToHeaderValue()).ShouldBe(challenge);
    }

    [Fact]
    public void Without_algorithm_and_qop_it_is_the_legacy_form_with_md5()
    {
        var challenge = Read("""Digest realm="r", nonce="n" """);

        challenge.Algorithm.ShouldBe(DigestAlgorithm.Md5);
        challenge.AlgorithmText.ShouldBe("");
        challenge.AlgorithmName.ShouldBe("MD5");
        challenge.Qop.ShouldBe(DigestQop.None);
        challenge.Opaque.ShouldBeNull();
        challenge.CanBeAnswered.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""dIGEST rEALM="r", NONCE="n", ALGORITHM=md5, QOP=AUTH""")]
    [InlineData(" Digest\trealm = \"r\" ,\r\n nonce = n,, algorithm=\"MD5\", qop=\"auth\",")]
    public void Case_spaces_and_quotes_are_the_servers_choice(string text)
    {
        var challenge = Read(text);

        challenge.Realm.ShouldBe("r");
        challenge.Nonce.ShouldBe("n");
        challenge.Algorithm.ShouldBe(DigestAlgorithm.Md5);
        challenge.Qop.ShouldBe(DigestQop.Auth);
    }

    [Fact]
    public void An_unknown_algorithm_keeps_its_text()
    {
        var challenge = Read("""Digest realm="r", nonce="n", algorithm=AKAv1-MD5""");

        challenge.Algorithm.ShouldBe(DigestAlgorithm.Unknown);
        challenge.AlgorithmName.ShouldBe("AKAv1-MD5");
        challenge.CanBeAnswered.ShouldBeFalse();
    }

    [Theory]
    [InlineData("auth", DigestQop.Auth, true)]
    [InlineData("auth-int", DigestQop.AuthInt, true)]
    [InlineData("auth-int , auth", DigestQop.Auth | DigestQop.AuthInt, true)]
    [InlineData("auth-conf", DigestQop.Unknown, false)]
    [InlineData("auth-conf,auth", DigestQop.Unknown | DigestQop.Auth, true)]
    [InlineData("", DigestQop.None, true)]
    public void The_qualities_offered_decide_whether_it_can_be_answered(string list, DigestQop qop, bool answerable)
    {
        var challenge = Read($"Digest realm=\"r\", nonce=\"n\", qop=\"{list}\"");

        challenge.Qop.ShouldBe(qop);
        challenge.CanBeAnswered.ShouldBe(answerable);
    }

    [Fact]
    public void A_session_form_without_qop_cannot_be_answered() =>
        Read("""Digest realm="r", nonce="n", algorithm=MD5-sess""").CanBeAnswered.ShouldBeFalse();

    [Theory]
    [InlineData("", AuthFaultKind.OtherScheme, 0, "")]
    [InlineData("NTLM realm=\"r\"", AuthFaultKind.OtherScheme, 0, "")]
    [InlineData("Digester realm=\"r\"", AuthFaultKind.OtherScheme, 0, "")]
    [InlineData("Digest", AuthFaultKind.MissingParameter, 6, "realm")]
    [InlineData("Digest realm=\"r\"", AuthFaultKind.MissingParameter, 16, "nonce")]
    [InlineData("Digest realm", AuthFaultKind.Malformed, 12, "realm")]
    [InlineData("Digest realm=", AuthFaultKind.Malformed, 13, "realm")]
    [InlineData("Digest =x", AuthFaultKind.Malformed, 7, "")]
    [InlineData("Digest realm=\"r", AuthFaultKind.UnterminatedString, 13, "realm")]
    [InlineData("Digest realm=\"r\\\"", AuthFaultKind.UnterminatedString, 13, "realm")]
    [InlineData("Digest realm=\"r\" nonce=\"n\"", AuthFaultKind.Malformed, 17, "realm")]
    [InlineData("Digest realm=\"a\r\nb\"", AuthFaultKind.Malformed, 15, "realm")]
    [InlineData("Digest realm=\"r\", REALM=\"s\"", AuthFaultKind.DuplicateParameter, 18, "realm")]
    public void What_is_wrong_is_said_with_its_place(string text, AuthFaultKind kind, int offset, string parameter)
    {
        DigestChallenge.TryRead(Encoding.UTF8.GetBytes(text), out var challenge, out var fault).ShouldBeFalse();

        challenge.ShouldBeNull();
        fault.ShouldBe(new AuthFault(kind, offset, parameter));
    }

    [Fact]
    public void A_value_that_is_not_utf_8_is_a_fault()
    {
        DigestChallenge.TryRead([.. "Digest realm=\""u8, 0xE4, .. "\""u8], out _, out var fault).ShouldBeFalse();

        fault.ShouldBe(new AuthFault(AuthFaultKind.NotUtf8, 13, "realm"));
    }

    [Fact]
    public void Limits_hold_exactly()
    {
        var value = new string('n', DigestLimits.ValueBytesMax);
        Fault($"Digest realm=\"r\", nonce=\"{value}\"").Kind.ShouldBe(AuthFaultKind.None);
        Fault($"Digest realm=\"r\", nonce=\"{value}n\"").Kind.ShouldBe(AuthFaultKind.ValueTooLong);
        Fault($"Digest realm=\"r\", nonce={value}n").Kind.ShouldBe(AuthFaultKind.ValueTooLong);

        var parameters = string.Concat(Enumerable.Range(2, DigestLimits.ParametersMax - 2).Select(i => $", x{i}=1"));
        Fault($"Digest realm=r, nonce=n{parameters}").Kind.ShouldBe(AuthFaultKind.None);
        Fault($"Digest realm=r, nonce=n{parameters}, y=1").Kind.ShouldBe(AuthFaultKind.TooManyParameters);

        const string Start = "Digest realm=r, nonce=n";
        var spaces = new string(' ', DigestLimits.HeaderBytesMax - Start.Length);
        Fault(Start + spaces).Kind.ShouldBe(AuthFaultKind.None);
        Fault(Start + spaces + ' ').Kind.ShouldBe(AuthFaultKind.HeaderTooLong);
    }

    [Fact]
    public void Cut_at_any_byte_it_is_refused_or_still_says_the_same()
    {
        var bytes = Encoding.UTF8.GetBytes(Full);
        for (var length = 0; length < bytes.Length; length++)
        {
            if (DigestChallenge.TryRead(bytes.AsSpan(0, length), out var challenge, out var fault))
            {
                challenge.Realm.ShouldBe("contoso.example");
                challenge.Nonce.ShouldBe("abc/+==");
                (challenge.Opaque is null or "o\"\\x").ShouldBeTrue();
            }
            else
            {
                fault.Kind.ShouldNotBe(AuthFaultKind.None);
                fault.Offset.ShouldBeInRange(0, length);
            }
        }
    }

    [Fact]
    public void Any_single_byte_changed_never_throws()
    {
        var bytes = Encoding.UTF8.GetBytes(Full);
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = bytes[i];
            for (var value = 0; value < 256; value++)
            {
                bytes[i] = (byte)value;
                _ = DigestChallenge.TryRead(bytes, out _, out _);
                _ = DigestCredentials.TryRead(bytes, out _, out _);
                _ = DigestAuthenticationInfo.TryRead(bytes, out _, out _);
            }

            bytes[i] = kept;
        }
    }

    [Fact]
    public void The_strongest_supported_of_the_realm_is_chosen()
    {
        DigestChallenge[] offered =
        [
            Read("Digest realm=r, nonce=n, algorithm=MD5, qop=auth"),
            Read("Digest realm=r, nonce=n, algorithm=TOKEN-9, qop=auth"),
            Read("Digest realm=r, nonce=n, algorithm=SHA-256, qop=auth"),
            Read("Digest realm=r, nonce=n, algorithm=SHA-512-256, qop=auth"),
            Read("Digest realm=other, nonce=n, algorithm=SHA-512-256, qop=auth"),
        ];
        var strongest = DigestAlgorithms.IsSupported(DigestAlgorithm.Sha512Truncated256) ? 3 : 2;

        DigestAlgorithms.IndexOfStrongest(offered, "r").ShouldBe(strongest);
        DigestAlgorithms.IndexOfStrongest(offered.AsSpan(0, 3), "r").ShouldBe(2);
        DigestAlgorithms.IndexOfStrongest(offered.AsSpan(0, 2), "r").ShouldBe(0);
        DigestAlgorithms.IndexOfStrongest(offered.AsSpan(1, 1), "r").ShouldBe(-1);
        DigestAlgorithms.IndexOfStrongest(offered, "R").ShouldBe(-1);
        DigestAlgorithms.IndexOfStrongest([], "r").ShouldBe(-1);
    }

    [Fact]
    public void Among_equals_the_servers_first_is_chosen()
    {
        DigestChallenge[] offered =
        [
            Read("Digest realm=r, nonce=one, algorithm=MD5, qop=auth"),
            Read("Digest realm=r, nonce=two, algorithm=MD5, qop=auth"),
        ];

        DigestAlgorithms.IndexOfStrongest(offered, "r").ShouldBe(0);
    }

    [Fact]
    public void Every_known_token_is_read_back()
    {
        foreach (var algorithm in DigestAlgorithms.StrongestFirst)
        {
            DigestAlgorithms.FromToken(DigestAlgorithms.Token(algorithm).ToLowerInvariant()).ShouldBe(algorithm);
        }

        DigestAlgorithms.StrongestFirst.Length.ShouldBe(Enum.GetValues<DigestAlgorithm>().Length - 1);
    }

    private static DigestChallenge Read(string text)
    {
        DigestChallenge.TryRead(Encoding.UTF8.GetBytes(text), out var challenge, out var fault)
            .ShouldBeTrue(fault.ToString());
        return challenge!;
    }

    private static AuthFault Fault(string text)
    {
        _ = DigestChallenge.TryRead(Encoding.UTF8.GetBytes(text), out _, out var fault);
        return fault;
    }
}
