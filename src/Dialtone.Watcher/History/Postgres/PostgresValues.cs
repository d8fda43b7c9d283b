using System.Text;

namespace Dialtone.Watcher.History.Postgres;

/// <summary>Values as PostgreSQL keeps them: moments and times to the microsecond, texts without NUL.</summary>
internal static class PostgresValues
{
    /// <summary>The day of a moment, UTC.</summary>
    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);

    /// <summary>The begin of a day.</summary>
    public static DateTimeOffset BeginOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>A moment as it is kept; a part of a microsecond is cut off.</summary>
    public static DateTimeOffset Of(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>A time as it is kept, in microseconds.</summary>
    public static long Of(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The time of so many microseconds.</summary>
    public static TimeSpan Time(long microseconds) =>
        TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>
    /// A text as it is kept. What a peer sent may hold what PostgreSQL has no way to keep: NUL, half a surrogate pair.
    /// </summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAny('\0', '\uFFFD') && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = kept.Append((rune.Value == 0 ? Rune.ReplacementChar : rune).ToString());
        }

        return kept.ToString();
    }
}
