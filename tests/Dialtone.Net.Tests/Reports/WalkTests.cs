using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Reports;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;
using static Dialtone.Net.Tests.Reports.Entries;
using Dialtone.Wire.Sip;

namespace Dialtone.Net.Tests.Reports;

public class WalkTests
{
    private static readonly IpAddress DhcpServer = IpAddress.Parse("192.0.2.2");

    [Fact]
    public void The_sample_walk_reads_as_it_was_meant_to()
    {
        Lines(Sample.AsSpan()).ShouldBe(
        [
            " ✓ DHCP     2 ms    192.0.2.2 answered: Registrar pool01.contoso.example (option 120)",
            " ✓ DNS      3 ms    _sipinternaltls._tcp → pool01.contoso.example:5061",
            " ✓ Resolve  1 ms    pool01.contoso.example → 192.0.2.11, 192.0.2.12 (DNS load balancing)",
            " ✗ Connect  5 s     192.0.2.11:5061 did not answer",
            " ✓ Connect  1 ms    192.0.2.12:5061",
            " ✓ TLS      9 ms    TLS 1.3, pool01.contoso.example, issued by Contoso Lab CA, 89 days left",
            " ✓ Register 6 ms    Digest SHA-256, expires in 600 s",
            " ✓ Remember         Registrar pool01.contoso.example (2 addresses)",
        ]);
        Sentences.SignedIn(SignInSummary.Of(Sample))
            .ShouldBe("Signed in after 5.0 s, degraded: one Front End of pool01 does not answer.");
    }

    [Theory]
    [InlineData(
        DhcpStatus.NoAnswer,
        " ✗ DHCP     2 ms    no DHCP server answered for MS-UC-Client (4 DHCPINFORM sent on eth0)")]
    [InlineData(DhcpStatus.NoOption, " ✗ DHCP     2 ms    192.0.2.2 answered without a Registrar's name (option 120)")]
    [InlineData(DhcpStatus.Malformed, " ✗ DHCP     2 ms    192.0.2.2 sent option 120 wrongly: the name stands as text")]
    [InlineData(
        DhcpStatus.NotPermitted, " · DHCP             not asked: port 68 needs a right that this process lacks")]
    [InlineData(DhcpStatus.Unavailable, " · DHCP             not asked: port 68 needs a right that this process lacks")]
    public void DHCP(DhcpStatus status, string line)
    {
        var heard = status is DhcpStatus.NoOption or DhcpStatus.Malformed;
        var fault = status == DhcpStatus.Malformed ? "the name stands as text" : "";
        Lines(Dhcp(new()
        {
            Status = status,
            Sent = 4,
            Interface = "eth0",
            Detail = heard ? "" : "port 68 needs a right that this process lacks",
            Answers = heard ? [new DhcpAnswer { Server = DhcpServer, RegistrarFault = fault }] : [],
        })).ShouldBe([line]);
    }

    [Fact]
    public void DHCP_servers_that_disagree()
    {
        var first = new DhcpAnswer
        {
            Server = DhcpServer,
            Registrar = Pool01,
            RegistrarNames = [Pool01],
            Took = TimeSpan.FromMilliseconds(2),
        };
        var elsewhere = HostName.Parse("pool02.contoso.example");
        Lines(Dhcp(Of(first with { Registrar = elsewhere, RegistrarNames = [elsewhere] }))).ShouldBe(
            [" ✓ DHCP     2 ms    192.0.2.2 answered: Registrar pool01.contoso.example (option 120); 192.0.2.3 names "
                + "pool02.contoso.example"]);
        Lines(Dhcp(Of(first with { WebServicesUrl = "https://web02.contoso.example" }))).ShouldBe(
            [" ✓ DHCP     2 ms    192.0.2.2 answered: Registrar pool01.contoso.example (option 120); another server "
                + "names other Web Services"]);

        DhcpOutcome Of(DhcpAnswer second) => new()
        {
            Status = DhcpStatus.Answered,
            Server = DhcpServer,
            Registrar = Pool01,
            Answers = [first, second with { Server = IpAddress.V4(192, 0, 2, 3) }],
            ServersDisagree = true,
        };
    }

