using System.Collections.Immutable;
using System.IO.Compression;
using Dialtone.Core.Transactions;
using Dialtone.Reports;
using Dialtone.Reports.Html;
using Dialtone.Reports.Transactions;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Probing;

namespace Dialtone.Watcher.Runs;

/// <summary>Makes of what a probe came to the run of a check, as it is kept.</summary>
public static class RunMaker
{
    /// <summary>
    /// The largest page that is kept, in bytes as they are compressed: of a larger one the messages are left out. A
    /// page of a sign-in has about 50 KB.
    /// </summary>
    public const int PageBytesMax = 4 * 1024 * 1024;

    /// <summary>Makes the run.</summary>
    /// <param name="check">Whose run it is.</param>
    /// <param name="watcher">The name of the watcher that ran it.</param>
    /// <param name="result">What it came to.</param>
    /// <param name="startedAt">When it began.</param>
    /// <param name="took">How long it took, signing out included.</param>
    public static CheckRun Of(
        WatchCheck check, string watcher, ProbeResult result, DateTimeOffset startedAt, TimeSpan took)
    {
        var run = WithoutReport(check, watcher, result, startedAt, took);
        return result is ProbeResult.Ran { Result: var report }
            ? run with
            {
                Report = new(PageOf(report), Compressed(output => TransactionJson.Write(report, false, output))),
            }
            : run;
    }

    /// <summary>Makes the run, for whom its report is of no use.</summary>
    /// <param name="check">Whose run it is.</param>
    /// <param name="watcher">The name of the watcher that ran it.</param>
    /// <param name="result">What it came to.</param>
    /// <param name="startedAt">When it began.</param>
    /// <param name="took">How long it took, signing out included.</param>
    public static CheckRun WithoutReport(
        WatchCheck check, string watcher, ProbeResult result, DateTimeOffset startedAt, TimeSpan took)
    {
        ArgumentNullException.ThrowIfNull(check);
        ArgumentNullException.ThrowIfNull(result);
        var run = new CheckRun
        {
            Id = Guid.CreateVersion7(startedAt),
            Check = check.Name,
            Site = check.Site,
            Watcher = watcher,
            Transaction = check.Probe.Transaction,
            StartedAt = startedAt,
            Took = took,
            Outcome = RunOutcome.NotRun,
            Verdict = (result as ProbeResult.NotRun)?.Why ?? "",
        };
        return result is ProbeResult.Ran ran ? Of(run, ran, check.Timeout) : run;
    }

    private static CheckRun Of(CheckRun run, ProbeResult.Ran ran, TimeSpan limit)
    {
        var result = ran.Result;
        return run with
        {
            Latency = result.Latency,
            Outcome = OutcomeOf(ran),
            TimedOut = ran.TimedOut,
            FailedStep = result.FailedStep ?? (ran.TimedOut ? StuckAt(result) : null),
            Verdict = ran.TimedOut ? $"Given up after {Words.Of(limit)}. {TransactionText.Verdict(result)}"
                : TransactionText.Verdict(result),
            Steps = [.. result.Steps.Select(each => new RunStep(each.Step, each.Result, each.Took))],
            Findings = FindingsOf(result),
            Facts = FactsMaker.Of(result.Journal),
        };
    }

    private static RunOutcome OutcomeOf(ProbeResult.Ran ran) => ran switch
    {
        { TimedOut: true } => RunOutcome.Failed,
        { Result.Result: TransactionVerdict.NotRun } => RunOutcome.NotRun,
        { Result.Result: TransactionVerdict.Failure } => RunOutcome.Failed,
        { Result.IsDegraded: true } => RunOutcome.Degraded,
        _ => RunOutcome.Healthy,
    };

    // What did not come to its end has no step that failed for good.
    private static TransactionStep? StuckAt(TransactionResult result) =>
        (result.Steps.FirstOrDefault(each => each.Result == StepResult.Failed)
            ?? result.Steps.LastOrDefault(each => each.Result == StepResult.Degraded))?.Step;

    private static ImmutableArray<RunFinding> FindingsOf(TransactionResult result) =>
    [
        .. result.Findings.Causes.Select(each => new RunFinding(
            each.Code, each.Severity, each.Subject, each.Title, IsCause: true)),
        .. result.Findings.Consequences.Select(each => new RunFinding(
            each.Finding.Code, each.Finding.Severity, each.Finding.Subject, each.Finding.Title, IsCause: false)),
    ];

    private static byte[] PageOf(TransactionResult result)
    {
        var page = Compressed(output => TransactionHtml.Write(result, output));
        if (page.Length <= PageBytesMax)
        {
            return page;
        }

        var shorter = result with
        {
            Messages = [],
            MessagesLeftOut = result.MessagesLeftOut + result.Messages.Length,
        };
        return Compressed(output => TransactionHtml.Write(shorter, output));
    }

    private static byte[] Compressed(Action<Stream> write)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
        {
            write(gzip);
        }

        return bytes.ToArray();
    }
}
