using System.Diagnostics;
using Dialtone.Core.Findings;
using Dialtone.Core.Time;
using Dialtone.Core.Transactions;
using Dialtone.Reports;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tracing;

/// <summary>
/// A run that is over as spans: one for all of it, and one for each step that was run, from its first question to its
/// last answer. Steps overlap as they did: DHCP and DNS are asked at once.
/// </summary>
internal static class RunSpans
{
    public static void Write(ActivitySource source, CheckRun run, TransactionResult? result)
    {
        if (!source.HasListeners())
        {
            return;
        }

        // A run is a trace of its own, also where a scrape that is traced itself asked for it.
        var before = Activity.Current;
        Activity.Current = null;
        try
        {
            using var root = source.StartActivity(
                DataNames.Of(run.Transaction), ActivityKind.Client, default(ActivityContext), startTime: run.StartedAt);
            if (root is null)
            {
                return;
            }

            Describe(root, run, result);
            foreach (var step in result?.Steps ?? [])
            {
                Write(source, root, step, result!);
            }

            root.SetEndTime((run.StartedAt + run.Took).UtcDateTime);
        }
        finally
        {
            Activity.Current = before;
        }
    }

    private static void Describe(Activity root, CheckRun run, TransactionResult? result)
    {
        _ = root.SetTag("dialtone.check", run.Check)
            .SetTag("dialtone.run", run.Id.ToString())
            .SetTag("dialtone.outcome", DataNames.Of(run.Outcome))
            .SetTag("dialtone.timed_out", run.TimedOut);
        Tag(root, "dialtone.site", run.Site);
        Tag(root, "dialtone.code", run.Cause is { } cause ? $"{cause.Code}" : "");
        Tag(root, "dialtone.profile", result?.Profile);
        Tag(root, "server.address", result?.TargetFqdn);
        _ = run.Outcome is RunOutcome.Failed or RunOutcome.NotRun
            ? root.SetStatus(ActivityStatusCode.Error, run.Verdict) : root.SetStatus(ActivityStatusCode.Ok);
    }

    private static void Write(ActivitySource source, Activity root, StepReport step, TransactionResult result)
    {
        if (step.Result == StepResult.NotRun || step is not { Began: { } began, Ended: { } ended })
        {
            return;
        }

        using var span = source.StartActivity(
            DataNames.Of(step.Step), ActivityKind.Client, root.Context, startTime: At(result, began));
        if (span is null)
        {
            return;
        }

        _ = span.SetTag("dialtone.step", DataNames.Of(step.Step)).SetTag("dialtone.result", DataNames.Of(step.Result));
        var finding = FindingOf(step, result.Findings);
        Tag(span, "dialtone.code", finding is null ? "" : $"{finding.Code}");
        _ = step.Result == StepResult.Failed
            ? span.SetStatus(ActivityStatusCode.Error, finding?.Title ?? result.Error)
            : span.SetStatus(step.Result == StepResult.Passed ? ActivityStatusCode.Ok : ActivityStatusCode.Unset);
        span.SetEndTime(At(result, ended).UtcDateTime);
    }

    /// <summary>What is said of the same entries as the step is: causes first.</summary>
    private static Finding? FindingOf(StepReport step, RootCauseAnalysis findings) =>
        step.Result == StepResult.Passed ? null
            : findings.Causes.Concat(findings.Consequences.Select(each => each.Finding))
                .FirstOrDefault(finding => finding.Evidence.Any(
                    entry => step.Evidence.Any(shown => ReferenceEquals(shown, entry))));

    private static DateTimeOffset At(TransactionResult result, Instant moment) =>
        result.StartedAt + moment.SinceStart;

    private static void Tag(Activity span, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _ = span.SetTag(name, value);
        }
    }
}
