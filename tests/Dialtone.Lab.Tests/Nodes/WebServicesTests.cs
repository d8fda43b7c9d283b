using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Net.Security;
using Dialtone.Core.Time;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.WebServices;
using static Dialtone.Lab.Tests.Nodes.WebServicesDesk;

namespace Dialtone.Lab.Tests.Nodes;

/// <summary>Metadata, tickets and certificates, as a device asks for them.</summary>
public class WebServicesTests
{
    private const string Alice = "sip:alice@contoso.example";
    private const string TicketMetadata = "/WebTicket/WebTicketService.svc/mex";
    private const string CertificateMetadata = "/CertProv/CertProvisioningService.svc/mex";

    private readonly WebServicesDesk _desk = new();

    [Fact]
    public void It_listens_for_HTTP_with_TLS_and_without()
    {
        _desk.Opened.Select(one => ($"{one.Local}", one.TlsIdentity))
            .ShouldBe([("192.0.2.51:443", "web01"), ("192.0.2.51:80", null)]);

        _desk.Web.Behaviour.IsDown = true;
        var flow = _desk.Connect();
        _desk.Tell(new NetInput.SettingsChanged()).OfType<NetEffect.Close>().Select(one => one.Flow)
            .ShouldBe([.. _desk.Opened.Select(one => one.Flow), flow], ignoreOrder: true);
    }

    [Fact]
    public void The_metadata_lead_from_the_certificates_to_the_tickets()
    {
        WebServiceMetadata.TryRead(_desk.Get(CertificateMetadata).Body.Span, out var metadata, out _).ShouldBeTrue();
        metadata.LocationOf(WebServiceMetadata.CertificatePort).ShouldBe(CertificatePort);
        metadata.PolicyOf(WebServiceMetadata.CertificatePort).ShouldBe(new(
            "CertProvisioningServiceWebTicketProof_SHA1_policy",
            "https://web01.contoso.example/WebTicket/WebTicketService.svc", WebTicketUse.Proof));

        _desk.LocationOf(TicketMetadata, WebServiceMetadata.NegotiatePort)
            .ShouldBe("https://web01.contoso.example/WebTicket/WebTicketService.svc/Auth");
        _desk.LocationOf(TicketMetadata, UsernameToken.PortName)
            .ShouldBe("https://web01.contoso.example/WebTicket/WebTicketService.svc/Pin");
        _desk.Get(TicketMetadata, tls: false).Status.ShouldBe(403);
        _desk.Get("/nowhere").Status.ShouldBe(404);
    }

    [Fact]
    public void Whoever_proves_nothing_is_offered_Negotiate_and_NTLM()
    {
        var answer = _desk.Post(
            _desk.LocationOf(TicketMetadata, WebServiceMetadata.NegotiatePort), _desk.TicketFor(Alice).ToBytes());

        answer.Status.ShouldBe(401);
        answer.Fields.Where(one => one.Name == "WWW-Authenticate").Select(one => one.Value)
            .ShouldBe(["Negotiate", "NTLM"]);
        answer.Field("X-Ms-diagnostics").ShouldBeNull();
    }

    [Theory]
    [InlineData(@"CONTOSO\alice", "NTLM", WebServiceMetadata.NegotiatePort)]
    [InlineData(@"contoso\Alice", "NTLM", WebServiceMetadata.NtlmPort)]
    [InlineData("alice@contoso.example", "Negotiate", WebServiceMetadata.NegotiatePort)]
    public void NTLM_proves_a_user(string login, string scheme, string port)
    {
        var ticket = _desk.Ticket(_desk.ByNtlm(_desk.TicketFor(Alice), login, "Dial-Tone-1", null, scheme, port));

        ticket.Created.At.ShouldBe(Start);
        ticket.Expires.At.ShouldBe(Start + TimeSpan.FromHours(8));
        ticket.AssertionId.ShouldStartWith("SamlSecurityToken-");
        (_desk.Web.Observed.Tickets, _desk.Web.Observed.ProvedByNtlm).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData(@"CONTOSO\alice", "Dial-Tone-2")]
    [InlineData(@"FABRIKAM\alice", "Dial-Tone-1")]
    [InlineData(@"CONTOSO\nobody", "Dial-Tone-1")]
    public void A_wrong_password_or_login_is_refused_with_its_number(string login, string password)
    {
        var answer = _desk.ByNtlm(_desk.TicketFor(Alice), login, password);

        answer.Status.ShouldBe(401);
        WebDiagnostics.TryRead(answer.Field("X-Ms-diagnostics"), out var why).ShouldBeTrue();
        why.ShouldBe(new(28020, "web01.contoso.example", "No valid security token."));
        _desk.Web.Observed.WrongCredentials.ShouldBe(1);
    }

