using System.Diagnostics;
using System.Globalization;
using Dialtone.Watcher.History;
using Dialtone.Watcher.History.Postgres;
using Dialtone.Watcher.History.Sqlite;
using Dialtone.Watcher.Runs;

namespace Dialtone.Bench.Watch;

/// <summary>
/// How long each question to a history of ten million steps takes: one line a figure, its name, the median of fifty in
/// milliseconds, and the longest.
/// </summary>
internal sealed class HistoryTimes(IHistory history, HistoryWeek week, TextWriter output)
{
    private const int Times = 50;
    private const int Always = 59; // fails all week
    private const int Never = 58; // never fails

    private readonly DateTimeOffset _until = week.From.AddDays(7);

    /// <summary>Makes the week, then asks; where the history has one already, only asks.</summary>
    public static async Task RunAsync(IHistory history, TextWriter output)
    {
        await using var _ = history.ConfigureAwait(false);
        await history.MigrateAsync(CancellationToken.None).ConfigureAwait(false);
        var templates = await WeekTemplates.MakeAsync().ConfigureAwait(false);
        var oldest = (await history.SizeAsync(CancellationToken.None).ConfigureAwait(false)).Oldest;
        var hour = TimeSpan.TicksPerHour;
        var until = oldest?.AddDays(7) ?? new DateTimeOffset(DateTimeOffset.UtcNow.Ticks / hour * hour, TimeSpan.Zero);
        var week = new HistoryWeek(templates, until);
        if (oldest is null)
        {
            var (runs, steps, took) = await week.FillAsync(history).ConfigureAwait(false);
            Line(output, "runs", runs);
            Line(output, "steps", steps);
            Line(output, "fill-us-a-run", took.TotalMicroseconds / runs);
        }

        await new HistoryTimes(history, week, output).MeasureAsync().ConfigureAwait(false);
    }

    /// <summary>The file of SQLite, or the database that a variable of the environment tells the way to.</summary>
    public static IHistory Open(string kind, string where) => kind switch
    {
        "--sqlite" => new SqliteHistory(where, TimeProvider.System),
        "--postgres" => new PostgresHistory(
            Environment.GetEnvironmentVariable(where)
                ?? throw new ArgumentException($"{where} says nothing.", nameof(where)),
            TimeProvider.System),
        _ => throw new ArgumentException($"There is no history {kind}.", nameof(kind)),
    };

    private static void Line(TextWriter output, string name, params ReadOnlySpan<double> values)
    {
        output.Write(name);
        foreach (var value in values)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"\t{value:G5}"));
        }

        output.WriteLine();
        output.Flush();
    }

    private async Task MeasureAsync()
    {
        Line(output, "bytes", (await history.SizeAsync(CancellationToken.None).ConfigureAwait(false)).Bytes);
        await RunsAsync("runs-60", new("", 60)).ConfigureAwait(false);
        await RunsAsync("runs-500", new("", 500)).ConfigureAwait(false);
        await RunsAsync("bad-50", new("", 50) { OnlyBad = true }).ConfigureAwait(false);
        await RunsAsync("bad-50-of-none", new("", 50) { OnlyBad = true }, Never).ConfigureAwait(false);
        await RunsAsync("good-1", new("", 1) { OnlyGood = true }).ConfigureAwait(false);
        await RunsAsync("good-1-of-none", new("", 1) { OnlyGood = true }, Always).ConfigureAwait(false);
        await RunsAsync("changes-of-check-50", new("", 50) { OnlyChanges = true }).ConfigureAwait(false);
        await RunsAsync("from-hour-500", new("", 500) { From = _until.AddHours(-1) }).ConfigureAwait(false);
        await OneRunAsync().ConfigureAwait(false);
        await StepsAsync("steps-hour-60", TimeSpan.FromHours(1), 60).ConfigureAwait(false);
        await StepsAsync("steps-day-96", TimeSpan.FromDays(1), 96).ConfigureAwait(false);
        await StepsAsync("steps-day-500", TimeSpan.FromDays(1), 500).ConfigureAwait(false);
        await StepsAsync("steps-3-days-500", TimeSpan.FromDays(3), 500).ConfigureAwait(false);
        await StepsAsync("steps-week-168", TimeSpan.FromDays(7), 168).ConfigureAwait(false);
        await StepsAsync("steps-week-500", TimeSpan.FromDays(7), 500).ConfigureAwait(false);
        await EachAsync("changes-100", at => history.ChangesAsync(at * 20, 100, CancellationToken.None))
            .ConfigureAwait(false);
        await EachAsync("last-mark", _ => history.LastMarkAsync(CancellationToken.None)).ConfigureAwait(false);
        await EachAsync("read-mark", _ => history.ReadMarkAsync("hook", CancellationToken.None)).ConfigureAwait(false);
        await EachAsync("write-mark", at => DoneAsync(history.WriteMarkAsync("hook", at, CancellationToken.None)))
            .ConfigureAwait(false);
        await EachAsync("size", _ => history.SizeAsync(CancellationToken.None)).ConfigureAwait(false);
        await EachAsync("append-1", at => DoneAsync(history.AppendAsync([week.Next(at, 0)], CancellationToken.None)))
            .ConfigureAwait(false);
        await EachAsync("append-8", at => DoneAsync(history.AppendAsync(
            [.. Enumerable.Range(0, 8).Select(minute => week.Next(at, minute + 1))], CancellationToken.None)))
            .ConfigureAwait(false);
    }

    private Task RunsAsync(string name, RunQuery query, int? check = null) => EachAsync(name, at =>
        history.RunsAsync(query with { Check = HistoryWeek.NameOf(check ?? at) }, CancellationToken.None));

    private Task StepsAsync(string name, TimeSpan length, int spans) => EachAsync(name, at =>
        history.StepsAsync(HistoryWeek.NameOf(at), _until - length, _until, spans, CancellationToken.None));

    private async Task OneRunAsync()
    {
        List<CheckRun> some = [];
        for (var check = 0; check < Times; check++)
        {
            var query = new RunQuery(HistoryWeek.NameOf(check), 1) { OnlyBad = true };
            some.AddRange(await history.RunsAsync(query, CancellationToken.None).ConfigureAwait(false));
        }

        await RunsAsync("runs-100-before", new("", 100) { Before = some[0].Id }).ConfigureAwait(false);
        await EachAsync("run", at => history.RunAsync(some[at].Id, CancellationToken.None)).ConfigureAwait(false);
        await EachAsync("report", at => history.ReportAsync(some[at].Id, CancellationToken.None)).ConfigureAwait(false);
    }

    private async Task EachAsync<T>(string name, Func<int, Task<T>> ask)
    {
        var took = new double[Times];
        for (var at = 0; at < Times; at++)
        {
            var began = Stopwatch.GetTimestamp();
            await ask(at).ConfigureAwait(false);
            took[at] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        Array.Sort(took);
        Line(output, name, took[Times / 2], took[^1]);
    }

    private static async Task<bool> DoneAsync(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }
}
