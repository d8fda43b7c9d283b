using System.Threading.Channels;
using Dialtone.Net.Tests.Live;

namespace Dialtone.Watcher.Tests.Alerts;

/// <summary>A clock moved by hand that tells when somebody begins to wait, so that it is not moved too early.</summary>
internal sealed class WatchedTime : TimeProvider
{
    private readonly ManualTimeProvider _time = new();
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override long GetTimestamp() => _time.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _time.CreateTimer(callback, state, dueTime, period);
        _ = _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    public void Advance(TimeSpan span) => _time.Advance(span);

    /// <summary>The next wait of that kind that somebody begins; others are passed over.</summary>
    public async Task<TimeSpan> NextWaitAsync(Func<TimeSpan, bool> which)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var wait = await _waits.Reader.ReadAsync(limit.Token);
            if (which(wait))
            {
                return wait;
            }
        }
    }
}
