using System.Collections.Immutable;
using Dialtone.Core.Findings;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Metrics;

/// <summary>Checks as a board shows them.</summary>
internal static class SampleBoard
{
    public static readonly DateTimeOffset At = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static WatchCheck Check(string name, string site = "Zurich") =>
        new(name, new() { Transaction = TransactionKind.Registration, Account = new("alice") }) { Site = site };

    public static CheckRun Run(string check, RunOutcome outcome = RunOutcome.Healthy) => new()
    {
        Id = Guid.CreateVersion7(At),
        Check = check,
        Site = "Zurich",
        Watcher = "here",
        Transaction = TransactionKind.Registration,
        StartedAt = At,
        Took = TimeSpan.FromSeconds(1.5),
        Latency = TimeSpan.FromSeconds(1.25),
        Outcome = outcome,
        Verdict = "",
        Steps = outcome == RunOutcome.NotRun ? [] :
        [
            new(TransactionStep.Dhcp, StepResult.Degraded, TimeSpan.FromSeconds(1)),
            new(TransactionStep.RelayCredentials, StepResult.Passed, TimeSpan.FromMilliseconds(2)),
            new(TransactionStep.SignOut, StepResult.NotRun, default),
        ],
        Facts = new()
        {
            OnMemory = true,
            CertificateEnd = At.AddDays(10),
            UserCertificateEnd = At.AddDays(180),
            TargetsTried = 3,
            TargetsAnswered = 2,
        },
    };

    public static CheckView View(
        WatchCheck check, CheckRun? last, CheckColor color = CheckColor.Green, bool isOurs = true,
        params ImmutableArray<RunFinding> visible) =>
        new(
            check, new() { Check = check.Name, Color = color, Last = last, Visible = visible }, isOurs, false, null,
            false);

    public static RunFinding Finding(
        ushort code, string subject = "", FindingSeverity severity = FindingSeverity.Blocking, bool isCause = true) =>
        new(new(code), severity, subject, "", isCause);
}
