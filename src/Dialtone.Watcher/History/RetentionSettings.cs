namespace Dialtone.Watcher.History;

/// <summary>How long and how much is kept. Failures are kept longest.</summary>
public sealed record RetentionSettings
{
    /// <summary>How long the reports of healthy runs are kept: their steps and times stay for longer.</summary>
    public TimeSpan HealthyReports { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long runs are kept: enough to see last week beside this one.</summary>
    public TimeSpan Runs { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long runs that were not healthy are kept, with their reports: a year, for "was that so before?".
    /// </summary>
    public TimeSpan Failures { get; init; } = TimeSpan.FromDays(365);

    /// <summary>
    /// How many bytes the whole may take. What is over is given up in this order, each the oldest first: reports of
    /// healthy runs, healthy runs, reports of others, others.
    /// </summary>
    public long BytesMax { get; init; } = 4L * 1024 * 1024 * 1024;
}
