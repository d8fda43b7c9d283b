using Dialtone.Core.Candidates;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using static Dialtone.Core.Tests.Findings.JournalBench;

namespace Dialtone.Core.Tests.Findings;

/// <summary>Connections and handshakes that fail, and the finding with the address and the port.</summary>
public class ReachFindingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly Candidate Tcp = Pool01 with { Transport = SipTransport.Tcp, Port = 5060 };
    private static readonly EndPointAddress FrontEnd2 = new(DeviceBench.FrontEnd2, 5061);
    private static readonly EndPointAddress Plain = new(DeviceBench.FrontEnd1, 5060);

    [Theory]
    [InlineData(ChannelEnd.Refused, 2101)]
    [InlineData(ChannelEnd.TimedOut, 2102)]
    [InlineData(ChannelEnd.Reset, 2103)]
    [InlineData(ChannelEnd.ClosedByPeer, 2104)]
    [InlineData(ChannelEnd.Unreachable, 2105)]
    [InlineData(ChannelEnd.NotPermitted, 9109)]
    [InlineData(ChannelEnd.LocalAddressUnavailable, 9110)]
    [InlineData(ChannelEnd.LocalPortTaken, 9110)]
    public void A_Registrar_that_is_not_reached_is_named_with_its_addresses(ChannelEnd why, int code)
    {
        var found = new JournalBench().Add(Failed(why)).Add(Failed(why, FrontEnd2)).End().Found;

        found.Code.Number.ShouldBe((ushort)code);
        found.Severity.ShouldBe(FindingSeverity.Blocking);
        Texts.Of(found).ShouldContain("192.0.2.11:5061, 192.0.2.12:5061");
        found.Title.ShouldNotContain("<");
    }

    [Theory]
    [InlineData(ChannelEnd.Refused, "refuses connections")]
    [InlineData(ChannelEnd.TimedOut, "does not answer")]
    [InlineData(ChannelEnd.Reset, "resets connections")]
    public void One_address_of_several_that_fails_degrades(ChannelEnd why, string told)
    {
        var found = new JournalBench().Add(Failed(why)).Add(Secured(FrontEnd2, Chain())).SignIn().Found;
        found.Code.ShouldBe(FindingCatalogue.OneAddressFails.Code);
        found.Severity.ShouldBe(FindingSeverity.Degraded);
        found.Title.ShouldEndWith($"192.0.2.11:5061 {told}");
    }

    [Fact]
    public void An_address_that_only_lost_a_race_is_nothing_and_one_that_was_silent_in_it_is()
    {
        JournalBench Race(int milliseconds) => new JournalBench()
            .Add(new JournalEntry.RaceLost(
                Instant.Zero, Pool01, FrontEnd1, TimeSpan.FromMilliseconds(milliseconds)))
            .Add(Secured(FrontEnd2, Chain())).SignIn();

        Race(20).Findings.Causes.ShouldBeEmpty();
        Race(300).Found.Code.ShouldBe(FindingCatalogue.OneAddressFails.Code);
    }

    [Fact]
    public void One_address_that_serves_now_and_then_has_a_balancer_before_it() =>
        new JournalBench().Add(Failed(ChannelEnd.Refused)).Add(Secured(FrontEnd1, Chain())).SignIn().Found.Code
            .ShouldBe(FindingCatalogue.BalancerUneven.Code);

    [Theory]
    [InlineData(ChannelEnd.Refused, 2108)]
    [InlineData(ChannelEnd.TimedOut, 2107)]
    public void A_port_for_TLS_that_is_dead_beside_one_that_serves_is_told(ChannelEnd why, int code)
    {
        var findings = new JournalBench().Add(Failed(why))
            .Add(new JournalEntry.Connected(Instant.Zero, Tcp, Plain, Plain, TimeSpan.Zero)).SignIn(Tcp).Findings;
        findings.First.ShouldNotBeNull().Code.Number.ShouldBe((ushort)code);
        Texts.Of(findings.First).ShouldContain("5060");
    }

    [Fact]
    public void Another_port_of_the_same_transport_makes_it_the_record_that_is_wrong()
    {
        var wrong = Pool01 with { Port = 5071, Via = HostName.Parse("_sipinternaltls._tcp.contoso.example") };
        var byDhcp = Pool01 with { Source = CandidateSource.Dhcp };
        var found = new JournalBench()
            .Add(new JournalEntry.ConnectFailed(
                Instant.Zero, wrong, new(DeviceBench.FrontEnd1, 5071), ChannelEnd.Refused, "", TimeSpan.Zero))
            .Add(Secured(FrontEnd1, Chain(), byDhcp)).SignIn(byDhcp).Found;
        found.Code.ShouldBe(FindingCatalogue.DnsPortWrong.Code);
        Texts.Of(found).ShouldContain(
            "_sipinternaltls._tcp.contoso.example. 3600 IN SRV 0 0 5061 pool01.contoso.example.");
    }

    [Fact]
    public void A_slow_connection_is_told_and_is_advice()
    {
        var found = new JournalBench()
            .Add(new JournalEntry.Connected(Instant.Zero, Pool01, FrontEnd1, FrontEnd1, TimeSpan.FromSeconds(3)))
            .Add(Secured(FrontEnd1, Chain())).SignIn().Found;
        found.Code.ShouldBe(FindingCatalogue.ConnectSlow.Code);
        found.Severity.ShouldBe(FindingSeverity.Advice);
        Texts.Of(found).ShouldContain("took 3.0 s");
    }

    [Fact]
    public void TLS_on_the_port_of_plain_TCP_is_told()
    {
        var found = new JournalBench()
            .Add(new JournalEntry.Connected(Instant.Zero, Tcp, Plain, Plain, TimeSpan.Zero))
            .Refuse(Tcp, RegisterFailureKind.TlsOnPlainPort, 0, "", "").End().Found;
        found.Code.ShouldBe(FindingCatalogue.TlsOnTcpPort.Code);
        Texts.Of(found).ShouldContain("pool01.contoso.example");
    }

    [Theory]
    [InlineData(ChannelEnd.NotTls, 2205)]
    [InlineData(ChannelEnd.TimedOut, 2211)]
    [InlineData(ChannelEnd.TlsAlert, 2210)]
    [InlineData(ChannelEnd.TlsNotAgreed, 2204)]
    [InlineData(ChannelEnd.TlsFailed, 2218)]
    [InlineData(ChannelEnd.ClosedDuringHandshake, 2216)]
    public void A_handshake_that_fails_is_named_with_the_address(ChannelEnd why, int code)
    {
        var found = new JournalBench().Add(new JournalEntry.HandshakeFailed(
            Instant.Zero, Pool01, FrontEnd1, why, "alert 40, handshake_failure", null, TimeSpan.Zero)).End().Found;
        found.Code.Number.ShouldBe((ushort)code);
        found.Severity.ShouldBe(FindingSeverity.Blocking);
        Texts.Of(found).ShouldContain("192.0.2.11:5061");
    }

    [Theory]
    [InlineData(CertificateVerdict.NameMismatch, ChainTrust.Trusted, 2201)]
    [InlineData(CertificateVerdict.Expired, ChainTrust.Trusted, 2202)]
    [InlineData(CertificateVerdict.Untrusted, ChainTrust.UnknownRoot, 2203)]
    [InlineData(CertificateVerdict.NotYetValid, ChainTrust.Trusted, 2207)]
    [InlineData(CertificateVerdict.Untrusted, ChainTrust.Incomplete, 2208)]
    [InlineData(CertificateVerdict.Untrusted, ChainTrust.Broken, 2209)]
    [InlineData(CertificateVerdict.WrongUse, ChainTrust.Trusted, 2214)]
    [InlineData(CertificateVerdict.WeakKey, ChainTrust.Trusted, 2215)]
    public void A_certificate_that_is_not_good_is_named(CertificateVerdict verdict, ChainTrust trust, int code)
    {
        var found = new JournalBench().Add(Secured(FrontEnd1, Chain() with { Trust = trust }) with
        {
            Verdict = verdict,
        }).End().Found;
        found.Code.Number.ShouldBe((ushort)code);
        found.Severity.ShouldBe(FindingSeverity.Blocking);
        found.Subject.ShouldBe("pool01.contoso.example");
        Texts.Of(found).ShouldContain("192.0.2.11:5061");
        found.Title.ShouldNotContain("<");
    }

    [Fact]
    public void A_certificate_of_its_own_and_one_that_ends_soon_are_told()
    {
        var own = Certificate("pool01.contoso.example", Now.AddDays(90)) with { Issuer = "pool01.contoso.example" };
        new JournalBench().Add(Secured(FrontEnd1, Chain() with { Trust = ChainTrust.UnknownRoot, Chain = [own] }) with
        {
            Verdict = CertificateVerdict.Untrusted,
        }).End().Found.Code.ShouldBe(FindingCatalogue.TlsSelfSigned.Code);

        var soon = Chain() with { Chain = [Certificate("pool01.contoso.example", Now.AddDays(3))] };
        new JournalBench().Add(Secured(FrontEnd1, soon)).SignIn().Found.Title.ShouldEndWith("2026-11-29 12:00 UTC");
    }

    [Fact]
    public void A_clock_is_wrong_where_certificates_that_were_issued_apart_are_all_wrong_by_one_side()
    {
        JournalBench Two(int apart) => new JournalBench()
            .Add(Bad(FrontEnd1, Pool01, Now.AddDays(-400)))
            .Add(Bad(EdgeAddress, Edge, Now.AddDays(-400 - apart))).End();

        Two(30).Findings.Causes.ShouldHaveSingleItem().Code.ShouldBe(FindingCatalogue.DeviceClockWrong.Code);
        Two(30).Findings.Consequences.Length.ShouldBe(2);
        Two(0).Findings.Causes.ShouldAllBe(each => each.Code == FindingCatalogue.TlsExpired.Code);
        Two(30).Add(Secured(FrontEnd2, Chain())).Findings.Causes
            .ShouldNotContain(each => each.Code == FindingCatalogue.DeviceClockWrong.Code);
    }

    [Fact]
    public void Small_segments_that_helped_tell_of_the_path()
    {
        var found = new JournalBench()
            .Add(new JournalEntry.HandshakeFailed(
                Instant.Zero, Pool01, FrontEnd1, ChannelEnd.TimedOut, "", null, TimeSpan.Zero))
            .Add(new JournalEntry.SmallSegments(Instant.Zero, Pool01, FrontEnd1))
            .Add(Secured(FrontEnd1, Chain())).SignIn().Found;
        found.Code.ShouldBe(FindingCatalogue.PathMtu.Code);
    }

    [Fact]
    public void A_rung_that_failed_below_one_that_led_farther_does_not_block()
    {
        var findings = new JournalBench().Add(Failed(ChannelEnd.Refused))
            .Refuse(Edge, RegisterFailureKind.Forbidden, 403, "Forbidden", "").End(CycleEnd.Refused).Findings;
        findings.Causes.Single(each => each.Code == FindingCatalogue.ConnectRefused.Code).Severity
            .ShouldBe(FindingSeverity.Degraded);
    }

    private static JournalEntry.ConnectFailed Failed(ChannelEnd why, EndPointAddress? remote = null) =>
        new(Instant.Zero, Pool01, remote ?? FrontEnd1, why, "", TimeSpan.Zero);

    private static JournalEntry.Secured Secured(EndPointAddress remote, TlsFacts facts, Candidate? candidate = null) =>
        new(Instant.Zero, candidate ?? Pool01, remote, facts, CertificateVerdict.Good, Now, TimeSpan.Zero);

    private static JournalEntry.Secured Bad(EndPointAddress remote, Candidate candidate, DateTimeOffset end) =>
        Secured(remote, Chain() with { Chain = [Certificate(candidate.Host.Text, end)] }, candidate) with
        {
            Verdict = CertificateVerdict.Expired,
        };

    private static TlsFacts Chain() => new(
        "TLS 1.3", "TLS_AES_256_GCM_SHA384", [Certificate("pool01.contoso.example", Now.AddDays(90))],
        ChainTrust.Trusted);

    private static CertificateFacts Certificate(string name, DateTimeOffset end) => new(
        name, "Contoso CA", [name], end.AddDays(-90), end, $"{name} {end:O}", "ECDSA", 256, ServerAuthentication: true);
}
