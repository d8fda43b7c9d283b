using System.Security.Cryptography;
using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Net.Security;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Wire.WebServices;
using static Dialtone.Core.Tests.Certificates.CertificateBench;

namespace Dialtone.Core.Tests.Certificates;

public class CertificateStageTests
{
    [Fact]
    public void A_certificate_is_got_step_by_step_and_stored()
    {
        var bench = new CertificateBench();
        var stage = bench.Run();

        stage.State.ShouldBe(CertificateStageState.Done);
        var certificate = stage.Certificate.ShouldNotBeNull();
        (certificate.Account, certificate.From).ShouldBe(("sip:alice@contoso.example", Service));
        certificate.NotAfter.ShouldBe(DeviceBench.WallClock.AddDays(180));
        certificate.IsUsable(DeviceBench.WallClock).ShouldBeTrue();
        bench.Requests.Select(each => each.ToString()).ShouldBe(
        [
            "GET web.contoso.example/CertProv/CertProvisioningService.svc/mex",
            "GET web.contoso.example/WebTicket/WebTicketService.svc/mex",
            "POST web.contoso.example/WebTicket/WebTicketService.svc/Auth",
            "POST web.contoso.example/WebTicket/WebTicketService.svc/Auth",
            "POST web.contoso.example/CertProv/CertProvisioningService.svc/WebTicket_Proof_SHA1",
        ]);
        var stored = bench.Effects.OfType<DeviceEffect.OfHost>().Select(each => each.Effect)
            .OfType<NetEffect.SaveCertificate>().ShouldHaveSingleItem().Bytes.ShouldNotBeNull();
        KeptCertificateFormat.TryRead(stored.Span, certificate.Account, out var kept, out _).ShouldBeTrue();
        kept!.Pair.Certificate.ToArray().ShouldBe(certificate.Pair.Certificate.ToArray());
        kept.Pair.Key.Pkcs8.ToArray().ShouldBe(certificate.Pair.Key.Pkcs8.ToArray());
        (kept with { Pair = certificate.Pair }).ShouldBe(certificate);
    }

    [Fact]
    public void The_ticket_is_asked_for_the_port_and_shown_there_with_a_signature()
    {
        var bench = new CertificateBench();
        bench.Run();

        var asked = bench.TicketRequest.ShouldNotBeNull();
        (asked.AppliesTo, asked.User, asked.Entropy.Length)
            .ShouldBe(($"{Service}/WebTicket_Proof_SHA1", "sip:alice@contoso.example", 32));
        bench.Requests[3].Field("SOAPAction")
            .ShouldBe("\"http://docs.oasis-open.org/ws-sx/ws-trust/200512/RST/Issue\"");
        var published = bench.PublishRequest.ShouldNotBeNull();
        bench.Signature.ShouldBe(SignatureCheck.Good);
        published.Entity.ShouldBe("alice@contoso.example");
        published.DeviceId.ShouldBe($"{{{EndpointIdentity.Instance("c8ca638a15")}}}");
        (published.Header.To, published.Header.Action)
            .ShouldBe(($"{Service}/WebTicket_Proof_SHA1", PublishCertificateRequest.Action));
        bench.Requests[4].Field("Authorization").ShouldBeNull();
    }

    [Fact]
    public void Where_the_policy_asks_for_no_signature_there_is_none()
    {
        var bench = new CertificateBench { Use = WebTicketUse.Bearer };
        bench.Run().State.ShouldBe(CertificateStageState.Done);

        bench.Signature.ShouldBe(SignatureCheck.NotSigned);
    }

    [Fact]
    public void A_bundle_with_the_certificate_serves() =>
        new CertificateBench { AsBundle = true }.Run().State.ShouldBe(CertificateStageState.Done);

    [Fact]
    public void A_number_and_its_pin_serve_without_any_proof_over_HTTP()
    {
        var bench = ByPin();
        bench.Run().State.ShouldBe(CertificateStageState.Done);

        var asked = bench.TicketRequest.ShouldNotBeNull();
        asked.User.ShouldBe("");
        var token = asked.Header!.Username.ShouldNotBeNull();
        (token.Username, token.Password).ShouldBe(("4711", Pin));
        bench.Requests.ShouldAllBe(each => each.Field("Authorization") == null);
    }

