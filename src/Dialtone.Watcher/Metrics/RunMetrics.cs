using System.Collections.Immutable;
using Dialtone.Core.Findings;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Metrics;

/// <summary>What is said of runs: of the last one of each check, or of one alone.</summary>
internal static class RunMetrics
{
    /// <summary>
    /// For how many codes, severities and roles a run has findings at most; causes come first. A run with more has one
    /// trouble behind them all.
    /// </summary>
    public const int FindingsMax = 64;

    public static void Write(PrometheusText text, IReadOnlyList<MeasuredRun> runs)
    {
        foreach (var (scope, run, _) in runs.Where(each => each.Run.Outcome != RunOutcome.NotRun))
        {
            text.Sample(MetricCatalogue.SignInDuration, scope, run.Latency.TotalSeconds);
        }

        foreach (var (scope, run, _) in runs)
        {
            text.Sample(MetricCatalogue.TimedOut, scope, run.TimedOut ? 1 : 0);
        }

        WriteSteps(text, runs);
        foreach (var run in runs)
        {
            WriteFindings(text, run);
        }

        WriteFacts(text, [.. runs.Where(each => each.Run.Outcome != RunOutcome.NotRun)]);
    }

    private static void WriteSteps(PrometheusText text, IReadOnlyList<MeasuredRun> runs)
    {
        foreach (var (scope, step) in StepsOf(runs))
        {
            text.Sample(MetricCatalogue.StepDuration, scope, step.Took.TotalSeconds, MetricNames.Of(step.Step));
        }

        foreach (var (scope, step) in StepsOf(runs))
        {
            text.Sample(MetricCatalogue.StepResult, scope, (int)step.Result, MetricNames.Of(step.Step));
        }
    }

    private static IEnumerable<(MetricScope? Scope, RunStep Step)> StepsOf(IReadOnlyList<MeasuredRun> runs)
    {
        foreach (var (scope, run, _) in runs)
        {
            foreach (var step in run.Steps)
            {
                if (step.Result != StepResult.NotRun)
                {
                    yield return (scope, step);
                }
            }
        }
    }

    // What it is about may be anything, and is no label: findings of one code about several things are one series.
    private static void WriteFindings(PrometheusText text, MeasuredRun run)
    {
        if (run.Findings.IsEmpty)
        {
            return;
        }

        foreach (var group in run.Findings.Where(each => FindingCatalogue.TryFind(each.Code, out _))
            .GroupBy(each => (each.Code, each.Severity, each.IsCause)).Take(FindingsMax))
        {
            var (code, severity, isCause) = group.Key;
            text.Sample(
                MetricCatalogue.Finding, run.Scope, group.Count(), $"{code}", MetricNames.Of(severity),
                isCause ? "true" : "false");
        }
    }

    private static void WriteFacts(PrometheusText text, ImmutableArray<MeasuredRun> runs)
    {
        foreach (var (scope, run, _) in runs)
        {
            text.Sample(MetricCatalogue.Degraded, scope, run.Facts.OnMemory ? 1 : 0, "memory");
            text.Sample(MetricCatalogue.Degraded, scope, run.Facts.OnBackup ? 1 : 0, "backup");
            text.Sample(MetricCatalogue.Degraded, scope, run.Facts.OnTcp ? 1 : 0, "tcp");
        }

        foreach (var (scope, run, _) in runs)
        {
            if (run.Facts.CertificateEnd is { } server)
            {
                text.Sample(MetricCatalogue.CertificateEnd, scope, ProcessMetrics.Seconds(server), "server");
            }

            if (run.Facts.UserCertificateEnd is { } user)
            {
                text.Sample(MetricCatalogue.CertificateEnd, scope, ProcessMetrics.Seconds(user), "user");
            }
        }

        foreach (var (scope, run, _) in runs)
        {
            text.Sample(MetricCatalogue.Targets, scope, run.Facts.TargetsTried, "tried");
            text.Sample(MetricCatalogue.Targets, scope, run.Facts.TargetsAnswered, "answered");
        }
    }
}
