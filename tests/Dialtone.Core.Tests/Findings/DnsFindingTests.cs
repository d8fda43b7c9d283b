using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;
using static Dialtone.Core.Tests.Findings.JournalBench;

namespace Dialtone.Core.Tests.Findings;

/// <summary>What DNS said, and the finding with the record or the server to mend.</summary>
public class DnsFindingTests
{
    private static readonly HostName Domain = HostName.Parse("contoso.example");
    private static readonly EndPointAddress First = new(IpAddress.V4(192, 0, 2, 53), 53);
    private static readonly EndPointAddress Second = new(IpAddress.V4(192, 0, 2, 54), 53);

    [Theory]
    [InlineData(DnsStatus.TimedOut, 1202, "192.0.2.53")]
    [InlineData(DnsStatus.ServerFailure, 1203, "SERVFAIL for _sipinternaltls._tcp.contoso.example")]
    [InlineData(DnsStatus.Refused, 1205, "192.0.2.53")]
    [InlineData(DnsStatus.Unreachable, 1212, "192.0.2.53")]
    [InlineData(DnsStatus.NoServer, 9106, "DHCP option 6")]
    public void A_server_in_trouble_is_named_once_for_all_questions(DnsStatus status, int code, string told)
    {
        var outcome = Outcome(status, status == DnsStatus.NoServer ? [] : [Try(status)]);
        var found = Asked(outcome, outcome).End(CycleEnd.NothingFound).Found;

        found.Code.Number.ShouldBe((ushort)code);
        found.Severity.ShouldBe(FindingSeverity.Blocking);
        found.Evidence.Length.ShouldBe(2);
        Texts.Of(found).ShouldContain(told);
    }

    [Fact]
    public void How_a_server_fails_decides_the_finding()
    {
        CodeOf(Try(DnsStatus.ServerFailure) with { IsReferral = true }).ShouldBe(1210);
        CodeOf(Try(DnsStatus.Malformed) with { Fault = new(DnsFaultKind.EndsEarly, 60) }).ShouldBe(1220);
        CodeOf(Try(DnsStatus.Malformed) with { Fault = new(DnsFaultKind.PointerNotBackwards, 12) }).ShouldBe(1206);
        CodeOf(Try(DnsStatus.Unreachable) with { OverTcp = true }).ShouldBe(1208);
        CodeOf(Try(DnsStatus.TimedOut) with { Ignored = 3 }).ShouldBe(1207);
        CodeOf(Try(DnsStatus.NoData) with { ForeignRecords = 1 }).ShouldBe(1216);
    }

    [Fact]
    public void An_alias_without_end_is_named_with_its_circle()
    {
        var loop = Outcome(DnsStatus.Malformed, [Try(DnsStatus.Malformed)]) with
        {
            Aliases = [HostName.Parse("loop.contoso.example"), HostName.Parse("a.contoso.example")],
        };
        var found = Asked(loop, loop).End(CycleEnd.NothingFound).Found;
        found.Code.ShouldBe(FindingCatalogue.DnsAliasLoop.Code);
        found.Title.ShouldEndWith("loop.contoso.example → a.contoso.example");
    }

    [Fact]
    public void A_missing_internal_record_is_written_out_as_it_should_be()
    {
        var found = Asked(Outcome(DnsStatus.NoSuchName, [Try(DnsStatus.NoSuchName)]), Srv("sip.contoso.example", 443))
            .SignIn(Edge).Findings.First.ShouldNotBeNull();
        found.Code.ShouldBe(FindingCatalogue.DnsInternalSrvMissing.Code);
        found.Severity.ShouldBe(FindingSeverity.Degraded);

        var named = Asked(Outcome(DnsStatus.NoSuchName, [Try(DnsStatus.NoSuchName)]), Srv("sip.contoso.example", 443))
            .SignIn().Findings.First.ShouldNotBeNull();
        Texts.Of(named).ShouldContain(
            "_sipinternaltls._tcp.contoso.example. 3600 IN SRV 0 0 5061 pool01.contoso.example.");
    }

    [Fact]
    public void Both_records_missing_is_one_thing_that_blocks()
    {
        var none = Outcome(DnsStatus.NoSuchName, [Try(DnsStatus.NoSuchName)]);
        var findings = Asked(none, none).Add(Seen(SrvService.ExternalTcp, none)).End(CycleEnd.NothingFound).Findings;
        findings.Causes.Select(each => (each.Code.Number, each.Severity)).ShouldBe(
            [((ushort)1201, FindingSeverity.Blocking), ((ushort)1301, FindingSeverity.Degraded)]);
    }

