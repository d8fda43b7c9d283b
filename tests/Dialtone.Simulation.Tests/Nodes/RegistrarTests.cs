using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Simulation.Tests.Nodes;

public class RegistrarTests
{
    private const string Password = "Dial-Tone-1";
    private const string Instance = "<urn:uuid:34d859db-6585-5f91-a3b4-de853c15347d>";

    private uint _cseq;

    [Fact]
    public void A_register_without_proof_is_challenged_strongest_first()
    {
        var (pair, client) = Connected();

        var answer = Ask(pair, client, Register());

        RawSipClient.Status(answer).ShouldBe(401);
        var challenges = RawSipClient.Headers(answer, "WWW-Authenticate");
        challenges.Length.ShouldBe(2);
        challenges[0].ShouldContain("algorithm=SHA-256");
        challenges[1].ShouldContain("algorithm=MD5");
        pair.Registrar.Observed.Challenges.ShouldBe(1);
    }

    [Fact]
    public void A_right_answer_is_registered_with_what_a_client_of_this_family_needs()
    {
        var (pair, client) = Connected();

        var answer = SignIn(pair, client);

        RawSipClient.Status(answer).ShouldBe(200);
        RawSipClient.Header(answer, "Expires").ShouldBe("600");
        RawSipClient.Header(answer, "ms-keep-alive").ShouldBe("UAS; tcp=no; hop-hop=yes; end-end=no; timeout=300");
        RawSipClient.Header(answer, "presence-state").ShouldStartWith("register-action=\"added\";");
        RawSipClient.Header(answer, "Authentication-Info").ShouldStartWith("rspauth=");
        // The value of connection.md section 4, made from the same endpoint.
        RawSipClient.Header(answer, "Contact").ShouldBe("<sip:192.0.2.50:51234;transport=tls;ms-opaque=d3470f2e1d>"
            + $";expires=600;+sip.instance=\"{Instance}\""
            + ";gruu=\"sip:alice@contoso.example;opaque=user:epid:21nYNIVlkV-jtN6FPBU0fQAA;gruu\"");
        pair.Registrar.Directory.BindingsOf("alice", pair.World.Time).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("Dial-Tone-2", 401)]
    [InlineData(Password, 200)]
    public void The_password_decides(string password, int status)
    {
        var (pair, client) = Connected();
        var answer = SignIn(pair, client, password);

        RawSipClient.Status(answer).ShouldBe(status);
        if (status == 401)
        {
            answer.ShouldNotContain("stale");
            pair.Registrar.Observed.WrongCredentials.ShouldBe(1);
        }
    }

    [Fact]
    public void A_nonce_that_is_too_old_is_stale_and_a_count_used_before_too()
    {
        var (pair, client) = Connected();
        var challenge = RawSipClient.Header(Ask(pair, client, Register()), "WWW-Authenticate");
        RawSipClient.Status(Ask(pair, client, Register(RawSipClient.Answer(challenge, Password)))).ShouldBe(200);

        Ask(pair, client, Register(RawSipClient.Answer(challenge, Password))).ShouldContain("stale=true");
        var second = Register(RawSipClient.Answer(challenge, Password, count: 2));
        RawSipClient.Status(Ask(pair, client, second)).ShouldBe(200);
        pair.Advance(TimeSpan.FromMinutes(6));
        Ask(pair, client, Register(RawSipClient.Answer(challenge, Password, count: 3))).ShouldContain("stale=true");
        pair.Registrar.Observed.StaleNonces.ShouldBe(2);
    }

    [Fact]
    public void A_nonce_of_another_server_is_stale()
    {
        var (first, firstClient) = Connected();
        var challenge = RawSipClient.Header(Ask(first, firstClient, Register()), "WWW-Authenticate");
        var (second, secondClient) = Connected(entropy: 2);

        Ask(second, secondClient, Register(RawSipClient.Answer(challenge, Password))).ShouldContain("stale=true");
    }

    [Fact]
    public void A_second_register_refreshes_and_zero_removes()
    {
        var (pair, client) = Connected();
        SignIn(pair, client);

        RawSipClient.Header(SignIn(pair, client), "presence-state").ShouldStartWith("register-action=\"refreshed\"");
        var gone = SignIn(pair, client, expires: 0);
        RawSipClient.Status(gone).ShouldBe(200);
        RawSipClient.Headers(gone, "Contact").ShouldBeEmpty();
        pair.Registrar.Directory.BindingsOf("alice", pair.World.Time).ShouldBeEmpty();
    }

    [Fact]
    public void A_binding_ends_when_its_time_is_over()
    {
        var (pair, client) = Connected();
        SignIn(pair, client);

        pair.Advance(TimeSpan.FromSeconds(590));
        pair.Registrar.Directory.BindingsOf("alice", pair.World.Time).Length.ShouldBe(1);
        pair.Advance(TimeSpan.FromSeconds(20));
        pair.Registrar.Directory.BindingsOf("alice", pair.World.Time).ShouldBeEmpty();
    }

