using System.Reflection;
using System.Runtime.InteropServices;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Metrics;

/// <summary>What <c>/metrics</c> says of the watcher itself.</summary>
/// <param name="board">The checks.</param>
/// <param name="tally">The runs.</param>
/// <param name="probes">The answers of <c>/probe</c>.</param>
/// <param name="history">What is kept; <c>null</c> to say nothing of its size.</param>
/// <param name="reading">What its parts say of themselves.</param>
/// <param name="time">The clock.</param>
public sealed class WatcherMetrics(
    CheckBoard board, RunTally tally, ProbeTally probes, IHistory? history, Func<WatcherReading> reading,
    TimeProvider time)
{
    private static readonly string Version = VersionOf(typeof(WatcherMetrics).Assembly);
    private readonly HistorySizeGauge? _size = history is null ? null : new(history, time);

    /// <summary>Writes them.</summary>
    public void Write(PrometheusText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text.Sample(MetricCatalogue.BuildInfo, 1, Version, RuntimeInformation.FrameworkDescription);
        text.Sample(MetricCatalogue.RunsStarted, tally.Started);
        foreach (var outcome in Enum.GetValues<RunOutcome>())
        {
            text.Sample(MetricCatalogue.RunsFinished, tally.Finished(outcome), MetricNames.Of(outcome));
        }

        text.Sample(MetricCatalogue.RunsLate, tally.Late);
        text.Sample(MetricCatalogue.ChecksHeld, board.Checks.Count(each => each.IsOurs));
        Write(text, reading());
        foreach (var outcome in Enum.GetValues<RunOutcome>())
        {
            text.Sample(MetricCatalogue.Probes, probes.Ran(outcome), MetricNames.Of(outcome));
        }

        text.Sample(MetricCatalogue.ProbesRefused, probes.Refused);
        ProcessMetrics.Write(text);
    }

    private void Write(PrometheusText text, WatcherReading said)
    {
        Sample(text, MetricCatalogue.ResultsWaiting, said.ResultsWaiting);
        Sample(text, MetricCatalogue.HistoryUp, Number(said.IsHistoryUp));
        Sample(text, MetricCatalogue.HistoryBytes, _size?.Bytes);
        Sample(text, MetricCatalogue.ConfigurationGood, Number(said.IsConfigurationGood));
        if (said.ConfigurationLoadedAt is { } loaded)
        {
            text.Sample(MetricCatalogue.ConfigurationLoaded, ProcessMetrics.Seconds(loaded));
        }

        foreach (var (hook, outcome, count) in said.Deliveries)
        {
            text.Sample(MetricCatalogue.Deliveries, count, hook, outcome);
        }
    }

    private static void Sample(PrometheusText text, MetricFamily family, long? value)
    {
        if (value is { } known)
        {
            text.Sample(family, known);
        }
    }

    private static long? Number(bool? value) => value is { } known ? known ? 1 : 0 : null;

    // Without the commit behind the plus sign, which would be another series for every build.
    private static string VersionOf(Assembly assembly) =>
        (assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "")
            .Split('+')[0];
}
