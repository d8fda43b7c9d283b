namespace Dialtone.Core.Memory;

/// <summary>Times cut to the minute.</summary>
internal static class WholeMinutes
{
    public static DateTimeOffset Of(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMinute));

    public static DateTimeOffset? Of(DateTimeOffset? time) => time is { } given ? Of(given) : null;
}
