using System.Collections.Immutable;
using Dialtone.Core.Findings;
using Dialtone.Reports.Compare;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Pages;

/// <summary>What history says for the page of a check.</summary>
/// <param name="Runs">The runs of the list, and one more where there are more; <c>null</c> where it is away.</param>
/// <param name="Steps">The times of the steps; <c>null</c> where it is away.</param>
/// <param name="Directions">What is to be done, as the last run says it; empty where that is not kept.</param>
/// <param name="Changes">What the first bad run has otherwise; <c>null</c> where that cannot be said.</param>
internal sealed record CheckPast(
    ImmutableArray<CheckRun>? Runs, ImmutableArray<StepSpan>? Steps, ImmutableArray<Direction> Directions,
    ImmutableArray<Difference>? Changes)
{
    /// <summary>Why history cannot be read; <c>null</c> where it can.</summary>
    public string? Away { get; init; }
}
