using Dialtone.Core.Journal;

namespace Dialtone.Core.Transactions;

/// <summary>Whether what one user published was told to the other.</summary>
public static class PresenceJudge
{
    /// <summary>
    /// Whether the subscriber was told of the publisher after that one had published. Both journals are of one clock.
    /// </summary>
    /// <param name="journal">All entries of the subscriber before those of the publisher.</param>
    public static bool IsNotified(IReadOnlyList<JournalEntry> journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        return NotificationOf(journal) is not null;
    }

    /// <summary>The notice; <c>null</c> where none came.</summary>
    internal static JournalEntry.PresenceNotified? NotificationOf(IReadOnlyList<JournalEntry> journal)
    {
        var users = UserJournal.Split(journal);
        // The notice may come before the answer to what it is of.
        return users is [var subscriber, var publisher]
            && publisher.OfType<JournalEntry.Published>().FirstOrDefault() is { } published
                ? subscriber.OfType<JournalEntry.PresenceNotified>()
                    .FirstOrDefault(each => published.At - each.At <= published.Took)
                : null;
    }
}
