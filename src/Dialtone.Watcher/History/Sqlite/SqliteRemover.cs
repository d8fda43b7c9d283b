using Microsoft.Data.Sqlite;

namespace Dialtone.Watcher.History.Sqlite;

/// <summary>Removes runs or their reports, within a transaction of the caller.</summary>
internal sealed class SqliteRemover(SqliteConnection writer) : IDisposable
{
    private readonly HashSet<(long Check, long Slot)> _touched = [];

    private readonly SqliteStatement _report = new(writer, "DELETE FROM reports WHERE run = $0");
    private readonly SqliteStatement _change = new(writer, "DELETE FROM changes WHERE run = $0");
    private readonly SqliteStatement _findings = new(writer, "DELETE FROM findings WHERE run = $0");
    private readonly SqliteStatement _steps = new(writer, "DELETE FROM steps WHERE run = $0");
    private readonly SqliteStatement _run = new(
        writer, "DELETE FROM runs WHERE number = $0 RETURNING check_name, started");

    /// <summary>The oldest ones of a kind that began before a moment.</summary>
    /// <param name="withRuns">Whether runs are meant; else reports.</param>
    /// <param name="healthy">1 for healthy runs, 0 for others.</param>
    /// <param name="before">The moment.</param>
    /// <param name="count">At most so many.</param>
    public List<long> Oldest(bool withRuns, long healthy, long before, int count)
    {
        using var statement = new SqliteStatement(
            writer,
            withRuns
                ? "SELECT number FROM runs WHERE healthy = $0 AND started < $1 ORDER BY started, id LIMIT $2"
                : "SELECT run FROM reports WHERE healthy = $0 AND started < $1 ORDER BY started, id LIMIT $2");
        using var row = statement.Read(healthy, before, count);
        List<long> found = [];
        while (row.Read())
        {
            found.Add(row.GetInt64(0));
        }

        return found;
    }

    /// <summary>Removes the report of a run, and where that is wanted the run.</summary>
    public void Remove(long run, bool withRun)
    {
        _report.Run(run);
        if (!withRun)
        {
            return;
        }

        _change.Run(run);
        _findings.Run(run);
        _steps.Run(run);
        using var row = _run.Read(run);
        while (row.Read())
        {
            _touched.Add((row.GetInt64(0), SqliteTime.SlotOf(row.GetInt64(1))));
        }
    }

    /// <summary>Sums the times anew of which something was removed.</summary>
    public void SumAnew()
    {
        using var old = new SqliteStatement(writer, "DELETE FROM times WHERE check_name = $0 AND begin = $1");
        using var sums = new SqliteStatement(
            writer,
            """
            INSERT INTO times
            SELECT check_name, $1, step, count(*), sum(result = 3), min(steps.took), sum(steps.took), max(steps.took)
            FROM runs INDEXED BY runs_of_check JOIN steps ON steps.run = runs.number
            WHERE check_name = $0 AND started >= $1 AND started < $2 AND result <> 0
            GROUP BY step
            """);
        foreach (var (check, slot) in _touched)
        {
            old.Run(check, slot);
            sums.Run(check, slot, slot + SqliteTime.Slot);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var each in (ReadOnlySpan<SqliteStatement>)[_report, _change, _findings, _steps, _run])
        {
            each.Dispose();
        }
    }
}
