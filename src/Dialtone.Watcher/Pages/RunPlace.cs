using System.Collections.Immutable;
using Dialtone.Reports.Compare;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Pages;

/// <summary>Where a run stands.</summary>
/// <param name="Before">The run before it; <c>null</c> for none.</param>
/// <param name="After">The run after it; <c>null</c> for none.</param>
/// <param name="HasReport">Whether its report is kept.</param>
/// <param name="Good">Of one that was not healthy the last healthy one before it; <c>null</c> for none.</param>
/// <param name="Changes">What it has otherwise than that one; <c>null</c> where that cannot be said.</param>
internal sealed record RunPlace(
    CheckRun? Before, CheckRun? After, bool HasReport, CheckRun? Good, ImmutableArray<Difference>? Changes);
