using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Dialtone.Watcher.History.Sqlite;

/// <summary>How long steps took, by spans of time: from what is summed already where that is fine enough.</summary>
internal static class SqliteSteps
{
    private const string Summed =
        """
        SELECT step, (begin - $1) * $3 / ($2 - $1) AS span, sum(runs), sum(failed), min(least), sum(total), max(most)
        FROM times
        WHERE check_name = (SELECT number FROM names WHERE name = $0) AND begin >= $1 AND begin < $2
        GROUP BY step, span ORDER BY step, span
        """;

    // Step by step as they were run; result 0 is "not run", 3 "failed".
    private const string Exact =
        """
        SELECT step, (started - $1) * $3 / ($2 - $1) AS span, count(*), sum(result = 3), min(steps.took),
            sum(steps.took), max(steps.took)
        FROM runs INDEXED BY runs_of_check JOIN steps ON steps.run = runs.number
        WHERE check_name = (SELECT number FROM names WHERE name = $0) AND started >= $1 AND started < $2
            AND result <> 0
        GROUP BY step, span ORDER BY step, span
        """;

    /// <summary>In the order of steps, then of time.</summary>
    public static ImmutableArray<StepSpan> Read(
        SqliteConnection connection, string check, DateTimeOffset from, DateTimeOffset until, int spans)
    {
        var (begin, end) = (SqliteTime.Of(from), SqliteTime.Of(until));
        using var statement = new SqliteStatement(
            connection, (end - begin) / spans >= SqliteTime.Slot ? Summed : Exact);
        using var row = statement.Read(check, begin, end, spans);
        var found = ImmutableArray.CreateBuilder<StepSpan>();
        while (row.Read())
        {
            var runs = row.GetInt64(2);
            found.Add(new(
                StoredCodes.Name(StoredCodes.Steps, row.GetInt64(0)),
                SqliteTime.Moment(begin + (row.GetInt64(1) * (end - begin) / spans)), (int)runs, (int)row.GetInt64(3),
                SqliteTime.Time(row.GetInt64(4)), SqliteTime.Time(row.GetInt64(5) / runs),
                SqliteTime.Time(row.GetInt64(6))));
        }

        // By the order of steps, which need not be that of their numbers.
        found.Sort((left, right) => (left.Step, left.From).CompareTo((right.Step, right.From)));
        return found.DrainToImmutable();
    }
}
