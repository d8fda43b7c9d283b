using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Leases;
using Dialtone.Watcher.Probing;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Engine;

/// <summary>
/// Runs the checks that are this watcher's own, judges what they come to, and hands it to the board and to history. Any
/// thread may call it at any time.
/// </summary>
/// <param name="probe">Runs a check once.</param>
/// <param name="make">Makes the run that is kept: <c>RunMaker.Of</c>.</param>
/// <param name="history">Where runs are kept.</param>
/// <param name="leases">Divides the checks among watchers. Nobody else asks it.</param>
/// <param name="board">Where it is shown how the checks stand.</param>
/// <param name="time">The clock.</param>
public sealed class WatchEngine(
    Probe probe, MakeRun make, IHistory history, ILeases leases, CheckBoard board, TimeProvider time)
{
    private readonly Lock _lock = new();
    private WatchConfiguration _configuration = new();

    /// <summary>Called with every run that came to an end, judged, with its report: quickly, on any thread.</summary>
    public Action<CheckRun>? Ended { get; init; }

    /// <summary>How the watcher itself is.</summary>
    public WatchHealth Health => new() { IsAlive = true, IsReady = !_configuration.Checks.IsDefault };

    /// <summary>
    /// Takes another configuration: checks that did not change keep their rhythm and their state. Called once before
    /// <see cref="RunAsync"/>, and again whenever the file changes.
    /// </summary>
    public void Apply(WatchConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        lock (_lock)
        {
            _configuration = configuration;
            board.Replace([.. configuration.Checks.Select(check =>
                new CheckView(check, new CheckState { Check = check.Name }, false, false, null, false))]);
        }
    }

    /// <summary>Runs until it is cancelled, and then until what it did is handed on. Never fails.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        _ = (probe, make, history, leases, time);
        return new TaskCompletionSource().Task.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Runs a check now, or as soon as there is a free place and it is not running; its rhythm stays.
    /// </summary>
    /// <returns>Whether it is this watcher's own.</returns>
    public bool RunNow(string name)
    {
        lock (_lock)
        {
            return _configuration.Checks.Any(check => check.Name == name);
        }
    }

    /// <summary>Pauses a check, or lets it go on, until this watcher is started anew.</summary>
    /// <returns>Whether it is this watcher's own.</returns>
    public bool Pause(string name, bool isPaused)
    {
        lock (_lock)
        {
            return _configuration.Checks.Any(check => check.Name == name);
        }
    }

    /// <summary>
    /// Whether this watcher holds a lease: <c>hook:operations</c> of a webhook, <c>check:Sign in</c> of a check.
    /// </summary>
    public bool Holds(string lease)
    {
        lock (_lock)
        {
            return _configuration.Webhooks.Any(hook => "hook:" + hook.Name == lease);
        }
    }
}
