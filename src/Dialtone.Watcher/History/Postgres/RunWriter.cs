using Dialtone.Watcher.Runs;
using Npgsql;
using NpgsqlTypes;
using static Dialtone.Watcher.History.Postgres.PostgresValues;
using static Dialtone.Watcher.History.StoredCodes;

namespace Dialtone.Watcher.History.Postgres;

/// <summary>Writes runs: within a transaction that somebody else began.</summary>
internal static class RunWriter
{
    private const string InsertRun =
        """
        INSERT INTO dialtone.runs (
            started, id, took_us, latency_us, certificate_end, user_certificate_end, check_id, targets_answered,
            targets_tried, kind, outcome, failed_step, color_from, color_to, healthy, timed_out, on_memory, on_backup,
            on_tcp, site, watcher, verdict, change_code, change_title)
        VALUES (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
            $24)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Writes runs that are not kept yet, with all that belongs to them, and passes over the others.</summary>
    public static async Task<bool> WriteAsync(
        NpgsqlConnection connection, IReadOnlyList<CheckRun> runs, Dictionary<string, int> checks,
        CancellationToken cancellationToken)
    {
        if (runs.Any(static run => run.Change is not null))
        {
            // Held to the end of the transaction, so that marks are seen in the order in which they are given.
            await connection.LockAsync(PostgresSchema.MarksLock, cancellationToken).ConfigureAwait(false);
        }

        var fresh = await InsertAsync(connection, runs, checks, cancellationToken).ConfigureAwait(false);
        await CopyStepsAsync(connection, fresh, checks, cancellationToken).ConfigureAwait(false);
        await CopyFindingsAsync(connection, fresh, cancellationToken).ConfigureAwait(false);
        await CopyReportsAsync(connection, fresh, cancellationToken).ConfigureAwait(false);
        foreach (var run in fresh.Where(static run => run.Change is not null))
        {
            _ = await connection.RunAsync(
                "INSERT INTO dialtone.changes VALUES (nextval('dialtone.marks'), $1, $2)", cancellationToken,
                Of(run.StartedAt), run.Id).ConfigureAwait(false);
        }

        return true;
    }

    private static async Task<List<CheckRun>> InsertAsync(
        NpgsqlConnection connection, IReadOnlyList<CheckRun> runs, Dictionary<string, int> checks,
        CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection) { Timeout = PostgresCommands.TimeMax };
        await using var end = batch.ConfigureAwait(false);
        foreach (var run in runs)
        {
            var command = new NpgsqlBatchCommand(InsertRun);
            foreach (var value in Row(run, checks[run.Check]))
            {
                _ = command.Parameters.Add(PostgresCommands.Parameter(value));
            }

            batch.BatchCommands.Add(command);
        }

        _ = await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return [.. runs.Where((_, at) => batch.BatchCommands[at].RecordsAffected > 0)];
    }

    private static object?[] Row(CheckRun run, int check) =>
    [
        Of(run.StartedAt), run.Id, Of(run.Took), Of(run.Latency),
        Moment(run.Facts.CertificateEnd), Moment(run.Facts.UserCertificateEnd),
        check, run.Facts.TargetsAnswered, run.Facts.TargetsTried,
        (short)Number(StoredCodes.Transactions, run.Transaction), (short)Number(Outcomes, run.Outcome),
        run.FailedStep is { } step ? (short)Number(Steps, step) : null,
        run.Change is { From: var from } ? (short)Number(Colors, from) : null,
        run.Change is { To: var to } ? (short)Number(Colors, to) : null,
        run.Outcome is RunOutcome.Healthy, run.TimedOut, run.Facts.OnMemory, run.Facts.OnBackup, run.Facts.OnTcp,
        Of(run.Site), Of(run.Watcher), Of(run.Verdict),
        run.Change is { Code: var code } ? Of(code) : null, run.Change is { Title: var title } ? Of(title) : null,
    ];

    private static DateTimeOffset? Moment(DateTimeOffset? moment) => moment is { } known ? Of(known) : null;

    private static async Task CopyStepsAsync(
        NpgsqlConnection connection, List<CheckRun> runs, Dictionary<string, int> checks,
        CancellationToken cancellationToken)
    {
        var copy = await connection.BeginBinaryImportAsync(
            "COPY dialtone.steps (started, run, took_us, check_id, place, step, result) FROM STDIN (FORMAT BINARY)",
            cancellationToken).ConfigureAwait(false);
        await using var end = copy.ConfigureAwait(false);
        copy.Timeout = TimeSpan.FromSeconds(PostgresCommands.TimeMax);
        foreach (var run in runs)
        {
            for (var at = 0; at < run.Steps.Length; at++)
            {
                var step = run.Steps[at];
                await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
                await copy.WriteAsync(Of(run.StartedAt), NpgsqlDbType.TimestampTz, cancellationToken)
                    .ConfigureAwait(false);
                await copy.WriteAsync(run.Id, NpgsqlDbType.Uuid, cancellationToken).ConfigureAwait(false);
                await copy.WriteAsync(Of(step.Took), NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
                await copy.WriteAsync(checks[run.Check], NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
                foreach (var number in (long[])[at, Number(Steps, step.Step), Number(Results, step.Result)])
                {
                    await copy.WriteAsync((short)number, NpgsqlDbType.Smallint, cancellationToken)
                        .ConfigureAwait(false);
                }
            }
        }

        _ = await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task CopyFindingsAsync(
        NpgsqlConnection connection, List<CheckRun> runs, CancellationToken cancellationToken)
    {
        if (runs.TrueForAll(static run => run.Findings.IsEmpty))
        {
            return;
        }

        var copy = await connection.BeginBinaryImportAsync(
            """
            COPY dialtone.findings (started, run, place, code, severity, is_cause, subject, title)
            FROM STDIN (FORMAT BINARY)
            """,
            cancellationToken).ConfigureAwait(false);
        await using var end = copy.ConfigureAwait(false);
        copy.Timeout = TimeSpan.FromSeconds(PostgresCommands.TimeMax);
        foreach (var run in runs)
        {
            for (var at = 0; at < run.Findings.Length; at++)
            {
                var finding = run.Findings[at];
                await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
                await copy.WriteAsync(Of(run.StartedAt), NpgsqlDbType.TimestampTz, cancellationToken)
                    .ConfigureAwait(false);
                await copy.WriteAsync(run.Id, NpgsqlDbType.Uuid, cancellationToken).ConfigureAwait(false);
                await copy.WriteAsync(at, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
                await copy.WriteAsync((int)finding.Code.Number, NpgsqlDbType.Integer, cancellationToken)
                    .ConfigureAwait(false);
                await copy.WriteAsync(
                    (short)Number(Severities, finding.Severity), NpgsqlDbType.Smallint, cancellationToken)
                    .ConfigureAwait(false);
                await copy.WriteAsync(finding.IsCause, NpgsqlDbType.Boolean, cancellationToken).ConfigureAwait(false);
                await copy.WriteAsync(Of(finding.Subject), NpgsqlDbType.Text, cancellationToken)
                    .ConfigureAwait(false);
                await copy.WriteAsync(Of(finding.Title), NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            }
        }

        _ = await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task CopyReportsAsync(
        NpgsqlConnection connection, List<CheckRun> runs, CancellationToken cancellationToken)
    {
        if (runs.TrueForAll(static run => run.Report is null))
        {
            return;
        }

        var copy = await connection.BeginBinaryImportAsync(
            "COPY dialtone.reports (started, run, healthy, page, data) FROM STDIN (FORMAT BINARY)", cancellationToken)
            .ConfigureAwait(false);
        await using var end = copy.ConfigureAwait(false);
        copy.Timeout = TimeSpan.FromSeconds(PostgresCommands.TimeMax);
        foreach (var run in runs)
        {
            if (run.Report is not { } report)
            {
                continue;
            }

            await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(Of(run.StartedAt), NpgsqlDbType.TimestampTz, cancellationToken)
                .ConfigureAwait(false);
            await copy.WriteAsync(run.Id, NpgsqlDbType.Uuid, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(run.Outcome is RunOutcome.Healthy, NpgsqlDbType.Boolean, cancellationToken)
                .ConfigureAwait(false);
            await copy.WriteAsync(report.Page, NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(report.Data, NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
        }

        _ = await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }
}
