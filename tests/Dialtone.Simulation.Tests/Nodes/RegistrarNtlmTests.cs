namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>NTLM at the Registrar, and what every scheme that signs has in common.</summary>
public class RegistrarNtlmTests
{
    private const string Failed = "1000;reason=\"Final handshake failed\";source=\"fe1.contoso.example\"";

    private readonly SigningClient _client = new();

    [Fact]
    public void The_first_challenge_offers_every_scheme_in_the_order_of_the_settings()
    {
        var answer = _client.Ask(_client.Request());

        RawSipClient.Headers(answer, "WWW-Authenticate").ShouldBe(
        [
            "TLS-DSK realm=\"SIP Communications Service\", targetname=\"fe1.contoso.example\", version=4, "
                + "sts-uri=\"https://web01.contoso.example/CertProv/CertProvisioningService.svc\"",
            "Kerberos realm=\"SIP Communications Service\", targetname=\"sip/fe1.contoso.example\", version=4",
            "NTLM realm=\"SIP Communications Service\", targetname=\"fe1.contoso.example\", version=4",
        ]);
    }

    [Fact]
    public void A_phone_of_another_family_is_asked_for_Digest() =>
        RawSipClient.Header(
            _client.Ask(_client.Request().Replace(";epid=c8ca638a15", "", StringComparison.Ordinal)),
            "WWW-Authenticate").ShouldStartWith("Digest ");

    [Theory]
    [InlineData(@"CONTOSO\alice")]
    [InlineData(@"contoso\ALICE")]
    [InlineData(@"contoso.example\alice")]
    [InlineData("alice@contoso.example")]
    [InlineData("alice")]
    public void Whoever_proves_the_password_by_any_name_is_registered_with_a_signature(string login)
    {
        var answer = _client.SignInByNtlm(login);

        RawSipClient.Status(answer).ShouldBe(200);
        _client.IsSigned(answer).ShouldBeTrue();
        _client.Registrar.Directory.BindingsOf("alice", _client.Pair.World.Time).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData(@"CONTOSO\alice", "Dial-Tone-2")]
    [InlineData(@"CONTOSO\carol", SigningClient.Password)]
    [InlineData(@"FABRIKAM\alice", SigningClient.Password)]
    public void A_wrong_credential_is_challenged_again_with_the_reason(string login, string password)
    {
        var answer = _client.SignInByNtlm(login, password);

        _client.Challenge(answer).Token.ShouldBeNull();
        RawSipClient.Header(answer, "ms-diagnostics").ShouldBe(Failed);
        _client.IsSigned(answer).ShouldBeFalse();
        _client.Registrar.Observed.WrongCredentials.ShouldBe(1);
    }

    [Fact]
    public void A_right_credential_of_another_user_is_forbidden()
    {
        var answer = _client.SignInByNtlm(@"CONTOSO\bob", "Dial-Tone-2");

        RawSipClient.Status(answer).ShouldBe(403);
        RawSipClient.Header(answer, "ms-diagnostics").ShouldStartWith("4004;");
        RawSipClient.Header(answer, "ms-diagnostics-public").ShouldStartWith("4004;");
    }

    [Fact]
    public void An_answer_is_taken_once()
    {
        var challenge = _client.Challenge(_client.Ask(_client.Request("REGISTER", _client.Header(token: []))));
        _client.Opaque = challenge.Opaque!;
        var first = _client.Ask(_client.Request("REGISTER", _client.Header(token: [1, 2, 3])));
        RawSipClient.Header(first, "ms-diagnostics").ShouldStartWith("1000;");

        var second = _client.Ask(_client.Request("REGISTER", _client.Header(token: [1, 2, 3])));
        RawSipClient.Headers(second, "ms-diagnostics").ShouldBeEmpty();
        _client.Challenge(second).Token.ShouldBeNull();
    }

    [Fact]
    public void A_refresh_and_the_end_carry_a_signature_alone_and_so_do_their_answers()
    {
        _client.SignInByNtlm();

        for (var i = 0; i < 3; i++)
        {
            var refreshed = _client.Ask(_client.Signed());
            RawSipClient.Status(refreshed).ShouldBe(200);
            _client.IsSigned(refreshed).ShouldBeTrue();
            RawSipClient.Header(refreshed, "Authentication-Info").ShouldContain($"snum=\"{i + 2}\"");
        }

        _client.Registrar.Observed.Challenges.ShouldBe(1);
    }

    [Theory]
    [InlineData("OPTIONS", 200)]
    [InlineData("SUBSCRIBE", 405)]
    public void Every_answer_is_signed(string method, int status)
    {
        _client.SignInByNtlm();

        var answer = _client.Ask(_client.Signed(method));

        RawSipClient.Status(answer).ShouldBe(status);
        _client.IsSigned(answer).ShouldBeTrue();
    }

    [Fact]
    public void A_redirect_is_signed()
    {
        _client.Registrar.Behaviour.RedirectTo = ["pool02.contoso.example:5061"];

        var answer = _client.SignInByNtlm();

        RawSipClient.Status(answer).ShouldBe(301);
        _client.IsSigned(answer).ShouldBeTrue();
    }

    [Fact]
    public void A_NOTIFY_is_signed_and_an_answer_to_it_that_is_not_is_none()
    {
        _client.SignInByNtlm();
        _client.Registrar.Directory.Find("alice")!.Disabled = true;
        _client.Pair.World.Tell(_client.Pair.RegistrarPlace, new Core.Net.NetInput.SettingsChanged());
        _client.Pair.Drive(() => _client.Raw.Last.StartsWith("NOTIFY", StringComparison.Ordinal));

        _client.IsSigned(_client.Raw.Last).ShouldBeTrue();

        _client.Send($"SIP/2.0 200 OK\nVia: {RawSipClient.Header(_client.Raw.Last, "Via")}\nFrom: <sip:a>;tag=1\n"
            + $"To: <sip:b>;tag=2\nCall-ID: REGISTER\nCSeq: 1 NOTIFY\nContent-Length: 0\n\n");
        _client.Pair.Advance(TimeSpan.FromSeconds(1));
        _client.Registrar.Observed.NotifiesAnswered.ShouldBe(0);
    }

