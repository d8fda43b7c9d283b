using Dialtone.Core.Time;

namespace Dialtone.Core.Exchange.Sip;

public class SipTransactionTests
{
    private static readonly Instant Start = new(TimeSpan.FromHours(1).Ticks);

    [Fact]
    public void Over_UDP_an_unanswered_request_is_repeated_as_timer_E_says_until_timer_F()
    {
        var transaction = new SipClientTransaction(Start, SipTimers.Default, isReliable: false);

        // RFC 3261 section 17.1.2.2: 500 ms, 1 s, 2 s, 4 s, 4 s … and the end after 64 times T1.
        RunToEnd(transaction).ShouldBe(
        [
            "0.5 Retransmit", "1.5 Retransmit", "3.5 Retransmit", "7.5 Retransmit", "11.5 Retransmit",
            "15.5 Retransmit", "19.5 Retransmit", "23.5 Retransmit", "27.5 Retransmit", "31.5 Retransmit",
            "32 TimedOut",
        ]);
    }

    [Fact]
    public void After_a_provisional_response_timer_E_is_T2()
    {
        var transaction = new SipClientTransaction(Start, SipTimers.Default, isReliable: false);
        transaction.Handle(At(0.1), SipClientInput.Provisional).ShouldBe(SipClientAction.PassUp);
        transaction.State.ShouldBe(SipClientState.Proceeding);

        RunToEnd(transaction).ShouldBe(
        [
            "0.5 Retransmit", "4.5 Retransmit", "8.5 Retransmit", "12.5 Retransmit", "16.5 Retransmit",
            "20.5 Retransmit", "24.5 Retransmit", "28.5 Retransmit", "32 TimedOut",
        ]);
    }

    [Fact]
    public void Over_TCP_nothing_is_repeated()
    {
        var transaction = new SipClientTransaction(Start, SipTimers.Default, isReliable: true);
        RunToEnd(transaction).ShouldBe(["32 TimedOut"]);
    }

    [Theory]
    [InlineData(true, SipClientState.Terminated, null)]
    [InlineData(false, SipClientState.Completed, 6.0)]
    public void A_final_response_is_passed_up_once_and_its_repetitions_are_absorbed(
        bool isReliable, SipClientState after, double? deadline)
    {
        var transaction = new SipClientTransaction(Start, SipTimers.Default, isReliable);
        transaction.Handle(At(1), SipClientInput.Final).ShouldBe(SipClientAction.PassUp);

        transaction.State.ShouldBe(after);
        transaction.Deadline.ShouldBe(deadline is { } seconds ? At(seconds) : null);
        transaction.Handle(At(1.1), SipClientInput.Final).ShouldBe(SipClientAction.None);
        transaction.Handle(At(1.2), SipClientInput.Provisional).ShouldBe(SipClientAction.None);
        transaction.Handle(At(5.9), SipClientInput.Deadline).ShouldBe(SipClientAction.None);
        transaction.State.ShouldBe(after);
        transaction.Handle(At(6), SipClientInput.Deadline).ShouldBe(SipClientAction.None);
        transaction.State.ShouldBe(SipClientState.Terminated);
        transaction.Deadline.ShouldBeNull();
    }

    [Fact]
    public void Over_UDP_a_repeated_request_gets_the_same_final_response_until_timer_J()
    {
        var transaction = new SipServerTransaction(Start, SipTimers.Default, isReliable: false);
        transaction.Handle(At(0.5), SipServerInput.RequestAgain).ShouldBe(SipServerAction.None);
        transaction.Deadline.ShouldBeNull();

        transaction.Handle(At(1), SipServerInput.Final).ShouldBe(SipServerAction.Send);
        transaction.Handle(At(1.1), SipServerInput.Final).ShouldBe(SipServerAction.None);
        transaction.Handle(At(1.5), SipServerInput.RequestAgain).ShouldBe(SipServerAction.Repeat);
        transaction.Deadline.ShouldBe(At(33));
        transaction.Handle(At(32.9), SipServerInput.Deadline).ShouldBe(SipServerAction.None);
        transaction.State.ShouldBe(SipServerState.Completed);
        transaction.Handle(At(33), SipServerInput.Deadline).ShouldBe(SipServerAction.None);
        transaction.State.ShouldBe(SipServerState.Terminated);
        transaction.Handle(At(33), SipServerInput.RequestAgain).ShouldBe(SipServerAction.None);
    }

    [Fact]
    public void Over_TCP_the_final_response_ends_the_server_transaction()
    {
        var transaction = new SipServerTransaction(Start, SipTimers.Default, isReliable: true);
        transaction.Handle(At(0), SipServerInput.Trying100).ShouldBe(SipServerAction.Send);
        transaction.State.ShouldBe(SipServerState.Proceeding);
        transaction.Handle(At(0), SipServerInput.Final).ShouldBe(SipServerAction.Send);
        transaction.State.ShouldBe(SipServerState.Terminated);
        transaction.Deadline.ShouldBeNull();
    }

    [Fact]
    public void Over_UDP_a_100_is_held_back_until_the_client_repeats_slowly()
    {
        var transaction = new SipServerTransaction(Start, SipTimers.Default, isReliable: false);

        transaction.Handle(At(3.4), SipServerInput.Trying100).ShouldBe(SipServerAction.None);
        transaction.State.ShouldBe(SipServerState.Trying);
        transaction.Handle(At(3.5), SipServerInput.Trying100).ShouldBe(SipServerAction.Send);
        transaction.Handle(At(4), SipServerInput.RequestAgain).ShouldBe(SipServerAction.Repeat);
    }

    [Fact]
    public void RFC_4320_forbids_408_and_every_provisional_response_but_100()
    {
        Should.Throw<ArgumentException>(() => SipServerTransaction.InputOf(408));
        Should.Throw<ArgumentException>(() => SipServerTransaction.InputOf(180));
        SipServerTransaction.InputOf(100).ShouldBe(SipServerInput.Trying100);
        SipServerTransaction.InputOf(200).ShouldBe(SipServerInput.Final);
    }

    private static Instant At(double seconds) => Start + TimeSpan.FromSeconds(seconds);

    private static List<string> RunToEnd(SipClientTransaction transaction)
    {
        var done = new List<string>();
        while (transaction.Deadline is { } deadline)
        {
            done.Count.ShouldBeLessThan(100);
            var action = transaction.Handle(deadline, SipClientInput.Deadline);
            done.Add($"{(deadline - Start).TotalSeconds} {action}");
        }

        return done;
    }
}
