using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;
using Dialtone.Core.Transactions;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Transactions;

public sealed class TargetSurveyTests
{
    private static readonly HostName Pool = HostName.Parse("pool01.contoso.example");
    private static readonly IpAddress First = IpAddress.V4(192, 0, 2, 11);
    private static readonly IpAddress Second = IpAddress.V4(192, 0, 2, 12);

    private static readonly Candidate ByTls = new(CandidateSource.InternalSrv, SipTransport.Tls, Pool, 5061);

    [Fact]
    public void Every_address_behind_a_name_is_a_target_on_every_rung()
    {
        var byTcp = ByTls with { Transport = SipTransport.Tcp, Port = 5060 };
        TargetSurvey.TargetsOf([ByTls, byTcp], [Resolved(ByTls, First, Second)]).ShouldBe(
        [
            ByTls with { Address = First }, ByTls with { Address = Second },
            byTcp with { Address = First }, byTcp with { Address = Second },
        ]);
    }

    [Fact]
    public void What_two_sources_name_is_one_target_and_the_higher_rung_has_it()
    {
        var byDhcp = ByTls with { Source = CandidateSource.Dhcp };
        TargetSurvey.TargetsOf([ByTls, byDhcp], [Resolved(ByTls, First)]).ShouldBe([ByTls with { Address = First }]);
    }

    [Fact]
    public void A_name_without_an_address_is_a_target_that_will_fail()
    {
        TargetSurvey.TargetsOf([ByTls], [Resolved(ByTls)]).ShouldBe([ByTls]);
    }

    [Fact]
    public void What_a_source_gave_as_an_address_stays_it()
    {
        var given = ByTls with { Address = Second };
        TargetSurvey.TargetsOf([given], [Resolved(ByTls, First)]).ShouldBe([given]);
    }

    [Fact]
    public void No_more_targets_than_the_limit()
    {
        ImmutableArray<Candidate> many = [.. Enumerable.Range(1, TargetSurvey.TargetsMax + 1)
            .Select(port => ByTls with { Port = (ushort)port })];
        TargetSurvey.TargetsOf(many, []).Length.ShouldBe(TargetSurvey.TargetsMax);
    }

    [Fact]
    public void What_one_target_met_is_added_and_what_it_decided_is_not()
    {
        var refused = new JournalEntry.ConnectFailed(
            Instant.Zero, ByTls with { Address = Second }, new(Second, 5061), Net.ChannelEnd.Refused, "",
            TimeSpan.Zero);
        var end = new JournalEntry.CycleFailed(Instant.Zero, Cycle.Target, CycleEnd.EveryCandidateFailed);
        var target = new TargetResult(refused.Candidate, Result() with { Journal = [refused, end] });

        var joined = TargetSurvey.Join(Result(), [target]);

        joined.Journal.ShouldBe([refused]);
        joined.Targets.ShouldBe([target]);
    }

    private static TransactionResult Result() => new()
    {
        Kind = TransactionKind.ClientAuth,
        Result = TransactionVerdict.Success,
        Findings = new RootCauseAnalysis(),
    };

    private static JournalEntry.Resolved Resolved(Candidate candidate, params ImmutableArray<IpAddress> addresses) =>
        new(
            Instant.Zero, candidate,
            new() { Status = addresses.IsEmpty ? DnsStatus.NoData : DnsStatus.Answered, Addresses = addresses },
            FromMemory: false);
}
