using System.Collections.Immutable;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;
using Npgsql;
using static Dialtone.Watcher.History.StoredCodes;

namespace Dialtone.Watcher.History.Postgres;

/// <summary>Reads runs with their steps and findings.</summary>
internal static class RunReader
{
    private const string Select =
        """
        SELECT r.id, c.name, r.site, r.watcher, r.kind, r.started, r.took_us, r.latency_us, r.outcome, r.timed_out,
            r.failed_step, r.verdict, r.on_memory, r.on_backup, r.on_tcp, r.certificate_end, r.user_certificate_end,
            r.targets_answered, r.targets_tried, r.color_from, r.color_to, r.change_code, r.change_title
        FROM dialtone.runs r JOIN dialtone.checks c ON c.id = r.check_id
        """;

    /// <summary>The newest runs of a check.</summary>
    public static async Task<ImmutableArray<CheckRun>> NewestAsync(
        NpgsqlConnection connection, RunQuery query, int check, CancellationToken cancellationToken)
    {
        var days = await PostgresDays.AllAsync(connection, cancellationToken).ConfigureAwait(false);
        var before = await TimeAsync(connection, query.Before, days, cancellationToken).ConfigureAwait(false);
        var after = await TimeAsync(connection, query.After, days, cancellationToken).ConfigureAwait(false);
        var from = after > query.From || query.From is null ? after : query.From;
        var windows = DayWindow.Back(days, from, before?.AddMicroseconds(1));
        var isForward = query.After is not null;
        var sql =
            $"""
            {Select}
            WHERE r.check_id = $1 AND r.started >= $2 AND r.started < $3
                AND ($4::timestamptz IS NULL OR (r.started, r.id) < ($4, $5::uuid))
                AND ($6::timestamptz IS NULL OR (r.started, r.id) > ($6, $7::uuid))
                {(query.OnlyBad ? "AND NOT r.healthy" : "")} {(query.OnlyGood ? "AND r.healthy" : "")}
                {(query.OnlyChanges ? "AND r.color_to IS NOT NULL" : "")}
            ORDER BY r.started {(isForward ? "" : "DESC")}, r.id {(isForward ? "" : "DESC")} LIMIT $8
            """;
        List<CheckRun> runs = [];
        foreach (var window in isForward ? windows.Reverse() : windows)
        {
            var found = await connection.ListAsync(
                sql, Read, cancellationToken, check, PostgresValues.Of(window.From), PostgresValues.Of(window.Until),
                before, query.Before, after, query.After, query.Count - runs.Count).ConfigureAwait(false);
            runs.AddRange(await CompleteAsync(connection, found, cancellationToken).ConfigureAwait(false));
            if (runs.Count >= query.Count)
            {
                break;
            }
        }

        return isForward ? [.. runs.AsEnumerable().Reverse()] : [.. runs];
    }

    // One that is given up says by its identity when it began.
    private static async Task<DateTimeOffset?> TimeAsync(
        NpgsqlConnection connection, Guid? id, List<DateOnly> days, CancellationToken cancellationToken) =>
        id is not { } run
            ? null
            : (await FindAsync(connection, run, days, cancellationToken).ConfigureAwait(false))?.StartedAt
                ?? DayWindow.TimeOf(run) ?? DateTimeOffset.UnixEpoch;

