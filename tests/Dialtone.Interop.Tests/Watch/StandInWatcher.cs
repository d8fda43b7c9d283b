using System.Collections.Concurrent;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.History.Postgres;
using Dialtone.Watcher.Leases;
using Dialtone.Watcher.Probing;
using Dialtone.Watcher.Runs;
using Microsoft.Extensions.Logging.Abstractions;
using static Dialtone.Watcher.Tests.History.SampleRuns;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>A watcher with everything real but the phone, which takes a moment and says that all is well.</summary>
internal sealed class StandInWatcher : IAsyncDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan RunTakes = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource stop = new();
    private readonly string state = Directory.CreateTempSubdirectory("dialtone-watch-").FullName;
    private readonly Ledger ledger;
    private readonly PostgresHistory history;
    private readonly PostgresLeases leases;
    private readonly AbandonedLeases abandoned;
    private readonly WatchEngine engine;
    private readonly Task running;
    private volatile bool isDead;

    private StandInWatcher(string name, string database, int checks, Ledger ledger)
    {
        (Name, this.ledger) = (name, ledger);
        history = new(database, TimeProvider.System);
        leases = new(database, name, Lease, TimeProvider.System);
        abandoned = new(leases);
        engine = new(
            ProbeAsync, Make, history, abandoned, new CheckBoard(), TimeProvider.System, NullLogger.Instance, state);
        engine.Apply(new()
        {
            Watcher = name,
            LeaseDuration = Lease,
            Checks =
            [
                .. Enumerable.Range(0, checks).Select(static at => new WatchCheck(
                    $"Check {at}", new() { Transaction = TransactionKind.Registration, Account = new("alice") })
                {
                    Interval = TimeSpan.FromSeconds(1),
                    Timeout = TimeSpan.FromMilliseconds(800),
                }),
            ],
        });
        running = engine.RunAsync(stop.Token);
    }

    public string Name { get; }

    /// <summary>Every run that came to an end.</summary>
    public ConcurrentQueue<CheckRun> Made { get; } = [];

    /// <summary>How many checks are its own.</summary>
    public int Held => isDead ? 0 : engine.Health.Held;

    /// <summary>Why its results are not handed on just now.</summary>
    public string? HistoryFault => engine.Health.HistoryFault;

    /// <summary>Makes the tables and starts it.</summary>
    public static async Task<StandInWatcher> StartAsync(string name, string database, int checks, Ledger ledger)
    {
        await using (var tables = new PostgresHistory(database, TimeProvider.System))
        {
            await tables.MigrateAsync(TestContext.Current.CancellationToken);
        }

        return new(name, database, checks, ledger);
    }

    /// <summary>Dies without a word: what it does comes to no end, and it keeps and gives back nothing.</summary>
    public void Kill()
    {
        isDead = true;
        abandoned.Kill();
        ledger.EndAll(Name);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        await leases.DisposeAsync();
        await history.DisposeAsync();
        engine.Dispose();
        stop.Dispose();
        Directory.Delete(state, recursive: true);
    }

    private async Task<ProbeResult> ProbeAsync(
        ProbeSettings settings, string name, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (!isDead)
        {
            ledger.Begin(name, Name);
            using var moment = new PeriodicTimer(RunTakes);
            await moment.WaitForNextTickAsync(cancellationToken);
        }

        if (isDead)
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        ledger.End(name, Name);
        return new ProbeResult.NotRun("nobody signs in here");
    }

    private CheckRun Make(
        WatchCheck check, string watcher, ProbeResult result, DateTimeOffset startedAt, TimeSpan took)
    {
        var run = Run(check.Name, startedAt) with { Id = Guid.CreateVersion7(), Watcher = watcher, Took = took };
        if (!isDead)
        {
            Made.Enqueue(run);
        }

        return run;
    }
}
