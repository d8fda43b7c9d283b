using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Time;
using Dialtone.Core.Transactions;
using FsCheck;
using FsCheck.Fluent;
using static Dialtone.Core.Tests.Findings.JournalBench;

namespace Dialtone.Core.Tests.Findings;

public class RootCauseAnalysisTests
{
    private static readonly ImmutableArray<string> Subjects = ["", "pool01.contoso.example", "pool02.contoso.example",
        "sip.contoso.example", "192.0.2.11"];

    [Fact]
    public void What_an_access_proxy_says_follows_from_what_keeps_the_pool_from_answering()
    {
        var findings = new JournalBench().Attempt(Pool01).Add(Refused(Pool01)).Attempt(Edge)
            .Refuse(Edge, RegisterFailureKind.Unavailable, 503, "Service Unavailable", "").End().Findings;

        findings.Causes.ShouldHaveSingleItem().ToString().ShouldBe("DT2101 pool01.contoso.example");
        findings.Consequences.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            one => one.Finding.ToString().ShouldBe("DT3103 sip.contoso.example"),
            one => one.Of.ShouldBe(findings.First));
    }

    [Fact]
    public void A_refusal_is_a_cause_of_its_own_behind_whatever_other_door()
    {
        var findings = new JournalBench().Attempt(Pool01).Add(Refused(Pool01)).Attempt(Edge)
            .Refuse(Edge, RegisterFailureKind.UserNotFound, 404, "Not Found", "").End(CycleEnd.Refused).Findings;

        findings.Causes.Select(cause => cause.ToString())
            .ShouldBe(["DT3102 sip.contoso.example", "DT2101 pool01.contoso.example"]);
        findings.Consequences.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_blocks_where_the_user_was_signed_in_all_the_same()
    {
        var findings = new JournalBench().Attempt(Pool01).Add(Refused(Pool01)).Attempt(Edge).SignIn(Edge).Findings;

        findings.Causes.ShouldNotBeEmpty();
        findings.Causes.ShouldAllBe(cause => cause.Severity < FindingSeverity.Blocking);
    }

    [Fact]
    public void What_was_not_looked_at_is_said()
    {
        string Why(RootCauseAnalysis findings, TransactionStep step) =>
            findings.NotChecked.Single(one => one.Step == step).Why;
        var failed = new JournalBench().Attempt(Pool01).Add(Refused(Pool01)).End().Findings;
        var signedIn = new JournalBench().Attempt(Pool01).SignIn().Findings;

        Why(failed, TransactionStep.RelayReach)
            .ShouldBe("Media Relays were not asked: the sign-in did not come so far.");
        Why(failed, TransactionStep.Register).ShouldBe("REGISTER was not sent: the sign-in did not come so far.");
        failed.NotChecked.ShouldNotContain(one => one.Step == TransactionStep.Connect);
        Why(signedIn, TransactionStep.Certificate)
            .ShouldBe("no certificate was asked for: the user was proved otherwise.");
        signedIn.NotChecked.ShouldNotContain(one => one.Step == TransactionStep.Register);
    }

    [Fact]
    public void A_name_explains_what_is_found_of_its_addresses_and_not_the_other_way_round()
    {
        var host = Made(1, []);
        var address = Made(2, [host.Code]);
        var journal = new JournalView(
        [
            new JournalEntry.Resolved(
                Instant.Zero, Pool01, Answer(DnsStatus.Answered, DeviceBench.FrontEnd1), false),
        ]);

        RootCauseAnalysis Of(string ofHost, string ofAddress) => RootCauseAnalysis.Of(
            journal, [Found(host, ofHost), Found(address, ofAddress)]);

        Of("pool01.contoso.example", "192.0.2.11").Consequences.Length.ShouldBe(1);
        Of("pool01.contoso.example", "192.0.2.12").Consequences.ShouldBeEmpty();
        Of("192.0.2.11", "pool01.contoso.example").Consequences.ShouldBeEmpty();
    }

    [Fact]
    public void Each_finding_is_a_cause_or_follows_from_one() => Prop.ForAll(Graphs.ToArbitrary(), found =>
    {
        var findings = RootCauseAnalysis.Of(Journal, found);
        var all = findings.Causes.Concat(findings.Consequences.Select(one => one.Finding)).ToList();

        all.Select(finding => finding.ToString()).Order()
            .ShouldBe(found.Select(finding => finding.ToString()).Distinct().Order());
        findings.Consequences.ShouldAllBe(one => findings.Causes.Contains(one.Of) && one.Of != one.Finding);
        (found.IsEmpty || findings.First is not null).ShouldBeTrue();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_rules_changes_nothing() => Prop.ForAll(Graphs.ToArbitrary(), found =>
    {
        string Told(RootCauseAnalysis findings) => string.Join(
            '\n', findings.Causes.Select(cause => cause.ToString())
                .Concat(findings.Consequences.Select(one => $"{one.Finding} of {one.Of}")));

        Told(RootCauseAnalysis.Of(Journal, found.Reverse())).ShouldBe(Told(RootCauseAnalysis.Of(Journal, found)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_worst_comes_first() => Prop.ForAll(Graphs.ToArbitrary(), found =>
    {
        var causes = RootCauseAnalysis.Of(Journal, found).Causes;

        causes.Select(cause => cause.Severity).ShouldBe(causes.Select(cause => cause.Severity).OrderDescending());
    }).QuickCheckThrowOnFailure();

    // Findings of up to eight codes that explain one another at random, in circles too, each of a subject or two.
    private static Gen<ImmutableArray<Finding>> Graphs =>
        from explained in Gen.Choose(0, 255).ListOf(8)
        from subjects in Gen.Choose(0, Subjects.Length - 1).ListOf(8)
        from severities in Gen.Choose(0, 2).ListOf(8)
        from count in Gen.Choose(0, 8)
        select Enumerable.Range(0, count).Select(number => Found(
            Made(number, Enumerable.Range(0, 8).Where(other => (explained[number] >> other & 1) == 1)
                .Select(Number).ToImmutableArray(), (FindingSeverity)severities[number]),
            Subjects[subjects[number]])).ToImmutableArray();

    // The pool and the proxy before it, and Registrars that redirect in a circle.
    private static JournalView Journal { get; } = new(
    [
        new JournalEntry.AttemptBegan(Instant.Zero, Cycle.Scratch, Pool01),
        new JournalEntry.AttemptBegan(Instant.Zero, Cycle.Scratch, Edge),
        new JournalEntry.Resolved(Instant.Zero, Pool01, Answer(DnsStatus.Answered, DeviceBench.FrontEnd1), false),
        new JournalEntry.Redirected(Instant.Zero, Pool01, 301, [Pool01 with { Host = DeviceBench.Pool02 }], []),
        new JournalEntry.Redirected(Instant.Zero, Pool01 with { Host = DeviceBench.Pool02 }, 301, [Pool01], []),
    ]);

    private static FindingCode Number(int number) => new((ushort)(8000 + number));

    private static FindingDefinition Made(
        int number, ImmutableArray<FindingCode> explainedBy, FindingSeverity severity = FindingSeverity.Blocking) =>
        new(
            Number(number), $"made-{number}", (Step)(number % 5), severity, "Made", "Made up.",
            [new(Audience.Tester, "Nothing.")])
        {
            ExplainedBy = explainedBy,
            ExplainedBehind = explainedBy,
        };

    private static Finding Found(FindingDefinition definition, string subject) =>
        new(definition, [new JournalEntry.Flushed(Instant.Zero)]) { Subject = subject };

    private static JournalEntry.ConnectFailed Refused(Candidate candidate) =>
        new(Instant.Zero, candidate, FrontEnd1, ChannelEnd.Refused, "", TimeSpan.Zero);
}
