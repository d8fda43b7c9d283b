using System.Collections.Immutable;
using Dialtone.Core.Findings;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.History;

/// <summary>Runs to keep, and what is to come of them.</summary>
internal static class SampleRuns
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly TransactionStep[] Steps = Enum.GetValues<TransactionStep>();

    /// <summary>A run with every step, each a little longer than the one before.</summary>
    public static CheckRun Run(
        string check, DateTimeOffset startedAt, RunOutcome outcome = RunOutcome.Healthy, int milliseconds = 10) => new()
        {
            Id = Guid.CreateVersion7(startedAt),
            Check = check,
            Site = "Berlin",
            Watcher = "watch1",
            Transaction = TransactionKind.Registration,
            StartedAt = startedAt,
            Took = TimeSpan.FromMilliseconds(900),
            Latency = TimeSpan.FromMilliseconds(210),
            Outcome = outcome,
            FailedStep = outcome == RunOutcome.Failed ? TransactionStep.Tls : null,
            Verdict = outcome == RunOutcome.Failed ? "The certificate has expired" : "Signed in",
            Steps = StepsOf(outcome, milliseconds),
            Findings = outcome == RunOutcome.Failed
                ?
                [
                    new(new(2204), FindingSeverity.Blocking, "sip.contoso.example", "It has expired", true),
                    new(new(3101), FindingSeverity.Advice, "", "Nobody answers REGISTER", false),
                ]
                : [],
        };

    /// <summary>A run with everything that a run can have.</summary>
    public static CheckRun Full(string check, DateTimeOffset startedAt) =>
        Run(check, startedAt, RunOutcome.Failed) with
        {
            Site = "",
            TimedOut = true,
            Transaction = TransactionKind.Presence,
            Verdict = "It's \"over\": größer als 30 s; DROP TABLE runs; --",
            Facts = new()
            {
                OnMemory = true,
                OnBackup = true,
                OnTcp = true,
                CertificateEnd = Start.AddYears(1),
                UserCertificateEnd = Start.AddDays(3),
                TargetsAnswered = 1,
                TargetsTried = 4,
            },
            Change = Turned(),
            Report = new(new byte[] { 1, 2, 3 }, new byte[] { 0, 255 }),
        };

    public static StateChange Turned() =>
        new(CheckColor.Green, CheckColor.Red, "DT2204", "The certificate has expired");

    /// <summary>A report that nothing makes smaller.</summary>
    public static RunReport Report(int bytes, byte seed)
    {
        var page = new byte[bytes];
        var state = (uint)seed + 1;
        for (var at = 0; at < page.Length; at++)
        {
            state = (state * 1664525) + 1013904223;
            page[at] = (byte)(state >> 24);
        }

        return new(page, page.AsMemory(0, 4));
    }

    /// <summary>What a history gives back of a run, without its report.</summary>
    public static void ShouldBeKept(this CheckRun? kept, CheckRun run)
    {
        kept.ShouldNotBeNull();
        kept.Steps.ShouldBe(run.Steps);
        kept.Findings.ShouldBe(run.Findings);
        (kept with { Steps = default, Findings = default }).ShouldBe(
            run with { Steps = default, Findings = default, Report = null });
    }

    /// <summary>The times of steps, worked out one by one.</summary>
    public static ImmutableArray<StepSpan> Spans(
        IEnumerable<CheckRun> runs, DateTimeOffset from, DateTimeOffset until, int spans) =>
    [
        .. from run in runs
        where run.StartedAt >= @from && run.StartedAt < until
        from step in run.Steps
        where step.Result != StepResult.NotRun
        let length = (until - @from) / spans
        group step by (step.Step, From: @from + (length * (int)((run.StartedAt - @from) / length))) into span
        orderby span.Key.Step, span.Key.From
        select new StepSpan(
            span.Key.Step, span.Key.From, span.Count(), span.Count(each => each.Result == StepResult.Failed),
            span.Min(each => each.Took), TimeSpan.FromMicroseconds(
                (long)span.Sum(each => each.Took.TotalMicroseconds) / span.Count()), span.Max(each => each.Took)),
    ];

    private static ImmutableArray<RunStep> StepsOf(RunOutcome outcome, int milliseconds) => outcome switch
    {
        RunOutcome.NotRun => [],
        RunOutcome.Failed =>
        [
            .. Steps.Select(step => step < TransactionStep.Tls
                ? new RunStep(step, StepResult.Passed, TimeSpan.FromMilliseconds(milliseconds + (int)step))
                : step == TransactionStep.Tls
                    ? new(step, StepResult.Failed, TimeSpan.FromMilliseconds(milliseconds))
                    : new(step, StepResult.NotRun, TimeSpan.Zero)),
        ],
        _ =>
        [
            .. Steps.Select(step => new RunStep(
                step, outcome == RunOutcome.Degraded && step == TransactionStep.Dns
                    ? StepResult.Degraded
                    : StepResult.Passed,
                TimeSpan.FromMilliseconds(milliseconds + (int)step))),
        ],
    };
}
