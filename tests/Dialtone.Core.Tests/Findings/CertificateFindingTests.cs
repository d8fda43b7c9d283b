using Dialtone.Core.Certificates;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;
using static Dialtone.Core.Tests.Findings.JournalBench;

namespace Dialtone.Core.Tests.Findings;

public class CertificateFindingTests
{
    private const string Url = "https://web01.contoso.example/CertProv/CertProvisioningService.svc";

    [Theory]
    [InlineData(CertificateFailureKind.NoService, CertificateStep.Source, 0, "", 3325)]
    [InlineData(CertificateFailureKind.NoAnswer, CertificateStep.Ticket, 0, "", 3305)]
    [InlineData(CertificateFailureKind.Malformed, CertificateStep.Metadata, 200, "", 3312)]
    [InlineData(CertificateFailureKind.Malformed, CertificateStep.Publish, 200, "", 3328)]
    [InlineData(CertificateFailureKind.Refused, CertificateStep.Metadata, 404, "", 3311)]
    [InlineData(CertificateFailureKind.Refused, CertificateStep.Metadata, 503, "", 3327)]
    [InlineData(CertificateFailureKind.Refused, CertificateStep.Publish, 500, "", 3327)]
    [InlineData(CertificateFailureKind.Fault, CertificateStep.Ticket, 500, "wsse:InvalidRequest", 3316)]
    [InlineData(CertificateFailureKind.Fault, CertificateStep.Publish, 500, "wsse:InvalidRequest", 3319)]
    [InlineData(CertificateFailureKind.Fault, CertificateStep.Publish, 500, "wsse:FailedCheck", 3320)]
    [InlineData(CertificateFailureKind.NoUsableProof, CertificateStep.Ticket, 401, "", 3326)]
    [InlineData(CertificateFailureKind.CredentialRejected, CertificateStep.Ticket, 401, "", 3303)]
    [InlineData(CertificateFailureKind.CredentialRejected, CertificateStep.Ticket, 403, "", 3206)]
    [InlineData(CertificateFailureKind.CredentialRejected, CertificateStep.Ticket, 500, "wsse:FailedCheck", 3316)]
    [InlineData(CertificateFailureKind.TicketNotValid, CertificateStep.Ticket, 200, "", 3317)]
    [InlineData(CertificateFailureKind.KeyNotMade, CertificateStep.Key, 0, "", 3324)]
    [InlineData(CertificateFailureKind.WrongUser, CertificateStep.Judge, 200, "", 3321)]
    [InlineData(CertificateFailureKind.NotValidNow, CertificateStep.Judge, 200, "", 3304)]
    [InlineData(CertificateFailureKind.WrongKey, CertificateStep.Judge, 200, "", 3322)]
    public void The_way_to_a_certificate_fails_at_what_the_finding_names(
        CertificateFailureKind kind, CertificateStep step, int status, string fault, int code)
    {
        var findings = WithoutCertificate(new CertificateFailure(kind, step)
        {
            Source = CertificateSource.Dhcp, Url = Url, Status = status, FaultCode = fault,
        });

        var found = findings.Causes.ShouldHaveSingleItem();
        found.Code.ShouldBe(new FindingCode((ushort)code));
        found.Severity.ShouldBe(FindingSeverity.Blocking);
        Texts.ShouldTell(found, code switch
        {
            3324 => "openssl version",
            3325 => "alice",
            _ => "web01.contoso.example",
        });
        findings.Consequences.ShouldHaveSingleItem().Finding.Definition.ShouldBe(FindingCatalogue.NoSchemeBegan);
    }

    [Theory]
    [InlineData(PinReason.Incorrect, 3341)]
    [InlineData(PinReason.Locked, 3342)]
    [InlineData(PinReason.Expired, 3343)]
    [InlineData(PinReason.NotSet, 3344)]
    [InlineData(PinReason.NotUnique, 3345)]
    [InlineData(PinReason.UserNotUnique, 3346)]
    [InlineData(PinReason.SwitchedOff, 3347)]
    [InlineData(PinReason.Disabled, 3348)]
    [InlineData(PinReason.UserUnknown, 3349)]
    [InlineData(PinReason.TooSimple, 3350)]
    [InlineData(PinReason.Unauthorized, 3351)]
    public void A_PIN_is_refused_for_a_reason_with_a_remedy_of_its_own(PinReason reason, int code)
    {
        var failure = new CertificateFailure(CertificateFailureKind.PinRejected, CertificateStep.Ticket)
        {
            Source = CertificateSource.Dhcp, Url = Url, Status = 500, Pin = reason, Login = "+14255550100",
        };
        var found = WithoutCertificate(failure).Causes.ShouldHaveSingleItem();

        found.Code.ShouldBe(new FindingCode((ushort)code));
        Texts.ShouldTell(found, code == 3347 ? "-UsePinAuth $true" : "+14255550100");
    }