    /// <summary>One run; <c>null</c> where it is not kept.</summary>
    public static async Task<CheckRun?> OneAsync(
        NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        var days = await PostgresDays.AllAsync(connection, cancellationToken).ConfigureAwait(false);
        var found = await FindAsync(connection, id, days, cancellationToken).ConfigureAwait(false);
        return found is null
            ? null
            : (await CompleteAsync(connection, [found], cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>The report of a run; <c>null</c> where it is not kept.</summary>
    public static async Task<RunReport?> ReportAsync(
        NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        var days = await PostgresDays.AllAsync(connection, cancellationToken).ConfigureAwait(false);
        foreach (var window in DayWindow.Of(id, days))
        {
            var found = await connection.ListAsync(
                "SELECT page, data FROM dialtone.reports WHERE run = $1 AND started >= $2 AND started < $3",
                static row => new RunReport(row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1)),
                cancellationToken, id, window.From, window.Until).ConfigureAwait(false);
            if (found is [var report, ..])
            {
                return report;
            }
        }

        return null;
    }

    /// <summary>Runs that changed the state of their check, by their marks.</summary>
    public static async Task<ImmutableArray<MarkedRun>> ChangesAsync(
        NpgsqlConnection connection, long after, int count, CancellationToken cancellationToken)
    {
        var marks = await connection.ListAsync(
            "SELECT mark, run, started FROM dialtone.changes WHERE mark > $1 ORDER BY mark LIMIT $2",
            static row => (Mark: row.GetInt64(0), Run: row.GetGuid(1), Started: row.GetFieldValue<DateTimeOffset>(2)),
            cancellationToken, after, count).ConfigureAwait(false);
        Dictionary<Guid, CheckRun> runs = [];
        foreach (var day in marks.GroupBy(static each => PostgresValues.DayOf(each.Started)))
        {
            var found = await connection.ListAsync(
                $"{Select} WHERE r.id = ANY($1) AND r.started >= $2 AND r.started < $3", Read, cancellationToken,
                day.Select(static each => each.Run).ToArray(), PostgresValues.BeginOf(day.Key),
                PostgresValues.BeginOf(day.Key.AddDays(1))).ConfigureAwait(false);
            foreach (var run in await CompleteAsync(connection, found, cancellationToken).ConfigureAwait(false))
            {
                runs[run.Id] = run;
            }
        }

        return
        [
            .. marks.Where(each => runs.ContainsKey(each.Run))
                .Select(each => new MarkedRun(each.Mark, runs[each.Run])),
        ];
    }

    private static async Task<CheckRun?> FindAsync(
        NpgsqlConnection connection, Guid id, List<DateOnly> days, CancellationToken cancellationToken)
    {
        foreach (var window in DayWindow.Of(id, days))
        {
            var found = await connection.ListAsync(
                $"{Select} WHERE r.id = $1 AND r.started >= $2 AND r.started < $3", Read, cancellationToken,
                id, window.From, window.Until).ConfigureAwait(false);
            if (found is [var run, ..])
            {
                return run;
            }
        }

        return null;
    }

    private static CheckRun Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Check = row.GetString(1),
        Site = row.GetString(2),
        Watcher = row.GetString(3),
        Transaction = Name(StoredCodes.Transactions, row.GetInt16(4)),
        StartedAt = row.GetFieldValue<DateTimeOffset>(5),
        Took = PostgresValues.Time(row.GetInt64(6)),
        Latency = PostgresValues.Time(row.GetInt64(7)),
        Outcome = Name(Outcomes, row.GetInt16(8)),
        TimedOut = row.GetBoolean(9),
        FailedStep = row.IsDBNull(10) ? null : Name(Steps, row.GetInt16(10)),
        Verdict = row.GetString(11),
        Facts = new()
        {
            OnMemory = row.GetBoolean(12),
            OnBackup = row.GetBoolean(13),
            OnTcp = row.GetBoolean(14),
            CertificateEnd = Moment(row, 15),
            UserCertificateEnd = Moment(row, 16),
            TargetsAnswered = row.GetInt32(17),
            TargetsTried = row.GetInt32(18),
        },
        Change = row.IsDBNull(20)
            ? null
            : new StateChange(
                Name(Colors, row.GetInt16(19)), Name(Colors, row.GetInt16(20)), row.GetString(21), row.GetString(22)),
    };

    private static DateTimeOffset? Moment(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);

    // The span of time is said besides, so that only the days in it are looked at.
    private static async Task<ImmutableArray<CheckRun>> CompleteAsync(
        NpgsqlConnection connection, List<CheckRun> runs, CancellationToken cancellationToken)
    {
        if (runs.Count == 0)
        {
            return [];
        }

        Guid[] ids = [.. runs.Select(static run => run.Id)];
        DateTimeOffset[] starts = [.. runs.Select(static run => run.StartedAt)];
        string[] checks = [.. runs.Select(static run => run.Check)];
        // Run by run, which OFFSET 0 makes sure of. The newest are younger than the statistics of their day, by which
        // there are none: a join of all with all of their time would seem as cheap, and takes seconds.
        var steps = await connection.ListAsync(
            """
            SELECT s.run, s.step, s.result, s.took_us
            FROM unnest($1::uuid[], $2::timestamptz[], $3::text[]) AS r (id, started, name)
            JOIN dialtone.checks c ON c.name = r.name
            CROSS JOIN LATERAL (
                SELECT * FROM dialtone.steps
                WHERE check_id = c.id AND started = r.started AND run = r.id AND started BETWEEN $4 AND $5 OFFSET 0) s
            ORDER BY s.run, s.place
            """,
            static row => (
                Run: row.GetGuid(0),
                Step: new RunStep(
                    Name(Steps, row.GetInt16(1)), Name(Results, row.GetInt16(2)),
                    PostgresValues.Time(row.GetInt64(3)))),
            cancellationToken, ids, starts, checks, starts.Min(), starts.Max()).ConfigureAwait(false);
        var findings = await connection.ListAsync(
            """
            SELECT run, code, severity, subject, title, is_cause FROM dialtone.findings
            WHERE run = ANY($1) AND started BETWEEN $2 AND $3 ORDER BY run, place
            """,
            static row => (
                Run: row.GetGuid(0),
                Finding: new RunFinding(
                    new((ushort)row.GetInt32(1)), Name(Severities, row.GetInt16(2)), row.GetString(3),
                    row.GetString(4), row.GetBoolean(5))),
            cancellationToken, ids, starts.Min(), starts.Max()).ConfigureAwait(false);
        var stepsOf = steps.ToLookup(static each => each.Run, static each => each.Step);
        var findingsOf = findings.ToLookup(static each => each.Run, static each => each.Finding);
        return
        [
            .. runs.Select(run => run with { Steps = [.. stepsOf[run.Id]], Findings = [.. findingsOf[run.Id]] }),
        ];
    }
}
