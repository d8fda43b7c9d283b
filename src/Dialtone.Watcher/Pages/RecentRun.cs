using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Pages;

/// <summary>As much of a run as small drawings show.</summary>
/// <param name="Id">Which run.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Latency">From the start to the end of the sign-in; zero where it did not come to that.</param>
internal readonly record struct RecentRun(Guid Id, RunOutcome Outcome, TimeSpan Latency)
{
    public static RecentRun Of(CheckRun run) => new(run.Id, run.Outcome, run.Latency);
}
