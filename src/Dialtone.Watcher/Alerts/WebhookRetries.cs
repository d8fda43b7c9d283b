using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Dialtone.Watcher.Alerts;

/// <summary>How long a webhook waits before it tries again.</summary>
public static class WebhookRetries
{
    /// <summary>
    /// The waits, one after each attempt; the last one again and again until the event is too old. Short ones first:
    /// most receivers that fail are being restarted.
    /// </summary>
    public static ImmutableArray<TimeSpan> Waits { get; } =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(15),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(20),
        TimeSpan.FromMinutes(30),
    ];

    /// <summary>
    /// The wait after an attempt: from the table, spread by up to a fifth either way, so that what failed together does
    /// not come again together; never less than the receiver asked for.
    /// </summary>
    /// <param name="attempt">Which attempt has failed, from zero.</param>
    /// <param name="id">The event; it decides the spread.</param>
    /// <param name="asked">What the receiver asked for (Retry-After); <c>null</c> for nothing.</param>
    public static TimeSpan After(int attempt, Guid id, TimeSpan? asked)
    {
        var mean = Waits[Math.Min(attempt, Waits.Length - 1)];
        var wait = TimeSpan.FromMilliseconds(
            Math.Round(mean.TotalMilliseconds * (0.8 + (0.4 * Part(id, attempt)))));
        return asked > wait ? asked.Value : wait;
    }

    // The last bytes of a UUID of version 7 are random: what is multiplied by an odd number stays so.
    private static double Part(Guid id, int attempt)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = id.TryWriteBytes(bytes);
        var drawn = BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]);
        return unchecked((drawn + (uint)attempt + 1) * 2_654_435_761u) / (double)uint.MaxValue;
    }
}
