using System.Collections.Immutable;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Transactions;

namespace Dialtone.Simulation.Tests.Findings;

/// <summary>What one transaction in a broken deployment came to.</summary>
/// <param name="Transaction">The result, judged by the journal alone.</param>
/// <param name="Took">From power-on until it was settled.</param>
internal sealed record Diagnosis(TransactionResult Transaction, TimeSpan Took)
{
    /// <summary>All that the device saw, until it had signed out or had to wait.</summary>
    public ImmutableArray<JournalEntry> Journal => Transaction.Journal;

    /// <summary>How the transaction ended.</summary>
    public TransactionVerdict Result => Transaction.Result;

    /// <summary>The causes, and what follows from them.</summary>
    public RootCauseAnalysis Findings => Transaction.Findings;

    /// <summary>The causes and what follows from them, in one line for people.</summary>
    public string Found => Findings.Causes.IsEmpty && Findings.Consequences.IsEmpty ? "nothing"
        : string.Join(", ", [
            .. Findings.Causes.Select(finding => $"{finding.Code}"),
            .. Findings.Consequences.Select(one => $"({one.Finding.Code})"),
        ]);
}