    [Fact]
    public void Where_no_name_of_the_domain_exists_the_server_does_not_know_it()
    {
        var none = Outcome(DnsStatus.NoSuchName, [Try(DnsStatus.NoSuchName)]);
        var byDhcp = Pool01 with { Source = CandidateSource.Dhcp };
        var findings = Asked(none, none).Add(new JournalEntry.Resolved(Instant.Zero, byDhcp, none, false))
            .End(CycleEnd.NothingResolved).Findings;
        findings.Causes.ShouldHaveSingleItem().Code.ShouldBe(FindingCatalogue.DnsDomainUnknown.Code);
        findings.Consequences.Select(each => each.Finding.Code.Number).ShouldBe(
            [(ushort)1201, (ushort)1401], ignoreOrder: true);
    }

    [Fact]
    public void One_of_two_servers_that_fails_is_named_and_one_that_was_only_slower_is_not()
    {
        var helped = Srv("pool01.contoso.example", 5061) with
        {
            Server = Second,
            Tries = [Try(DnsStatus.TimedOut), Try(DnsStatus.Answered) with { Server = Second }],
        };
        Asked(helped, helped).SignIn().Found.Title.ShouldBe(
            "The DNS server 192.0.2.53 does not answer, and another one helped out");

        var once = helped with { Server = First, Tries = [Try(DnsStatus.Answered)] };
        Asked(helped, once).SignIn().Findings.Causes.ShouldBeEmpty();
    }

    [Fact]
    public void A_slow_server_and_one_without_EDNS0_are_named()
    {
        var slow = Srv("pool01.contoso.example", 5061) with
        {
            Tries = [Try(DnsStatus.Answered) with { Took = TimeSpan.FromSeconds(1.5) }],
        };
        var found = Asked(slow, slow).SignIn().Found;
        found.Title.ShouldBe("The DNS server 192.0.2.53 took 1.5 s to answer");
        found.Severity.ShouldBe(FindingSeverity.Advice);
        Asked(slow, slow).End().Findings.First.ShouldNotBeNull().Severity.ShouldBe(FindingSeverity.Degraded);

        var old = Srv("pool01.contoso.example", 5061) with
        {
            Tries = [Try(DnsStatus.ServerFailure) with { Code = DnsResponseCode.FormatError }, Try(DnsStatus.Answered)],
        };
        Asked(old, old).SignIn().Found.Code.ShouldBe(FindingCatalogue.DnsEdnsRefused.Code);
    }

    [Fact]
    public void What_is_slow_does_not_explain_that_presence_is_not_told()
    {
        var slow = Srv("pool01.contoso.example", 5061) with
        {
            Tries = [Try(DnsStatus.Answered) with { Took = TimeSpan.FromSeconds(1.5) }],
        };
        var findings = Asked(slow, slow)
            .Add(new JournalEntry.Connected(
                Instant.Zero, Pool01, FrontEnd1, FrontEnd1, TimeSpan.FromSeconds(3)))
            .SignIn()
            .Add(new JournalEntry.NotificationMissed(
                Instant.Zero, "sip:bob@contoso.example", TimeSpan.FromSeconds(10), null)).Findings;

        findings.First.ShouldNotBeNull().Code.ShouldBe(FindingCatalogue.PresenceNotNotified.Code);
        findings.Causes.Skip(1).Select(each => (each.Code.Number, each.Severity)).ShouldBe(
            [((ushort)1211, FindingSeverity.Advice), ((ushort)2109, FindingSeverity.Advice)]);
    }

    [Fact]
    public void A_target_that_is_no_host_is_named_with_its_record()
    {
        var none = Outcome(DnsStatus.Malformed, [Try(DnsStatus.Malformed)]);
        var found = Asked(none, null).End(CycleEnd.NothingFound).Found;
        found.Code.ShouldBe(FindingCatalogue.DnsTargetNoHost.Code);
        Texts.Of(found).ShouldContain("_sipinternaltls._tcp.contoso.example");
    }

