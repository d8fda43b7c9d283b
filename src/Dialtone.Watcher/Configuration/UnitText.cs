using System.Collections.Immutable;
using System.Globalization;

namespace Dialtone.Watcher.Configuration;

/// <summary>A number with its unit: <c>30s</c>, <c>1.5h</c>, <c>4GiB</c>. A number alone says nothing.</summary>
internal static class UnitText
{
    // The longest first of two that end alike.
    private static readonly ImmutableArray<(string Name, double Size)> Times =
    [
        ("ms", TimeSpan.TicksPerMillisecond), ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour), ("d", TimeSpan.TicksPerDay),
    ];

    private static readonly ImmutableArray<(string Name, double Size)> Sizes =
    [
        ("KiB", 1024), ("MiB", 1024 * 1024), ("GiB", 1024 * 1024 * 1024), ("TiB", 1024L * 1024 * 1024 * 1024),
    ];

    /// <summary>Reads a length of time.</summary>
    public static bool TryTime(string text, out TimeSpan time)
    {
        var isRead = TryRead(text, Times, out var ticks);
        time = new(ticks);
        return isRead;
    }

    /// <summary>Reads a size, in bytes.</summary>
    public static bool TrySize(string text, out long bytes) => TryRead(text, Sizes, out bytes);

    /// <summary>A length of time as it may stand in the configuration.</summary>
    public static string Of(TimeSpan time) => Of(time.Ticks, Times);

    /// <summary>A size as it may stand in the configuration.</summary>
    public static string Of(long bytes) => Of(bytes, Sizes);

    private static bool TryRead(string text, ImmutableArray<(string Name, double Size)> units, out long value)
    {
        var (name, size) = units.FirstOrDefault(unit => text.EndsWith(unit.Name, StringComparison.Ordinal));
        value = 0;
        if (name is null || !double.TryParse(
            text.AsSpan(0, text.Length - name.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var number) || number * size >= long.MaxValue)
        {
            return false;
        }

        value = (long)(number * size);
        return true;
    }

    private static string Of(long value, ImmutableArray<(string Name, double Size)> units)
    {
        var (name, size) = units.LastOrDefault(unit => value >= unit.Size, units[0]);
        return string.Create(CultureInfo.InvariantCulture, $"{value / size:0.###}{name}");
    }
}