    [Fact]
    public void A_ninth_endpoint_drops_the_oldest()
    {
        var directory = Directory();
        for (var i = 0; i < 9; i++)
        {
            directory.Put(new("alice", $"<{i}>", "sip:a", $"{i}", 1, default, "fe1", new(1)), Instant.Zero)
                .ShouldBe(RegisterAction.Added);
        }

        directory.BindingsOf("alice", Instant.Zero).Select(binding => binding.Endpoint).First().ShouldBe("<1>");
        directory.BindingsOf("alice", Instant.Zero).Length.ShouldBe(RegistrarDirectory.EndpointsPerUserMax);
    }

    [Theory]
    [InlineData(100u, 300u)]
    [InlineData(700u, 700u)]
    [InlineData(5000u, 900u)]
    public void Asked_for_less_than_the_minimum_it_gives_the_minimum(uint asked, uint granted)
    {
        var (pair, client) = Connected();
        RawSipClient.Header(SignIn(pair, client, expires: asked), "Expires").ShouldBe($"{granted}");
    }

    [Fact]
    public void It_can_be_told_to_refuse_what_is_too_brief()
    {
        var (pair, client) = Connected();
        pair.Registrar.Behaviour.RefusesBrief = true;

        var answer = SignIn(pair, client, expires: 60);
        RawSipClient.Status(answer).ShouldBe(423);
        RawSipClient.Header(answer, "Min-Expires").ShouldBe("300");
    }

    [Fact]
    public void A_stranger_is_not_found_and_a_disabled_user_is_forbidden()
    {
        var (pair, client) = Connected();
        var stranger = Ask(pair, client, Register().Replace("alice", "carol", StringComparison.Ordinal));
        RawSipClient.Status(stranger).ShouldBe(404);
        RawSipClient.Header(stranger, "ms-diagnostics")
            .ShouldBe("1003;reason=\"User does not exist\";source=\"fe1.contoso.example\"");

        pair.Registrar.Directory.Find("alice")!.Disabled = true;
        RawSipClient.Status(SignIn(pair, client)).ShouldBe(403);
    }

    [Fact]
    public void A_lower_cseq_of_the_same_call_changes_nothing()
    {
        var (pair, client) = Connected();
        SignIn(pair, client);
        _cseq = 0;

        RawSipClient.Status(SignIn(pair, client)).ShouldBe(500);
    }

    [Theory]
    [InlineData("OPTIONS", 200)]
    [InlineData("SUBSCRIBE", 405)]
    [InlineData("FROB", 501)]
    public void Other_methods_are_answered(string method, int status)
    {
        var (pair, client) = Connected();
        RawSipClient.Status(Ask(pair, client, Register().Replace("REGISTER", method, StringComparison.Ordinal)))
            .ShouldBe(status);
    }

    [Fact]
    public void A_request_that_cannot_be_answered_gets_400_with_the_reason_and_the_connection_goes_on()
    {
        var (pair, client) = Connected();
        var answer = Ask(pair, client, Register().Replace("Call-ID: 7d0e", "Call-ID:", StringComparison.Ordinal));

        RawSipClient.Status(answer).ShouldBe(400);
        RawSipClient.Header(answer, "ms-diagnostics").ShouldContain("Call-ID: HeaderSyntax at byte");
        RawSipClient.Status(SignIn(pair, client)).ShouldBe(200);
    }

    [Fact]
    public void Bytes_that_are_not_sip_get_400_and_the_end()
    {
        var (pair, client) = Connected();
        var answer = Ask(pair, client, "GET / HTTP/1.1\nHost: contoso.example\n\n");
        pair.Advance(TimeSpan.FromSeconds(1));

        RawSipClient.Status(answer).ShouldBe(400);
        client.Ends.ShouldBe([ChannelEnd.ClosedByPeer]);
    }

    [Fact]
    public void Wrongdoings_are_done_as_they_are_named()
    {
        Misbehaving(behaviour => behaviour.Silent = true).Answers.ShouldBeEmpty();
        Misbehaving(behaviour => behaviour.SilentAfterAccept = true).IsReady.ShouldBeFalse();
        Misbehaving(behaviour => behaviour.ClosesAfterAccept = true).Ends.ShouldBe([ChannelEnd.ClosedByPeer]);
        Misbehaving(behaviour => behaviour.ClosesAfterChallenge = true).Ends.ShouldBe([ChannelEnd.ClosedByPeer]);
        Misbehaving(behaviour => behaviour.RefusesTls = true).Ends.ShouldBe([ChannelEnd.Refused]);
        Misbehaving(behaviour => behaviour.PlainOnTlsPort = true).Ends.ShouldBe([ChannelEnd.NotTls]);
        Misbehaving(behaviour => behaviour.AnswerPieceBytes = 1).Answers.Count.ShouldBe(1);
        Misbehaving(behaviour => behaviour.AnswersTwice = true).Answers.Count.ShouldBe(2);
        Misbehaving(behaviour => behaviour.AnswerDelay = TimeSpan.FromSeconds(20)).Answers.Count.ShouldBe(1);
        Misbehaving(behaviour => behaviour.AnswerDelay = TimeSpan.FromSeconds(200)).Answers.ShouldBeEmpty();
        var offered = Misbehaving(behaviour => behaviour.Schemes = [SipScheme.Ntlm, SipScheme.Kerberos]).Last;
        RawSipClient.Headers(offered, "WWW-Authenticate").Select(value => value.Split(' ')[0])
            .ShouldBe(["NTLM", "Kerberos"]);
        var refused = Misbehaving(behaviour => behaviour.Refusal = new(503, "Service Unavailable", 30)).Last;
        RawSipClient.Status(refused).ShouldBe(503);
        RawSipClient.Header(refused, "Retry-After").ShouldBe("30");
    }

