using Dialtone.Core.Findings;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Engine;

/// <summary>A run as far as an overview shows it.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="FailedStep">The step at which it failed first; <c>null</c> where none did.</param>
/// <param name="Cause">The code of its first cause; <c>null</c> where nothing is wrong.</param>
/// <param name="Title">That cause in one line, or the verdict; empty where it was healthy.</param>
/// <param name="Change">What it changed; <c>null</c> where nothing.</param>
public sealed record RecentRun(
    Guid Id,
    DateTimeOffset StartedAt,
    TimeSpan Took,
    RunOutcome Outcome,
    TransactionStep? FailedStep,
    FindingCode? Cause,
    string Title,
    StateChange? Change)
{
    /// <summary>From the start to the end of the sign-in; zero where it did not come to that.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Leaves out what an overview does not show.</summary>
    public static RecentRun Of(CheckRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var title = run.Outcome == RunOutcome.Healthy ? "" : run.Cause?.Title ?? run.Verdict;
        return new(
            run.Id, run.StartedAt, run.Took, run.Outcome, run.FailedStep, run.Cause?.Code, title, run.Change)
        {
            Latency = run.Latency,
        };
    }
}
