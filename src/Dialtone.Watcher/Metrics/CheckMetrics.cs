using System.Collections.Immutable;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Metrics;

/// <summary>
/// What <c>/metrics</c> says of the checks that this watcher runs. Those of other watchers are theirs to say: so each
/// check has its series once, however many share a database.
/// </summary>
internal static class CheckMetrics
{
    public static void Write(PrometheusText text, ImmutableArray<CheckView> board)
    {
        ImmutableArray<CheckView> checks = [.. board.Where(each => each.IsOurs)];
        foreach (var view in checks)
        {
            text.Info(
                MetricCatalogue.CheckInfo, ScopeOf(view),
                [MetricNames.Of(view.Check.Probe.Transaction), view.Check.Probe.Profile.Name],
                OperatorLabels.Of(view.Check.Labels));
        }

        foreach (var view in checks)
        {
            text.Sample(MetricCatalogue.CheckState, ScopeOf(view), (int)view.State.Color);
        }

        foreach (var view in checks)
        {
            text.Sample(MetricCatalogue.CheckPaused, ScopeOf(view), view.IsPaused ? 1 : 0);
        }

        foreach (var view in checks)
        {
            text.Sample(MetricCatalogue.CheckInterval, ScopeOf(view), view.Check.Interval.TotalSeconds);
        }

        ImmutableArray<MeasuredRun> runs =
        [
            .. checks.Where(each => each.State.Last is not null)
                .Select(each => new MeasuredRun(ScopeOf(each), each.State.Last!, each.State.Visible)),
        ];
        WriteLast(text, runs);
        RunMetrics.Write(text, runs);
    }

    private static void WriteLast(PrometheusText text, ImmutableArray<MeasuredRun> runs)
    {
        foreach (var (scope, run, _) in runs)
        {
            if (run.Outcome != RunOutcome.NotRun)
            {
                text.Sample(MetricCatalogue.CheckSuccess, scope, run.Outcome == RunOutcome.Failed ? 0 : 1);
            }
        }

        foreach (var (scope, run, _) in runs)
        {
            text.Sample(MetricCatalogue.CheckDuration, scope, run.Took.TotalSeconds);
        }

        foreach (var (scope, run, _) in runs)
        {
            text.Sample(MetricCatalogue.CheckLastRun, scope, ProcessMetrics.Seconds(run.StartedAt));
        }
    }

    private static MetricScope ScopeOf(CheckView view) => new(view.Check.Name, view.Check.Site);
}
