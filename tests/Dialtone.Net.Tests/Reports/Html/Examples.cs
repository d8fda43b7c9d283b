using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Transactions;
using Dialtone.Reports.Html;

namespace Dialtone.Net.Tests.Reports.Html;

/// <summary>Results of transactions as they may come, put together by hand.</summary>
internal static class Examples
{
    /// <summary>A Registrar that refuses connections, found by DNS while DHCP is silent.</summary>
    public static TransactionResult Refused()
    {
        ImmutableArray<JournalEntry> journal =
        [
            Entries.PoweredOn(),
            Entries.Dns(SrvService.InternalTls, DnsStatus.Answered, new SrvTarget(Entries.Pool01, 5061, 0, 10)),
            Entries.Resolved(DnsStatus.Answered, Entries.FrontEnd1),
            new JournalEntry.ConnectFailed(
                Entries.At(0.006), Entries.Tls, Entries.Remote1, ChannelEnd.Refused, "", TimeSpan.FromMilliseconds(1)),
            Entries.Dhcp(new DhcpOutcome { Status = DhcpStatus.NoAnswer }),
        ];
        return Of(journal) with
        {
            TargetFqdn = Entries.Pool01.Text,
            Error = "10061, No connection could be made because the target machine actively refused it",
            FailedStep = TransactionStep.Connect,
            Messages = Messages.OfARefusal(),
            Steps =
            [
                new(TransactionStep.Dhcp, StepResult.Degraded, TimeSpan.FromSeconds(8), [journal[4]]),
                new(TransactionStep.Dns, StepResult.Passed, TimeSpan.FromMilliseconds(3), [journal[1]]),
                new(TransactionStep.Resolve, StepResult.Passed, TimeSpan.FromMilliseconds(1), [journal[2]]),
                new(TransactionStep.Connect, StepResult.Failed, TimeSpan.FromMilliseconds(1), [journal[3]]),
                new(TransactionStep.Tls, StepResult.NotRun, TimeSpan.Zero, []),
                new(TransactionStep.Register, StepResult.NotRun, TimeSpan.Zero, []),
            ],
        };
    }

    /// <summary>A result whose every text is the one given, as far as a peer can choose it.</summary>
    public static TransactionResult Saying(string text)
    {
        var refused = Refused();
        var failed = new JournalEntry.ConnectFailed(
            Entries.At(0.006), Entries.Tls, Entries.Remote1, ChannelEnd.Failed, text, TimeSpan.FromMilliseconds(1));
        var definition = FindingCatalogue.ConnectRefused;
        var finding = new Finding(definition, [failed])
        {
            Subject = text,
            Values = ImmutableDictionary<string, string>.Empty.Add("registrar", text).Add("address", text),
        };
        return refused with
        {
            TargetFqdn = text,
            TargetUri = text,
            Error = text,
            Diagnosis = text,
            Account = text,
            Profile = text,
            Findings = new()
            {
                Causes = [finding],
                Consequences = [new(finding, finding)],
                NotChecked = [new(TransactionStep.Tls, text)],
            },
            Steps = [new(TransactionStep.Connect, StepResult.Failed, TimeSpan.FromSeconds(1), [failed])],
            Journal = [failed],
            Messages = [],
        };
    }

    /// <summary>The page of a result.</summary>
    public static string PageOf(TransactionResult result)
    {
        using var stream = new MemoryStream();
        TransactionHtml.Write(result, stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static TransactionResult Of(ImmutableArray<JournalEntry> journal) => new()
    {
        Kind = TransactionKind.ClientAuth,
        Result = TransactionVerdict.Failure,
        Latency = TimeSpan.FromSeconds(8.25),
        Account = "sip:alice@contoso.example",
        Profile = "lync-phone",
        StartedAt = Entries.WallClock,
        Findings = RootCauseAnalysis.Of(journal),
        Journal = journal,
    };
}
