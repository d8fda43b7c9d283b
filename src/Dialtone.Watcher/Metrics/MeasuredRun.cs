using System.Collections.Immutable;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Metrics;

/// <summary>A run of which metrics are written.</summary>
/// <param name="Scope">The check that it is of; <c>null</c> where <c>/probe</c> ran it.</param>
/// <param name="Run">The run.</param>
/// <param name="Findings">The findings that are shown.</param>
internal readonly record struct MeasuredRun(MetricScope? Scope, CheckRun Run, ImmutableArray<RunFinding> Findings);
