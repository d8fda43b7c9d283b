using Dialtone.Core.Transactions;

namespace Dialtone.Watcher.Runs;

/// <summary>One step of a run.</summary>
/// <param name="Step">Which step.</param>
/// <param name="Result">How it went.</param>
/// <param name="Took">How long it took; zero where that is not known, or it was not run.</param>
public sealed record RunStep(TransactionStep Step, StepResult Result, TimeSpan Took);
