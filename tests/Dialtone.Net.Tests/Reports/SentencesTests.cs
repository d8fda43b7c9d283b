using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Reports;
using Dialtone.Wire.Addresses;
using static Dialtone.Net.Tests.Reports.Entries;

namespace Dialtone.Net.Tests.Reports;

public class SentencesTests
{
    [Fact]
    public void S12_The_person_at_the_phone_reads_what_is_documented()
    {
        Sentences.ForThePerson(WalkTests.Failed(ConnectFailed(ChannelEnd.TimedOut), CycleEnd.EveryCandidateFailed))
            .ShouldBe("Unable to contact Registrar for authentication. Please sign in again.");
        Sentences.ForThePerson(
            WalkTests.Failed(RegisterFailed(RegisterFailureKind.CredentialRejected, 401), CycleEnd.Refused))
            .ShouldBe("The Registrar refused the sign-in. Please check your sign-in address and password.");
    }

    public static TheoryData<JournalEntry, DhcpOutcome?, string> NothingFound => new()
    {
        {
            Dns(SrvService.InternalTls, DnsStatus.NoSuchName),
            new() { Status = DhcpStatus.NoAnswer, Sent = 4, Interface = "eth0" },
            "Failed at DNS: no source named a usable Registrar: DNS has no SRV record below contoso.example; "
                + "no DHCP server answered for MS-UC-Client (4 DHCPINFORM sent on eth0)."
        },
        {
            Dns(SrvService.ExternalTls, DnsStatus.NoSuchName), null,
            "Failed at DNS: no source named a usable Registrar: DNS has no SRV record below contoso.example; DHCP "
                + "was not asked."
        },
        {
            Dns(SrvService.InternalTcp, DnsStatus.TimedOut),
            new() { Status = DhcpStatus.NotPermitted, Detail = "port 68 needs a right" },
            "Failed at DNS: no source named a usable Registrar: _sipinternal._tcp could not be looked up: no answer "
                + "from 192.0.2.53; DHCP was not asked: port 68 needs a right."
        },
        {
            Dns(SrvService.InternalTls, DnsStatus.NoData),
            new()
            {
                Status = DhcpStatus.NoOption,
                Answers = [new DhcpAnswer { Server = IpAddress.Parse("192.0.2.2") }],
            },
            "Failed at DHCP: no source named a usable Registrar: 192.0.2.2 answered without a Registrar's name "
                + "(option 120); DNS has no SRV record for this SIP domain."
        },
        {
            new JournalEntry.Planned(At(0), Cycle.Scratch, [],
                [new(CandidateSource.ExternalSrv, HostName.Parse("sip.fabrikam.example"), 443,
                    RejectionReason.OutsideSipDomain)]),
            new() { Status = DhcpStatus.NoAnswer },
            "Failed at DNS: no source named a usable Registrar: external DNS SRV: sip.fabrikam.example lies outside "
                + "the SIP domain, which a phone does not trust (strict DNS naming); no DHCP server answered for "
                + "MS-UC-Client."
        },
    };

    [Theory]
    [MemberData(nameof(NothingFound))]
    public void S16_Where_nothing_was_found_DNS_and_DHCP_are_both_spoken_of(
        JournalEntry cause, DhcpOutcome? dhcp, string text) =>
        Sentences.FailedBecause(WalkTests.Failed(cause, CycleEnd.NothingFound, dhcp)).ShouldBe(text);

    [Fact]
    public void Each_cause_says_what_happened_and_to_whom()
    {
        Because(Resolved(DnsStatus.NoSuchName), CycleEnd.NothingResolved)
            .ShouldBe("Failed at Resolve: pool01.contoso.example does not exist (NXDOMAIN from 192.0.2.53).");
        Because(HandshakeFailed(ChannelEnd.NotTls), CycleEnd.EveryCandidateFailed)
            .ShouldBe("Failed at TLS: pool01.contoso.example (192.0.2.12:5061) does not speak TLS on that port.");
        Because(RegisterFailed(
            new RegisterFailure { Kind = RegisterFailureKind.UserNotFound, Status = 404, Reason = "Not Found" }),
            CycleEnd.Refused)
            .ShouldBe(
                "Failed at Register: pool01.contoso.example (192.0.2.12:5061) does not know this user "
                    + "(404 Not Found).");

        Because(HandshakeFailed(ChannelEnd.NotTls, "the first bytes were \"SIP/2.0\"."), CycleEnd.EveryCandidateFailed)
            .ShouldEndWith(" does not speak TLS on that port: the first bytes were \"SIP/2.0\".");

        static string Because(JournalEntry cause, CycleEnd why) =>
            Sentences.FailedBecause(WalkTests.Failed(cause, why));
    }

    [Fact]
    public void Redirects_in_a_circle_are_called_so()
    {
        var redirected = new JournalEntry.Redirected(
            At(1), Tls, 301, [], [new(CandidateSource.Redirect, Pool02, 5061, RejectionReason.RedirectLoop)]);
        var failed = RegisterFailed(new RegisterFailure { Kind = RegisterFailureKind.RedirectUnusable, Status = 301 });
        var end = CycleFailed(CycleEnd.EveryCandidateFailed);

        Sentences.FailedBecause(SignInSummary.Of([PoweredOn(), CycleBegan(Cycle.Scratch), redirected, failed, end]))
            .ShouldBe("Failed at Register: pool01.contoso.example redirects: pool02.contoso.example was tried before: "
                + "the Registrars redirect in a circle.");
        Sentences.FailedBecause(SignInSummary.Of([PoweredOn(), CycleBegan(Cycle.Scratch), failed, end])).ShouldBe(
            "Failed at Register: pool01.contoso.example (192.0.2.12:5061) redirects to nowhere that can be tried "
                + "(301).");
    }