    [Fact]
    public void The_journal_has_what_DHCP_gave_a_phone_of_standard_SIP() =>
        JournalText.Of(new JournalEntry.DhcpSeen(At(0), new DhcpOutcome
        {
            Status = DhcpStatus.Answered,
            Purpose = DhcpPurpose.SipServers,
            Answers = [new DhcpAnswer { Server = DhcpServer, RegistrarAddresses = [FrontEnd1] }],
        })).ShouldEndWith("DhcpSeen: Answered; 192.0.2.2: [192.0.2.11]");

    [Fact]
    public void The_journal_names_a_candidate_without_a_name_by_its_address() =>
        JournalText.Of(new JournalEntry.AttemptBegan(At(0), Cycle.Scratch, Tcp with { Address = FrontEnd1 }))
            .ShouldContain("AttemptBegan: 192.0.2.11:5060 over TCP (");

    [Theory]
    [InlineData(DnsStatus.NoSuchName, " · DNS      3 ms    _sipinternaltls._tcp has no record")]
    [InlineData(DnsStatus.NoData, " · DNS      3 ms    _sipinternaltls._tcp has no record")]
    [InlineData(
        DnsStatus.ServerFailure,
        " ✗ DNS      3 ms    _sipinternaltls._tcp could not be looked up: 192.0.2.53 failed (SERVFAIL)")]
    [InlineData(
        DnsStatus.Refused,
        " ✗ DNS      3 ms    _sipinternaltls._tcp could not be looked up: 192.0.2.53 refused (REFUSED)")]
    [InlineData(
        DnsStatus.TimedOut,
        " ✗ DNS      3 ms    _sipinternaltls._tcp could not be looked up: no answer from 192.0.2.53")]
    [InlineData(
        DnsStatus.Malformed,
        " ✗ DNS      3 ms    _sipinternaltls._tcp could not be looked up: the answer of 192.0.2.53 cannot be read")]
    [InlineData(
        DnsStatus.Unreachable,
        " ✗ DNS      3 ms    _sipinternaltls._tcp could not be looked up: 192.0.2.53 cannot be reached")]
    [InlineData(
        DnsStatus.NoServer,
        " ✗ DNS      3 ms    _sipinternaltls._tcp could not be looked up: no DNS server is configured")]
    [InlineData(DnsStatus.NotAwaited, " · DNS              _sipinternaltls._tcp was not waited for: it is not needed")]
    public void DNS(DnsStatus status, string line) => Lines(Dns(SrvService.InternalTls, status)).ShouldBe([line]);

    [Fact]
    public void A_DNS_server_that_another_stood_in_for_is_named()
    {
        var answered = (JournalEntry.DnsSeen)Dns(
            SrvService.InternalTls, DnsStatus.Answered, new SrvTarget(Pool01, 5061, 0, 0));
        var silent = new EndPointAddress(IpAddress.Parse("198.51.100.53"), 53);
        var outcome = answered.Outcome with
        {
            Server = DnsServer,
            Tries = [new DnsTry(silent, DnsStatus.TimedOut, TimeSpan.Zero), .. answered.Outcome.Tries],
        };

        Lines(answered with { Outcome = outcome }).ShouldBe(
        [
            " ✓ DNS      3 ms    _sipinternaltls._tcp → pool01.contoso.example:5061; "
                + "no answer from 198.51.100.53:53",
        ]);
    }

    [Fact]
    public void NAPTR_is_shown_in_its_order_with_what_each_rule_leads_to()
    {
        var domain = HostName.Parse("contoso.example");
        DnsData.Naptr Rule(ushort order, string service, string name) =>
            new(order, 1, "s", service, "", DnsName.From(HostName.Parse(name)));

        Lines(new Walk(everything: true), new JournalEntry.DnsSeen(
            At(0), new(domain, DnsType.Naptr), domain, new DnsOutcome
            {
                Status = DnsStatus.Answered,
                Name = domain,
                Rules =
                [
                    Rule(2, "SIP+D2U", "_sip._udp.fabrikam.example"),
                    Rule(1, "SIPS+D2T", "_sips._tcp.contoso.example"),
                ],
                Took = TimeSpan.FromMilliseconds(3),
            })).ShouldBe(
        [
            " ✓ DNS      3 ms    contoso.example NAPTR → SIPS+D2T _sips._tcp, SIP+D2U _sip._udp.fabrikam.example",
        ]);
    }

