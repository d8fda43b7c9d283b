using Dialtone.Watcher.History;
using Dialtone.Watcher.Logs;
using Dialtone.Watcher.Runs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dialtone.Watcher.Outbox;

/// <summary>
/// Hands results to history: in order, each once, and in good time. As soon as history does not take one, that and what
/// comes after it goes to the spool, so that a watcher that is killed then loses nothing; where the spool cannot be
/// written either, it waits in memory.
/// </summary>
public sealed class HistoryWriter : IDisposable
{
    /// <summary>After which history counts as away: a commit takes milliseconds.</summary>
    public static readonly TimeSpan AppendLimit = TimeSpan.FromSeconds(10);

    /// <summary>After which history is tried again, the first time; each time it is twice that.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    /// <summary>The longest time after which it is tried again.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the last results are handed in for when the watcher stops; then they go to the spool.
    /// </summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often history refuses the same result alone before it is seen whether it takes the next one: if so, the
    /// first is given up.
    /// </summary>
    public const int RefusalsMax = 5;

    private readonly Lock _lock = new();
    private readonly IHistory _history;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly RunSpool? _spool;
    private readonly MemoryQueue _queue;
    private readonly Alarm _alarm;
    private OutboxHealth _health = new();
    private int _batch = OutboxLimits.BatchMax;
    private int _refusals;
    private TimeSpan _wait = FirstWait;
    private DateTimeOffset? _retryAt;
    private long _refusedRuns;
    private long _handed;

    /// <summary>Opens the spool, and finds what a watcher before left in it.</summary>
    /// <param name="history">Where results go.</param>
    /// <param name="stateDirectory">Where the spool is; empty for none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it is said that history went away or came back.</param>
    public HistoryWriter(IHistory history, string stateDirectory, TimeProvider time, ILogger? log = null)
        : this(
            history,
            string.IsNullOrEmpty(stateDirectory) ? null : new RunSpool(stateDirectory),
            OutboxLimits.MemoryBytesMax,
            time,
            log)
    {
    }

    /// <summary>Takes a spool that is there; it is closed with this.</summary>
    /// <param name="history">Where results go.</param>
    /// <param name="spool">Where they wait; <c>null</c> for in memory alone.</param>
    /// <param name="memoryBytesMax">About how many bytes wait in memory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it is said that history went away or came back.</param>
    public HistoryWriter(
        IHistory history, RunSpool? spool, long memoryBytesMax, TimeProvider time, ILogger? log = null)
    {
        _history = history;
        _time = time;
        _log = log ?? NullLogger.Instance;
        _spool = spool;
        _queue = new(memoryBytesMax);
        _alarm = new(time);
        OpenSpool();
        Tell();
    }

    /// <summary>How it stands.</summary>
    public OutboxHealth Health
    {
        get
        {
            lock (_lock)
            {
                return _health;
            }
        }
    }

    /// <summary>Takes a result in. Any thread.</summary>
    public void Add(CheckRun run)
    {
        lock (_lock)
        {
            _queue.Add(run);
            Tell();
        }

        _alarm.Ring();
    }

