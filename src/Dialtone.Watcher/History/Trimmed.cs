namespace Dialtone.Watcher.History;

/// <summary>What was given up.</summary>
/// <param name="Runs">How many runs, their reports with them.</param>
/// <param name="Reports">How many reports besides.</param>
public sealed record Trimmed(long Runs, long Reports);