    [Fact]
    public void A_number_of_another_user_is_told_from_one_that_is_right()
    {
        RootCauseAnalysis Found(string account) => new JournalBench()
            .Add(new JournalEntry.UserFound(Instant.Zero, account, "1001", User)).Findings;

        Found("sip:bob@contoso.example").Causes.ShouldHaveSingleItem().Title.ShouldBe(
            "The number 1001 with its PIN is that of sip:bob@contoso.example, and not of sip:alice@contoso.example");
        Found(User).Causes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(WebStatus.NotResolved, CertificateVerdict.Good, 3301)]
    [InlineData(WebStatus.NotConnected, CertificateVerdict.Good, 3301)]
    [InlineData(WebStatus.NotSecured, CertificateVerdict.Good, 3310)]
    [InlineData(WebStatus.Lost, CertificateVerdict.Good, 3313)]
    [InlineData(WebStatus.NotTrusted, CertificateVerdict.NameMismatch, 3307)]
    [InlineData(WebStatus.NotTrusted, CertificateVerdict.Untrusted, 3308)]
    [InlineData(WebStatus.NotTrusted, CertificateVerdict.Expired, 3309)]
    [InlineData(WebStatus.NotTrusted, CertificateVerdict.WrongUse, 3309)]
    public void Web_Services_are_not_reached_for_a_reason(WebStatus status, CertificateVerdict verdict, int code)
    {
        var failure = new CertificateFailure(CertificateFailureKind.NotReached, CertificateStep.Metadata)
        {
            Source = CertificateSource.Dhcp, Url = Url, Call = Call(status, verdict),
        };
        var found = WithoutCertificate(failure).Causes.ShouldHaveSingleItem();

        found.Code.ShouldBe(new FindingCode((ushort)code));
        Texts.ShouldTell(found, "web01.contoso.example");
        Texts.ShouldTell(found, code switch
        {
            3307 => "other.contoso.example",
            3308 => "issued by Other Root",
            _ => found.Title,
        });
    }

    [Fact]
    public void A_clock_that_differs_is_told_from_a_ticket_that_is_over()
    {
        var failure = new CertificateFailure(CertificateFailureKind.TicketNotValid, CertificateStep.Ticket)
        {
            Source = CertificateSource.Dhcp, Url = Url, ClockDifference = TimeSpan.FromMinutes(10),
        };

        WithoutCertificate(failure).First!.Title.ShouldBe(
            "The clock of Web Services at web01.contoso.example is 600.0 s ahead of this device's, so that what they "
                + "give does not hold now");
        WithoutCertificate(failure with { ClockDifference = TimeSpan.FromSeconds(2) }).First!.Definition
            .ShouldBe(FindingCatalogue.WebTicketExpired);
    }

    [Fact]
    public void A_guess_does_not_count_beside_a_service_that_was_named()
    {
        var guess = new CertificateFailure(CertificateFailureKind.NoAnswer, CertificateStep.Metadata)
        {
            Source = CertificateSource.Dns, Url = "https://pool01.contoso.example/",
        };
        var named = new CertificateFailure(CertificateFailureKind.WrongUser, CertificateStep.Judge)
        {
            Source = CertificateSource.Challenge, Url = Url,
        };

        WithoutCertificate(guess).First!.Subject.ShouldBe("pool01.contoso.example");
        WithoutCertificate(named, guess).Causes.ShouldHaveSingleItem().Definition
            .ShouldBe(FindingCatalogue.CertificateForOtherUser);
    }

