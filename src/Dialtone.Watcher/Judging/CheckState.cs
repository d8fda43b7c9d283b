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

    /// <summary>In how many runs in a row each finding was there; those that the last run had.</summary>
    public ImmutableDictionary<FindingKey, int> InARow { get; init; } = ImmutableDictionary<FindingKey, int>.Empty;

    /// <summary>How many runs in a row ended so; zero where it did not run yet.</summary>
    public int OutcomeInARow { get; init; }

    /// <summary>The last run, without its report; <c>null</c> where it did not run yet.</summary>
    public CheckRun? Last { get; init; }

    /// <summary>The last run that was healthy; <c>null</c> where none was.</summary>
    public Guid? LastGood { get; init; }

    /// <summary>The first run after that which was not; <c>null</c> where the last one was healthy.</summary>
    public Guid? FirstBad { get; init; }
}