    [Fact]
    public void An_answer_proves_once_and_only_to_its_own_challenge()
    {
        var flow = _desk.Connect();
        var ticket = _desk.ByNtlm(_desk.TicketFor(Alice), @"CONTOSO\alice", "Dial-Tone-1", flow);
        ticket.Status.ShouldBe(200);

        // The connection is proved: no more is asked of it.
        _desk.Post(
            _desk.LocationOf(TicketMetadata, WebServiceMetadata.NegotiatePort), _desk.TicketFor(Alice).ToBytes(), flow)
            .Status.ShouldBe(200);

        // And what has proved it proves no other one.
        _desk.Post(
            _desk.LocationOf(TicketMetadata, WebServiceMetadata.NegotiatePort), _desk.TicketFor(Alice).ToBytes(),
            _desk.Connect(), Authorization("NTLM", "NTLMSSP\0\u0003\0\0\0"u8)).Status.ShouldBe(401);
    }

    [Fact]
    public void Disabled_and_locked_accounts_get_403()
    {
        var dave = _desk.ByNtlm(_desk.TicketFor("sip:dave@contoso.example"), @"CONTOSO\dave", "Dial-Tone-3");
        dave.Status.ShouldBe(403);
        dave.Field("X-Ms-diagnostics").ShouldNotBeNull().ShouldContain("disabled");

        _desk.Nodes.Pool01Directory.Find("alice")!.Locked = true;
        var alice = _desk.ByNtlm(_desk.TicketFor(Alice), @"CONTOSO\alice", "Dial-Tone-1");
        (alice.Status, alice.Field("X-Ms-diagnostics")!.Contains("locked", StringComparison.Ordinal))
            .ShouldBe((403, true));
    }

    [Fact]
    public void Nobody_gets_a_ticket_in_anothers_name_or_for_a_stranger()
    {
        Fault(_desk.ByNtlm(_desk.TicketFor("sip:bob@contoso.example"), @"CONTOSO\alice", "Dial-Tone-1"))
            .Code.ShouldBe("wsse:FailedAuthentication");
        Fault(_desk.ByNtlm(
            _desk.TicketFor(Alice, "https://web.fabrikam.example/CertProv"), @"CONTOSO\alice", "Dial-Tone-1"))
            .Reason.ShouldContain("There is no service at");
    }

    [Fact]
    public void Kerberos_is_the_hosts_affair()
    {
        var (flow, url) = (_desk.Connect(), _desk.LocationOf(TicketMetadata, WebServiceMetadata.NegotiatePort));
        var asked = Posted(url, _desk.TicketFor(Alice).ToBytes(), Authorization("Negotiate", [0x60, 1, 2, 3]));

        var take = _desk.Tell(new NetInput.HttpRequested(flow, asked)).ShouldHaveSingleItem()
            .ShouldBeOfType<NetEffect.TakeTicket>();
        take.Service.ShouldBe("HTTP/web01.contoso.example");
        take.Token.ToArray().ShouldBe([0x60, 1, 2, 3]);
        _desk.Ticket(Answer(flow, _desk.Tell(
            new NetInput.TicketTaken(take.Flow, "alice@CONTOSO.EXAMPLE", new NoSigner()))));

        var again = _desk.Tell(new NetInput.HttpRequested(flow, asked)).OfType<NetEffect.TakeTicket>().Single();
        Answer(flow, _desk.Tell(new NetInput.SecurityFailed(again.Flow, SecurityFault.CredentialRejected)))
            .Status.ShouldBe(401);

        _desk.Web.Behaviour.ClockError = TimeSpan.FromMinutes(10);
        _desk.Ask(flow, asked).Status.ShouldBe(401);
    }