    [Fact]
    public void A_number_whose_user_nobody_knows_is_the_subject_of_its_ticket()
    {
        var bench = ByPin();
        (bench.FindsUser, bench.TicketSubject) = (true, "sip:bob@contoso.example");
        bench.Subject = "bob@contoso.example";
        var stage = bench.Run();

        stage.State.ShouldBe(CertificateStageState.Done);
        (stage.User!.Uri, stage.Certificate!.Account).ShouldBe(("sip:bob@contoso.example", "sip:bob@contoso.example"));
        bench.PublishRequest!.Entity.ShouldBe("bob@contoso.example");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nobody")]
    public void A_ticket_that_names_no_user_leads_nowhere_where_nobody_knows_it(string? subject)
    {
        var bench = ByPin();
        (bench.FindsUser, bench.TicketSubject) = (true, subject);
        var failure = bench.Fail();

        (failure.Kind, failure.Step).ShouldBe((CertificateFailureKind.Malformed, CertificateStep.Ticket));
        bench.PublishRequest.ShouldBeNull();
    }

    [Fact]
    public void A_service_given_by_hand_is_the_only_one_that_is_asked()
    {
        var bench = new CertificateBench { Sources = new("https://dead.contoso.example/x", null, Registrar) };
        bench.Settings = bench.Settings with
        {
            CertificateService = Dialtone.Wire.Addresses.WebUrl.TryParse(Service, out var given) ? given : null,
        };

        bench.Run().State.ShouldBe(CertificateStageState.Done);
        bench.Journal.Entries.OfType<JournalEntry.CertificateSought>().ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                each => each.Source.ShouldBe(CertificateSource.Given), each => each.Url.ShouldBe(Service));
    }

    [Fact]
    public void Sources_are_asked_in_their_order_and_each_service_once()
    {
        var bench = new CertificateBench
        {
            Sources = new("http://web.contoso.example/x", "HTTPS://dead.contoso.example:443/x", Registrar)
            {
                Lyncdiscover = Dialtone.Wire.Addresses.HostName.Parse("dead.contoso.example"),
            },
        };
        bench.Hosts.Add("fe01.contoso.example");
        var stage = bench.Run();

        stage.State.ShouldBe(CertificateStageState.Done);
        bench.Journal.Entries.OfType<JournalEntry.CertificateSought>().Select(each => (each.Source, each.Url)).ShouldBe(
        [
            (CertificateSource.Challenge, "https://dead.contoso.example/x"),
            (CertificateSource.Lyncdiscover, "https://dead.contoso.example/CertProv/CertProvisioningService.svc"),
            (CertificateSource.Dns, "https://fe01.contoso.example/CertProv/CertProvisioningService.svc"),
        ]);
        bench.Journal.Entries.OfType<JournalEntry.CertificateFailed>().Select(each => each.Failure)
            .Select(each => (each.Source, each.Kind, each.Step)).ShouldBe(
            [
                (CertificateSource.Dhcp, CertificateFailureKind.NoService, CertificateStep.Source),
                (CertificateSource.Challenge, CertificateFailureKind.NotReached, CertificateStep.Metadata),
                (CertificateSource.Lyncdiscover, CertificateFailureKind.NotReached, CertificateStep.Metadata),
            ]);
    }

