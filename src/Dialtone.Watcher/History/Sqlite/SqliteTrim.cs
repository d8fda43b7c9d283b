using Microsoft.Data.Sqlite;

namespace Dialtone.Watcher.History.Sqlite;

/// <summary>
/// Gives up what is too old, then what is too much, in short transactions: one a <see cref="Step"/>.
/// </summary>
internal sealed class SqliteTrim(DateTimeOffset now, RetentionSettings settings, TimeProvider time)
{
    private const int AtOnce = 64;
    private const int PagesAtOnce = 512;

    // Free pages up to this part of the file are left for what comes next.
    private const int FreePart = 8;

    /// <summary>After which a transaction comes to its end, so that nobody waits much longer to write.</summary>
    private static readonly TimeSpan StepLimit = TimeSpan.FromMilliseconds(50);

    private readonly Queue<Rule> _rules = new(
    [
        new(WithRuns: false, Healthy: 1, SqliteTime.Of(now - settings.HealthyReports), long.MaxValue),
        new(WithRuns: true, Healthy: 1, SqliteTime.Of(now - settings.Runs), long.MaxValue),
        new(WithRuns: true, Healthy: 0, SqliteTime.Of(now - settings.Failures), long.MaxValue),
        new(WithRuns: false, Healthy: 1, long.MaxValue, settings.BytesMax),
        new(WithRuns: true, Healthy: 1, long.MaxValue, settings.BytesMax),
        new(WithRuns: false, Healthy: 0, long.MaxValue, settings.BytesMax),
        new(WithRuns: true, Healthy: 0, long.MaxValue, settings.BytesMax),
    ]);

    private long _runs;
    private long _reports;

    /// <summary>What was given up until now.</summary>
    public Trimmed Trimmed => new(_runs, _reports);

    /// <summary>Does a little.</summary>
    /// <returns>Whether there may be more to do.</returns>
    public bool Step(SqliteConnection writer)
    {
        if (!_rules.TryPeek(out var rule))
        {
            return Shrink(writer);
        }

        if (!GiveUp(writer, rule))
        {
            _rules.Dequeue();
        }

        return true;
    }

    // What ends a rule: nothing is left of its kind, or the rest may stay.
    private bool GiveUp(SqliteConnection writer, Rule rule)
    {
        var isMore = false;
        var (runs, reports) = (0L, 0L);
        SqliteStatement.InTransaction(writer, () =>
        {
            var began = time.GetTimestamp();
            using var remover = new SqliteRemover(writer);
            var oldest = remover.Oldest(rule.WithRuns, rule.Healthy, rule.Before, AtOnce);
            isMore = oldest.Count == AtOnce;
            foreach (var run in oldest)
            {
                if (rule.BytesMax < long.MaxValue && BytesInUse(writer) <= rule.BytesMax)
                {
                    isMore = false;
                    break;
                }

                if (time.GetElapsedTime(began) > StepLimit)
                {
                    isMore = true;
                    break;
                }

                (runs, reports) = rule.WithRuns ? (runs + 1, reports) : (runs, reports + 1);
                remover.Remove(run, rule.WithRuns);
            }

            remover.SumAnew();
        });
        (_runs, _reports) = (_runs + runs, _reports + reports);
        return isMore;
    }

    private bool Shrink(SqliteConnection writer)
    {
        var (pages, free) = (Number(writer, "page_count"), Number(writer, "freelist_count"));
        var isTooMuch = pages * Number(writer, "page_size") > settings.BytesMax;
        if (free == 0 || !(isTooMuch || free > pages / FreePart))
        {
            return false;
        }

        SqliteStatement.Run(writer, $"PRAGMA incremental_vacuum({PagesAtOnce})");
        SqliteStatement.Run(writer, "PRAGMA wal_checkpoint(PASSIVE)");
        return Number(writer, "freelist_count") < free;
    }

    private static long BytesInUse(SqliteConnection writer) =>
        (Number(writer, "page_count") - Number(writer, "freelist_count")) * Number(writer, "page_size");

    private static long Number(SqliteConnection writer, string pragma)
    {
        using var statement = new SqliteStatement(writer, $"PRAGMA {pragma}");
        return statement.Number() ?? 0;
    }

    /// <summary>What goes: reports or whole runs, of what kind, begun before when, down to how many bytes.</summary>
    private readonly record struct Rule(bool WithRuns, long Healthy, long Before, long BytesMax);
}
