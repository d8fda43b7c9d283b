using System.Collections.Immutable;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;

namespace Dialtone.Core.Transactions;

/// <summary>How one step of a transaction went.</summary>
/// <param name="Step">Which step.</param>
/// <param name="Result">How it went.</param>
/// <param name="Took">How long it took; zero where that is not known, or it was not run.</param>
/// <param name="Evidence">The entries of the journal that show it, in order; empty where it was not run.</param>
public sealed record StepReport(
    TransactionStep Step, StepResult Result, TimeSpan Took, ImmutableArray<JournalEntry> Evidence)
{
    /// <summary>
    /// When the first part of it began, as the entries tell: those that failed before one succeeded too.
    /// <c>null</c> where no entry tells of it.
    /// </summary>
    public Instant? Began { get; init; }

    /// <summary>When the last part of it ended; <c>null</c> where no entry tells of it.</summary>
    public Instant? Ended { get; init; }
}
