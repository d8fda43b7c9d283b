using System.IO.Compression;
using System.Text;
using Dialtone.Core.Findings;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Alerts;

/// <summary>A check, and runs of it that turned it.</summary>
internal static class TurnedRuns
{
    public static readonly WatchCheck Check = new(
        "Sign in, Zürich", new() { Transaction = TransactionKind.ClientAuth, Account = new("alice") })
    {
        Site = "zurich",
        Labels = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty
            .Add("floor", "3").Add("team", "voice"),
    };

    public static CheckRun Red(int number, DateTimeOffset at) => new()
    {
        Id = Guid.Parse($"01890000-0000-7000-8000-{number:x12}"),
        Check = Check.Name,
        Site = Check.Site,
        Watcher = "watch-1",
        Transaction = TransactionKind.ClientAuth,
        StartedAt = at,
        Took = TimeSpan.FromSeconds(4.25),
        Latency = TimeSpan.FromSeconds(4),
        Outcome = RunOutcome.Failed,
        FailedStep = TransactionStep.Dhcp,
        Verdict = "client-auth for sip:alice@contoso.example failed after 4 s at DHCP.",
        Steps =
        [
            new(TransactionStep.Dhcp, StepResult.Failed, TimeSpan.FromSeconds(3)),
            new(TransactionStep.Dns, StepResult.Passed, TimeSpan.FromMilliseconds(12)),
            new(TransactionStep.Tls, StepResult.NotRun, TimeSpan.Zero),
        ],
        Findings = [new(new(1101), FindingSeverity.Blocking, "", "No DHCP server answers", true)],
        Change = new(CheckColor.Green, CheckColor.Red, "DT1101", "No DHCP server answers"),
        Report = new("page"u8.ToArray(), Packed(
            """
            {"findings":{"causes":[
              {"code":"DT1102","directions":[{"audience":"tester","text":"Not this one."}]},
              {"code":"DT1101","directions":[{"audience":"network","text":"Let option 120 name pool.contoso.example."},
                {"audience":"user","text":"Then sign in again.","command":"dialtone test"}]}],
             "consequences":[]}}
            """)),
    };

    public static CheckRun Green(int number, DateTimeOffset at) => Red(number, at) with
    {
        Outcome = RunOutcome.Healthy,
        FailedStep = null,
        Verdict = "client-auth for sip:alice@contoso.example succeeded after 4 s.",
        Findings = [],
        Change = new(CheckColor.Red, CheckColor.Green, "", ""),
        Report = null,
    };

    public static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
