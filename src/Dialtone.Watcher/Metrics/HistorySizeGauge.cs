using Dialtone.Watcher.History;

namespace Dialtone.Watcher.Metrics;

/// <summary>
/// How much the history takes, asked at most once a minute and never waited for: a scrape shows what was last said.
/// </summary>
/// <param name="ask">Asks it.</param>
/// <param name="time">The clock.</param>
internal sealed class HistorySizeGauge(Func<CancellationToken, Task<HistorySize>> ask, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private Task _asking = Task.CompletedTask;
    private long? _askedAt;
    private long? _bytes;

    /// <summary>Bytes; <c>null</c> where it never said, or could not when it was last asked.</summary>
    public long? Bytes
    {
        get
        {
            lock (_lock)
            {
                if (_asking.IsCompleted && !(_askedAt is { } at && time.GetElapsedTime(at) < Every))
                {
                    _askedAt = time.GetTimestamp();
                    _asking = AskAsync();
                }

                return _bytes;
            }
        }
    }

    private async Task AskAsync()
    {
        // The scrape that happens to be the first does not pay for it.
        await Task.Yield();
        long? bytes;
        try
        {
            bytes = (await ask(CancellationToken.None).ConfigureAwait(false)).Bytes;
        }
        catch (Exception e) when (e is HistoryException or ObjectDisposedException)
        {
            bytes = null;
        }

        lock (_lock)
        {
            _bytes = bytes;
        }
    }
}
