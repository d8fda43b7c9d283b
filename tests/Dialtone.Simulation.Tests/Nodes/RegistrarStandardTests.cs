using Dialtone.Core.Net;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Digest;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>A Registrar as phones of standard SIP need it: RFC 3261 section 10 and its extensions.</summary>
public class RegistrarStandardTests
{
    private const string Password = "Dial-Tone-1";
    private const string Instance = "+sip.instance=\"<urn:uuid:34d859db-6585-5f91-a3b4-de853c15347d>\"";

    private readonly Pair _pair;
    private readonly RawSipClient _client;
    private uint _cseq;

    public RegistrarStandardTests()
    {
        var address = IpAddress.V4(192, 0, 2, 11);
        var registrar = new Registrar(
            new()
            {
                Name = HostName.Parse("fe1.contoso.example"),
                Tls = new(address, 5061),
                Tcp = new(address, 5060),
                TlsIdentity = "pool01",
                Algorithms = [DigestAlgorithm.Sha512Truncated256, DigestAlgorithm.Sha256, DigestAlgorithm.Md5],
                ServiceRoute = ["<sip:fe1.contoso.example;lr>"],
            },
            new(HostName.Parse("contoso.example"), [new("alice", Password), new("bob", "Dial-Tone-2")]),
            new SeededEntropy(1, "registrar"));
        _client = new(new(address, 5060));
        _pair = new(_client, registrar);
        _pair.World.PowerOn(_pair.DevicePlace);
        _pair.Advance(TimeSpan.FromSeconds(1));
    }

    private RegistrarBehaviour Behaviour => _pair.Registrar.Behaviour;

    private IReadOnlyList<Binding> Bindings => _pair.Registrar.Directory.BindingsOf("alice", _pair.World.Time);

    [Fact]
    public void A_200_says_what_a_phone_needs_and_nothing_of_Lync()
    {
        var answer = SignIn("Contact: <sip:alice@192.0.2.50:5060>;q=0.25;methods=\"INVITE, ACK\"\nExpires: 600\n");

        RawSipClient.Headers(answer, "Contact").ShouldBe(
            ["<sip:alice@192.0.2.50:5060>;expires=600;q=0.250;methods=\"INVITE, ACK\""]);
        RawSipClient.Header(answer, "Service-Route").ShouldBe("<sip:fe1.contoso.example;lr>");
        RawSipClient.Header(answer, "Date").ShouldBe("Mon, 02 Mar 2026 08:00:01 GMT");
        answer.ShouldNotContain("presence-state");
        answer.ShouldNotContain("ms-keep-alive");
        answer.ShouldNotContain("Require");
    }

    [Fact]
    public void Several_contacts_are_bound_at_once_each_with_its_own_time()
    {
        var answer = SignIn(
            "Contact: <sip:alice@192.0.2.50>;expires=120, <sip:alice@192.0.2.51>\nm: sip:alice@192.0.2.52;q=1\n"
            + "Expires: 300\n");

        RawSipClient.Headers(answer, "Contact").ShouldBe(
        [
            "<sip:alice@192.0.2.50>;expires=120",
            "<sip:alice@192.0.2.51>;expires=300",
            "<sip:alice@192.0.2.52>;expires=300;q=1",
        ]);
    }

    [Fact]
    public void A_query_lists_the_bindings_and_changes_none()
    {
        SignIn(Contact("192.0.2.50") + "Expires: 600\n");
        _pair.Advance(TimeSpan.FromSeconds(100));

        var answer = SignIn("");

        RawSipClient.Header(answer, "Contact").ShouldBe("<sip:alice@192.0.2.50>;expires=500");
        Bindings.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(0u, 1)]
    [InlineData(900u, 2)]
    public void One_contact_goes_and_the_other_stays(uint expires, int left)
    {
        SignIn(Contact("192.0.2.50"));
        SignIn(Contact("192.0.2.51"));

        SignIn($"Contact: <sip:alice@192.0.2.50>;expires={expires}\nExpires: 600\n");

        Bindings.Count.ShouldBe(left);
    }

    [Fact]
    public void A_host_in_other_letters_is_the_same_contact_and_a_user_is_not()
    {
        SignIn("Contact: <sip:alice@Phone.contoso.example>\n");
        SignIn("Contact: <SIP:alice@phone.CONTOSO.example>\n");
        Bindings.Count.ShouldBe(1);

        SignIn("Contact: <sip:Alice@phone.contoso.example>\n");
        Bindings.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("Contact: *\nExpires: 0\n", 200, 0)]
    [InlineData("Contact: *\n", 400, 2)]
    [InlineData("Contact: *\nExpires: 60\n", 400, 2)]
    [InlineData("Contact: *, <sip:alice@192.0.2.50>\nExpires: 0\n", 400, 2)]
    public void The_wildcard_stands_alone_with_zero(string headers, int status, int left)
    {
        SignIn(Contact("192.0.2.50"));
        SignIn(Contact("192.0.2.51"));

        RawSipClient.Status(Ask(Register(headers + Proof()))).ShouldBe(status);

        Bindings.Count.ShouldBe(left);
    }

