using Npgsql;

namespace Dialtone.Watcher.History.Postgres;

/// <summary>
/// Gives up what is too old or too much, day by day, the oldest first: a whole day's tables where all in them may go;
/// else rows, and then what they leave is packed, so that the disk has the room again.
/// </summary>
internal sealed class PostgresTrim(NpgsqlConnection connection, DateTimeOffset now, RetentionSettings settings)
{
    // Given up a little further than it must, so that not every new run makes it begin again.
    private const int MarginPart = 20;

    // Less than this is not worth the while that nobody can read it.
    private const long PackBytesMin = 256 * 1024;

    private readonly DateTimeOffset _healthyReports = PostgresValues.Of(now - settings.HealthyReports);
    private readonly DateTimeOffset _runs = PostgresValues.Of(now - settings.Runs);
    private readonly DateTimeOffset _failures = PostgresValues.Of(now - settings.Failures);
    private readonly HashSet<DateOnly> _unpacked = [];
    private readonly HashSet<DateOnly> _dropped = [];
    private long _runsGone;
    private long _reportsGone;

    /// <summary>How much is kept.</summary>
    public static async Task<HistorySize> SizeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var day in await PostgresDays.AllAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            // Each check's first one by its index: the whole day would be read otherwise.
            var found = await connection.ListAsync(
                """
                SELECT first.started FROM dialtone.checks c CROSS JOIN LATERAL (
                    SELECT r.started FROM dialtone.runs r
                    WHERE r.check_id = c.id AND r.started >= $1 AND r.started < $2
                    ORDER BY r.started LIMIT 1) AS first
                ORDER BY first.started LIMIT 1
                """,
                static row => row.GetFieldValue<DateTimeOffset>(0), cancellationToken,
                PostgresValues.BeginOf(day), PostgresValues.BeginOf(day.AddDays(1))).ConfigureAwait(false);
            if (found is [var oldest])
            {
                return new(await BytesAsync(connection, cancellationToken).ConfigureAwait(false), oldest);
            }
        }

        return new(await BytesAsync(connection, cancellationToken).ConfigureAwait(false), null);
    }

    /// <summary>Does it, unless another watcher is at it.</summary>
    public async Task<Trimmed> RunAsync(CancellationToken cancellationToken)
    {
        if (await connection.NumberAsync(
            "SELECT pg_try_advisory_lock($1)::int", cancellationToken, PostgresSchema.TrimLock)
            .ConfigureAwait(false) is 0)
        {
            return new(0, 0);
        }

        try
        {
            await TrimByAgeAsync(cancellationToken).ConfigureAwait(false);
            await TrimBySizeAsync(cancellationToken).ConfigureAwait(false);
            return new(_runsGone, _reportsGone);
        }
        finally
        {
            if (connection.FullState is System.Data.ConnectionState.Open)
            {
                _ = await connection.NumberAsync(
                    "SELECT pg_advisory_unlock($1)::int", CancellationToken.None, PostgresSchema.TrimLock)
                    .ConfigureAwait(false);
            }
        }
    }

    private static async Task<long> BytesAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.NumberAsync(
            """
            SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class
            WHERE relnamespace = 'dialtone'::regnamespace AND relkind = 'r'
            """,
            cancellationToken).ConfigureAwait(false) ?? 0;

    private async Task TrimByAgeAsync(CancellationToken cancellationToken)
    {
        foreach (var day in await PostgresDays.AllAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            var (begin, end) = (PostgresValues.BeginOf(day), PostgresValues.BeginOf(day.AddDays(1)));
            if (end <= _runs && end <= _failures)
            {
                _runsGone += await CountAsync(day, cancellationToken).ConfigureAwait(false);
                await PostgresDays.DropAsync(connection, day, false, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var gone = begin < _runs || begin < _failures
                ? await DeleteRunsAsync(
                    day, "started < CASE WHEN healthy THEN $1 ELSE $2 END", cancellationToken, _runs, _failures)
                    .ConfigureAwait(false)
                : 0;
            var reports = begin < _healthyReports
                ? await DeleteReportsAsync(day, "healthy AND started < $1", cancellationToken, _healthyReports)
                    .ConfigureAwait(false)
                : 0;
            // A day that still loses some tomorrow is packed then.
            if (gone + reports > 0 && (gone == 0 ? end <= _healthyReports : end <= _runs))
            {
                await PackAsync(day, gone > 0, PackBytesMin, cancellationToken).ConfigureAwait(false);
            }
            else if (gone + reports > 0)
            {
                _ = _unpacked.Add(day);
            }
        }
    }

    private async Task TrimBySizeAsync(CancellationToken cancellationToken)
    {
        if (await BytesAsync(connection, cancellationToken).ConfigureAwait(false) <= settings.BytesMax)
        {
            return;
        }

        foreach (var day in _unpacked.ToArray())
        {
            await PackAsync(day, true, PackBytesMin, cancellationToken).ConfigureAwait(false);
        }

        var days = await PostgresDays.AllAsync(connection, cancellationToken).ConfigureAwait(false);
        // The order of RetentionSettings.BytesMax.
        foreach (var healthy in (bool[])[true, false])
        {
            foreach (var wholeRuns in (bool[])[false, true])
            {
                foreach (var day in days.Except(_dropped))
                {
                    if (!await TrimDayAsync(day, healthy, wholeRuns, cancellationToken).ConfigureAwait(false))
                    {
                        return;
                    }
                }
            }
        }
    }

    /// <summary>Gives up the oldest of one kind of a day; says whether that was not enough.</summary>
    private async Task<bool> TrimDayAsync(
        DateOnly day, bool healthy, bool wholeRuns, CancellationToken cancellationToken)
    {
        while (true)
        {
            var excess = await BytesAsync(connection, cancellationToken).ConfigureAwait(false) -
                (settings.BytesMax - (settings.BytesMax / MarginPart));
            if (excess <= 0)
            {
                return false;
            }

            var gone = wholeRuns
                ? await DeleteOldestRunsAsync(day, healthy, excess, cancellationToken).ConfigureAwait(false)
                : await DeleteOldestReportsAsync(day, healthy, excess, cancellationToken).ConfigureAwait(false);
            if (gone == 0)
            {
                return true;
            }

            await PackAsync(day, wholeRuns, 0, cancellationToken).ConfigureAwait(false);
            if (_dropped.Contains(day))
            {
                return true;
            }
        }
    }

    private Task<long> DeleteOldestReportsAsync(
        DateOnly day, bool healthy, long excess, CancellationToken cancellationToken) =>
        DeleteReportsAsync(
            day,
            $"""
            run IN (
                SELECT run FROM (
                    SELECT run, sum(octet_length(page) + octet_length(data)) OVER (
                        ORDER BY started, run ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
                    FROM {PostgresDays.PartitionOf("reports", day)} WHERE healthy = $1) AS each
                WHERE coalesce(before, 0) < $2)
            """,
            cancellationToken, healthy, excess);

    private async Task<long> DeleteOldestRunsAsync(
        DateOnly day, bool healthy, long excess, CancellationToken cancellationToken)
    {
        var runs = await CountAsync(day, cancellationToken).ConfigureAwait(false);
        // Their reports went before.
        var bytes = await connection.NumberAsync(
            """
            SELECT pg_total_relation_size($1::text::regclass) + pg_total_relation_size($2::text::regclass)
                + pg_total_relation_size($3::text::regclass)
            """,
            cancellationToken, PostgresDays.PartitionOf("runs", day), PostgresDays.PartitionOf("steps", day),
            PostgresDays.PartitionOf("findings", day)).ConfigureAwait(false) ?? 0;
        var count = runs == 0 ? 0 : (excess / Math.Max(1, bytes / runs)) + 1;
        return count == 0
            ? 0
            : await DeleteRunsAsync(
                day,
                $"""
                id IN (
                    SELECT id FROM {PostgresDays.PartitionOf("runs", day)} WHERE healthy = $1
                    ORDER BY started, id LIMIT $2)
                """,
                cancellationToken, healthy, count).ConfigureAwait(false);
    }

    private async Task<long> CountAsync(DateOnly day, CancellationToken cancellationToken) =>
        await connection.NumberAsync(
            $"SELECT count(*) FROM {PostgresDays.PartitionOf("runs", day)}", cancellationToken)
            .ConfigureAwait(false) ?? 0;

    private async Task<long> DeleteReportsAsync(
        DateOnly day, string which, CancellationToken cancellationToken, params object?[] values)
    {
        var gone = await connection.RunLongAsync(
            $"DELETE FROM {PostgresDays.PartitionOf("reports", day)} WHERE {which}", cancellationToken, values)
            .ConfigureAwait(false);
        _reportsGone += gone;
        return gone;
    }

    private async Task<long> DeleteRunsAsync(
        DateOnly day, string which, CancellationToken cancellationToken, params object?[] values)
    {
        var command = connection.Command(
            $"""
            WITH gone AS (
                DELETE FROM {PostgresDays.PartitionOf("runs", day)} WHERE {which} RETURNING id, check_id, started),
            gone_steps AS (
                DELETE FROM {PostgresDays.PartitionOf("steps", day)} s USING gone g
                WHERE s.check_id = g.check_id AND s.started = g.started AND s.run = g.id),
            gone_findings AS (
                DELETE FROM {PostgresDays.PartitionOf("findings", day)} f USING gone g WHERE f.run = g.id),
            gone_reports AS (
                DELETE FROM {PostgresDays.PartitionOf("reports", day)} p USING gone g
                WHERE p.run = g.id AND p.started = g.started),
            gone_changes AS (
                DELETE FROM dialtone.changes c USING gone g WHERE c.started = g.started AND c.run = g.id)
            SELECT count(*) FROM gone
            """,
            values);
        await using var end = command.ConfigureAwait(false);
        command.CommandTimeout = PostgresCommands.LongTimeMax;
        var gone = (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) ?? 0L);
        _runsGone += gone;
        return gone;
    }

    private async Task PackAsync(DateOnly day, bool isAll, long bytesMin, CancellationToken cancellationToken)
    {
        _ = _unpacked.Remove(day);
        var isOver = PostgresValues.BeginOf(day.AddDays(1)) < now;
        if (isAll && isOver && await CountAsync(day, cancellationToken).ConfigureAwait(false) == 0)
        {
            await PostgresDays.DropAsync(connection, day, true, cancellationToken).ConfigureAwait(false);
            _ = _dropped.Add(day);
            return;
        }

        foreach (var partition in PostgresSchema.ByDay.Select(table => PostgresDays.PartitionOf(table, day))
            .Where((_, at) => isAll || PostgresSchema.ByDay[at] is "reports"))
        {
            if (await connection.NumberAsync(
                "SELECT pg_total_relation_size($1::text::regclass)", cancellationToken, partition)
                .ConfigureAwait(false) > bytesMin)
            {
                _ = await connection.RunLongAsync($"VACUUM (FULL, ANALYZE) {partition}", cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }
}
