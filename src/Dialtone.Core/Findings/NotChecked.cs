using Dialtone.Core.Transactions;

namespace Dialtone.Core.Findings;

/// <summary>Something that was not looked at, so that nothing is said of it.</summary>
/// <param name="Step">Which step.</param>
/// <param name="Why">Why not, as a sentence.</param>
public sealed record NotChecked(TransactionStep Step, string Why);
