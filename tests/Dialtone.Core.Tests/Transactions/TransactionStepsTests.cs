using Dialtone.Core.Certificates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Wire.Addresses;
using static Dialtone.Core.Tests.Transactions.TransactionBench;

namespace Dialtone.Core.Tests.Transactions;

public class TransactionStepsTests
{
    [Fact]
    public void Every_step_is_there_in_order_and_those_that_were_not_reached_were_not_run()
    {
        var steps = TransactionSteps.Of([]);

        steps.Select(each => each.Step).ShouldBe(Enum.GetValues<TransactionStep>());
        steps.ShouldAllBe(each => each.Result == StepResult.NotRun && each.Evidence.IsEmpty);
    }

    [Fact]
    public void A_whole_sign_in_passes_what_it_ran()
    {
        var bench = new TransactionBench().Reached().Registered().SignedOut();

        Results(bench).ShouldBe(
        [
            (TransactionStep.Dhcp, StepResult.Passed), (TransactionStep.Dns, StepResult.Passed),
            (TransactionStep.Resolve, StepResult.Passed), (TransactionStep.Connect, StepResult.Passed),
            (TransactionStep.Tls, StepResult.Passed), (TransactionStep.Challenge, StepResult.Passed),
            (TransactionStep.Register, StepResult.Passed), (TransactionStep.PresenceState, StepResult.Passed),
            (TransactionStep.SignOut, StepResult.Passed),
        ]);
        TransactionSteps.Of(bench.Journal)[(int)TransactionStep.Connect].Took.ShouldBe(TimeSpan.FromMilliseconds(3));
    }

    [Fact]
    public void Silent_DHCP_is_degraded_where_DNS_led_on_and_failed_where_nothing_did()
    {
        new TransactionBench().Dhcp(DhcpStatus.NoAnswer).Dns(DnsStatus.Answered).Resolved(DnsStatus.Answered)
            .StepOf(TransactionStep.Dhcp).ShouldBe(StepResult.Degraded);

        var silent = new TransactionBench().Dns(DnsStatus.TimedOut).Dhcp(DhcpStatus.NoAnswer)
            .Ended(CycleEnd.NothingFound);
        Results(silent).ShouldBe(
            [(TransactionStep.Dhcp, StepResult.Failed), (TransactionStep.Dns, StepResult.Failed)]);
    }

    [Fact]
    public void A_record_that_is_not_there_is_no_failure_where_another_one_is()
    {
        new TransactionBench().Dns(DnsStatus.Answered).Dns(DnsStatus.NoSuchName)
            .StepOf(TransactionStep.Dns).ShouldBe(StepResult.Passed);
        new TransactionBench().Dns(DnsStatus.NoSuchName).StepOf(TransactionStep.Dns).ShouldBe(StepResult.Failed);
        new TransactionBench().Dns(DnsStatus.Answered).Dns(DnsStatus.ServerFailure)
            .StepOf(TransactionStep.Dns).ShouldBe(StepResult.Degraded);
    }

    [Fact]
    public void The_step_that_failed_is_that_of_the_candidate_that_came_farthest()
    {
        var bench = new TransactionBench().Resolved(DnsStatus.Answered).Connected(Tls)
            .Secured(CertificateVerdict.Expired).NotConnected(Tcp, ChannelEnd.Refused)
            .Ended(CycleEnd.EveryCandidateFailed);

        bench.StepOf(TransactionStep.Connect).ShouldBe(StepResult.Degraded);
        bench.StepOf(TransactionStep.Tls).ShouldBe(StepResult.Failed);
        bench.StepOf(TransactionStep.Challenge).ShouldBe(StepResult.NotRun);
        bench.Result().FailedStep.ShouldBe(TransactionStep.Tls);
    }

    [Theory]
    [InlineData(CertificateStep.Source, TransactionStep.Certificate)]
    [InlineData(CertificateStep.Metadata, TransactionStep.Certificate)]
    [InlineData(CertificateStep.TicketMetadata, TransactionStep.WebTicket)]
    [InlineData(CertificateStep.Ticket, TransactionStep.WebTicket)]
    [InlineData(CertificateStep.Key, TransactionStep.Certificate)]
    [InlineData(CertificateStep.Publish, TransactionStep.Certificate)]
    [InlineData(CertificateStep.Judge, TransactionStep.Certificate)]
    public void A_REGISTER_without_a_proof_did_not_fail_where_the_certificate_did(
        CertificateStep at, TransactionStep failed)
    {
        var bench = new TransactionBench().Reached().Sought().NoCertificate(at)
            .Refused(RegisterFailureKind.NoSchemeBegan, 401).Ended(CycleEnd.EveryCandidateFailed);

        bench.StepOf(failed).ShouldBe(StepResult.Failed);
        bench.StepOf(TransactionStep.Register).ShouldBe(StepResult.NotRun);
        bench.Result().FailedStep.ShouldBe(failed);
    }

    [Fact]
    public void The_calls_to_the_service_are_told_apart_by_their_order()
    {
        var bench = new TransactionBench().Reached().Sought();
        foreach (var took in (int[])[10, 20, 30, 40])
        {
            bench.Add(at => new JournalEntry.WebCalled(at, Step.Certificate, new(
                new WebUrl(HostName.Parse("web.contoso.example"), "/x"), WebStatus.Answered, WebStep.Http)
            {
                HttpStatus = 200,
                Took = TimeSpan.FromMilliseconds(took),
            }));
        }

        var ticket = TransactionSteps.Of(bench.Journal)[(int)TransactionStep.WebTicket];
        (ticket.Result, ticket.Took.TotalMilliseconds).ShouldBe((StepResult.Passed, 50));
        ticket.Evidence.Length.ShouldBe(2);
    }

    [Fact]
    public void Whoever_never_was_in_does_not_sign_out() =>
        new TransactionBench().Reached().Refused(RegisterFailureKind.Forbidden, 403).Ended(CycleEnd.Refused)
            .SignedOut(confirmed: false).StepOf(TransactionStep.SignOut).ShouldBe(StepResult.NotRun);

    [Fact]
    public void A_sign_out_that_nobody_confirms_failed() =>
        new TransactionBench().Reached().Registered().SignedOut(confirmed: false)
            .StepOf(TransactionStep.SignOut).ShouldBe(StepResult.Failed);

    [Fact]
    public void Of_two_users_a_step_went_as_the_worse_of_them()
    {
        var journal = new TransactionBench().Reached().Registered().Journal;
        journal.AddRange(new TransactionBench(Bob).Dhcp(DhcpStatus.NoAnswer).Dns(DnsStatus.TimedOut)
            .Ended(CycleEnd.NothingFound).Journal);
        var steps = TransactionSteps.Of(journal);

        steps[(int)TransactionStep.Dhcp].Result.ShouldBe(StepResult.Failed);
        steps[(int)TransactionStep.Dhcp].Evidence.Length.ShouldBe(2);
        steps[(int)TransactionStep.Register].Result.ShouldBe(StepResult.Passed);
    }

    private static IEnumerable<(TransactionStep Step, StepResult Result)> Results(TransactionBench bench) =>
        TransactionSteps.Of(bench.Journal).Where(each => each.Result != StepResult.NotRun)
            .Select(each => (each.Step, each.Result));
}
