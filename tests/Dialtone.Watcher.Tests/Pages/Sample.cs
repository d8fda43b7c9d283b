using System.IO.Compression;
using System.Text;
using Dialtone.Core.Findings;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Pages;

/// <summary>Checks and runs to look at.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Begin = new(2029, 12, 31, 23, 0, 0, TimeSpan.Zero);

    public static readonly RunFinding NoDhcp = new(
        new(1101), FindingSeverity.Blocking, "", "No DHCP server answered the DHCPINFORM on eth0", IsCause: true);

    public static WatchCheck Check(string name = "Sign in", string site = "Berlin") => new(
        name, new()
        {
            Transaction = TransactionKind.Registration,
            Account = new("alice")
            {
                Address = AddressOfRecord.TryParse("alice@contoso.example", out var address) ? address : null,
                Login = @"CONTOSO\secret-login",
                Password = new("/etc/dialtone/secret-password", null),
            },
        })
    {
        Site = site,
    };

    public static CheckRun Run(int number, RunOutcome outcome, string check = "Sign in") => new()
    {
        Id = Guid.CreateVersion7(Begin + TimeSpan.FromMinutes(number)),
        Check = check,
        Site = "Berlin",
        Watcher = "watch01",
        Transaction = TransactionKind.Registration,
        StartedAt = Begin + TimeSpan.FromMinutes(number),
        Took = TimeSpan.FromMilliseconds(700),
        Latency = outcome == RunOutcome.Failed ? TimeSpan.Zero : TimeSpan.FromMilliseconds(400 + number),
        Outcome = outcome,
        FailedStep = outcome == RunOutcome.Failed ? TransactionStep.Dhcp : null,
        Verdict = outcome switch
        {
            RunOutcome.Failed => "alice@contoso.example could not sign in",
            RunOutcome.NotRun => "The password file cannot be read",
            _ => "alice@contoso.example signed in",
        },
        Steps =
        [
            new(
                TransactionStep.Dhcp, outcome == RunOutcome.Failed ? StepResult.Failed : StepResult.Passed,
                TimeSpan.FromMilliseconds(outcome == RunOutcome.Failed ? 5000 : 20)),
            new(
                TransactionStep.Register, outcome == RunOutcome.Failed ? StepResult.NotRun : StepResult.Passed,
                TimeSpan.FromMilliseconds(outcome == RunOutcome.Failed ? 0 : 80)),
        ],
        Findings = outcome is RunOutcome.Failed or RunOutcome.Degraded ? [NoDhcp] : [],
        Report = outcome == RunOutcome.NotRun ? null : Report(outcome),
    };

    public static CheckView View(CheckColor color, WatchCheck? check = null, CheckRun? last = null) => new(
        check ?? Check(),
        new()
        {
            Check = (check ?? Check()).Name,
            Color = color,
            Since = last is null ? default : Begin,
            Visible = color is CheckColor.Red or CheckColor.Yellow ? [NoDhcp] : [],
            OutcomeInARow = last is null ? 0 : 3,
            Last = last,
        },
        true, false, Begin + TimeSpan.FromMinutes(61), false);

    public static RunReport Report(RunOutcome outcome)
    {
        var isGood = outcome != RunOutcome.Failed;
        var directions = isGood ? "" : """
            {"audience":"network-administrator","text":"See who answers on eth0.","command":"dialtone dhcp ask"}
            """;
        var step = isGood ? "passed" : "failed";
        return new(
            Zipped($"<!DOCTYPE html><meta content=\"style-src 'sha256-{new string('A', 43)}='\"><p>the report"),
            Zipped($$"""
                {"schema":1,"transaction":"registration","account":"sip:alice@contoso.example","profile":"lync-phone",
                "startedAt":"2030-01-01T00:00:00Z","result":"{{(isGood ? "success" : "failure")}}","milliseconds":400,
                "directions":[{{directions}}],"steps":[{"step":"dhcp","result":"{{step}}","milliseconds":20}]}
                """));
    }

    private static byte[] Zipped(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return memory.ToArray();
    }
}