    [Fact]
    public void Roots_that_are_missing_explain_that_nobody_is_trusted()
    {
        var findings = new JournalBench().Attempt(Pool01)
            .Add(new JournalEntry.RootsNotLearned(Instant.Zero, new(
                RootChainFailureKind.Refused, "http://web01.contoso.example/CertProv/chain", new WebOutcome(
                    Address, WebStatus.Answered, WebStep.Http) { HttpStatus = 404, Reason = "Not Found" })))
            .Add(Untrusted()).End().Findings;

        findings.Causes.ShouldHaveSingleItem().Title.ShouldBe(
            "Web Services give no chain of root certificates: http://web01.contoso.example/CertProv/chain answers 404 "
                + "Not Found");
        findings.Consequences.ShouldHaveSingleItem().Finding.Definition.ShouldBe(FindingCatalogue.TlsUntrustedRoot);
    }

    [Theory]
    [InlineData(RootChainFailureKind.NoRoot)]
    [InlineData(RootChainFailureKind.Malformed)]
    public void A_chain_without_a_root_is_told_from_one_that_is_missing(RootChainFailureKind kind)
    {
        var found = new JournalBench().Attempt(Pool01).Add(new JournalEntry.RootsNotLearned(
            Instant.Zero, new(kind, "http://web01.contoso.example/CertProv/chain", null))).End().Found;
        found.Definition.ShouldBe(FindingCatalogue.RootChainUnusable);
        Texts.ShouldTell(found, "web01.contoso.example");
    }

    [Fact]
    public void A_proof_that_this_machine_cannot_make_is_told_from_one_that_nobody_asks_for()
    {
        var findings = WithoutCertificate(new CertificateFailure(
            CertificateFailureKind.NoUsableProof, CertificateStep.Ticket)
        {
            Source = CertificateSource.Dhcp,
            Url = Url,
            Status = 401,
            Call = new(Address, WebStatus.Answered, WebStep.Authenticate)
            {
                HttpStatus = 401, Proof = WebProof.NotMade, Scheme = "Negotiate",
            },
        });
        findings.First.ShouldNotBeNull().Definition.ShouldBe(FindingCatalogue.WebProofNotMade);
    }

    [Fact]
    public void Web_Services_that_are_slow_are_advice_where_they_led_to_a_registration()
    {
        JournalBench Slow() => new JournalBench().Attempt(Pool01).Add(new JournalEntry.WebCalled(
            Instant.Zero, Step.Certificate, new(Address, WebStatus.Answered, WebStep.Http)
            {
                HttpStatus = 200, AnswerTook = TimeSpan.FromSeconds(20),
            }));

        Slow().SignIn().Found.Definition.ShouldBe(FindingCatalogue.WebServicesSlow);
        Slow().SignIn().Found.Severity.ShouldBe(FindingSeverity.Advice);
        Texts.ShouldTell(Slow().SignIn().Found, "20.0 s");
        Slow().End().Found.Severity.ShouldBe(FindingSeverity.Degraded);
    }

    private static WebUrl Address => new(HostName.Parse("web01.contoso.example"), "/CertProv");

    private static RootCauseAnalysis WithoutCertificate(params CertificateFailure[] failures)
    {
        var bench = new JournalBench().Attempt(Pool01);
        foreach (var failure in failures)
        {
            bench.Add(new JournalEntry.WebCalled(
                Instant.Zero, Step.Certificate, failure.Call ?? new(Address, WebStatus.Answered, WebStep.Http)));
            bench.NoCertificate(failure);
        }

        return bench.Refuse(Pool01, RegisterFailureKind.NoSchemeBegan, 401, "Unauthorized", "").End().Findings;
    }

    private static WebOutcome Call(WebStatus status, CertificateVerdict verdict) =>
        new(Address, status, WebStep.Connect)
        {
            Tries =
            [
                new(new(IpAddress.Parse("192.0.2.51"), 443), WebStep.Tls, ChannelEnd.Refused, "", TimeSpan.Zero)
                {
                    Tls = verdict == CertificateVerdict.Good ? null : Facts,
                    Judgement = verdict == CertificateVerdict.Good ? null : new([new(verdict, 0)]),
                },
            ],
        };

    private static TlsFacts Facts => new(
        "TLS 1.2", "", [new CertificateFacts(
            "other", "Other Root", ["other.contoso.example"], DeviceBench.WallClock, DeviceBench.WallClock, "", "RSA",
            2048, true)], ChainTrust.UnknownRoot);

    private static JournalEntry.Secured Untrusted() => new(
        Instant.Zero, Pool01, FrontEnd1, Facts, CertificateVerdict.Untrusted, DeviceBench.WallClock, TimeSpan.Zero);
}
