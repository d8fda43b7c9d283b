using System.Threading.Channels;

namespace Dialtone.Watcher.Outbox;

/// <summary>
/// Wakes a loop: at a time, or when somebody rings. A ring while nobody waits is heard by the next wait.
/// </summary>
internal sealed class Alarm : IDisposable
{
    // A timer is not for longer times; who is woken early just waits again.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    // Nor a shorter one: it counts whole milliseconds.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly ITimer _timer;

    public Alarm(TimeProvider time) =>
        _timer = time.CreateTimer(_ => Ring(), null, Never, Never);

    public void Ring() => _ = _rings.Writer.TryWrite(true);

    /// <summary>Waits for a ring, or until the time is over.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task WaitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (limit > TimeSpan.Zero)
        {
            _ = _timer.Change(TimeSpan.FromTicks(Math.Clamp(limit.Ticks, Shortest.Ticks, Longest.Ticks)), Never);
            _ = await _rings.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _timer.Dispose();
}
