using System.Collections.Immutable;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Leases;
using Dialtone.Watcher.Logs;
using Dialtone.Watcher.Outbox;
using Dialtone.Watcher.Probing;
using Dialtone.Watcher.Runs;
using Dialtone.Watcher.Schedule;
using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Engine;

/// <summary>
/// Runs the checks that are this watcher's own, judges what they come to, and hands it to the board and to history. Any
/// thread may call it at any time.
/// </summary>
public sealed partial class WatchEngine : IDisposable
{
    /// <summary>How long runs under way may go on when the watcher stops; then they are given up.</summary>
    public static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);

    /// <summary>How long a run may take to end once it was given up, or its time-out is over.</summary>
    public static readonly TimeSpan GiveUpGrace = TimeSpan.FromSeconds(5);

    /// <summary>The longest time in which the loop does not come round.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After which it counts as stuck where the loop did not come round: a machine under load may be late by some.
    /// </summary>
    public static readonly TimeSpan AliveWithin = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Probe _probe;
    private readonly MakeRun _make;
    private readonly IHistory _history;
    private readonly ILeases _leases;
    private readonly CheckBoard _board;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly HistoryWriter _writer;
    private readonly Alarm _alarm;
    private readonly Alarm _leaseAlarm;
    private readonly CancellationTokenSource _givenUp = new();
    private readonly CheckSchedule _schedule = new();
    private readonly HashSet<Task> _underWay = [];
    private Dictionary<string, WatchedCheck> _checks = [];
    private WatchConfiguration _configuration = new();
    private ImmutableHashSet<string> _held = [];
    private bool _isReady;
    private bool _isGivingUp;
    private long _heartbeat;
    private long _begun;
    private TimeSpan _lateTogether;

    /// <summary>Opens the spool of results; nothing runs yet.</summary>
    /// <param name="probe">Runs a check once.</param>
    /// <param name="make">Makes the run that is kept: <c>RunMaker.Of</c>.</param>
    /// <param name="history">Where runs are kept.</param>
    /// <param name="leases">Divides the checks among watchers. Nobody else asks it.</param>
    /// <param name="board">Where it is shown how the checks stand.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it is said what matters to operators.</param>
    /// <param name="stateDirectory">Where results wait while history is away; empty for in memory alone.</param>
    public WatchEngine(
        Probe probe,
        MakeRun make,
        IHistory history,
        ILeases leases,
        CheckBoard board,
        TimeProvider time,
        ILogger log,
        string stateDirectory)
    {
        _probe = probe;
        _make = make;
        _history = history;
        _leases = leases;
        _board = board;
        _time = time;
        _log = log;
        _writer = new(history, stateDirectory, time, log);
        _alarm = new(time);
        _leaseAlarm = new(time);
        _heartbeat = time.GetTimestamp();
    }

    /// <summary>
    /// Called with every run that came to an end, judged, with its report: quickly, and on any thread.
    /// </summary>
    public Action<CheckRun>? Ended { get; init; }

    /// <summary>How the engine itself is.</summary>
    public EngineHealth Health
    {
        get
        {
            lock (_lock)
            {
                var now = _time.GetUtcNow();
                var outbox = _writer.Health;
                return new()
                {
                    IsAlive = _time.GetElapsedTime(_heartbeat) <= AliveWithin,
                    SinceHeartbeat = _time.GetElapsedTime(_heartbeat),
                    IsReady = _isReady,
                    HistoryFault = outbox.HistoryFault,
                    HistoryAwaySince = outbox.AwaySince,
                    IsHistoryPassing = outbox.IsPassing,
                    Waiting = outbox.Waiting,
                    WaitingBytes = outbox.MemoryBytes,
                    SpoolBytes = outbox.SpoolBytes,
                    SpoolFault = outbox.SpoolFault,
                    ReportsGivenUp = outbox.ReportsGivenUp,
                    RunsGivenUp = outbox.RunsGivenUp,
                    Held = _checks.Keys.Count(_schedule.IsHeld),
                    Places = _schedule.Places,
                    Running = _schedule.Running,
                    Due = _schedule.DueAt(now),
                    Late = _schedule.LateAt(now),
                    Begun = _begun,
                    LateTogether = _lateTogether,
                    Skipped = _schedule.Skipped,
                };
            }
        }
    }

    /// <summary>
    /// Takes another configuration: checks that did not change keep their rhythm and their state. Called once before
    /// <see cref="RunAsync"/>, and again whenever the file changes.
    /// </summary>
    public void Apply(WatchConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        lock (_lock)
        {
            var before = _checks;
            _configuration = configuration;
            _schedule.Places = configuration.Concurrency;
            _schedule.Replace(configuration.Checks, _time.GetUtcNow());
            _checks = configuration.Checks.ToDictionary(
                check => check.Name, check => before.GetValueOrDefault(check.Name) ?? new(check));
            foreach (var check in configuration.Checks)
            {
                _checks[check.Name].Check = check;
            }

            _board.Replace([.. configuration.Checks.Select(check => View(_checks[check.Name]))]);
        }

        _leaseAlarm.Ring();
        _alarm.Ring();
    }

    /// <summary>
    /// Runs until it is cancelled, and then until what it did is handed on: to history, or else to the spool. Called
    /// once. It fails for no trouble of the network, of history or of a check, only for a defect. Whoever disposes of
    /// the leases then gives them back.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _log.EngineStarted(_configuration.Watcher, _configuration.Checks.Length);
        await HandInLeftOverAsync(cancellationToken).ConfigureAwait(false);
        using var written = new CancellationTokenSource();
        var writing = _writer.RunAsync(written.Token);
        try
        {
            await LoopAsync(writing, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await EndRunsAsync().ConfigureAwait(false);
            await written.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(false);
            _log.EngineStopped(_writer.Health.Waiting);
        }
    }

    /// <summary>
    /// Runs a check now, or as soon as there is a free place and it is not running; its rhythm stays, and one that is
    /// paused runs once.
    /// </summary>
    /// <returns>Whether it is this watcher's own.</returns>
    public bool RunNow(string name)
    {
        lock (_lock)
        {
            if (!_schedule.RunNow(name, _time.GetUtcNow()))
            {
                return false;
            }

            Show(name);
        }

        _log.CheckAsked(name);
        _alarm.Ring();
        return true;
    }

    /// <summary>Pauses a check, or lets it go on with its next beat; until this watcher is started anew.</summary>
    /// <returns>Whether it is this watcher's own.</returns>
    public bool Pause(string name, bool isPaused)
    {
        lock (_lock)
        {
            if (!_schedule.Pause(name, isPaused, _time.GetUtcNow()))
            {
                return false;
            }

            Show(name);
        }

        if (isPaused)
        {
            _log.CheckPaused(name);
        }
        else
        {
            _log.CheckResumed(name);
        }

        _alarm.Ring();
        return true;
    }

    /// <summary>
    /// Whether this watcher holds a lease: <c>check:Sign in</c> of a check, <c>hook:operations</c> of a webhook, or
    /// <c>trim</c>.
    /// </summary>
    public bool Holds(string lease)
    {
        lock (_lock)
        {
            return _held.Contains(lease);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _alarm.Dispose();
        _leaseAlarm.Dispose();
        _givenUp.Dispose();
    }

    // What a watcher before left in the spool comes first: how its checks stood is in it.
    private async Task HandInLeftOverAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Heartbeat, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            _ = await _writer.StepAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It goes on beside the runs.
        }
    }

    private async Task LoopAsync(Task writing, CancellationToken cancellationToken)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] loops =
        [
            BeginAsync(together.Token),
            KeepLeasesAsync(together.Token),
            FollowAsync(together.Token),
            TrimAsync(together.Token),
        ];

        // None ends by itself. Where a defect ends one, a watcher that does half of its work is worse than none.
        _ = await Task.WhenAny([writing, .. loops]).ConfigureAwait(false);
        await together.CancelAsync().ConfigureAwait(false);
        try
        {
            await Task.WhenAll(loops).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested || writing.IsCompleted)
        {
            // It is to stop.
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait;
            lock (_lock)
            {
                var now = _time.GetUtcNow();
                while (_schedule.TryTake(now, out var run))
                {
                    Begin(run);
                }

                _heartbeat = _time.GetTimestamp();
                wait = _schedule.Deadline - now is { } left && left < Heartbeat ? left : Heartbeat;
            }

            await _alarm.WaitAsync(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Begin(ScheduledRun run)
    {
        _begun++;
        _lateTogether += run.Late;
        _ = _underWay.RemoveWhere(task => task.IsCompleted);
        _ = _underWay.Add(RunOnceAsync(_checks[run.Check.Name], run.Check));
        Show(run.Check.Name);
    }

    private async Task RunOnceAsync(WatchedCheck watched, WatchCheck check)
    {
        // Not under the lock that it was begun under.
        await Task.Yield();
        var startedAt = _time.GetUtcNow();
        var began = _time.GetTimestamp();
        CheckRun? run = null;
        try
        {
            var result = await ProbeAsync(check).ConfigureAwait(false);
            run = Made(check, result, startedAt, _time.GetElapsedTime(began));
        }
        finally
        {
            End(watched, check.Name, run);
        }
    }

    private async Task<ProbeResult> ProbeAsync(WatchCheck check)
    {
        using var limit = new CancellationTokenSource(check.Timeout + GiveUpGrace, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _givenUp.Token);
        try
        {
            return await _probe(check.Probe, check.Name, check.Timeout, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new ProbeResult.NotRun($"It did not end within {check.Timeout.TotalSeconds} s, nor when told to.");
        }
        catch (Exception broken)
        {
            return Broken(check, broken);
        }
    }

    private CheckRun Made(WatchCheck check, ProbeResult result, DateTimeOffset startedAt, TimeSpan took)
    {
        try
        {
            return _make(check, _configuration.Watcher, result, startedAt, took);
        }
        catch (Exception broken)
        {
            return _make(check, _configuration.Watcher, Broken(check, broken), startedAt, took);
        }
    }

    // Its message might quote what must not be shown.
    private ProbeResult.NotRun Broken(WatchCheck check, Exception broken)
    {
        _log.CheckBroke(broken, check.Name);
        return new($"The watcher itself broke: {broken.GetType().Name}.");
    }

    private void End(WatchedCheck watched, string name, CheckRun? run)
    {
        CheckRun? before;
        lock (_lock)
        {
            // A run that was given up says nothing of the service, and there is nobody any more to hand it to.
            run = _isGivingUp ? null : run;

            // A check that was removed meanwhile is judged all the same.
            watched = _checks.GetValueOrDefault(name) ?? watched;
            before = watched.Past.State.Last;
            if (run is not null)
            {
                run = watched.Judge(run);
                _writer.Add(run);
            }

            _schedule.End(name, _time.GetUtcNow());
            Show(name);
        }

        _alarm.Ring();
        if (run is not null)
        {
            Log(run, before);
            Ended?.Invoke(run);
        }
    }

    private void Log(CheckRun run, CheckRun? before)
    {
        switch (run.Change)
        {
            case { To: CheckColor.Green, From: CheckColor.Yellow or CheckColor.Red } change:
                _log.CheckWorks(run.Check, change.From);
                break;
            case { To: CheckColor.Yellow or CheckColor.Red } change:
                _log.CheckTurned(run.Check, change.From, change.To, $"{change.Code} {change.Title}".TrimStart());
                break;
            case var _ when run.Outcome == RunOutcome.NotRun && before?.Outcome != RunOutcome.NotRun:
                _log.CheckNotRun(run.Check, run.Verdict);
                break;
            default:
                break;
        }
    }

    private async Task EndRunsAsync()
    {
        Task[] underWay;
        lock (_lock)
        {
            underWay = [.. _underWay];
        }

        const ConfigureAwaitOptions Quietly = ConfigureAwaitOptions.SuppressThrowing;
        var all = Task.WhenAll(underWay);
        await all.WaitAsync(StopGrace, _time).ConfigureAwait(Quietly);
        if (!all.IsCompleted)
        {
            lock (_lock)
            {
                _isGivingUp = true;
            }

            await _givenUp.CancelAsync().ConfigureAwait(false);
            await all.WaitAsync(GiveUpGrace, _time).ConfigureAwait(Quietly);
        }
    }

    private void Show(string name)
    {
        if (_checks.TryGetValue(name, out var watched))
        {
            _board.Show(View(watched));
        }
    }

    private CheckView View(WatchedCheck watched)
    {
        var name = watched.Check.Name;
        return new(
            watched.Check,
            watched.Past.State,
            _schedule.IsHeld(name),
            _schedule.IsPaused(name),
            _schedule.NextRun(name),
            _schedule.IsRunning(name))
        {
            Recent = watched.Past.Recent,
        };
    }
}
