using System.Globalization;
using Dialtone.Reports.Html;

namespace Dialtone.Watcher.Pages;

/// <summary>
/// Moments in UTC, as short as the day allows; the script of the page shows them in the reader's own zone.
/// </summary>
internal static class PageTimes
{
    /// <summary>Writes a moment, to the second where asked for.</summary>
    public static void Write(HtmlWriter html, DateTimeOffset at, DateTimeOffset now, bool withSeconds = false)
    {
        var moment = at.ToUniversalTime();
        html.Element(
            "time", $"{Text(moment, now, withSeconds)} UTC", ("datetime", Machine(moment)),
            ("data-form", withSeconds ? "seconds" : "minutes"), ("title", Full(moment)));
    }

    /// <summary>Writes for how long something has been so.</summary>
    public static void WriteAge(HtmlWriter html, DateTimeOffset since, DateTimeOffset now) =>
        html.Element("span", Age(now - since), ("class", "age"), ("data-since", Machine(since.ToUniversalTime())));

    /// <summary>A length of time in one unit: <c>40 s</c>, <c>12 min</c>, <c>5 h</c>, <c>3 d</c>.</summary>
    public static string Age(TimeSpan age) => age.TotalSeconds switch
    {
        < 60 => Invariant($"{Math.Max(0, (int)age.TotalSeconds)} s"),
        < 3600 => Invariant($"{(int)age.TotalMinutes} min"),
        < 48 * 3600 => Invariant($"{(int)age.TotalHours} h"),
        _ => Invariant($"{(int)age.TotalDays} d"),
    };

    /// <summary>A moment without its zone.</summary>
    public static string Text(DateTimeOffset at, DateTimeOffset now, bool withSeconds)
    {
        var time = withSeconds ? Invariant($"{at:HH:mm:ss}") : Invariant($"{at:HH:mm}");
        return at.UtcDateTime.Date == now.UtcDateTime.Date ? time
            : at.Year == now.UtcDateTime.Year ? Invariant($"{at:d MMM}, ") + time
            : Invariant($"{at:d MMM yyyy}, ") + time;
    }

    private static string Machine(DateTimeOffset at) => Invariant($"{at:yyyy-MM-ddTHH:mm:ssZ}");

    private static string Full(DateTimeOffset at) => Invariant($"{at:d MMMM yyyy, HH:mm:ss} UTC");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
