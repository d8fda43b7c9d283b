using System.Collections.Immutable;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Judging;

/// <summary>What is shown of a check, and what is needed to judge its next run.</summary>
public sealed record CheckState
{
    /// <summary>The name of the check.</summary>
    public required string Check { get; init; }

    /// <summary>What is shown.</summary>
    public CheckColor Color { get; init; }

    /// <summary>Since when; the default value where it did not run yet.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The findings that were there for as many runs in a row as the check asks, causes first.</summary>
    public ImmutableArray<RunFinding> Visible { get; init; } = [];

    /// <summary>
    /// The first cause that became visible since it is not green; it stays until another one is visible in its place.
    /// <c>null</c> where none was.
    /// </summary>
    public RunFinding? Cause { get; init; }

    /// <summary>
    /// In how many runs in a row each finding was there. A run that could not be run says nothing of findings or
    /// failures, and is passed over where these are counted.
    /// </summary>
    public ImmutableDictionary<FindingKey, int> InARow { get; init; } = ImmutableDictionary<FindingKey, int>.Empty;

    /// <summary>How many runs in a row ended as the last one; zero where it did not run yet.</summary>
    public int OutcomeInARow { get; init; }

    /// <summary>How many runs in a row failed.</summary>
    public int FailedInARow { get; init; }

    /// <summary>How many runs in a row were not healthy: failed or degraded.</summary>
    public int BadInARow { get; init; }

    /// <summary>The last run, without its report; <c>null</c> where it did not run yet.</summary>
    public CheckRun? Last { get; init; }

    /// <summary>The last run that was healthy; <c>null</c> where none was.</summary>
    public Guid? LastGood { get; init; }

    /// <summary>
    /// The first run after that which failed or was degraded; <c>null</c> where there is none.
    /// </summary>
    public Guid? FirstBad { get; init; }
}
