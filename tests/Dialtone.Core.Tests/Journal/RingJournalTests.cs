using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;

namespace Dialtone.Core.Tests.Journal;

public class RingJournalTests
{
    [Fact]
    public void The_first_and_the_latest_are_kept_in_order()
    {
        var journal = new RingJournal(first: 2, latest: 3);
        for (var second = 0; second < 9; second++)
        {
            journal.Write(new JournalEntry.CycleBegan(Instant.Zero + TimeSpan.FromSeconds(second), Cycle.Known));
            journal.Entries.Length.ShouldBe(Math.Min(second + 1, 5));
        }

        journal.Entries.Select(entry => (entry.At - Instant.Zero).TotalSeconds).ShouldBe([0, 1, 6, 7, 8]);
    }

    [Fact]
    public void A_number_is_positive()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new RingJournal(first: 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new RingJournal(latest: 0));
    }
}
