using System.Text;
using Dialtone.Wire.Auth;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Wire.Tests.Auth.Signatures;

public class SipChallengeTests
{
    private const string Offer =
        """TLS-DSK realm="SIP Communications Service", targetname="fe1.contoso.example", version=4, """
        + """sts-uri="https://fe1.contoso.example:443/CertProv/CertProvisioningService.svc" """;

    [Fact]
    public void The_first_challenge_offers_a_scheme()
    {
        var challenge = Read(Offer);

        challenge.Scheme.ShouldBe(SipScheme.TlsDsk);
        challenge.Realm.ShouldBe("SIP Communications Service");
        challenge.TargetName.ShouldBe("fe1.contoso.example");
        challenge.Version.ShouldBe(4);
        challenge.StsUri.ShouldBe("https://fe1.contoso.example:443/CertProv/CertProvisioningService.svc");
        challenge.Opaque.ShouldBeNull();
        challenge.Token.ShouldBeNull();
        challenge.ToString().ShouldBe("TLS-DSK of fe1.contoso.example, version 4");
    }

    [Fact]
    public void The_next_one_carries_a_token()
    {
        var challenge = Read(
            """nTLM opaque="2BDBAC9D", gssapi-data="TlRMTQ==", targetname="fe1", realm="r", version=3, x-new=1""");

        challenge.Scheme.ShouldBe(SipScheme.Ntlm);
        challenge.Opaque.ShouldBe("2BDBAC9D");
        challenge.Version.ShouldBe(3);
        challenge.Token!.Value.ToArray().ShouldBe("NTLM"u8.ToArray());
    }

    [Fact]
    public void Without_a_version_it_is_2() =>
        Read("""Kerberos realm="r", targetname="sip/fe1", gssapi-data="" """).Version.ShouldBe(2);

    [Theory]
    [InlineData(Offer)]
    [InlineData("""NTLM realm="r", targetname="t", opaque="o", gssapi-data="TlRMTQ==", version=4""")]
    [InlineData("""Kerberos realm="r", targetname="sip/t", gssapi-data="" """)]
    public void What_is_written_is_read_back(string text)
    {
        var challenge = Read(text);

        var again = Read(challenge.ToHeaderValue());

        (again.Scheme, again.Realm, again.TargetName, again.Version, again.Opaque, again.StsUri).ShouldBe(
            (challenge.Scheme, challenge.Realm, challenge.TargetName, challenge.Version, challenge.Opaque,
                challenge.StsUri));
        again.Token.HasValue.ShouldBe(challenge.Token.HasValue);
        (again.Token?.ToArray() ?? []).ShouldBe(challenge.Token?.ToArray() ?? []);
        again.ToHeaderValue().ShouldBe(challenge.ToHeaderValue());
    }

    [Theory]
    [InlineData("", AuthFaultKind.OtherScheme, 0, "")]
    [InlineData("""Digest realm="r", nonce="n" """, AuthFaultKind.OtherScheme, 0, "")]
    [InlineData("""TLS-DSK2 realm="r", targetname="t" """, AuthFaultKind.OtherScheme, 0, "")]
    [InlineData("""NTLM realm="r" """, AuthFaultKind.MissingParameter, 15, "targetname")]
    [InlineData("""NTLM targetname="t" """, AuthFaultKind.MissingParameter, 20, "realm")]
    [InlineData("""NTLM realm="r\"", targetname="t" """, AuthFaultKind.InvalidValue, 11, "realm")]
    [InlineData("""NTLM version=04, realm="r", targetname="t" """, AuthFaultKind.InvalidValue, 13, "version")]
    [InlineData("""NTLM version=1, realm="r", targetname="t" """, AuthFaultKind.InvalidValue, 13, "version")]
    [InlineData("""NTLM version=256, realm="r", targetname="t" """, AuthFaultKind.InvalidValue, 13, "version")]
    [InlineData("""NTLM gssapi-data="TlR*" """, AuthFaultKind.InvalidValue, 17, "gssapi-data")]
    [InlineData("""NTLM opaque="a", opaque="b" """, AuthFaultKind.DuplicateParameter, 17, "opaque")]
    public void What_is_wrong_is_said_with_its_place(string text, AuthFaultKind kind, int offset, string parameter)
    {
        SipChallenge.TryRead(Encoding.UTF8.GetBytes(text), out var challenge, out var fault).ShouldBeFalse();

        challenge.ShouldBeNull();
        fault.ShouldBe(new AuthFault(kind, offset, parameter));
    }

    [Fact]
    public void The_longest_token_is_taken_and_one_past_it_is_not()
    {
        Read(With(SipAuthLimits.ValueBytesMax)).Token!.Value.Length.ShouldBe(48_000);

        Fault(With(SipAuthLimits.ValueBytesMax + 4)).Kind.ShouldBe(AuthFaultKind.ValueTooLong);
        Fault(Offer + new string(' ', SipAuthLimits.HeaderBytesMax)).Kind.ShouldBe(AuthFaultKind.HeaderTooLong);
        Fault("NTLM " + string.Concat(Enumerable.Range(0, SipAuthLimits.ParametersMax + 1).Select(i => $"x{i}=1,")))
            .Kind.ShouldBe(AuthFaultKind.TooManyParameters);

        static string With(int count) => $"Kerberos realm=r, targetname=t, gssapi-data=\"{new string('A', count)}\"";
    }

    [Fact]
    public void Cut_short_anywhere_it_is_refused_or_says_less()
    {
        var bytes = Encoding.UTF8.GetBytes(Offer.TrimEnd());
        for (var length = 0; length < bytes.Length; length++)
        {
            if (!SipChallenge.TryRead(bytes.AsSpan(0, length), out var challenge, out var fault))
            {
                fault.Kind.ShouldNotBe(AuthFaultKind.None);
                fault.Offset.ShouldBeLessThanOrEqualTo(length);
                continue;
            }

            // Between two parameters nothing says that there is another one.
            challenge.StsUri.ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("a\r\nb")]
    public void What_would_have_to_be_escaped_is_not_written(string realm) =>
        Should.Throw<ArgumentException>(() => new SipChallenge
        {
            Scheme = SipScheme.Ntlm, Realm = realm, TargetName = "t",
        }.ToHeaderValue());

    private static SipChallenge Read(string text)
    {
        SipChallenge.TryRead(Encoding.UTF8.GetBytes(text), out var challenge, out var fault)
            .ShouldBeTrue(fault.ToString());
        return challenge!;
    }

    private static AuthFault Fault(string text)
    {
        SipChallenge.TryRead(Encoding.UTF8.GetBytes(text), out _, out var fault).ShouldBeFalse();
        return fault;
    }
}
