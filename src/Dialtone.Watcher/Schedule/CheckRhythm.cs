using System.Text;

namespace Dialtone.Watcher.Schedule;

/// <summary>
/// When a check is due: at every interval since 1970, moved by a part of the interval that its name decides. So checks
/// are spread evenly, and each keeps its beat over a new start, and whichever watcher runs it.
/// </summary>
public static class CheckRhythm
{
    // FNV-1a, 64 bits.
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The first moment after another at which a check is due.</summary>
    /// <param name="name">The name of the check.</param>
    /// <param name="interval">From one beat to the next; more than zero.</param>
    /// <param name="after">The moment.</param>
    public static DateTimeOffset Next(string name, TimeSpan interval, DateTimeOffset after)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        var beat = interval.Ticks;
        var since = (after - DateTimeOffset.UnixEpoch).Ticks - Part(name, interval).Ticks;
        var passed = since % beat < 0 ? (since % beat) + beat : since % beat;
        return after.AddTicks(beat - passed);
    }

    /// <summary>The part of a span of time that a name decides: at least zero, and less than the span.</summary>
    public static TimeSpan Part(string name, TimeSpan span) =>
        span <= TimeSpan.Zero ? TimeSpan.Zero : new((long)(Hash(name) % (ulong)span.Ticks));

    // The hash of a string that the platform offers is another one in every process.
    private static ulong Hash(string name)
    {
        var hash = OffsetBasis;
        foreach (var octet in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ octet) * Prime;
        }

        // Names that differ in their last digit alone would else lie side by side.
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        return hash ^ (hash >> 33);
    }
}
