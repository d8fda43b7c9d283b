namespace Dialtone.Core.Transactions;

/// <summary>What an entry of the journal says of a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Sign">How it went by this entry.</param>
/// <param name="Took">How long that took; zero where it is not known.</param>
internal readonly record struct StepWord(TransactionStep Step, StepSign Sign, TimeSpan Took);