    [Fact]
    public void What_is_too_brief_is_refused_and_nothing_is_bound()
    {
        var answer = SignIn("Contact: <sip:alice@192.0.2.50>, <sip:alice@192.0.2.51>;expires=59\n");

        RawSipClient.Status(answer).ShouldBe(423);
        RawSipClient.Header(answer, "Min-Expires").ShouldBe("60");
        Bindings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(60u, 60u)]
    [InlineData(3600u, 900u)]
    public void Never_more_is_granted_than_was_asked_for(uint asked, uint granted) =>
        SignIn(Contact("192.0.2.50") + $"Expires: {asked}\n").ShouldContain($">;expires={granted}\r\n");

    [Fact]
    public void One_contact_out_of_order_leaves_all_as_they_were()
    {
        SignIn(Contact("192.0.2.50"));
        var proof = Proof();
        _cseq = 0;

        var answer = Ask(Register("Contact: <sip:alice@192.0.2.51>, <sip:alice@192.0.2.50>\n" + proof));

        RawSipClient.Status(answer).ShouldBe(500);
        Bindings.ShouldHaveSingleItem().Contact.ShouldBe("sip:alice@192.0.2.50");
        RawSipClient.Status(Ask(Register(Contact("192.0.2.50") + Proof()).Replace("7d0e", "8e1f",
            StringComparison.Ordinal))).ShouldBe(200);
    }

    [Fact]
    public void An_unknown_extension_is_refused_by_name()
    {
        var answer = Ask(Register("Require: path, frob\nRequire: mangle\n"));

        RawSipClient.Status(answer).ShouldBe(420);
        RawSipClient.Header(answer, "Unsupported").ShouldBe("frob, mangle");
    }

    [Theory]
    [InlineData("REGISTER sip:fabrikam.example", 404)]
    [InlineData("REGISTER tel:5550100", 416)]
    [InlineData("REGISTER sip:192.0.2.11:5060", 401)]
    [InlineData("REGISTER sip:fe1.contoso.example", 401)]
    public void The_request_URI_is_this_domain_or_this_server(string startLine, int status) =>
        RawSipClient.Status(Ask(Register().Replace("REGISTER sip:contoso.example", startLine,
            StringComparison.Ordinal))).ShouldBe(status);

    [Fact]
    public void The_credentials_of_another_user_are_forbidden()
    {
        var challenge = RawSipClient.Header(Ask(Register()), "WWW-Authenticate");
        var bob = RawSipClient.Answer(challenge, "Dial-Tone-2", user: "bob") + "\n";

        RawSipClient.Status(Ask(Register(Contact("192.0.2.50") + bob))).ShouldBe(403);
        Bindings.ShouldBeEmpty();
    }

    [Fact]
    public void The_challenges_are_those_of_the_settings_or_MD5_alone()
    {
        RawSipClient.Headers(Ask(Register()), "WWW-Authenticate").Length.ShouldBe(3);
        Behaviour.OffersMd5Alone = true;

        RawSipClient.Headers(Ask(Register()), "WWW-Authenticate").ShouldHaveSingleItem().ShouldContain("MD5");
        RawSipClient.Status(SignIn(Contact("192.0.2.50"))).ShouldBe(200);
    }

    [Theory]
    [InlineData("Supported: path\n", 2)]
    [InlineData("", 0)]
    public void A_path_is_kept_and_told_to_a_phone_that_knows_it(string supported, int told)
    {
        var answer = SignIn(
            Contact("192.0.2.50") + supported
            + "Path: <sip:edge.contoso.example;lr>, <sip:inner.contoso.example;lr>\n");

        RawSipClient.Headers(answer, "Path").Length.ShouldBe(told);
        Bindings.ShouldHaveSingleItem().Path.ShouldBe(
            ["<sip:edge.contoso.example;lr>", "<sip:inner.contoso.example;lr>"]);
    }

    [Fact]
    public void A_flow_is_bound_by_instance_and_number_and_told_by_Require()
    {
        var answer = SignIn($"Contact: <sip:alice@192.0.2.50:5060>;reg-id=1;{Instance}\nSupported: outbound, path\n");

        RawSipClient.Header(answer, "Require").ShouldBe("outbound");
        RawSipClient.Header(answer, "Flow-Timer").ShouldBe("120");
        RawSipClient.Header(answer, "Contact").ShouldBe(
            $"<sip:alice@192.0.2.50:5060>;expires=600;{Instance};reg-id=1");

        // From another address the same flow again; then a second one beside it.
        SignIn($"Contact: <sip:alice@192.0.2.51:5060>;reg-id=1;{Instance}\nSupported: outbound, path\n");
        Bindings.ShouldHaveSingleItem().Contact.ShouldBe("sip:alice@192.0.2.51:5060");
        SignIn($"Contact: <sip:alice@192.0.2.51:5060>;reg-id=2;{Instance}\nSupported: outbound, path\n");
        Bindings.Count.ShouldBe(2);
    }

