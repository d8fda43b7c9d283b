using System.Diagnostics;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Bench.Watch;

/// <summary>
/// A week of sixty checks that run each minute: ten million steps. The last check fails all week, the one before never,
/// the others now and then. Reports are kept of what was not healthy, and of the last hour.
/// </summary>
internal sealed class HistoryWeek(WeekTemplates templates, DateTimeOffset until)
{
    private const int Checks = 60;
    private const int Minutes = 7 * 24 * 60;
    private const int MinutesAtOnce = 10;

    private readonly int[] _badUntil = new int[Checks];
    private readonly CheckColor[] _colors = new CheckColor[Checks];

    /// <summary>When the week begins.</summary>
    public DateTimeOffset From => until.AddMinutes(-Minutes);

    /// <summary>The name of a check: from 0 on; the last one always fails.</summary>
    public static string NameOf(int check) => $"Sign in {check + 1:00}";

    /// <summary>Keeps the week.</summary>
    /// <returns>How many runs and steps it has, and how long keeping them took.</returns>
    public async Task<(long Runs, long Steps, TimeSpan Took)> FillAsync(IHistory history)
    {
        var (runs, steps, began) = (0L, 0L, Stopwatch.GetTimestamp());
        for (var minute = 0; minute < Minutes; minute += MinutesAtOnce)
        {
            CheckRun[] batch =
            [
                .. from at in Enumerable.Range(minute, MinutesAtOnce)
                   from check in Enumerable.Range(0, Checks)
                   select RunOf(check, at),
            ];
            await history.AppendAsync(batch, CancellationToken.None).ConfigureAwait(false);
            runs += batch.Length;
            steps += batch.Sum(run => (long)run.Steps.Length);
        }

        return (runs, steps, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>A run that comes after the week.</summary>
    public CheckRun Next(int check, int minute) => RunOf(check, Minutes + minute);

    private CheckRun RunOf(int check, int minute)
    {
        var chance = Mixed((uint)((minute * Checks) + check));
        if (check < Checks - 2 && chance % 2000 == 0)
        {
            _badUntil[check] = minute + 1 + (int)(chance / 2000 % 30);
        }

        var isBad = check == Checks - 1 || minute < _badUntil[check];
        var template = isBad ? templates.Failed[(_badUntil[check] + check) % templates.Failed.Length]
            : chance % 300 == 1 && check != Checks - 2 ? templates.Degraded : templates.Healthy;
        var startedAt = From.AddMinutes(minute).AddSeconds(check);
        var share = 0.5 + (chance / 1024 % 1000 / 1000.0);
        var color = isBad ? CheckColor.Red : template == templates.Healthy ? CheckColor.Green : CheckColor.Yellow;
        var change = color == _colors[check] ? null : new StateChange(
            _colors[check], color, template.Cause?.Code.ToString() ?? "", template.Cause?.Title ?? "");
        _colors[check] = color;
        return template with
        {
            Id = Guid.CreateVersion7(startedAt),
            Check = NameOf(check),
            Site = $"Site {(check / 5) + 1:00}",
            StartedAt = startedAt,
            Took = template.Took * share,
            Latency = template.Latency * share,
            Steps = [.. template.Steps.Select(step => new RunStep(step.Step, step.Result, step.Took * share))],
            Change = change,
            Report = template == templates.Healthy && minute < Minutes - 60 ? null : template.Report,
        };
    }

    // Thomas Wang's mixing of 32 bits: the same week every time.
    private static uint Mixed(uint value)
    {
        value = (value ^ 61) ^ (value >> 16);
        value *= 9;
        value ^= value >> 4;
        value *= 0x27d4eb2d;
        return value ^ (value >> 15);
    }
}
