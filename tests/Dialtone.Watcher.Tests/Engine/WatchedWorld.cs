using System.Collections.Concurrent;
using Dialtone.Core.Transactions;
using Dialtone.Net.Tests.Live;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Probing;
using Dialtone.Watcher.Runs;
using Dialtone.Watcher.Tests.Alerts;
using Dialtone.Watcher.Tests.Judging;

namespace Dialtone.Watcher.Tests.Engine;

/// <summary>Watchers in a world whose time the test moves, with probes that end when it says so.</summary>
internal sealed class WatchedWorld : IAsyncDisposable
{
    /// <summary>After which a test that waits for something that never comes fails.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("dialtone-engine-");
    private readonly List<Watching> _watching = [];
    private readonly Dictionary<string, StandInLeases> _leases = [];

    public ManualTimeProvider Time { get; } = new();

    public StandInHistory History { get; } = new();

    /// <summary>Probes under way, by the name of their check.</summary>
    public ConcurrentDictionary<string, TaskCompletionSource<string>> Probes { get; } = new();

    /// <summary>What ran twice at once: must stay empty.</summary>
    public ConcurrentBag<string> Twice { get; } = [];

    /// <summary>How a run goes that ends at once, as words of <see cref="SampleRuns"/>; <c>null</c> to wait.</summary>
    public Func<string, string?> Outcome { get; set; } = _ => "H";

    public static WatchCheck Check(string name, int seconds = 60) =>
        new(name, new() { Transaction = TransactionKind.Registration, Account = new("alice") })
        {
            Interval = TimeSpan.FromSeconds(seconds),
            Timeout = TimeSpan.FromSeconds(seconds * 0.8),
        };

    public static WatchConfiguration Configuration(params WatchCheck[] checks) => new()
    {
        Watcher = "berlin",
        Checks = [.. checks],
    };

    public Watching Start(WatchConfiguration configuration, Predicate<string>? fair = null)
    {
        var directory = _directory.CreateSubdirectory(configuration.Watcher).FullName;
        var leases = new StandInLeases(_leases) { Fair = fair };
        var watching = new Watching(this, leases, directory, configuration);
        _watching.Add(watching);
        return watching;
    }

    /// <summary>Moves time on in small steps, so that whatever waits takes its turn.</summary>
    public async Task PassAsync(double seconds)
    {
        for (var left = seconds; left > 0; left -= 0.5)
        {
            Time.Advance(TimeSpan.FromSeconds(Math.Min(left, 0.5)));
            await SettleAsync();
        }
    }

    /// <summary>Lets everything that can go on do so.</summary>
    public async Task SettleAsync()
    {
        for (var turn = 0; turn < 50; turn++)
        {
            await Task.Yield();
        }
    }

    /// <summary>Waits for what happens on other threads.</summary>
    public async Task UntilAsync(Func<bool> happened, string what)
    {
        var began = Environment.TickCount64;
        while (!happened())
        {
            await Task.Yield();
            (Environment.TickCount64 - began).ShouldBeLessThan((long)Patience.TotalMilliseconds, what);
        }
    }

    /// <summary>Moves time on until something happened.</summary>
    public async Task PassUntilAsync(Func<bool> happened, string what)
    {
        var began = Environment.TickCount64;
        while (!happened())
        {
            await PassAsync(0.5);
            (Environment.TickCount64 - began).ShouldBeLessThan((long)Patience.TotalMilliseconds, what);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Outcome = _ => "H";
        foreach (var probe in Probes.Values)
        {
            probe.TrySetResult("H");
        }

        foreach (var watching in _watching)
        {
            await watching.StopAsync();
        }

        _directory.Delete(recursive: true);
    }

    private async Task<ProbeResult> ProbeAsync(string name, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!Probes.TryAdd(name, ended))
        {
            Twice.Add(name);
        }

        try
        {
            var outcome = Outcome(name) ?? await ended.Task.WaitAsync(cancellationToken);
            return new ProbeResult.NotRun(outcome);
        }
        finally
        {
            _ = Probes.TryRemove(name, out _);
        }
    }

    private static CheckRun Make(
        WatchCheck check, string watcher, ProbeResult result, DateTimeOffset startedAt, TimeSpan took)
    {
        var why = ((ProbeResult.NotRun)result).Why;
        return SampleRuns.Of(why.Length > 30 ? "N" : why, 0) with
        {
            Id = Guid.CreateVersion7(startedAt),
            Check = check.Name,
            Watcher = watcher,
            StartedAt = startedAt,
            Took = took,
            Verdict = why,
        };
    }

    /// <summary>One watcher.</summary>
    internal sealed class Watching
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly ConcurrentQueue<CheckRun> _ended = new();

        public Watching(
            WatchedWorld world, StandInLeases leases, string directory, WatchConfiguration configuration)
        {
            Leases = leases;
            Engine = new(
                (_, name, _, token) => world.ProbeAsync(name, token),
                Make,
                world.History,
                leases,
                Board,
                world.Time,
                Log,
                directory)
            {
                Ended = _ended.Enqueue,
            };
            Engine.Apply(configuration);
            Running = Engine.RunAsync(_stop.Token);
        }

        public StandInLeases Leases { get; }

        public CheckBoard Board { get; } = new();

        public LogLines Log { get; } = new();

        public WatchEngine Engine { get; }

        public Task Running { get; }

        public IReadOnlyCollection<CheckRun> Ended => _ended;

        public CheckView View(string name) =>
            Board.TryGet(name, out var view) ? view : throw new KeyNotFoundException();

        public CheckColor Color(string name) => View(name).State.Color;

        /// <summary>Tells it to stop.</summary>
        public void TellToStop() => _stop.Cancel();

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await Running;
            Leases.IsDead = true;
            Engine.Dispose();
        }
    }
}