    [Fact]
    public void Without_the_option_reg_id_means_nothing()
    {
        SignIn($"Contact: <sip:alice@192.0.2.50:5060>;reg-id=1;{Instance}\n").ShouldNotContain("outbound\r\nFlow");
        SignIn($"Contact: <sip:alice@192.0.2.51:5060>;reg-id=1;{Instance}\n");

        Bindings.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("", 439)]
    [InlineData("Path: <sip:edge.contoso.example;lr>\n", 439)]
    [InlineData("Path: <sip:edge.contoso.example;lr;ob>\n", 200)]
    public void Through_a_proxy_a_flow_needs_the_proxy_s_word(string path, int status) =>
        RawSipClient.Status(SignIn($"Via: SIP/2.0/TCP 192.0.2.60;branch=z9hG4bK2\n{path}Supported: outbound, path\n"
            + $"Contact: <sip:alice@192.0.2.50:5060>;reg-id=1;{Instance}\n")).ShouldBe(status);

    [Fact]
    public void Two_flows_in_one_request_are_refused() => RawSipClient.Status(SignIn(
        $"Contact: <sip:alice@192.0.2.50>;reg-id=1;{Instance}\nContact: <sip:alice@192.0.2.50>;reg-id=2;{Instance}\n"
        + "Supported: outbound\n")).ShouldBe(400);

    [Fact]
    public void A_phone_that_knows_GRUU_gets_a_public_and_a_temporary_one()
    {
        var headers = $"Contact: <sip:alice@192.0.2.50>;{Instance}\nSupported: gruu\n";

        var first = RawSipClient.Header(SignIn(headers), "Contact");
        var second = RawSipClient.Header(SignIn(headers), "Contact");

        first.ShouldContain(
            ";pub-gruu=\"sip:alice@contoso.example;gr=urn:uuid:34d859db-6585-5f91-a3b4-de853c15347d\"");
        var temporary = first[first.IndexOf(";temp-gruu=\"sip:tgruu.", StringComparison.Ordinal)..];
        temporary.ShouldEndWith("@contoso.example;gr\"");
        second.ShouldNotContain(temporary);
        SignIn("").ShouldNotContain("gruu=");
    }

    [Fact]
    public void A_ping_gets_its_pong()
    {
        var pings = new PongClient(_pair.Registrar.Settings.Tcp);
        var place = _pair.World.Place(_pair.World.AddHost("pinger", IpAddress.V4(192, 0, 2, 70)), "pinger", pings);
        _pair.World.PowerOn(place);
        _pair.Advance(TimeSpan.FromSeconds(1));

        pings.Received.ShouldBe("\r\n");
        _pair.Registrar.Observed.KeepAlives.ShouldBe(1);
    }

    [Theory]
    [InlineData("Contact: <sip:alice@192.0.2.50>;expires=x\n")]
    [InlineData("Expires: -1\n")]
    [InlineData("Contact: <sip:alice@192.0.2.50>;q=2\n")]
    [InlineData("Path: <sip:a\n")]
    public void What_cannot_be_read_is_a_bad_request(string header)
    {
        RawSipClient.Status(Ask(Register(header))).ShouldBe(400);
        RawSipClient.Status(SignIn(Contact("192.0.2.50"))).ShouldBe(200);
    }

    [Fact]
    public void More_contacts_than_the_limit_are_a_bad_request()
    {
        var contacts = string.Concat(Enumerable.Range(1, 17).Select(i => Contact($"192.0.2.{i}")));

        RawSipClient.Status(Ask(Register(contacts))).ShouldBe(400);
    }

    [Fact]
    public void Folds_in_what_is_given_back_are_gone()
    {
        var answer = SignIn("Contact: <sip:alice@192.0.2.50>;note=\"a\n b\"\nPath: <sip:edge;lr>\n ;x=\"1\n 2\"\n"
            + "Supported: path\n");

        RawSipClient.Header(answer, "Contact").ShouldBe("<sip:alice@192.0.2.50>;expires=600;note=\"a b\"");
        RawSipClient.Header(answer, "Path").ShouldBe("<sip:edge;lr> ;x=\"1 2\"");
    }

    private static string Contact(string address) => $"Contact: <sip:alice@{address}>\n";

    private string Proof() =>
        RawSipClient.Answer(RawSipClient.Header(Ask(Register()), "WWW-Authenticate"), Password) + "\n";

    private string SignIn(string headers) => Ask(Register(headers + Proof()));

    private string Ask(string request)
    {
        var before = _client.Answers.Count;
        _client.Queue(request);
        _pair.World.Tell(_pair.DevicePlace, new NetInput.SignOut());
        _pair.Drive(() => _client.Answers.Count > before).ShouldBe(PairStop.Reached);
        return _client.Last;
    }

    private string Register(string headers = "") =>
        $"""
        REGISTER sip:contoso.example SIP/2.0
        Via: SIP/2.0/TCP 192.0.2.50:5060;branch=z9hG4bK{_cseq + 1}
        Max-Forwards: 70
        From: <sip:alice@contoso.example>;tag=4f2a9c0d11
        To: <sip:alice@contoso.example>
        Call-ID: 7d0e
        CSeq: {++_cseq} REGISTER
        {headers}Content-Length: 0


        """;
}
