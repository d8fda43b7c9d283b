using Dialtone.Core.Candidates;

namespace Dialtone.Core.Transactions;

/// <summary>How a whole sign-in at one address of one Registrar went, over one transport.</summary>
/// <param name="Candidate">
/// The Registrar as its source named it, with the address; without one where its name has none.
/// </param>
/// <param name="Result">What the sign-in there came to.</param>
public sealed record TargetResult(Candidate Candidate, TransactionResult Result);
