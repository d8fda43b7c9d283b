namespace Dialtone.Watcher.History.Sqlite;

/// <summary>Moments and times as a file keeps them: whole microseconds.</summary>
internal static class SqliteTime
{
    /// <summary>The microseconds of <c>times</c>: ten minutes.</summary>
    public const long Slot = 10L * 60 * 1_000_000;

    /// <summary>Microseconds since 1970.</summary>
    public static long Of(DateTimeOffset moment) =>
        (moment.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Microseconds.</summary>
    public static long Of(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The moment of so many microseconds since 1970.</summary>
    public static DateTimeOffset Moment(long stored) =>
        DateTimeOffset.UnixEpoch.AddTicks(stored * TimeSpan.TicksPerMicrosecond);

    /// <summary>A time of so many microseconds.</summary>
    public static TimeSpan Time(long stored) => TimeSpan.FromTicks(stored * TimeSpan.TicksPerMicrosecond);

    /// <summary>The begin of the ten minutes that a moment lies in.</summary>
    public static long SlotOf(long stored) => stored - (((stored % Slot) + Slot) % Slot);
}
