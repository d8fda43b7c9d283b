using System.Collections.Immutable;
using System.Net;
using Dialtone.Core.Transactions;
using Dialtone.Interop.Tests.Captures;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Metrics;
using Dialtone.Watcher.Probing;
using Dialtone.Watcher.Runs;
using Dialtone.Wire.Auth.Signatures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>
/// The metrics of a watcher on a port of loopback: two checks, one of which fails, and a probe that signs in to a
/// deployment without a name server. What they came to was simulated.
/// </summary>
internal sealed class ServedWatcher : IAsyncDisposable
{
    private static readonly TransactionResult Failed = SimulatedTransaction.Run(SipScheme.Ntlm, "dns-silent");

    private readonly WebApplication application;

    private ServedWatcher(WebApplication application) => this.application = application;

    public Uri Address => new(application.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>The code of what is wrong.</summary>
    public static string Code => $"{Failed.Cause!.Code}";

    public static async Task<ServedWatcher> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var served = builder.Build();
        var (tally, probes) = (new RunTally(), new ProbeTally());
        var reading = new WatcherReading(new EngineHealth { IsAlive = true, IsReady = true, Held = 2, Begun = 2 })
        {
            ConfigurationLoadedAt = DateTimeOffset.UtcNow,
            Hooks = [new("operations", Delivered: 1)],
        };
        MetricsEndpoint.Map(served, Board(), new(
            tally, probes, _ => Task.FromResult(new HistorySize(4096, null)), () => reading, TimeProvider.System));
        ProbeEndpoint.Map(
            served, (_, _, _, _) => Task.FromResult<ProbeResult>(new ProbeResult.Ran(Failed, TimedOut: false)),
            () => Configuration, probes, TimeProvider.System);
        await served.StartAsync();
        return new(served);
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static WatchConfiguration Configuration => new()
    {
        Modules = ImmutableSortedDictionary<string, ProbeSettings>.Empty.Add("sign-in", Settings),
    };

    private static ProbeSettings Settings => new()
    {
        Transaction = TransactionKind.Registration,
        Account = new("alice"),
    };

    private static CheckBoard Board()
    {
        var board = new CheckBoard();
        board.Replace(
        [
            View("Sign in", "Zürich \"HQ\"", SimulatedTransaction.Run(SipScheme.Ntlm)),
            View("Sign in at night", "Basel", Failed),
        ]);
        return board;
    }

    private static CheckView View(string name, string site, TransactionResult result)
    {
        var check = new WatchCheck(name, Settings)
        {
            Site = site,
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add("country", "CH"),
        };
        var run = RunMaker.WithoutReport(
            check, "here", new ProbeResult.Ran(result, TimedOut: false), DateTimeOffset.UtcNow,
            TimeSpan.FromSeconds(2));
        var state = new CheckState
        {
            Check = name,
            Color = run.Outcome == RunOutcome.Failed ? CheckColor.Red : CheckColor.Green,
            Visible = run.Findings,
            Last = run,
        };
        return new(check, state, IsOurs: true, IsPaused: false, NextRun: null, IsRunning: false);
    }
}
