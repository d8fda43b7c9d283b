using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>SIP over UDP at a Registrar, as phones of standard SIP speak it.</summary>
public class RegistrarDatagramTests
{
    private const string Password = "Dial-Tone-1";
    private const ushort ClientPort = 5062;

    private readonly RawDatagramClient _client = new(new(IpAddress.V4(192, 0, 2, 11), 5060), ClientPort);
    private readonly Pair _pair;
    private uint _cseq;

    public RegistrarDatagramTests()
    {
        var address = IpAddress.V4(192, 0, 2, 11);
        var registrar = new Registrar(
            new()
            {
                Name = HostName.Parse("fe1.contoso.example"),
                Tls = new(address, 5061),
                Tcp = new(address, 5060),
                Udp = new(address, 5060),
                TlsIdentity = "pool01",
                TransactionsMax = 2,
            },
            new(HostName.Parse("contoso.example"), [new("alice", Password)]),
            new SeededEntropy(1, "registrar"));
        _pair = new(_client, registrar);
        _pair.World.PowerOn(_pair.DevicePlace);
        _pair.Advance(TimeSpan.FromSeconds(1));
    }

    private Now Now => new(_pair.World.Time, _pair.World.Start + _pair.World.Time.SinceStart);

    private RegistrarObservations Observed => _pair.Registrar.Observed;

    [Fact]
    public void A_phone_registers()
    {
        var answer = SignIn();

        RawSipClient.Status(answer).ShouldBe(200);
        var binding = _pair.Registrar.Directory.BindingsOf("alice", _pair.World.Time).ShouldHaveSingleItem();
        binding.Address.ShouldBe(new(Pair.DeviceAddress, ClientPort));
    }

    [Theory]
    [InlineData("192.0.2.50:5062;branch=z9hG4bK1", "192.0.2.50:5062;branch=z9hG4bK1")]
    [InlineData("192.0.2.50;rport;branch=z9hG4bK1", "192.0.2.50;branch=z9hG4bK1;received=192.0.2.50;rport=5062")]
    [InlineData("10.0.0.9:5062;branch=z9hG4bK1;received=192.0.2.99",
        "10.0.0.9:5062;branch=z9hG4bK1;received=192.0.2.50")]
    [InlineData("phone:9;x=\"a;b\";rport=1;branch=z9hG4bK1, SIP/2.0/UDP 192.0.2.77:5060;branch=z9hG4bK2",
        "phone:9;x=\"a;b\";branch=z9hG4bK1;received=192.0.2.50;rport=5062, "
        + "SIP/2.0/UDP 192.0.2.77:5060;branch=z9hG4bK2")]
    public void The_answer_s_Via_says_where_the_request_came_from(string via, string expected) =>
        RawSipClient.Headers(Ask(Register(via: via)), "Via").ShouldBe([$"SIP/2.0/UDP {expected}"]);

    [Fact]
    public void Without_rport_the_answer_goes_to_the_port_that_the_Via_names()
    {
        // 192.0.2.50:5060 by default, where nobody listens.
        Send(Register(via: "192.0.2.50;branch=z9hG4bK1"));
        _client.Answers.ShouldBeEmpty();

        RawSipClient.Status(Ask(Register(via: $"192.0.2.50:{ClientPort};branch=z9hG4bK2"))).ShouldBe(401);
    }

    [Fact]
    public void A_request_in_compact_form_is_answered()
    {
        var answer = Ask("""
            REGISTER sip:contoso.example SIP/2.0
            v: SIP/2.0/UDP 192.0.2.50:5062;branch=z9hG4bK1;rport
            f: <sip:alice@contoso.example>;tag=1
            t: sip:alice@contoso.example
            i: 7d0e
            CSeq: 1 REGISTER
            m: <sip:alice@192.0.2.50:5062>
            l: 0


            """);

        RawSipClient.Status(answer).ShouldBe(401);
        RawSipClient.Header(answer, "Call-ID").ShouldBe("7d0e");
    }

    [Fact]
    public void Options_are_answered_and_what_follows_a_body_is_passed_over()
    {
        var answer = Ask(Register().Replace("REGISTER", "OPTIONS", StringComparison.Ordinal) + "and more");

        RawSipClient.Status(answer).ShouldBe(200);
        RawSipClient.Header(answer, "Allow").ShouldBe("REGISTER, OPTIONS");
    }

    [Fact]
    public void What_comes_again_gets_the_answer_that_it_had_until_timer_J()
    {
        var request = Register(RawSipClient.Answer(Challenge(), Password));
        var answer = Ask(request);
        RawSipClient.Status(answer).ShouldBe(200);

        Ask(request).ShouldBe(answer);
        Observed.Retransmissions.ShouldBe(1);
        Observed.Registers.ShouldBe(2);

        // 64 times T1 later the nonce count was used before: the request is a new one, and a replay.
        _pair.Advance(TimeSpan.FromSeconds(33));
        Ask(request).ShouldContain("stale=true");
        Observed.Retransmissions.ShouldBe(1);
    }