    [Fact]
    public void A_changed_message_is_refused()
    {
        _client.SignInByNtlm();

        var changed = _client.Signed("OPTIONS").Replace("tag=4f2a9c0d11", "tag=4f2a9c0d12", StringComparison.Ordinal);
        var answer = _client.Ask(changed);
        RawSipClient.Status(answer).ShouldBe(403);
        RawSipClient.Header(answer, "ms-diagnostics").ShouldContain("The signature is wrong");

        changed = _client.Signed().Replace("tag=4f2a9c0d11", "tag=4f2a9c0d12", StringComparison.Ordinal);
        answer = _client.Ask(changed);
        RawSipClient.Status(answer).ShouldBe(401);
        RawSipClient.Header(answer, "ms-diagnostics").ShouldContain("The signature is wrong");
        _client.Registrar.Observed.WrongSignatures.ShouldBe(2);
    }

    [Fact]
    public void A_message_that_comes_again_is_refused_and_one_out_of_order_is_not()
    {
        _client.SignInByNtlm();
        var again = _client.Signed("OPTIONS", number: 7);

        RawSipClient.Status(_client.Ask(again)).ShouldBe(200);
        RawSipClient.Status(_client.Ask(_client.Signed("OPTIONS", number: 5))).ShouldBe(200);
        var answer = _client.Ask(again);

        RawSipClient.Status(answer).ShouldBe(403);
        RawSipClient.Header(answer, "ms-diagnostics").ShouldContain("The message came before");
        RawSipClient.Status(_client.Ask(_client.Signed("OPTIONS", number: 100))).ShouldBe(200);
        RawSipClient.Status(_client.Ask(_client.Signed("OPTIONS", number: 36))).ShouldBe(403);
        RawSipClient.Status(_client.Ask(_client.Signed("OPTIONS", number: 37))).ShouldBe(200);
        _client.Registrar.Observed.Replays.ShouldBe(2);
    }

    [Fact]
    public void Requests_without_a_signature_are_challenged_and_in_the_end_forbidden()
    {
        _client.SignInByNtlm();

        for (var i = 0; i < 3; i++)
        {
            RawSipClient.Status(_client.Ask(_client.Request("OPTIONS"))).ShouldBe(401);
        }

        RawSipClient.Status(_client.Ask(_client.Request("OPTIONS"))).ShouldBe(403);
        RawSipClient.Status(_client.Ask(_client.Signed("OPTIONS"))).ShouldBe(200);
    }

    [Fact]
    public void A_signature_proves_nobody_else()
    {
        _client.SignInByNtlm();

        RawSipClient.Status(_client.Ask(_client.Signed(from: "sip:bob@contoso.example"))).ShouldBe(403);
    }

    [Fact]
    public void After_eight_hours_it_begins_anew()
    {
        _client.SignInByNtlm();
        _client.Pair.Advance(TimeSpan.FromHours(8) + TimeSpan.FromSeconds(1));

        var answer = _client.Ask(_client.Signed());
        _client.Challenge(answer).Token.ShouldBeNull();
        RawSipClient.Headers(answer, "ms-diagnostics").ShouldBeEmpty();

        RawSipClient.Status(_client.SignInByNtlm()).ShouldBe(200);
    }

    [Fact]
    public void A_new_handshake_on_the_same_connection_replaces_the_old_association()
    {
        for (var i = 0; i < 20; i++)
        {
            RawSipClient.Status(_client.SignInByNtlm()).ShouldBe(200);
        }

        RawSipClient.Status(_client.Ask(_client.Signed())).ShouldBe(200);
    }

    [Fact]
    public void Wrongdoings_are_done_as_they_are_named()
    {
        var behaviour = _client.Registrar.Behaviour;
        behaviour.SignsWrongly = true;
        var answer = _client.SignInByNtlm();
        RawSipClient.Status(answer).ShouldBe(200);
        _client.IsSigned(answer).ShouldBeFalse();

        (behaviour.SignsWrongly, behaviour.SignsNothing) = (false, true);
        RawSipClient.Headers(_client.Ask(_client.Signed()), "Authentication-Info").ShouldBeEmpty();

        (behaviour.SignsNothing, behaviour.ForgetsAssociations) = (false, true);
        RawSipClient.Status(_client.Ask(_client.Signed())).ShouldBe(401);

        (behaviour.ForgetsAssociations, behaviour.LocksAccounts) = (false, true);
        RawSipClient.Header(_client.SignInByNtlm(), "ms-diagnostics").ShouldStartWith("4141;");

        (behaviour.LocksAccounts, behaviour.IsSkewed) = (false, true);
        RawSipClient.Header(_client.SignInByNtlm(), "ms-diagnostics").ShouldStartWith("1013;");

        (behaviour.IsSkewed, behaviour.RefusesProofs) = (false, true);
        RawSipClient.Header(_client.SignInByNtlm(), "ms-diagnostics").ShouldBe(Failed);

        (behaviour.RefusesProofs, behaviour.Schemes, behaviour.OffersBasic) = (false, [], true);
        RawSipClient.Headers(_client.Ask(_client.Request()), "WWW-Authenticate")
            .ShouldBe(["Basic realm=\"contoso.example\""]);
    }
}