    /// <summary>
    /// Hands in what comes until it is cancelled, then what is left: to history, or else to the spool. Never fails.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var wait = await StepAsync(cancellationToken).ConfigureAwait(false);
                await _alarm.WaitAsync(wait, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            await EndAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Hands in what waits, as far as history takes it.</summary>
    /// <returns>After which time there is something to do even where nothing comes.</returns>
    public async Task<TimeSpan> StepAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (batch, isSpooled) = Next();
            if (batch.Count == 0)
            {
                return LongestWait;
            }

            if (_retryAt is { } at && at - _time.GetUtcNow() is var left && left > TimeSpan.Zero && left <= LongestWait)
            {
                return left;
            }

            if (await TryAppendAsync(batch, cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                await RefusedAsync(refusal, batch, isSpooled, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                Taken(batch, isSpooled);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _spool?.Dispose();
        _alarm.Dispose();
    }

    private void OpenSpool()
    {
        if (_spool is null || !_spool.TryOpen())
        {
            return;
        }

        if (_spool.BrokenAt is { } offset)
        {
            _log.SpoolBroken(_spool.File, offset);
        }

        if (_spool.Count > 0)
        {
            _log.SpoolFound(_spool.File, _spool.Count);
        }
    }

    /// <summary>What is handed in next: the spool first, which is older.</summary>
    private (IReadOnlyList<CheckRun> Batch, bool IsSpooled) Next()
    {
        lock (_lock)
        {
            if (_spool is { Count: > 0 } || _retryAt is not null)
            {
                SpoolQueue();
            }

            if (_spool is { Count: > 0 } spool)
            {
                return (spool.Peek(_batch, OutboxLimits.BatchBytesMax), true);
            }

            return (_queue.Peek(_batch, OutboxLimits.BatchBytesMax), false);
        }
    }

    private void SpoolQueue()
    {
        while (_spool is not null && _queue.Count > 0)
        {
            var runs = _queue.Peek(OutboxLimits.BatchMax, OutboxLimits.BatchBytesMax);
            if (!_spool.TryAdd(runs))
            {
                break;
            }

            _queue.Remove(runs);
        }

        Tell();
    }

    private async Task<Exception?> TryAppendAsync(IReadOnlyList<CheckRun> batch, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AppendLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _history.AppendAsync(batch, either.Token).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            // Whatever it is, the results are not lost by it.
            return error;
        }
    }

    private void Taken(IReadOnlyList<CheckRun> batch, bool isSpooled)
    {
        lock (_lock)
        {
            Remove(batch, isSpooled);
            _handed += batch.Count;
            _batch = Math.Min(_batch * 2, OutboxLimits.BatchMax);
            _refusals = 0;
            _wait = FirstWait;
            if (_retryAt is not null)
            {
                _log.HistoryBack(batch.Count);
                _retryAt = null;
                _health = _health with { HistoryFault = null, AwaySince = null };
            }

            Tell();
        }
    }

    private void Remove(IReadOnlyList<CheckRun> batch, bool isSpooled)
    {
        if (isSpooled)
        {
            _spool!.Remove(batch.Count);
        }
        else
        {
            _queue.Remove(batch);
        }
    }

    private async Task RefusedAsync(
        Exception refusal, IReadOnlyList<CheckRun> batch, bool isSpooled, CancellationToken cancellationToken)
    {
        var isPassing = refusal is HistoryException { IsPassing: true } or OperationCanceledException;
        var why = refusal switch
        {
            HistoryException known => known.Message,
            OperationCanceledException => $"It did not answer within {AppendLimit.TotalSeconds} s.",
            _ => $"It broke: {refusal.GetType().Name}.",
        };
        bool isSuspect;
        lock (_lock)
        {
            if (_retryAt is null)
            {
                _log.HistoryAway(why);
            }

            _retryAt = _time.GetUtcNow() + _wait;
            _wait = _wait * 2 < LongestWait ? _wait * 2 : LongestWait;
            _health = _health with
            {
                HistoryFault = why, IsPassing = isPassing, AwaySince = _health.AwaySince ?? _time.GetUtcNow(),
            };
            _batch = Math.Max(1, batch.Count / 2);
            _refusals = batch.Count == 1 && !isPassing ? _refusals + 1 : 0;
            isSuspect = _refusals >= RefusalsMax;
            SpoolQueue();
        }

        if (isSuspect)
        {
            await PassOverAsync(batch[0], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Gives a result up that history refuses, where it takes the next one: else it is history's trouble.
    /// </summary>
    private async Task PassOverAsync(CheckRun refused, CancellationToken cancellationToken)
    {
        IReadOnlyList<CheckRun> two;
        bool isSpooled;
        lock (_lock)
        {
            isSpooled = _spool is { Count: > 0 };
            two = isSpooled ? _spool!.Peek(2, long.MaxValue) : _queue.Peek(2, long.MaxValue);
        }

        if (two.Count < 2 || two[0].Id != refused.Id
            || await TryAppendAsync([two[1]], cancellationToken).ConfigureAwait(false) is not null)
        {
            return;
        }

        lock (_lock)
        {
            Remove([refused], isSpooled);
            _refusedRuns++;
            _refusals = 0;
            _retryAt = _time.GetUtcNow();
            _log.ResultsLost(1, _health.HistoryFault ?? "");
            Tell();
        }
    }

    private async Task EndAsync()
    {
        lock (_lock)
        {
            _retryAt = _retryAt is null ? null : _time.GetUtcNow();
        }

        using var limit = new CancellationTokenSource(StopLimit, _time);
        try
        {
            _ = await StepAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What is left goes to the spool.
        }

        lock (_lock)
        {
            SpoolQueue();
            if (_queue.Count > 0)
            {
                _log.ResultsLost(_queue.Count, _spool?.Fault ?? "There is no spool.");
            }
        }
    }

    private void Tell()
    {
        _health = _health with
        {
            SpoolFault = _spool?.Fault,
            Waiting = _queue.Count + (_spool?.Count ?? 0),
            MemoryBytes = _queue.Bytes,
            SpoolBytes = _spool?.Bytes ?? 0,
            Handed = _handed,
            ReportsGivenUp = _queue.ReportsGivenUp + (_spool?.ReportsGivenUp ?? 0),
            RunsGivenUp = _queue.RunsGivenUp + (_spool?.RunsGivenUp ?? 0) + _refusedRuns,
        };
    }
}
