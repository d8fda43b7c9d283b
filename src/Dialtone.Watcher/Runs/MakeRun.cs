using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Probing;

namespace Dialtone.Watcher.Runs;

/// <summary>Makes of what a probe came to the run that is kept, with its report.</summary>
/// <param name="check">What was run.</param>
/// <param name="watcher">The name of the watcher that ran it.</param>
/// <param name="result">What it came to.</param>
/// <param name="startedAt">When it began.</param>
/// <param name="took">How long it took.</param>
public delegate CheckRun MakeRun(
    WatchCheck check, string watcher, ProbeResult result, DateTimeOffset startedAt, TimeSpan took);
