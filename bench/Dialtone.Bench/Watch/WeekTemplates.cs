using System.Collections.Immutable;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Hosting;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Probing;
using Dialtone.Watcher.Runs;
using Dialtone.Wire.Addresses;

namespace Dialtone.Bench.Watch;

/// <summary>Real runs of a check against the lab, reports and all, of which a week is made.</summary>
/// <param name="Healthy">One that works.</param>
/// <param name="Degraded">One that works by a fall-back, or with something amiss.</param>
/// <param name="Failed">Ones that fail, each by another fault.</param>
internal sealed record WeekTemplates(CheckRun Healthy, CheckRun Degraded, ImmutableArray<CheckRun> Failed)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Starts the lab, and runs each of them once.</summary>
    public static async Task<WeekTemplates> MakeAsync()
    {
        var start = await LoopbackLab.StartAsync(new(), CancellationToken.None).ConfigureAwait(false);
        var lab = start is LabStart.Running running
            ? running.Lab
            : throw new InvalidOperationException($"This machine cannot have a lab: {start}");
        await using var _ = lab.ConfigureAwait(false);
        return new(
            await RunAsync(lab, RunOutcome.Healthy, null, null).ConfigureAwait(false),
            await RunAsync(lab, RunOutcome.Degraded, "cert-expired", null).ConfigureAwait(false),
            [
                await RunAsync(lab, RunOutcome.Failed, null, "not-the-password").ConfigureAwait(false),
                await RunAsync(lab, RunOutcome.Failed, "cert-expired", "not-the-password").ConfigureAwait(false),
            ]);
    }

    private static async Task<CheckRun> RunAsync(
        LoopbackLab lab, RunOutcome outcome, string? fault, string? wrongPassword)
    {
        var broken = LabFault.All.FirstOrDefault(each => each.Name == fault);
        if (broken is not null)
        {
            lab.Switch(broken, true);
        }

        var password = Path.GetTempFileName();
        try
        {
            var settings = Settings(lab, password, wrongPassword);
            var result = await new TransactionProbe(Path.GetTempPath(), TimeProvider.System)
                .RunAsync(settings, "week", Limit, CancellationToken.None).ConfigureAwait(false);
            var run = RunMaker.Of(
                new("week", settings), "watcher01", result, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1));
            return run.Outcome == outcome
                ? run
                : throw new InvalidOperationException($"It was to be {outcome}, and is not: {run.Verdict}");
        }
        finally
        {
            File.Delete(password);
            if (broken is not null)
            {
                lab.Switch(broken, false);
            }
        }
    }

    private static ProbeSettings Settings(LoopbackLab lab, string passwordFile, string? wrongPassword)
    {
        var alice = lab.Deployment.Accounts.First(each => each.User == "alice");
        File.WriteAllText(passwordFile, wrongPassword ?? alice.Password);
        _ = AddressOfRecord.TryParse(alice.AddressIn(lab.Deployment.Domain), out var address);
        return new()
        {
            Transaction = TransactionKind.Registration,
            Account = new("alice") { Address = address, Password = new(passwordFile, null) },
            DnsServers = [lab.Deployment.DnsEndPoint],
            DhcpServer = new EndPointAddress(lab.Deployment.Names.Address, lab.Deployment.DhcpPort),
            UseDhcp6 = false,
            CertificateFile = lab.CaFile,
            TlsPort = lab.Deployment.SipTlsPort,
            TcpPort = lab.Deployment.SipTcpPort,
        };
    }
}
