using System.Diagnostics;
using System.Globalization;
using Dialtone.Watcher.History;

namespace Dialtone.Bench.Watch;

/// <summary>
/// How long giving up a day of a week takes, and how long whoever writes meanwhile waits for it. The history is smaller
/// afterwards: give it a copy.
/// </summary>
internal static class HistoryTrim
{
    /// <summary>Prints what was given up, how long it took, and the median and longest append beside it.</summary>
    public static async Task RunAsync(IHistory history, TextWriter output)
    {
        await using var _ = history.ConfigureAwait(false);
        var before = await history.SizeAsync(CancellationToken.None).ConfigureAwait(false);
        var until = before.Oldest!.Value.AddDays(7);
        var week = new HistoryWeek(await WeekTemplates.MakeAsync().ConfigureAwait(false), until);
        var settings = new RetentionSettings { Runs = TimeSpan.FromDays(6), BytesMax = before.Bytes };
        var began = Stopwatch.GetTimestamp();
        var trim = history.TrimAsync(until, settings, CancellationToken.None);
        List<double> waits = [];
        for (var minute = 1000; !trim.IsCompleted; minute++)
        {
            var asked = Stopwatch.GetTimestamp();
            await history.AppendAsync([week.Next(minute % 60, minute)], CancellationToken.None).ConfigureAwait(false);
            waits.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        var trimmed = await trim.ConfigureAwait(false);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        waits.Sort();
        var after = await history.SizeAsync(CancellationToken.None).ConfigureAwait(false);
        FormattableString text =
            $"""
            runs	{trimmed.Runs}
            reports	{trimmed.Reports}
            seconds	{took:F1}
            bytes	{before.Bytes}	{after.Bytes}
            append-beside	{waits[waits.Count / 2]:G4}	{waits[^1]:G4}
            """;
        await output.WriteLineAsync(text.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
    }
}
