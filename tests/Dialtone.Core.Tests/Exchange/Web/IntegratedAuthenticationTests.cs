using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Net.Security;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Tests.Time;
using Dialtone.Wire.Auth.Ntlm;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Core.Tests.Exchange.Web;

/// <summary>Negotiate and NTLM towards a server that verifies what it is sent.</summary>
public class IntegratedAuthenticationTests
{
    private static readonly NtlmSecret Secret = NtlmSecret.FromPassword("correct horse");
    private static readonly KerberosLogon Logon = KerberosLogon.Of("alice", "contoso.example", "correct horse");

    [Theory]
    [InlineData("NTLM", false)]
    [InlineData("NTLM", true)]
    [InlineData("Negotiate", false)]
    public void Ntlm_proves_a_connection_by_three_messages(string scheme, bool tellsTime)
    {
        var server = new NtlmDoorkeeper(scheme) { TellsTime = tellsTime };
        var bench = new WebBench { Server = server.Answer };

        var outcome = bench.Get(authentication: Authentication(null, "CONTOSO\\alice", "correct horse"));

        (outcome.HttpStatus, outcome.Proof, outcome.Scheme).ShouldBe((200, WebProof.Accepted, "NTLM"));
        server.Verdict.ShouldBe(NtlmVerdict.Proved);
        bench.Sent.Select(s => s.Flow).Distinct().ShouldHaveSingleItem();
        bench.Sent.Count.ShouldBe(3);
        bench.Effects.Any(each => each is DeviceEffect.OfHost { Effect: NetEffect.AskTicket }).ShouldBeFalse();
    }

    [Fact]
    public void A_wrong_password_is_refused()
    {
        var server = new NtlmDoorkeeper("NTLM");
        var bench = new WebBench { Server = server.Answer };

        var outcome = bench.Get(authentication: Authentication(null, "alice@contoso.example", "wrong"));

        (outcome.HttpStatus, outcome.Proof, outcome.Scheme).ShouldBe((401, WebProof.Refused, "NTLM"));
        server.Verdict.ShouldBe(NtlmVerdict.NotProved);
        bench.Sent.Count.ShouldBe(3);
    }

    [Fact]
    public void A_ticket_goes_before_ntlm_and_is_for_the_service_of_the_web_server()
    {
        var bench = new WebBench { Server = TakesTicket };
        Begin(bench, Logon, "CONTOSO\\alice");
        var asked = Asked(bench);
        asked.Service.ShouldBe("HTTP/web.contoso.example");
        asked.Logon.ShouldBe(Logon);

        bench.Give(new DeviceInput.OfHost(new NetInput.TicketGiven(asked.Flow, new byte[] { 0x60, 0x82 }, null!)));

        (bench.Outcome.Proof, bench.Outcome.Scheme).ShouldBe((WebProof.Accepted, "Kerberos"));
        bench.Sent.Select(s => s.Request.Field("Authorization")).ShouldBe([null, "Negotiate YII="]);
    }

    [Fact]
    public void Without_a_ticket_it_is_ntlm_where_that_is_allowed()
    {
        var server = new NtlmDoorkeeper("Negotiate", "NTLM");
        var bench = new WebBench { Server = server.Answer };
        Begin(bench, Logon, "CONTOSO\\alice");

        bench.Give(Failed(bench));

        (bench.Outcome.Proof, bench.Outcome.Scheme).ShouldBe((WebProof.Accepted, "NTLM"));
    }

    [Fact]
    public void Without_a_ticket_and_without_ntlm_it_is_said_why()
    {
        var bench = new WebBench { Server = _ => Unauthorized("Negotiate", "NTLM") };
        Begin(bench, KerberosLogon.Cache, null);

        bench.Give(Failed(bench));

        (bench.Outcome.Proof, bench.Outcome.ProofFault, bench.Outcome.Detail).ShouldBe(
            (WebProof.NotMade, SecurityFault.NoTicketServer, "none answers"));
    }

    [Fact]
    public void A_ticket_that_is_not_taken_is_followed_by_ntlm_and_said()
    {
        var bench = new WebBench { Server = _ => Unauthorized("Negotiate", "NTLM") };
        Begin(bench, Logon, "CONTOSO\\alice");

        bench.Give(new DeviceInput.OfHost(new NetInput.TicketGiven(Asked(bench).Flow, new byte[] { 1 }, null!)));

        (bench.Outcome.Proof, bench.Outcome.Scheme, bench.Outcome.Detail).ShouldBe(
            (WebProof.Refused, "NTLM", "The server did not take the Kerberos ticket."));
        bench.Sent.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("Basic realm=\"x\"")]
    [InlineData("Bearer")]
    [InlineData("NTLMv3")]
    public void What_is_not_offered_is_not_tried(string challenge)
    {
        var outcome = new WebBench { Server = _ => Unauthorized(challenge) }
            .Get(authentication: Authentication(Logon, "CONTOSO\\alice", "correct horse"));

        (outcome.Proof, outcome.Scheme).ShouldBe((WebProof.NotOffered, ""));
    }

    [Fact]
    public void Schemes_may_share_a_field_in_any_case()
    {
        var server = new NtlmDoorkeeper("negotiate, ntlm");
        var outcome = new WebBench { Server = server.Answer }
            .Get(authentication: Authentication(null, "CONTOSO\\alice", "correct horse"));

        outcome.Proof.ShouldBe(WebProof.Accepted);
    }