    [Fact]
    public void A_challenge_is_not_kept_and_its_tag_is_the_same_again()
    {
        var request = Register();

        var first = Ask(request);
        var second = Ask(request);

        RawSipClient.Header(second, "To").ShouldBe(RawSipClient.Header(first, "To"));
        Observed.Retransmissions.ShouldBe(0);
    }

    [Fact]
    public void No_more_answers_are_kept_than_the_limit_has_it()
    {
        string[] requests =
        [
            .. Enumerable.Range(0, 3).Select(_ => Register(RawSipClient.Answer(Challenge(), Password))),
        ];
        foreach (var request in requests)
        {
            RawSipClient.Status(Ask(request)).ShouldBe(200);
        }

        Observed.TransactionsDropped.ShouldBe(1);
        Ask(requests[2]);
        Observed.Retransmissions.ShouldBe(1);
        Ask(requests[0]);
        Observed.Retransmissions.ShouldBe(1);
    }

    [Fact]
    public void An_answer_without_proof_is_not_longer_than_three_times_its_request()
    {
        var challenge = Ask(Register());
        challenge.Length.ShouldBeLessThan(2 * Register().Length);

        Send("""
            REGISTER sip:contoso.example SIP/2.0
            v:SIP/2.0/UDP a;rport
            f:sip:a
            t:sip:alice@contoso.example
            i:1
            CSeq:1 REGISTER


            """);
        Observed.AnswersWithheld.ShouldBe(1);
        _client.Answers.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("\n\n")]
    [InlineData("\n")]
    [InlineData("\0\0\0\0")]
    public void Keep_alives_have_no_answer(string bytes)
    {
        Send(bytes);

        _client.Answers.ShouldBeEmpty();
        (Observed.KeepAlives, Observed.Malformed).ShouldBe((1, 0));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\n\n")]
    [InlineData("SIP/2.0 200 OK\n\n")]
    [InlineData("REGISTER sip:contoso.example SIP/2.0\nVia: SIP/2.0/UDP\n\n")]
    [InlineData("\u0001\u0001\0\0!\u0012¤B0123456789ab")]
    public void Junk_has_no_answer_and_does_no_harm(string bytes)
    {
        Send(bytes);

        _client.Answers.ShouldBeEmpty();
        Observed.Malformed.ShouldBe(1);
        RawSipClient.Status(SignIn()).ShouldBe(200);
    }

    [Fact]
    public void A_port_that_ended_is_opened_again()
    {
        var effects = new NetEffects();
        var registrar = _pair.Registrar;
        registrar.Handle(Now, new NetInput.PowerOn(), effects);
        var opened = effects.OfType<NetEffect.OpenDatagrams>().Single();

        registrar.Handle(Now, new NetInput.Ended(opened.Flow, ChannelEnd.Failed), effects);
        effects.Clear();
        _pair.Advance(TimeSpan.FromSeconds(2));
        registrar.Handle(Now, new NetInput.DeadlineReached(), effects);

        effects.OfType<NetEffect.OpenDatagrams>().ShouldHaveSingleItem().Flow.ShouldNotBe(opened.Flow);
    }

    private string Challenge() => RawSipClient.Header(Ask(Register()), "WWW-Authenticate");

    private string SignIn() => Ask(Register(RawSipClient.Answer(Challenge(), Password)));

    private string Ask(string request)
    {
        var before = _client.Answers.Count;
        Send(request);
        _client.Answers.Count.ShouldBe(before + 1);
        return _client.Last;
    }

    private void Send(string datagram)
    {
        _client.Queue(datagram);
        _pair.World.Tell(_pair.DevicePlace, new NetInput.SignOut());
        _pair.Advance(TimeSpan.FromMilliseconds(500));
    }

    private string Register(string? authorization = null, string? via = null) =>
        $"""
        REGISTER sip:contoso.example SIP/2.0
        Via: SIP/2.0/UDP {via ?? $"192.0.2.50:5060;rport;branch=z9hG4bK{_cseq + 1}"}
        Max-Forwards: 70
        From: <sip:alice@contoso.example>;tag=4f2a9c0d11
        To: <sip:alice@contoso.example>
        Call-ID: 7d0e
        CSeq: {++_cseq} REGISTER
        Contact: <sip:alice@192.0.2.50:5062>
        {(authorization is null ? "" : authorization + "\n")}Content-Length: 0


        """;
}
