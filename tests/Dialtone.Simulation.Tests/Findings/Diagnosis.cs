using System.Collections.Immutable;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Transactions;

namespace Dialtone.Simulation.Tests.Findings;

/// <summary>What one transaction in a broken deployment came to.</summary>
/// <param name="Journal">All that the device saw, until it had signed out or had to wait.</param>
/// <param name="Result">How the transaction ended.</param>
/// <param name="Took">From power-on until it was settled.</param>
internal sealed record Diagnosis(ImmutableArray<JournalEntry> Journal, TransactionVerdict Result, TimeSpan Took)
{
    /// <summary>The judgement of the journal.</summary>
    public RootCauseAnalysis Findings { get; } = RootCauseAnalysis.Of(Journal);

    /// <summary>The causes and what follows from them, in one line for people.</summary>
    public string Found => Findings.Causes.IsEmpty && Findings.Consequences.IsEmpty ? "nothing"
        : string.Join(", ", [
            .. Findings.Causes.Select(finding => $"{finding.Code}"),
            .. Findings.Consequences.Select(one => $"({one.Finding.Code})"),
        ]);
}