    [Theory]
    [InlineData("!", "The challenge of NTLM is not base64.")]
    [InlineData("TlRMTQ==", "The challenge of NTLM: NotNtlm at byte 0.")]
    public void A_challenge_that_is_none_is_said(string token, string detail)
    {
        var outcome = new WebBench { Server = request => Unauthorized(request.Field("Authorization") is null
            ? "NTLM" : $"NTLM {token}") }.Get(authentication: Authentication(null, "alice", "correct horse"));

        (outcome.Proof, outcome.ProofFault, outcome.Detail).ShouldBe((WebProof.NotMade, null, detail));
    }

    [Fact]
    public void A_server_without_extended_session_security_gets_no_answer()
    {
        var challenge = new NtlmChallenge { Flags = NtlmFlags.Unicode | NtlmFlags.Ntlm, ServerChallenge = 1 };
        var outcome = new WebBench { Server = request => Unauthorized(request.Field("Authorization") is null
            ? "NTLM" : $"NTLM {Convert.ToBase64String(challenge.ToBytes())}") }
            .Get(authentication: Authentication(null, "alice", "correct horse"));

        outcome.Detail.ShouldBe("The server's NTLM is without ExtendedSessionSecurity, TargetInfo.");
    }

    [Theory]
    [InlineData(new SipScheme[0], true, true)]
    [InlineData(new[] { SipScheme.TlsDsk }, true, true)]
    [InlineData(new[] { SipScheme.TlsDsk, SipScheme.Kerberos }, true, false)]
    [InlineData(new[] { SipScheme.Ntlm, SipScheme.TlsDsk }, false, true)]
    [InlineData(new[] { SipScheme.Ntlm, SipScheme.Kerberos }, true, true)]
    public void What_a_device_was_denied_is_not_done_towards_web_servers_either(
        SipScheme[] allowed, bool asksForTicket, bool speaksNtlm)
    {
        var settings = new DeviceBench().Settings with
        {
            Credential = UserCredential.FromPassword("CONTOSO\\alice", "correct horse"),
            Schemes = [.. allowed],
        };
        var proof = IntegratedAuthentication.Of(settings, new SeededEntropy(2), new FlowIds()).ShouldNotBeNull();
        var effects = new List<DeviceEffect>();

        proof.Begin(new WebBench().Now, WebBench.Web, ["NTLM"], effects)
            .ShouldBeOfType(speaksNtlm ? typeof(WebProofStep.Send) : typeof(WebProofStep.NotOffered));
        _ = proof.Begin(new WebBench().Now, WebBench.Web, ["Negotiate"], effects);
        (effects.Count > 0).ShouldBe(asksForTicket);
    }

    [Fact]
    public void A_pin_proves_nobody_here() => IntegratedAuthentication.Of(
        new DeviceBench().Settings with { Credential = UserCredential.FromPin("4711", "1234") },
        new SeededEntropy(2), new FlowIds()).ShouldBeNull();

    private static IntegratedAuthentication Authentication(KerberosLogon? kerberos, string? login, string password) =>
        new(kerberos, login is null ? null : NtlmAccount.Of(login, NtlmSecret.FromPassword(password)),
            new SeededEntropy(2), new FlowIds());

    private static void Begin(WebBench bench, KerberosLogon kerberos, string? login) =>
        bench.Begin(new(WebBench.Url("https://web.contoso.example/"))
        {
            Authentication = Authentication(kerberos, login, "correct horse"),
        });

    private static NetEffect.AskTicket Asked(WebBench bench) => bench.Effects
        .OfType<DeviceEffect.OfHost>().Select(each => each.Effect).OfType<NetEffect.AskTicket>().Single();

    private static DeviceInput.OfHost Failed(WebBench bench) =>
        new(new NetInput.SecurityFailed(Asked(bench).Flow, SecurityFault.NoTicketServer, "none answers"));

    private static HttpResponse TakesTicket(HttpRequest request) => request.Field("Authorization") is null
        ? Unauthorized("Negotiate", "NTLM") : new HttpResponse(200);

    private static HttpResponse Unauthorized(params string[] challenges) =>
        new(401) { Fields = [.. challenges.Select(c => new HttpField("WWW-Authenticate", c))] };

    /// <summary>A server that speaks NTLM under the name by which it is addressed.</summary>
    private sealed class NtlmDoorkeeper(params string[] offers)
    {
        private byte[] _negotiate = [];
        private NtlmChallenge? _challenge;

        public bool TellsTime { get; init; }

        public NtlmVerdict? Verdict { get; private set; }

        public HttpResponse Answer(HttpRequest request)
        {
            if (request.Field("Authorization")?.Split(' ') is not [var scheme, var text])
            {
                return Unauthorized(offers);
            }

            var token = Convert.FromBase64String(text);
            if (NtlmNegotiate.TryRead(token, out var negotiate, out _))
            {
                _negotiate = token;
                _challenge = NtlmServer.Challenge(
                    negotiate, new() { NetBiosDomain = "CONTOSO", Timestamp = TellsTime ? 1 : null }, 7);
                return Unauthorized($"{scheme} {Convert.ToBase64String(_challenge.ToBytes())}");
            }

            NtlmAuthenticate.TryRead(token, out var answer, out _).ShouldBeTrue();
            Verdict = NtlmServer.Verify(NtlmForm.Connection, _negotiate, _challenge!, token, answer, Secret, out _);
            return Verdict == NtlmVerdict.Proved ? new HttpResponse(200) : Unauthorized(offers);
        }
    }
}