    [Fact]
    public void A_redirect_comes_after_the_proof_and_names_the_contacts_in_order()
    {
        var (pair, client) = Connected();
        pair.Registrar.Behaviour.RedirectTo = ["pool02.contoso.example:5061", "pool03.contoso.example:5061"];

        var answer = SignIn(pair, client);
        RawSipClient.Status(answer).ShouldBe(301);
        RawSipClient.Headers(answer, "Contact").ShouldBe(
        [
            "<sip:pool02.contoso.example:5061;transport=TLS>;q=0.7",
            "<sip:pool03.contoso.example:5061;transport=TLS>;q=0.3",
        ]);
    }

    [Fact]
    public void A_lost_binding_is_fixed_at_the_refresh()
    {
        var (pair, client) = Connected();
        SignIn(pair, client);
        pair.Registrar.Behaviour.LosesBinding = true;

        RawSipClient.Header(SignIn(pair, client), "presence-state").ShouldStartWith("register-action=\"fixed\"");
    }

    [Fact]
    public void Driving_a_pair_is_bounded_and_says_so()
    {
        var (pair, _) = Connected();

        pair.Drive(() => false).ShouldBe(PairStop.Quiet);
        pair.World.Tell(pair.DevicePlace, new NetInput.NetworkChanged());
        pair.Drive(() => false, stepsMax: 1).ShouldBe(PairStop.StepsExhausted);
    }

    private static RegistrarDirectory Directory() =>
        new(HostName.Parse("contoso.example"), [new("alice", Password), new("bob", "Dial-Tone-2")]);

    private static (Pair Pair, RawSipClient Client) Connected(
        ulong entropy = 1, Action<RegistrarBehaviour>? misbehave = null)
    {
        var address = IpAddress.V4(192, 0, 2, 11);
        var registrar = new Registrar(
            new()
            {
                Name = HostName.Parse("fe1.contoso.example"),
                Tls = new(address, 5061),
                Tcp = new(address, 5060),
                TlsIdentity = "pool01",
            },
            Directory(),
            new SeededEntropy(entropy, "registrar"));
        misbehave?.Invoke(registrar.Behaviour);
        var client = new RawSipClient(new(address, 5061), new TlsRequest(HostName.Parse("pool01.contoso.example")));
        var pair = new Pair(client, registrar);
        pair.World.Certificates["pool01"] = new("TLS 1.3", "TLS_AES_256_GCM_SHA384", [], ChainTrust.Trusted);
        pair.World.PowerOn(pair.DevicePlace);
        pair.Advance(TimeSpan.FromSeconds(1));
        return (pair, client);
    }

    private RawSipClient Misbehaving(Action<RegistrarBehaviour> misbehave)
    {
        var (pair, client) = Connected(misbehave: misbehave);
        client.Queue(Register());
        pair.World.Tell(pair.DevicePlace, new NetInput.SignOut());
        pair.Advance(TimeSpan.FromSeconds(60));
        return client;
    }

    private static string Ask(Pair pair, RawSipClient client, string request)
    {
        var before = client.Answers.Count;
        client.Queue(request);
        pair.World.Tell(pair.DevicePlace, new NetInput.SignOut());
        pair.Drive(() => client.Answers.Count > before).ShouldBe(PairStop.Reached);
        return client.Last;
    }

    private string SignIn(Pair pair, RawSipClient client, string password = Password, uint? expires = null)
    {
        var challenge = RawSipClient.Header(Ask(pair, client, Register(expires: expires)), "WWW-Authenticate");
        return Ask(pair, client, Register(RawSipClient.Answer(challenge, password), expires));
    }

    private static string Line(string? header) => header is null ? "" : header + "\n";

    private string Register(string? authorization = null, uint? expires = null) =>
        $"""
        REGISTER sip:contoso.example SIP/2.0
        Via: SIP/2.0/TLS 192.0.2.50:51234
        Max-Forwards: 70
        From: <sip:alice@contoso.example>;tag=4f2a9c0d11;epid=c8ca638a15
        To: <sip:alice@contoso.example>
        Call-ID: 7d0e
        CSeq: {++_cseq} REGISTER
        Contact: <sip:192.0.2.50:51234;transport=tls;ms-opaque=d3470f2e1d>;proxy=replace;+sip.instance="{Instance}"
        Event: registration
        {Line(expires is null ? null : $"Expires: {expires}")}{Line(authorization)}Content-Length: 0


        """;
}
