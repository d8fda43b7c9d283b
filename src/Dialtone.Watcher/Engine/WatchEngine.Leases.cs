using System.Collections.Immutable;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Logs;

namespace Dialtone.Watcher.Engine;

/// <content>Which checks are this watcher's own, and what others know of them.</content>
public sealed partial class WatchEngine
{
    /// <summary>How often it is looked for what other watchers ran.</summary>
    public static readonly TimeSpan FollowEvery = TimeSpan.FromSeconds(5);

    /// <summary>After which history is trimmed the first time.</summary>
    public static readonly TimeSpan FirstTrim = TimeSpan.FromMinutes(1);

    /// <summary>How often after that.</summary>
    public static readonly TimeSpan TrimEvery = TimeSpan.FromHours(1);

    private const string CheckLease = "check:";
    private const string HookLease = "hook:";
    private const string TrimLease = "trim";

    // How many checks are taken over at once: each asks history a few times.
    private const int TakenAtOnce = 4;

    // What another watcher ran since the last look, as a rule one.
    private const int FollowedMax = 20;

    private async Task KeepLeasesAsync(CancellationToken cancellationToken)
    {
        using var places = new SemaphoreSlim(TakenAtOnce);
        HashSet<Task> coming = [];
        try
        {
            while (true)
            {
                var held = await KeepAsync(cancellationToken).ConfigureAwait(false);
                _ = coming.RemoveWhere(task => task.IsCompleted);
                coming.UnionWith(Take(held).Select(each => TakeOverAsync(each, places, cancellationToken)));
                await _leaseAlarm.WaitAsync(_leases.Duration / 3, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await Task.WhenAll(coming).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<ImmutableHashSet<string>> KeepAsync(CancellationToken cancellationToken)
    {
        ImmutableHashSet<string> wanted, busy;
        lock (_lock)
        {
            wanted =
            [
                TrimLease,
                .. _configuration.Checks.Select(check => CheckLease + check.Name),
                .. _configuration.Webhooks.Select(hook => HookLease + hook.Name),
            ];
            busy = [.. _schedule.UnderWay.Select(name => CheckLease + name)];
        }

        return await _leases.KeepAsync(wanted, busy, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets go what is not held any more, and says what is held anew.</summary>
    private List<WatchedCheck> Take(ImmutableHashSet<string> held)
    {
        List<WatchedCheck> coming = [];
        lock (_lock)
        {
            if (held.Except(_held) is { IsEmpty: false } taken)
            {
                _log.LeasesTaken(taken);
            }

            if (_held.Except(held) is { IsEmpty: false } left)
            {
                _log.LeasesLeft(left);
            }

            _held = held;
            _isReady = true;
            foreach (var (name, watched) in _checks)
            {
                var isHeld = held.Contains(CheckLease + name);
                if (!isHeld && _schedule.IsHeld(name))
                {
                    _schedule.Release(name);
                    Show(name);
                }
                else if (isHeld && !_schedule.IsHeld(name) && !watched.IsComing)
                {
                    watched.IsComing = true;
                    coming.Add(watched);
                }
            }
        }

        return coming;
    }

    private async Task TakeOverAsync(WatchedCheck watched, SemaphoreSlim places, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var past = await PastAsync(watched, cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                var name = watched.Check.Name;
                _ = past is not null && watched.TryTake(past);
                if (_held.Contains(CheckLease + name) && _checks.GetValueOrDefault(name) == watched)
                {
                    var lastRun = watched.Past.State.Last?.StartedAt;
                    _schedule.Hold(name, lastRun, _leases.Duration / 6, _time.GetUtcNow());
                    Show(name);
                }
            }
        }
        finally
        {
            lock (_lock)
            {
                watched.IsComing = false;
            }

            _ = places.Release();
        }

        _alarm.Ring();
    }

    // Where history is away the check goes on with what is known: what matters is that it is run.
    private async Task<CheckPast?> PastAsync(WatchedCheck watched, CancellationToken cancellationToken)
    {
        try
        {
            return await CheckPast.ReadAsync(_history, watched.Check, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception trouble) when (!IsStop(trouble, cancellationToken))
        {
            return null;
        }
    }

    /// <summary>Shows how the checks of other watchers stand, as history tells.</summary>
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var alarm = new Outbox.Alarm(_time);
        while (true)
        {
            await alarm.WaitAsync(FollowEvery, cancellationToken).ConfigureAwait(false);
            try
            {
                foreach (var watched in Others())
                {
                    await LookAsync(watched, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception trouble) when (!IsStop(trouble, cancellationToken))
            {
                // Whatever it is, the checks of this watcher go on; the outbox says where history is away.
            }
        }
    }

    private static bool IsStop(Exception trouble, CancellationToken cancellationToken) =>
        trouble is OperationCanceledException && cancellationToken.IsCancellationRequested;

    /// <summary>The checks of others that should have run since the last look.</summary>
    private List<WatchedCheck> Others()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            return
            [
                .. _checks.Values.Where(each => !_schedule.IsHeld(each.Check.Name) && !each.IsComing
                    && (each.Past.State.Last is not { } last || last.StartedAt + each.Check.Interval <= now)),
            ];
        }
    }

    private async Task LookAsync(WatchedCheck watched, CancellationToken cancellationToken)
    {
        var known = watched.Past;
        CheckPast past;
        var newest = await _history.RunsAsync(
            new(watched.Check.Name, FollowedMax), cancellationToken).ConfigureAwait(false);
        if (known.State.Last is { } last && newest.Any(run => run.Id == last.Id))
        {
            past = newest.Where(run => run.Id > last.Id).Reverse()
                .Aggregate(known, (each, run) => each.With(run, watched.Check.VisibleAfter));
        }
        else if (newest.IsEmpty)
        {
            return;
        }
        else
        {
            past = await CheckPast.ReadAsync(_history, watched.Check, cancellationToken).ConfigureAwait(false);
        }

        lock (_lock)
        {
            if (!_schedule.IsHeld(watched.Check.Name) && watched.TryTake(past))
            {
                Show(watched.Check.Name);
            }
        }
    }

    private async Task TrimAsync(CancellationToken cancellationToken)
    {
        using var alarm = new Outbox.Alarm(_time);
        for (var wait = FirstTrim; ; wait = TrimEvery)
        {
            await alarm.WaitAsync(wait, cancellationToken).ConfigureAwait(false);
            if (!Holds(TrimLease))
            {
                continue;
            }

            try
            {
                var trimmed = await _history.TrimAsync(
                    _time.GetUtcNow(), _configuration.Retention, cancellationToken).ConfigureAwait(false);
                _log.HistoryTrimmed(trimmed.Runs, trimmed.Reports);
            }
            catch (Exception trouble) when (!IsStop(trouble, cancellationToken))
            {
                _log.HistoryNotTrimmed(trouble is HistoryException ? trouble.Message : trouble.GetType().Name);
            }
        }
    }
}
