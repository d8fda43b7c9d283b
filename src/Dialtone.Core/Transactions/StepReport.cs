using System.Collections.Immutable;
using Dialtone.Core.Journal;

namespace Dialtone.Core.Transactions;

/// <summary>How one step of a transaction went.</summary>
/// <param name="Step">Which step.</param>
/// <param name="Result">How it went.</param>
/// <param name="Took">How long it took; zero where that is not known, or it was not run.</param>
/// <param name="Evidence">The entries of the journal that show it, in order; empty where it was not run.</param>
public sealed record StepReport(
    TransactionStep Step, StepResult Result, TimeSpan Took, ImmutableArray<JournalEntry> Evidence);