    [Fact]
    public void The_same_service_named_twice_is_asked_once()
    {
        var bench = new CertificateBench
        {
            Sources = new(Service, Service, Dialtone.Wire.Addresses.HostName.Parse("web.contoso.example")),
        };
        bench.Instead["/mex"] = _ => Answer(404);
        bench.Fail().Status.ShouldBe(404);

        bench.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public void Without_any_source_nothing_is_asked()
    {
        var failure = new CertificateBench { Sources = new(null, null, default) }.Fail();

        (failure.Kind, failure.Step).ShouldBe((CertificateFailureKind.NoService, CertificateStep.Source));
    }

    [Theory]
    [InlineData("CertProvisioningService.svc/mex", CertificateStep.Metadata)]
    [InlineData("WebTicketService.svc/mex", CertificateStep.TicketMetadata)]
    [InlineData("/Auth", CertificateStep.Ticket)]
    [InlineData("/WebTicket_Proof_SHA1", CertificateStep.Publish)]
    public void Whatever_step_is_silent_the_time_is_limited_and_the_step_is_told(string end, CertificateStep step)
    {
        var bench = new CertificateBench { Instead = { [end] = _ => null } };
        var failure = bench.Fail();

        (failure.Kind, failure.Step).ShouldBe((CertificateFailureKind.NoAnswer, step));
        failure.Url.ShouldEndWith(end);
    }

    [Theory]
    [InlineData("CertProvisioningService.svc/mex", CertificateStep.Metadata)]
    [InlineData("WebTicketService.svc/mex", CertificateStep.TicketMetadata)]
    [InlineData("/Auth", CertificateStep.Ticket)]
    [InlineData("/WebTicket_Proof_SHA1", CertificateStep.Publish)]
    public void What_cannot_be_read_is_told_with_the_step_and_the_place(string end, CertificateStep step)
    {
        var bench = new CertificateBench { Instead = { [end] = _ => Answer(200, "<html>"u8.ToArray()) } };
        var failure = bench.Fail();

        (failure.Kind, failure.Step, failure.Status).ShouldBe((CertificateFailureKind.Malformed, step, 200));
        failure.Reason.ShouldStartWith("WrongRoot at byte 1");
    }

    [Fact]
    public void A_fault_is_told_with_its_number_and_reason()
    {
        var fault = new SoapFault("wsse:InvalidSecurityToken", "x") { ErrorId = 28032, Reason = "Not issued here." };
        var bench = new CertificateBench
        {
            Instead =
            {
                ["/WebTicket_Proof_SHA1"] = _ => Answer(
                    500, fault.ToBytes(), new HttpField("X-MS-Server-Fqdn", "fe02.contoso.example")),
            },
        };
        var failure = bench.Fail();

        (failure.Kind, failure.Step, failure.Status, failure.ErrorId, failure.Reason, failure.Server).ShouldBe((
            CertificateFailureKind.Fault, CertificateStep.Publish, 500, 28032, "Not issued here.",
            "fe02.contoso.example"));
        failure.IsFinal.ShouldBeFalse();
    }

    [Fact]
    public void A_refused_credential_is_told_by_its_header_and_no_other_service_is_asked()
    {
        var bench = new CertificateBench
        {
            Sources = new(Service, null, Registrar),
            Instead =
            {
                ["/Auth"] = _ => Answer(
                    401, null, new HttpField("WWW-Authenticate", "NTLM"),
                    new HttpField("X-Ms-diagnostics", "28020;source=\"fe01\";reason=\"No valid security token.\"")),
            },
        };
        bench.Hosts.Add("fe01.contoso.example");
        var failure = bench.Fail();

        (failure.Kind, failure.Step, failure.Status, failure.ErrorId, failure.Reason).ShouldBe((
            CertificateFailureKind.CredentialRejected, CertificateStep.Ticket, 401, 28020, "No valid security token."));
        failure.IsFinal.ShouldBeTrue();
        bench.Journal.Entries.OfType<JournalEntry.CertificateSought>().Count().ShouldBe(1);
    }

    [Fact]
    public void A_proof_that_this_machine_cannot_make_is_no_refusal()
    {
        var failure = new CertificateBench { Authentication = new(SecurityFault.ClockSkew) }.Fail();

        (failure.Kind, failure.Fault, failure.IsFinal)
            .ShouldBe((CertificateFailureKind.NoUsableProof, SecurityFault.ClockSkew, false));
    }

    [Fact]
    public void With_nothing_to_prove_the_user_it_ends_at_the_challenge()
    {
        var failure = new CertificateBench { Authentication = null }.Fail();

        (failure.Kind, failure.Step, failure.Status)
            .ShouldBe((CertificateFailureKind.NoUsableProof, CertificateStep.Ticket, 401));
        failure.Call.ShouldNotBeNull().Offered.ShouldBe(["Negotiate", "NTLM"]);
    }

    [Theory]
    [InlineData(PinReason.Incorrect)]
    [InlineData(PinReason.Locked)]
    [InlineData(PinReason.Expired)]
    [InlineData(PinReason.NotSet)]
    [InlineData(PinReason.NotUnique)]
    [InlineData(PinReason.SwitchedOff)]
    [InlineData(PinReason.Unknown)]
    public void The_reasons_for_refusing_a_pin_are_told_apart(PinReason reason)
    {
        var bench = ByPin();
        bench.Instead["/Auth"] = _ => Answer(
            500, new SoapFault("wsse:FailedAuthentication", "x") { ErrorId = 28022, Reason = PinReasons.WordOf(reason) }
                .ToBytes());
        var failure = bench.Fail();

        (failure.Kind, failure.Pin, failure.IsFinal).ShouldBe((CertificateFailureKind.PinRejected, reason, true));
    }

    [Fact]
    public void A_service_without_a_port_for_pins_has_them_switched_off()
    {
        var bench = ByPin();
        bench.TicketPort = WebServiceMetadata.NegotiatePort;
        var failure = bench.Fail();

        (failure.Kind, failure.Step, failure.Pin).ShouldBe(
            (CertificateFailureKind.NoUsableProof, CertificateStep.TicketMetadata, PinReason.SwitchedOff));
        failure.Reason.ShouldContain(WebServiceMetadata.NegotiatePort);
    }

    [Fact]
    public void A_ticket_that_is_over_already_shows_the_clocks()
    {
        var failure = new CertificateBench { ServerClockAhead = TimeSpan.FromHours(-9) }.Fail();

        (failure.Kind, failure.Step).ShouldBe((CertificateFailureKind.TicketNotValid, CertificateStep.Ticket));
        failure.ClockDifference.ShouldBe(TimeSpan.FromHours(-9));
    }

    [Fact]
    public void A_certificate_that_is_not_valid_yet_shows_the_clocks()
    {
        var failure = new CertificateBench { ServerClockAhead = TimeSpan.FromMinutes(10) }.Fail();

        (failure.Kind, failure.Step).ShouldBe((CertificateFailureKind.NotValidNow, CertificateStep.Judge));
        failure.ClockDifference.ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void A_certificate_must_last_for_more_than_an_hour()
    {
        new CertificateBench { CertificateLife = TimeSpan.FromMinutes(60) }.Fail().Kind
            .ShouldBe(CertificateFailureKind.NotValidNow);
        new CertificateBench { CertificateLife = TimeSpan.FromMinutes(61) }.Run().State
            .ShouldBe(CertificateStageState.Done);
    }

    [Fact]
    public void A_certificate_of_another_is_not_taken()
    {
        var failure = new CertificateBench { Subject = "bob@contoso.example" }.Fail();

        (failure.Kind, failure.Step).ShouldBe((CertificateFailureKind.WrongUser, CertificateStep.Judge));
        failure.Reason.ShouldStartWith("bob@contoso.example");
        new CertificateBench { Subject = "sip:Alice@contoso.example" }.Run().State.ShouldBe(CertificateStageState.Done);
    }

    [Fact]
    public void A_certificate_for_another_key_is_not_taken()
    {
        using var other = RSA.Create(2048);

        new CertificateBench { OtherKey = other }.Fail().Kind.ShouldBe(CertificateFailureKind.WrongKey);
    }

    [Fact]
    public void Where_no_key_can_be_made_no_other_service_is_asked()
    {
        var bench = new CertificateBench
        {
            NoKey = SecurityFault.NotAvailable,
            Sources = new(Service, null, Registrar),
        };
        bench.Hosts.Add("fe01.contoso.example");
        var failure = bench.Fail();

        (failure.Kind, failure.Step, failure.Fault, failure.IsFinal).ShouldBe(
            (CertificateFailureKind.KeyNotMade, CertificateStep.Key, SecurityFault.NotAvailable, false));
        bench.Journal.Entries.OfType<JournalEntry.CertificateSought>().Count().ShouldBe(1);
    }

    [Fact]
    public void Of_several_failures_the_one_that_came_furthest_is_told()
    {
        var bench = new CertificateBench { Subject = "bob@contoso.example", Sources = new(Service, null, Registrar) };

        bench.Fail().Kind.ShouldBe(CertificateFailureKind.WrongUser);
        bench.Journal.Entries.OfType<JournalEntry.CertificateFailed>().Count().ShouldBe(2);
    }

    [Fact]
    public void No_entry_of_the_journal_holds_a_secret()
    {
        var bench = ByPin();
        bench.Run();
        var text = string.Join('\n', bench.Journal.Entries);

        text.ShouldNotContain(Pin);
        text.ShouldNotContain("SamlSecurityToken");
        text.ShouldContain("certificate of sip:alice@contoso.example");
    }

    private static CertificateBench ByPin() => new()
    {
        Settings = new DeviceBench().Settings with { Credential = UserCredential.FromPin("4711", Pin) },
        TicketPort = UsernameToken.PortName,
    };
}
