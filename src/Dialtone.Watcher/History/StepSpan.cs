using Dialtone.Core.Transactions;

namespace Dialtone.Watcher.History;

/// <summary>The times of one step within one span of time.</summary>
/// <param name="Step">The step.</param>
/// <param name="From">The begin of the span.</param>
/// <param name="Runs">In how many runs it was run.</param>
/// <param name="Failed">In how many of these it failed.</param>
/// <param name="Least">The shortest time.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Most">The longest.</param>
public sealed record StepSpan(
    TransactionStep Step, DateTimeOffset From, int Runs, int Failed, TimeSpan Least, TimeSpan Mean, TimeSpan Most);
