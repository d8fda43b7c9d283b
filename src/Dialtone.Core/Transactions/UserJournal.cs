using System.Collections.Immutable;
using Dialtone.Core.Journal;

namespace Dialtone.Core.Transactions;

/// <summary>The journal of a transaction, taken apart by its users: each was switched on once.</summary>
internal static class UserJournal
{
    /// <summary>The entries of each user, in order; at least one journal, which may be empty.</summary>
    public static ImmutableArray<ImmutableArray<JournalEntry>> Split(IReadOnlyList<JournalEntry> journal)
    {
        var all = ImmutableArray.CreateBuilder<ImmutableArray<JournalEntry>>();
        var current = ImmutableArray.CreateBuilder<JournalEntry>();
        var account = "";
        foreach (var entry in journal)
        {
            if (entry is JournalEntry.PoweredOn on)
            {
                // A phone that has only a number is on before it knows whose.
                if (account.Length > 0 && account != on.Account)
                {
                    all.Add(current.DrainToImmutable());
                }

                account = on.Account;
            }

            current.Add(entry);
        }

        all.Add(current.DrainToImmutable());
        return all.ToImmutable();
    }
}
