namespace Dialtone.Watcher.Metrics;

/// <summary>The check whose sample it is: the labels <c>check</c> and <c>site</c>, the first two.</summary>
/// <param name="Check">The name of the check.</param>
/// <param name="Site">Its site; empty for none.</param>
public readonly record struct MetricScope(string Check, string Site);