    [Theory]
    [InlineData(DhcpStatus.NoAnswer, " · DHCP     2 ms    no DHCP server answered")]
    [InlineData(DhcpStatus.NoOption, " · DHCP     2 ms    192.0.2.2 answered without SIP servers (option 120)")]
    [InlineData(
        DhcpStatus.Answered, " ✓ DHCP     2 ms    192.0.2.2 answered: Registrar 192.0.2.9, 192.0.2.3 (option 120)")]
    public void DHCP_of_standard_SIP(DhcpStatus status, string line)
    {
        var server = IpAddress.Parse("192.0.2.2");
        Lines(Dhcp(new()
        {
            Status = status,
            Purpose = DhcpPurpose.SipServers,
            Server = server,
            Answers = status == DhcpStatus.NoAnswer ? []
                : [new() { Server = server, Took = TimeSpan.FromMilliseconds(2) }],
            RegistrarAddresses = [IpAddress.Parse("192.0.2.9"), IpAddress.Parse("192.0.2.3")],
        })).ShouldBe([line]);
    }

    [Fact]
    public void DNS_answers_of_lower_rungs_wait_until_they_matter()
    {
        Lines(Dns(SrvService.InternalTcp, DnsStatus.Answered, new SrvTarget(Pool01, 5060, 0, 0))).ShouldBeEmpty();
        Lines(new Walk(everything: true), Dns(SrvService.ExternalTls, DnsStatus.NoSuchName))
            .ShouldBe([" · DNS      3 ms    _sip._tls has no record"]);
        Lines(
            Dns(SrvService.ExternalTls, DnsStatus.NoSuchName),
            Dns(SrvService.InternalTcp, DnsStatus.Answered, new SrvTarget(Pool01, 5060, 0, 0)),
            Began(Tcp),
            CycleFailed(CycleEnd.EveryCandidateFailed)).ShouldBe(
        [
            " ✓ DNS      3 ms    _sipinternal._tcp → pool01.contoso.example:5060",
            " · DNS      3 ms    _sip._tls has no record",
        ]);
        Lines(Dns(SrvService.ExternalTls, DnsStatus.NoSuchName), CycleFailed(CycleEnd.Refused)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(
        "pool01.fabrikam.example", RejectionReason.OutsideSipDomain,
        " ✗ DNS              internal DNS SRV: pool01.fabrikam.example lies outside the SIP domain, which a phone "
            + "does not trust (strict DNS naming)")]
    [InlineData(null, RejectionReason.ServiceNotAvailable,
        " ✗ DNS              internal DNS SRV: the record says that the service is not offered (target \".\")")]
    [InlineData("pool01.contoso.example", RejectionReason.Duplicate, null)]
    public void Targets_that_are_not_used(string? host, RejectionReason reason, string? line) =>
        Lines(new JournalEntry.Planned(At(0), Cycle.Scratch, [],
            [new(CandidateSource.InternalSrv, host is null ? default : HostName.Parse(host), 5061, reason)]))
            .ShouldBe(line is null ? [] : [line]);

    [Theory]
    [InlineData(DnsStatus.NoSuchName, "pool01.contoso.example does not exist (NXDOMAIN from 192.0.2.53)")]
    [InlineData(DnsStatus.NoData, "pool01.contoso.example has no address (A or AAAA record)")]
    [InlineData(DnsStatus.TimedOut, "pool01.contoso.example could not be looked up: no answer from 192.0.2.53")]
    public void Names_without_an_address(DnsStatus status, string text) =>
        Lines(Resolved(status)).ShouldBe([$" ✗ Resolve  1 ms    {text}"]);

    [Fact]
    public void Addresses()
    {
        Lines(Resolved(DnsStatus.Answered, FrontEnd1))
            .ShouldBe([" ✓ Resolve  1 ms    pool01.contoso.example → 192.0.2.11"]);
        var remembered =
            (JournalEntry.Resolved)Resolved(DnsStatus.Answered, FrontEnd1, FrontEnd2) with { FromMemory = true };
        Lines(remembered)
            .ShouldBe([" ✓ Resolve          pool01.contoso.example → 192.0.2.11, 192.0.2.12 (remembered)"]);
    }

    [Theory]
    [InlineData(ChannelEnd.TimedOut, "192.0.2.11:5061 did not answer")]
    [InlineData(ChannelEnd.Refused, "192.0.2.11:5061 refused the connection: nothing listens on that port")]
    [InlineData(ChannelEnd.Unreachable, "192.0.2.11:5061 cannot be reached: no route to it")]
    [InlineData(ChannelEnd.Reset, "192.0.2.11:5061 reset the connection")]
    [InlineData(ChannelEnd.NotPermitted, "192.0.2.11:5061 could not be tried: this process lacks the right")]
    [InlineData(
        ChannelEnd.LocalAddressUnavailable,
        "192.0.2.11:5061 could not be tried: the local address or port is not to be had")]
    [InlineData(ChannelEnd.LocalAddressGone, "192.0.2.11:5061 is left: the local address is gone")]
    [InlineData(ChannelEnd.Failed, "192.0.2.11:5061 could not be used: what the system said")]
    public void Connections_that_fail(ChannelEnd why, string text)
    {
        Lines(ConnectFailed(why, "what the system said")).ShouldBe([$" ✗ Connect  5 s     {text}"]);
        Sentences.FailedBecause(Failed(ConnectFailed(why, "what the system said"), CycleEnd.EveryCandidateFailed))
            .ShouldBe(
                $"Failed at Connect: {text.Replace(
                    "192.0.2.11:5061", "pool01.contoso.example (192.0.2.11:5061)", StringComparison.Ordinal)}.");
    }