    [Theory]
    [InlineData(DnsStatus.TimedOut, "does not answer")]
    [InlineData(DnsStatus.Unreachable, "is not reached")]
    [InlineData(DnsStatus.Refused, "refuses to answer")]
    [InlineData(DnsStatus.ServerFailure, "fails")]
    public void How_one_of_two_servers_fails_is_told(DnsStatus status, string told)
    {
        var helped = Srv("pool01.contoso.example", 5061) with
        {
            Server = Second,
            Tries = [Try(status), Try(DnsStatus.Answered) with { Server = Second }],
        };
        var found = Asked(helped, helped).SignIn().Found;
        found.Code.ShouldBe(FindingCatalogue.DnsOneServerFails.Code);
        found.Severity.ShouldBe(FindingSeverity.Degraded);
        found.Title.ShouldContain($"192.0.2.53 {told}");
    }

    [Fact]
    public void No_record_of_standard_SIP_at_all_is_told_once()
    {
        var none = Outcome(DnsStatus.NoSuchName, [Try(DnsStatus.NoSuchName)]);
        var found = new JournalBench().Add(Seen(SrvService.SipsTcp, none)).Add(Seen(SrvService.ExternalTcp, none))
            .Add(Seen(SrvService.SipUdp, none)).End(CycleEnd.NothingFound).Found;
        found.Code.ShouldBe(FindingCatalogue.DnsSipSrvMissing.Code);
        Texts.Of(found).ShouldContain("dialtone dns check contoso.example");
    }

    [Theory]
    [InlineData(RejectionReason.OutsideSipDomain, "pool.fabrikam.example", 1204, "pool.contoso.example")]
    [InlineData(RejectionReason.ServiceNotAvailable, "", 1213, "_sipinternaltls._tcp.contoso.example")]
    public void A_target_that_is_not_followed_is_named(RejectionReason why, string target, int code, string told)
    {
        var host = target.Length == 0 ? default : HostName.Parse(target);
        var seen = Srv("x.contoso.example", 5061) with { Targets = [new(host, 5061, 0, 0)] };
        var found = Asked(seen, null).Add(new JournalEntry.Planned(
            Instant.Zero, Cycle.Scratch, [], [new(CandidateSource.InternalSrv, host, 5061, why)]))
            .End(CycleEnd.NothingFound).Found;
        found.Code.Number.ShouldBe((ushort)code);
        Texts.Of(found).ShouldContain(told);
    }

    [Fact]
    public void A_port_of_the_other_transport_is_named() => Asked(Srv("pool01.contoso.example", 5060), null).SignIn()
        .Found.Title.ShouldStartWith("_sipinternaltls._tcp.contoso.example names port 5060");

    [Fact]
    public void A_name_without_an_address_is_named_with_who_gave_it()
    {
        var found = new JournalBench().Add(new JournalEntry.Resolved(
            Instant.Zero, Pool01 with { Source = CandidateSource.Dhcp },
            Answer(DnsStatus.NoSuchName) with { Name = DeviceBench.Pool01 }, false))
            .End(CycleEnd.NothingResolved).Found;
        found.Code.ShouldBe(FindingCatalogue.RegistrarNameUnresolved.Code);
        Texts.Of(found).ShouldContain("DHCP option 120 says pool01.contoso.example");
        Texts.Of(found).ShouldContain("-ZoneName contoso.example -Name pool01");
    }

    private static int CodeOf(DnsTry one)
    {
        var outcome = Outcome(one.Status, [one]);
        return Asked(outcome, outcome).End(CycleEnd.NothingFound).Findings.First.ShouldNotBeNull().Code.Number;
    }

    private static JournalBench Asked(DnsOutcome inside, DnsOutcome? outside)
    {
        var bench = new JournalBench().Add(Seen(SrvService.InternalTls, inside));
        return outside is null ? bench : bench.Add(Seen(SrvService.ExternalTls, outside));
    }

    private static JournalEntry.DnsSeen Seen(SrvService service, DnsOutcome outcome) => new(
        Instant.Zero, new DnsQuestion(SrvNames.Of(service, Domain), DnsType.Srv), Domain,
        outcome with { Name = SrvNames.Of(service, Domain) });

    private static DnsOutcome Srv(string target, ushort port) => new()
    {
        Status = DnsStatus.Answered,
        Server = First,
        Targets = [new(HostName.Parse(target), port, 0, 0)],
        Tries = [Try(DnsStatus.Answered)],
    };

    private static DnsOutcome Outcome(DnsStatus status, ImmutableArray<DnsTry> tries) => new()
    {
        Status = status,
        Tries = tries,
        Server = status is DnsStatus.TimedOut or DnsStatus.Unreachable || tries.IsEmpty ? null : First,
    };

    private static DnsTry Try(DnsStatus status) => new(First, status, TimeSpan.FromMilliseconds(2));
}