    [Fact]
    public void A_connection_that_is_gone_is_answered_no_more()
    {
        var (flow, url) = (_desk.Connect(), _desk.LocationOf(TicketMetadata, WebServiceMetadata.NegotiatePort));
        var asked = Posted(url, _desk.TicketFor(Alice).ToBytes(), Authorization("Negotiate", [0x60]));
        var take = _desk.Tell(new NetInput.HttpRequested(flow, asked)).OfType<NetEffect.TakeTicket>().Single();
        _desk.Tell(new NetInput.Ended(flow, ChannelEnd.ClosedByPeer)).ShouldBeEmpty();

        _desk.Tell(new NetInput.TicketTaken(take.Flow, "alice@CONTOSO.EXAMPLE", new NoSigner())).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("101", "24681", null)]
    [InlineData("+12065550101", "24681", null)]
    [InlineData("101", "24682", PinReason.Incorrect)]
    [InlineData("999", "24681", PinReason.UserUnknown)]
    [InlineData("103", "97531", PinReason.Disabled)]
    public void A_number_and_a_PIN_prove_a_user_whose_address_the_server_knows(
        string number, string pin, PinReason? refusal)
    {
        var url = _desk.LocationOf(TicketMetadata, UsernameToken.PortName);
        var asked = _desk.TicketFor("", CertificatePort, ByPin(url, number, pin));

        var answer = _desk.Post(url, asked.ToBytes());

        if (refusal is { } why)
        {
            PinReasons.In(Fault(answer).Reason).ShouldBe(why);
        }
        else
        {
            _desk.Ticket(answer).Assertion.ShouldContain("<saml:NameIdentifier>sip:alice@contoso.example<");
        }
    }

    [Fact]
    public void Neither_a_PIN_that_is_missing_nor_nobody_in_particular_gets_a_ticket()
    {
        foreach (var port in new[] { UsernameToken.PortName, "WebTicketServiceAnon" })
        {
            Fault(_desk.Post(_desk.LocationOf(TicketMetadata, port), _desk.TicketFor(Alice).ToBytes()))
                .ErrorId.ShouldBe(28020);
        }

        Fault(_desk.Post(_desk.LocationOf(TicketMetadata, UsernameToken.PortName), "<x/>"u8.ToArray()))
            .Code.ShouldBe("wst:InvalidRequest");
    }