    [Fact]
    public void A_connection_without_TLS_says_so() =>
        Lines(Connected(Tcp, new(FrontEnd2, 5060)))
            .ShouldBe([" ✓ Connect  1 ms    192.0.2.12:5060 (TCP, not encrypted)"]);

    [Fact]
    public void A_socket_for_UDP_is_not_taken_for_an_answer() =>
        Lines(Connected(Tcp with { Transport = SipTransport.Udp }, new(FrontEnd2, 5060))).ShouldBe(
        [
            " · Connect          192.0.2.12:5060 (UDP, not encrypted): "
                + "only an answer shows whether anybody is there",
        ]);

    [Fact]
    public void Who_is_made_ready_while_another_is_waited_for_is_told_by_transport_too() =>
        Lines(new JournalEntry.AheadBegan(At(0), Tcp, Tcp with { Transport = SipTransport.Tls })).ShouldBe(
        [
            " · Resolve          no word yet of pool01.contoso.example over TLS: "
                + "pool01.contoso.example over TCP is made ready meanwhile",
        ]);

    [Fact]
    public void An_address_that_was_given_is_not_said_to_be_looked_up()
    {
        var given = Tcp with { Address = FrontEnd1 };
        var outcome = new DnsOutcome { Status = DnsStatus.Answered, Addresses = [FrontEnd1] };
        Lines(new JournalEntry.Resolved(At(0), given, outcome, FromMemory: false)).ShouldBe(
            [" · Resolve          192.0.2.11 was given as an address: DNS is not asked for it"]);
    }

    [Theory]
    [InlineData(ChannelEnd.NotTls, "", "does not speak TLS on that port")]
    [InlineData(ChannelEnd.ClosedDuringHandshake, "", "closed the connection during the TLS handshake")]
    [InlineData(ChannelEnd.TlsAlert, "handshake_failure", "refused the TLS handshake with an alert: handshake_failure")]
    [InlineData(ChannelEnd.TlsFailed, "no common version", "and this device found no way to do TLS: no common version")]
    [InlineData(ChannelEnd.TimedOut, "", "took the connection and did not answer the TLS handshake")]
    [InlineData(ChannelEnd.Reset, "", "reset the connection")]
    public void Handshakes_that_fail(ChannelEnd why, string detail, string text) => Lines(HandshakeFailed(why, detail))
        .ShouldBe([$" ✗ TLS      9 ms    pool01.contoso.example (192.0.2.12:5061) {text}"]);

