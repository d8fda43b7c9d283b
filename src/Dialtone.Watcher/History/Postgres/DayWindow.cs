using System.Buffers.Binary;

namespace Dialtone.Watcher.History.Postgres;

/// <summary>A span of whole days in which runs are looked for.</summary>
/// <param name="From">Its begin.</param>
/// <param name="Until">Its end, which is no part of it.</param>
internal readonly record struct DayWindow(DateTimeOffset From, DateTimeOffset Until)
{
    // As many partitions as one command may take a lock of each of: a server has a few thousand locks in all.
    private const int DaysMax = 64;

    // The begin of the year 9000, in milliseconds since 1970: nonsense, and yet a moment that can be told.
    private const long IdentityTimeMax = 221_845_392_000_000;

    /// <summary>
    /// From the newest back to the oldest, the first ones small: what is asked for is mostly new, and a command costs
    /// with each day that it looks at.
    /// </summary>
    public static IEnumerable<DayWindow> Back(IReadOnlyList<DateOnly> days, DateTimeOffset? from, DateTimeOffset? until)
    {
        if (days.Count == 0)
        {
            yield break;
        }

        var least = PostgresValues.BeginOf(days[0]);
        var end = PostgresValues.BeginOf(days[^1].AddDays(1));
        least = from > least ? from.Value : least;
        end = until < end ? until.Value : end;
        for (var width = 3; end > least; width = Math.Min(width * 4, DaysMax))
        {
            // Never across the border of a day, except at the outermost ends.
            var begin = PostgresValues.BeginOf(PostgresValues.DayOf(end.AddTicks(-1)).AddDays(1 - width));
            begin = begin < least ? least : begin;
            yield return new(begin, end);
            end = begin;
        }
    }

    /// <summary>The time that an identity tells; <c>null</c> where it tells none.</summary>
    public static DateTimeOffset? TimeOf(Guid id)
    {
        if (id.Version != 7)
        {
            return null;
        }

        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(id.ToByteArray(bigEndian: true)) >>> 16;
        return milliseconds < IdentityTimeMax ? DateTimeOffset.UnixEpoch.AddMilliseconds(milliseconds) : null;
    }

    /// <summary>Where a run may be: first about the time that its identity tells (RFC 9562 section 5.7).</summary>
    public static IEnumerable<DayWindow> Of(Guid id, IReadOnlyList<DateOnly> days)
    {
        if (TimeOf(id) is { } time)
        {
            var day = PostgresValues.DayOf(time);
            yield return new(PostgresValues.BeginOf(day.AddDays(-1)), PostgresValues.BeginOf(day.AddDays(2)));
        }

        foreach (var window in Back(days, null, null))
        {
            yield return window;
        }
    }
}
