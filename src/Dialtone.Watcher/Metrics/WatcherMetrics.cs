using System.Reflection;
using System.Runtime.InteropServices;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Metrics;

/// <summary>What <c>/metrics</c> says of the watcher itself.</summary>
/// <param name="tally">The runs.</param>
/// <param name="probes">The answers of <c>/probe</c>.</param>
/// <param name="size">How much the history takes: <see cref="IHistory.SizeAsync"/>.</param>
/// <param name="reading">What its parts say of themselves.</param>
/// <param name="time">The clock.</param>
public sealed class WatcherMetrics(
    RunTally tally, ProbeTally probes, Func<CancellationToken, Task<HistorySize>> size, Func<WatcherReading> reading,
    TimeProvider time)
{
    private static readonly string Version = VersionOf(typeof(WatcherMetrics).Assembly);
    private readonly HistorySizeGauge _size = new(size, time);

    /// <summary>Writes them.</summary>
    public void Write(PrometheusText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var said = reading();
        text.Sample(MetricCatalogue.BuildInfo, 1, Version, RuntimeInformation.FrameworkDescription);
        WriteRuns(text, said.Engine);
        WriteHistory(text, said.Engine);
        text.Sample(MetricCatalogue.ConfigurationGood, said.IsConfigurationGood ? 1 : 0);
        if (said.ConfigurationLoadedAt is { } loaded)
        {
            text.Sample(MetricCatalogue.ConfigurationLoaded, ProcessMetrics.Seconds(loaded));
        }

        foreach (var hook in said.Hooks)
        {
            text.Sample(MetricCatalogue.Deliveries, hook.Delivered, hook.Name, "delivered");
            text.Sample(MetricCatalogue.Deliveries, hook.Retried, hook.Name, "retried");
            text.Sample(MetricCatalogue.Deliveries, hook.GivenUp, hook.Name, "given-up");
        }

        foreach (var outcome in Enum.GetValues<RunOutcome>())
        {
            text.Sample(MetricCatalogue.Probes, probes.Ran(outcome), MetricNames.Of(outcome));
        }

        text.Sample(MetricCatalogue.ProbesRefused, probes.Refused);
        ProcessMetrics.Write(text);
    }

    private void WriteRuns(PrometheusText text, EngineHealth engine)
    {
        text.Sample(MetricCatalogue.ChecksHeld, engine.Held);
        text.Sample(MetricCatalogue.ChecksDue, engine.Due);
        text.Sample(MetricCatalogue.RunsRunning, engine.Running);
        text.Sample(MetricCatalogue.RunsStarted, engine.Begun);
        foreach (var outcome in Enum.GetValues<RunOutcome>())
        {
            text.Sample(MetricCatalogue.RunsFinished, tally.Ended(outcome), MetricNames.Of(outcome));
        }

        text.Sample(MetricCatalogue.Lateness, engine.LateTogether.TotalSeconds);
        text.Sample(MetricCatalogue.RunsSkipped, engine.Skipped);
    }

    private void WriteHistory(PrometheusText text, EngineHealth engine)
    {
        text.Sample(MetricCatalogue.ResultsWaiting, engine.Waiting);
        text.Sample(MetricCatalogue.WaitingBytes, engine.WaitingBytes, "memory");
        text.Sample(MetricCatalogue.WaitingBytes, engine.SpoolBytes, "spool");
        text.Sample(MetricCatalogue.GivenUp, engine.RunsGivenUp, "runs");
        text.Sample(MetricCatalogue.GivenUp, engine.ReportsGivenUp, "reports");
        text.Sample(MetricCatalogue.HistoryUp, engine.HistoryFault is null ? 1 : 0);
        if (_size.Bytes is { } bytes)
        {
            text.Sample(MetricCatalogue.HistoryBytes, bytes);
        }
    }

    // Without the commit behind the plus sign, which would be another series for every build.
    private static string VersionOf(Assembly assembly) =>
        (assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "")
            .Split('+')[0];
}
