using System.Collections.Immutable;

namespace Dialtone.Watcher.Metrics;

/// <summary>
/// Every metric there is. A name that is out in the world stays: rules and dashboards hang on it. Units are base units.
/// </summary>
public static partial class MetricCatalogue
{
    /// <summary>What <c>/metrics</c> says of the watcher itself.</summary>
    public static ImmutableArray<MetricFamily> OfWatcher =>
    [
        BuildInfo, ChecksHeld, ChecksDue, RunsRunning, RunsStarted, RunsFinished, Lateness, RunsSkipped, ResultsWaiting,
        WaitingBytes, GivenUp, HistoryUp, HistoryBytes, ConfigurationGood, ConfigurationLoaded, Deliveries, Probes,
        ProbesRefused, CpuTime, OpenFiles, OpenFilesMost, VirtualMemory, ResidentMemory, StartTime, HeapSize, Allocated,
        Collections, PauseTime,
    ];

    /// <summary>What <c>/metrics</c> says of each check that this watcher runs, besides its last run.</summary>
    public static ImmutableArray<MetricFamily> OfChecks =>
        [CheckInfo, CheckState, CheckPaused, CheckInterval, CheckSuccess, CheckDuration, CheckLastRun];

    /// <summary>
    /// What is said of a run: by <c>/metrics</c> of the last one of each check, by <c>/probe</c> of the one it ran.
    /// </summary>
    public static ImmutableArray<MetricFamily> OfRuns =>
        [SignInDuration, TimedOut, StepDuration, StepResult, Finding, Degraded, CertificateEnd, Targets];

    /// <summary>What <c>/probe</c> says first, by the names that every prober of Prometheus uses.</summary>
    public static ImmutableArray<MetricFamily> OfProbes => [ProbeSuccess, ProbeDuration];

    private static MetricFamily Gauge(string name, string help, params ImmutableArray<string> labels) =>
        new(name, MetricKind.Gauge, help, labels);

    private static MetricFamily Counter(string name, string help, params ImmutableArray<string> labels) =>
        new(name, MetricKind.Counter, help, labels);

    private static MetricFamily Info(string name, string help, params ImmutableArray<string> labels) =>
        new(name, MetricKind.Info, help, labels);
}
