using System.Collections.Immutable;

namespace Dialtone.Watcher.Pages;

/// <summary>How much of the past the small drawings show.</summary>
/// <param name="Name">What it is called, in the address too.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Spans">In how many parts it is drawn.</param>
internal sealed record HistorySpan(string Name, TimeSpan Length, int Spans)
{
    /// <summary>Those that may be chosen.</summary>
    public static ImmutableArray<HistorySpan> All { get; } =
    [
        new("hour", TimeSpan.FromHours(1), 60), new("day", TimeSpan.FromDays(1), 72),
        new("week", TimeSpan.FromDays(7), 84),
    ];

    /// <summary>The one with that name; a day where there is none.</summary>
    public static HistorySpan Of(string? name) => All.FirstOrDefault(each => each.Name == name) ?? All[1];

    /// <summary>How long a part is.</summary>
    public TimeSpan Part => Length / Spans;

    /// <summary>
    /// When the last part ends: at a moment where parts begin and end, so that history counts them exactly.
    /// </summary>
    public DateTimeOffset UntilOf(DateTimeOffset now) =>
        new(((now.UtcTicks / Part.Ticks) + 1) * Part.Ticks, TimeSpan.Zero);
}