    [Fact]
    public void Certificates_that_are_not_good()
    {
        Certificate(
            Secured(CertificateVerdict.NameMismatch, leaf =>
                leaf with { DnsNames = ["fe1.contoso.example", "sip.contoso.example"] }))
            .ShouldBe("is not made out to pool01.contoso.example but to fe1.contoso.example, sip.contoso.example");
        Certificate(Secured(CertificateVerdict.Expired, leaf => leaf with { NotAfter = WallClock.AddDays(-1) }))
            .ShouldBe("expired on 2026-02-28, this device's clock says 2026-03-01");
        Certificate(Secured(CertificateVerdict.NotYetValid, leaf => leaf with { NotBefore = WallClock.AddDays(1) }))
            .ShouldBe("is valid only from 2026-03-02, this device's clock says 2026-03-01: is the clock right?");
        Certificate(Secured(CertificateVerdict.Untrusted, trust: ChainTrust.UnknownRoot))
            .ShouldBe("leads to no root that this device trusts (issued by Contoso Lab CA)");
        Certificate(Secured(CertificateVerdict.Untrusted, trust: ChainTrust.Incomplete))
            .ShouldBe("comes without the one of its issuer, Contoso Lab CA: the chain is incomplete");
        Certificate(Secured(CertificateVerdict.Untrusted, trust: ChainTrust.Broken))
            .ShouldBe("is not what its issuer signed: the chain is broken");
        Certificate(Secured(CertificateVerdict.WrongUse, leaf => leaf with { ServerAuthentication = false }))
            .ShouldBe("is not meant for servers (extended key usage)");
        Certificate(Secured(CertificateVerdict.WeakKey, leaf => leaf with { KeyBits = 1024 }))
            .ShouldBe("has a key that is too short (RSA 1024)");
        Certificate(
            Secured(CertificateVerdict.Expired, changeRoot: root => root with { NotAfter = WallClock.AddDays(-1) }))
            .ShouldBe(
                "was issued by Contoso Lab CA, whose own expired on 2026-02-28, this device's clock says 2026-03-01");

        static string Certificate(JournalEntry entry)
        {
            const string before = " ✗ TLS      9 ms    the certificate of pool01.contoso.example (192.0.2.12:5061) ";
            var line = Lines(entry).ShouldHaveSingleItem();
            line.ShouldStartWith(before);
            return line[before.Length..];
        }
    }

    [Fact]
    public void One_day_left() =>
        Lines(Secured(CertificateVerdict.Good, leaf => leaf with { NotAfter = WallClock.AddDays(1.5) }))
        .ShouldBe([" ✓ TLS      9 ms    TLS 1.3, pool01.contoso.example, issued by Contoso Lab CA, 1 day left"]);