    [Fact]
    public void Survivable_mode_has_a_word_for_the_person_and_one_for_the_administrator()
    {
        var registered = (JournalEntry.Registered)Registered() with { At = At(9) };
        var limited = Limited(SurvivableReason.OnBackup, Pool02) with { At = registered.At };
        var summary = SignInSummary.Of([PoweredOn(), ConnectFailed(ChannelEnd.Refused), registered, limited]);

        Sentences.ForThePerson(summary).ShouldBe("Limited functionality due to an outage.");
        Sentences.SignedIn(summary).ShouldBe(
            "Signed in after 9.0 s, with limited functionality due to an outage: pool01.contoso.example stands in for "
                + "pool02.contoso.example; calls work, presence, contacts and conferences do not, degraded: one Front "
                + "End of pool01 refuses connections.");
    }

    [Fact]
    public void A_backup_that_waits_is_the_cause_and_not_the_primary_that_it_waits_for()
    {
        var idle = Idle(503);
        Sentences.FailedBecause(SignInSummary.Of(
            [
                PoweredOn(), CycleBegan(Cycle.Scratch), ConnectFailed(ChannelEnd.TimedOut),
                new JournalEntry.RegisterFailed(At(1), idle.Backup, Remote2, idle.Failure, TimeSpan.Zero), idle,
                CycleFailed(CycleEnd.EveryCandidateFailed),
            ])).ShouldBe(
            "Failed at Register: pool02.contoso.example is the backup of pool01.contoso.example and does not take its "
                + "users yet (503 Service Unavailable): it waits until it is sure that pool01.contoso.example is dead, "
                + "five minutes by default.");
    }

    [Theory]
    [InlineData(0.0123, "12 ms")]
    [InlineData(0.9996, "1.0 s")]
    [InlineData(5.02, "5.0 s")]
    [InlineData(5.44, "5.4 s")]
    [InlineData(42.4, "42 s")]
    [InlineData(700, "12 min")]
    public void Signed_in(double seconds, string took)
    {
        var registered = (JournalEntry.Registered)Registered() with { At = At(seconds) };
        Sentences.SignedIn(SignInSummary.Of([PoweredOn(), registered])).ShouldBe($"Signed in after {took}.");
    }

    [Fact]
    public void Degradations_in_a_few_words_each_once()
    {
        var edge = new Candidate(
            CandidateSource.ExternalSrv, SipTransport.Tls, HostName.Parse("sip.contoso.example"), 443);
        Of(Registered(candidate: edge),
            new JournalEntry.ConnectFailed(At(1), edge, Remote1, ChannelEnd.Refused, "", default))
            .ShouldBe(["one Edge Server of sip refuses connections"]);
        Of(Registered(), ConnectFailed(ChannelEnd.TimedOut), ConnectFailed(ChannelEnd.TimedOut))
            .ShouldBe(["2 Front Ends of pool01 do not answer"]);
        Of(Registered(), Secured(CertificateVerdict.Expired))
            .ShouldBe(["one Front End of pool01 shows a bad certificate"]);
        Of(Registered(), HandshakeFailed(ChannelEnd.TlsAlert)).ShouldBe(["one Front End of pool01 fails at TLS"]);
        Of(Registered(), RegisterFailed(RegisterFailureKind.Unavailable, 503))
            .ShouldBe(["one Front End of pool01 does not register users"]);
        Of(Registered(candidate: Tcp), AttemptFailed(Tls, Step.Tls)).ShouldBe(
        [
            "pool01.contoso.example over TLS (internal DNS SRV) failed at TLS",
            "TLS failed and plain TCP was taken: SIP is not encrypted",
        ]);
        Of(Registered(candidate: Tls with { Source = CandidateSource.Memory }),
            Dns(SrvService.InternalTls, DnsStatus.TimedOut), Dns(SrvService.InternalTcp, DnsStatus.TimedOut)).ShouldBe(
        [
            "DNS: _sipinternaltls._tcp, _sipinternal._tcp could not be looked up: no DNS server answered",
            "living on memory, since DNS and DHCP gave nothing usable",
        ]);
        Of(Registered(), new JournalEntry.MemorySetAside(At(0), "torn"))
            .ShouldBe(["stored memory was set aside (torn)"]);
        Of(Registered(), new JournalEntry.SaveFailed(At(9), "disk full"))
            .ShouldBe(["nothing could be stored for the next outage (disk full)"]);
        Of(Registered(), Dhcp(new() { Status = DhcpStatus.Malformed })).ShouldBe(["DHCP option 120 is set wrongly"]);
        Of(Registered(), Dhcp(new()
        {
            Status = DhcpStatus.Answered,
            ServersDisagree = true,
            Answers = [new() { Server = IpAddress.Parse("192.0.2.2") },
                new() { Server = IpAddress.Parse("192.0.2.3") }],
        })).ShouldBe(["DHCP servers name different Registrars or Web Services: 192.0.2.2, 192.0.2.3"]);

        static IReadOnlyList<string> Of(JournalEntry registered, params ReadOnlySpan<JournalEntry> before) =>
            Sentences.Degradations(SignInSummary.Of([PoweredOn(), .. before, registered]));
    }

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.4, "0 ms")]
    [InlineData(999.4, "999 ms")]
    [InlineData(999.6, "1 s")]
    [InlineData(1_234, "1.2 s")]
    [InlineData(9_960, "10 s")]
    [InlineData(599_000, "599 s")]
    [InlineData(900_000, "15 min")]
    [InlineData(36_000_000, "10 h")]
    [InlineData(-5, "0 ms")]
    public void Times(double milliseconds, string text) =>
        Words.Of(TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(text);
}