    [Fact]
    public void A_ticket_gets_a_certificate_which_every_Registrar_knows()
    {
        var flow = _desk.Connect();
        var asked = CertificateFor("alice@contoso.example", TicketProof.Signed(_desk.Alices()));

        var issue = _desk.Tell(new NetInput.HttpRequested(flow, Posted(CertificatePort, asked)))
            .ShouldHaveSingleItem().ShouldBeOfType<NetEffect.IssueCertificate>();
        issue.Request.ToArray().ShouldBe("a request"u8.ToArray());
        issue.Terms.ShouldBe(new CertificateTerms(
            "alice@contoso.example", Start - TimeSpan.FromMinutes(5), Start + TimeSpan.FromHours(4320)));
        var answer = Answer(flow, _desk.Tell(new NetInput.CertificateIssued(issue.Flow, "a certificate"u8.ToArray())));

        answer.Status.ShouldBe(200);
        PublishCertificateResponse.TryRead(answer.Body.Span, out var response, out _).ShouldBeTrue();
        response.Certificate.ToArray().ShouldBe("a certificate"u8.ToArray());
        (response.Entity, response.RequestId).ShouldBe(("alice@contoso.example", "one"));
        foreach (var registrar in _desk.Nodes.Registrars)
        {
            registrar.Settings.Certificates.ShouldNotBeNull()
                .IsPublished("alice", "a certificate"u8).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_request_that_the_host_does_not_like_is_a_fault()
    {
        var flow = _desk.Connect();
        var asked = CertificateFor(Alice, TicketProof.Signed(_desk.Alices()));
        var issue = _desk.Tell(new NetInput.HttpRequested(flow, Posted(CertificatePort, asked)))
            .OfType<NetEffect.IssueCertificate>().Single();

        Fault(Answer(flow, _desk.Tell(new NetInput.SecurityFailed(
            issue.Flow, SecurityFault.Malformed, "not signed with its own key"))))
            .Reason.ShouldBe("The certificate request was refused: not signed with its own key");
        _desk.Web.Observed.Certificates.ShouldBe(0);
    }

    [Fact]
    public void A_ticket_is_refused_that_is_missing_foreign_too_old_or_anothers()
    {
        var ticket = _desk.Alices();
        RefusedAs("wsse:SecurityTokenUnavailable", "alice@contoso.example", null);
        RefusedAs("wsse:FailedCheck", "alice@contoso.example", TicketProof.Bearer(ticket));
        RefusedAs("wsse:InvalidSecurityToken", "bob@contoso.example", TicketProof.Signed(ticket));
        RefusedAs("wsse:InvalidSecurityToken", Alice, TicketProof.Signed(new WebServicesDesk(chance: 7).Alices()));
        RefusedAs("wsse:InvalidSecurityToken", Alice, TicketProof.Signed(_desk.Alices(UserUrl)));

        // Another key, and other dates.
        RefusedAs("wsse:FailedCheck", Alice, TicketProof.Signed(new(
            ticket.Assertion, ticket.AssertionId, ticket.Created, ticket.Expires, ProofKey.Derive([1], [2]))));
        RefusedAs("wsse:FailedCheck", Alice, TicketProof.Signed(new(
            ticket.Assertion, ticket.AssertionId, ticket.Created, WebMoment.Of(Start + TimeSpan.FromDays(9)),
            ticket.Key)));

        _desk.Time = TimeSpan.FromHours(8);
        RefusedAs("wsse:InvalidSecurityToken", Alice, TicketProof.Signed(ticket)).Reason.ShouldContain("expired");
        _desk.Web.Observed.TicketsRefused.ShouldBe(8);
    }

    [Fact]
    public void The_chain_of_root_certificates_is_for_everybody()
    {
        _desk.Web.Chain = [new byte[] { 0x30, 0x00 }, new byte[] { 0x30, 0x01, 0x00 }];

        var answer = _desk.Post(
            "http://web01.contoso.example/CertProv/CertProvisioningService.svc", RootChainRequest.ToBytes(),
            _desk.Connect(tls: false));

        RootChainResponse.TryRead(answer.Body.Span, out var response, out _).ShouldBeTrue();
        CertificateBundle.TryRead(response.Bundle, out var chain).ShouldBeTrue();
        chain.Select(one => one.Length).ShouldBe([2, 3]);
    }

    [Fact]
    public void What_takes_long_takes_long()
    {
        _desk.Web.Behaviour.Delay = TimeSpan.FromSeconds(20);
        var flow = _desk.Connect();
        _desk.Tell(new NetInput.HttpRequested(flow, new("GET", "web01", TicketMetadata))).ShouldBeEmpty();
        _desk.Web.Deadline.ShouldBe(Instant.Zero + TimeSpan.FromSeconds(20));

        _desk.Time = TimeSpan.FromSeconds(20);
        Answer(flow, _desk.Tell(new NetInput.DeadlineReached())).Status.ShouldBe(200);
        _desk.Web.Deadline.ShouldBeNull();
    }

    [Fact]
    public void Connections_have_a_limit()
    {
        _desk.Web.Observed.ConnectionsOverLimit.ShouldBe(0);
        for (var i = 0; i <= _desk.Web.Settings.ConnectionsMax; i++)
        {
            _ = _desk.Connect();
        }

        _desk.Web.Observed.ConnectionsOverLimit.ShouldBe(1);
    }

    [Fact]
    public void Nothing_that_proves_anybody_is_part_of_a_text()
    {
        var ticket = _desk.Alices();
        var asked = _desk.TicketFor("", CertificatePort, ByPin(CertificatePort, "101", "24681"));
        var text = $"{ticket} {asked} {asked.Header!.Username} {TicketProof.Signed(ticket)} {ticket.Key}";

        text.ShouldNotContain("24681");
        text.ShouldNotContain(ticket.AssertionId);
        Encoding.UTF8.GetString(asked.ToBytes()).ShouldContain("24681");
    }

    private static MessageHeader ByPin(string url, string number, string pin) =>
        new() { To = url, Action = WebTicketRequest.Action, Username = new(number, pin) };

    private SoapFault RefusedAs(string code, string entity, TicketProof? proof)
    {
        var fault = Fault(_desk.Post(CertificatePort, CertificateFor(entity, proof)));
        fault.Code.ShouldBe(code);
        fault.ErrorId.ShouldBeGreaterThan(28000);
        return fault;
    }

    private sealed class NoSigner : MessageSigner
    {
        public override int Sign(ReadOnlySpan<byte> text, Span<byte> signature) => 0;

        public override bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) => false;
    }
}