    public static TheoryData<RegisterFailure, string> Refusals => new()
    {
        { Why(RegisterFailureKind.NoAnswer), "did not answer REGISTER" },
        { Why(RegisterFailureKind.ConnectionLost), "ended the connection before it answered REGISTER" },
        { Why(RegisterFailureKind.Malformed, 0, "NotSip at byte 0"),
            "answered REGISTER with what is not SIP (NotSip at byte 0)" },
        { Why(RegisterFailureKind.TlsOnPlainPort), "answered plain SIP in TLS: this is a TLS port" },
        { Why(RegisterFailureKind.CredentialRejected, 401, "Unauthorized"),
            "refused the user name or password (401 Unauthorized)" },
        { Why(RegisterFailureKind.NothingUsableOffered) with { Offered = ["NTLM", "Kerberos"] },
            "takes only NTLM, Kerberos, and this device has none of these" },
        { Why(RegisterFailureKind.NothingUsableOffered, 401, "Unauthorized"),
            "asks for a proof and does not say how (401 Unauthorized)" },
        { Why(RegisterFailureKind.Forbidden, 403, "Forbidden") with { Diagnostics = "4004;reason=\"x\"" },
            "does not allow this user to register (403 Forbidden); it says: 4004;reason=\"x\"" },
        { Why(RegisterFailureKind.UserNotFound, 404, "Not Found"), "does not know this user (404 Not Found)" },
        { Why(RegisterFailureKind.Unavailable, 503, ""), "cannot serve now (503)" },
        { Why(RegisterFailureKind.Refused, 489, "Bad Event"), "refused REGISTER (489 Bad Event)" },
        { Why(RegisterFailureKind.RedirectUnusable, 301), "redirects to nowhere that can be tried (301)" },
        { Why(RegisterFailureKind.TooManyRounds, 401, "Unauthorized"),
            "asks again and again and never decides (401 Unauthorized)" },
        { Why(RegisterFailureKind.NoSchemeBegan) with { Offered = ["Kerberos", "TLS-DSK"] },
            "takes Kerberos, TLS-DSK, and none of what this device has of these could begin" },
        { Why(RegisterFailureKind.ClockSkew, 401, "Unauthorized"),
            "does not believe the proof, for the clocks are too far apart: is this device's clock right? "
                + "(401 Unauthorized)" },
        { Why(RegisterFailureKind.AccountUnusable, 401, "Unauthorized"),
            "does not take the account: it is locked, disabled or expired (401 Unauthorized)" },
        { Why(RegisterFailureKind.CertificateRejected, 401, "Unauthorized"),
            "refused the user's certificate, which is new (401 Unauthorized)" },
        { Why(RegisterFailureKind.WrongAddress, 403, "Forbidden"),
            "knows the user name and password as those of another sign-in address (403 Forbidden)" },
        { Why(RegisterFailureKind.TooLargeForUdp, 0),
            "was sent nothing: this REGISTER is longer than may go over UDP (1300 bytes)" },
        { Why(RegisterFailureKind.ServerNotProved, 200),
            "answered without knowing this user's secret (its rspauth is wrong or missing): it is not trusted" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Registrations_that_fail(RegisterFailure failure, string text) => Lines(RegisterFailed(failure))
        .ShouldBe([$" ✗ Register 6 ms    pool01.contoso.example (192.0.2.12:5061) {text}"]);

    [Fact]
    public void Every_kind_of_failure_has_its_words() =>
        Refusals.Select(row => row.Data.Item1.Kind).Distinct().Count()
            .ShouldBe(Enum.GetValues<RegisterFailureKind>().Length);

    [Fact]
    public void Registrations()
    {
        Lines(Registered(refresh: true)).ShouldBe([" ✓ Register 6 ms    refreshed; Digest SHA-256, expires in 600 s"]);
        Lines(Registered(mechanism: "")).ShouldBe([" ✓ Register 6 ms    no proof was asked for, expires in 600 s"]);
    }

    [Fact]
    public void Redirects()
    {
        var pool02 = Tls with { Source = CandidateSource.Redirect, Host = Pool02 };
        RejectedCandidate Not(HostName host, RejectionReason why) => new(CandidateSource.Redirect, host, 5061, why);
        Lines(new JournalEntry.Redirected(At(0), Tls, 301, [pool02, pool02 with { Port = 5070 }], []))
            .ShouldBe(
                [" · Register         pool01.contoso.example redirects to pool02.contoso.example:5061, then "
                    + "pool02.contoso.example:5070"]);
        Lines(new JournalEntry.Redirected(At(0), Tls, 301, [], [Not(Pool02, RejectionReason.RedirectLoop)]))
            .ShouldBe(
                [" · Register         pool01.contoso.example redirects: pool02.contoso.example was tried before: the "
                    + "Registrars redirect in a circle"]);
        Lines(new JournalEntry.Redirected(At(0), Tls, 301, [], [Not(default, RejectionReason.Unusable)]))
            .ShouldBe([" · Register         pool01.contoso.example redirects: a contact cannot be used"]);
        Lines(new JournalEntry.Redirected(At(0), Tls, 301, [], []))
            .ShouldBe([" · Register         pool01.contoso.example redirects: no contact is named"]);
    }

    [Fact]
    public void A_backup_that_waits()
    {
        Lines(Idle(301)).ShouldBe(
            [" · Register         pool02.contoso.example is the backup of pool01.contoso.example and does not take its "
                + "users yet (301): it waits until it is sure that pool01.contoso.example is dead, five minutes by "
                + "default"]);
        Lines(Idle(503, neverSignedIn: true))[0].ShouldEndWith(
            " users yet (503 Service Unavailable): it waits until it is sure that pool01.contoso.example is dead, five "
                + "minutes by default; this phone has never signed in, and a backup gives a new phone neither settings "
                + "nor a certificate");
        Lines(new JournalEntry.Redirected(
            At(0), Tls, 301, [], [new(CandidateSource.Redirect, Pool02, 5061, RejectionReason.FailedBefore)]))
            .ShouldBe([" · Register         pool01.contoso.example redirects: pool02.contoso.example has just failed"]);
    }

    [Fact]
    public void Survivable_mode()
    {
        Lines(Limited(SurvivableReason.OnBackup, Pool02)).ShouldBe(
            [" · Register         limited functionality due to an outage: pool01.contoso.example stands in for "
                + "pool02.contoso.example; calls work, presence, contacts and conferences do not"]);
        Lines(Limited(SurvivableReason.OnBackup))[0].ShouldContain(
            ": pool01.contoso.example is not the user's own Registrar but its backup; calls work");
        Lines(Limited(SurvivableReason.NoUserServices) with { Diagnostics = "4165;reason=\"gone\"" })[0].ShouldEndWith(
            ": the user services of pool01.contoso.example are not to be had; calls work, presence, contacts and "
                + "conferences do not; it says: 4165;reason=\"gone\"");
        Lines(new JournalEntry.SurvivableModeEnded(At(0), Tls))
            .ShouldBe([" ✓ Register         pool01.contoso.example offers everything again"]);
        Lines(new JournalEntry.BindingLost(At(0), Tls, RegisterAction.Added)).ShouldBe(
            [" ✗ Register         pool01.contoso.example had lost the registration (added): it is begun again"]);
    }

    [Theory]
    [InlineData(true, RegistrationEventKind.Unregistered,
        " ✗ Register         pool01.contoso.example ended the registration: the user is signed in at too many places, "
            + "or elsewhere; it says: 4141")]
    [InlineData(true, RegistrationEventKind.Rejected,
        " ✗ Register         pool01.contoso.example ended the registration: the user is disabled; it says: 4141")]
    [InlineData(true, RegistrationEventKind.Deactivated,
        " ✗ Register         pool01.contoso.example ended the registration: the user has moved to another Registrar; "
            + "it says: 4141")]
    [InlineData(true, RegistrationEventKind.PreferredRegistrarChange,
        " · Register         pool01.contoso.example sends the user to pool02.contoso.example; it says: 4141")]
    [InlineData(true, RegistrationEventKind.UserServicesUnavailable,
        " ✗ Register         pool01.contoso.example ended the registration: its user services are not to be had; it "
            + "says: 4141")]
    [InlineData(false, RegistrationEventKind.UserServicesUnavailable,
        " · Register         the user services of pool01.contoso.example are not to be had; it says: 4141")]
    [InlineData(false, RegistrationEventKind.Unknown,
        " · Register         pool01.contoso.example told of the registration what this device does not know; it says: "
            + "4141")]
    public void What_a_Registrar_tells_of_a_registration(bool isOver, RegistrationEventKind kind, string line)
    {
        var to = kind == RegistrationEventKind.PreferredRegistrarChange ? Tls with { Host = Pool02 } : null;
        var notice = new JournalEntry.RegistrationNotice(At(0), Tls, new(isOver, kind), to, "4141");

        Lines(notice).ShouldBe([line]);
        JournalText.Of(notice).ShouldEndWith(
            $"{kind}{(isOver ? ", over" : "")}"
                + $"{(to is null ? "" : ", to pool02.contoso.example:5061 over TLS (internal DNS SRV)")}, 4141");
    }

    [Fact]
    public void Memory_and_what_comes_after()
    {
        Lines(PoweredOn(Memory), CycleBegan(Cycle.Known))
            .ShouldBe([" · Remember         the last Registrar first: pool01.contoso.example:5061"]);
        Lines(CycleBegan(Cycle.Remembered))
            .ShouldBe([" · Remember         DNS and DHCP gave nothing usable: remembered addresses next"]);
        Lines(new JournalEntry.SaveFailed(At(0), "the disk is full"))
            .ShouldBe([" ✗ Remember         nothing could be stored: the disk is full"]);
        Lines(new JournalEntry.MemorySetAside(At(0), "torn"))
            .ShouldBe([" ✗ Remember         stored memory is set aside: torn"]);
        Lines(new JournalEntry.ChannelLost(At(0), Tls, ChannelEnd.Reset, ""))
            .ShouldBe([" ✗ Connect          pool01.contoso.example reset the connection: the registration is lost"]);
        Lines(new JournalEntry.ChannelLost(At(0), Tls, ChannelEnd.LocalAddressGone, "192.0.2.50")).ShouldBe(
            [
                " ✗ Connect          the connection to pool01.contoso.example came from 192.0.2.50, which this machine "
                    + "no longer has: the registration is lost",
            ]);
    }

    [Fact]
    public void The_addresses_of_this_machine()
    {
        var loopback = IpAddress.Parse("127.0.0.1");
        Lines(new JournalEntry.NetworkChanged(At(0), [loopback, IpAddress.Parse("192.0.2.50")]))
            .ShouldBe([" · Network          this machine has other addresses now: 192.0.2.50"]);
        Lines(new JournalEntry.NetworkChanged(At(0), [loopback]))
            .ShouldBe([" · Network          this machine has no address on any network now"]);
        Lines(new JournalEntry.NetworkChanged(At(0), default))
            .ShouldBe([" · Network          the addresses of this machine have changed"]);
    }

    [Theory]
    [InlineData(BackOffReason.NothingReached, " · Wait     15 min  before the next try")]
    [InlineData(BackOffReason.RetryAfter, " · Wait     15 min  before the next try, as the Registrar asked")]
    [InlineData(BackOffReason.NoNetwork, " · Wait     15 min  at most, for an address on some network")]
    [InlineData(
        BackOffReason.BackupIdle,
        " · Wait     15 min  before the next try: the backup takes users when it is sure of the outage")]
    [InlineData(
        BackOffReason.Deregistered,
        " · Wait     15 min  before the next try, unless somebody signs in here anew")]
    [InlineData(BackOffReason.Refused, " · Wait     15 min  before the next try, so that the account is not locked")]
    public void Waits(BackOffReason why, string line) =>
        Lines(new JournalEntry.BackedOff(At(0), TimeSpan.FromMinutes(15), why)).ShouldBe([line]);

    [Fact]
    public void Sign_out()
    {
        Lines(Registered(), new JournalEntry.SignedOut(At(9), Confirmed: true))[^1]
            .ShouldBe(" ✓ Sign out         the Registrar confirmed it");
        Lines(Registered(), new JournalEntry.SignedOut(At(9), Confirmed: false))[^1]
            .ShouldBe(" · Sign out         without word from the Registrar");
        Lines(new JournalEntry.SignedOut(At(9), Confirmed: false))
            .ShouldBe([" · Sign out         it was not signed in"]);
    }

    [Fact]
    public void A_peer_cannot_speak_to_the_terminal() =>
        Lines(Secured(
            CertificateVerdict.Untrusted, leaf => leaf with { Issuer = "\u001b[2J\nEvil" }, ChainTrust.UnknownRoot))
            .ShouldHaveSingleItem().ShouldEndWith("(issued by  [2J Evil)");

    internal static SignInSummary Failed(JournalEntry cause, CycleEnd why, DhcpOutcome? dhcp = null) =>
        SignInSummary.Of(
        [PoweredOn(), CycleBegan(Cycle.Scratch), .. dhcp is null ? (JournalEntry[])[] : [Dhcp(dhcp)], cause,
            CycleFailed(why)]);

    private static RegisterFailure Why(RegisterFailureKind kind, int status = 0, string reason = "") =>
        new() { Kind = kind, Status = status, Reason = reason };
}
