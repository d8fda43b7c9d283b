using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dialtone.Core.Findings;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;
using Microsoft.Data.Sqlite;

namespace Dialtone.Watcher.History.Sqlite;

/// <summary>Reads runs, with one connection, within a transaction of the caller.</summary>
internal sealed class SqliteRunReader(SqliteConnection connection) : IDisposable
{
    private const string Columns =
        """
        SELECT runs.number, runs.id, checks.name, sites.name, watchers.name, kind, started, took, latency, outcome,
            timed_out, failed_step, verdict, on_memory, on_backup, on_tcp, certificate_end, user_certificate_end,
            targets_answered, targets_tried, color_from, color_to, code, title, mark

        """;

    private const string Names =
        """
        JOIN names AS checks ON checks.number = runs.check_name
            JOIN names AS sites ON sites.number = runs.site
            JOIN names AS watchers ON watchers.number = runs.watcher

        """;

    private const string FromRuns = $"{Columns} FROM runs LEFT JOIN changes ON changes.run = runs.number {Names}";
    private const string FromChanges = $"{Columns} FROM changes JOIN runs ON runs.number = changes.run {Names}";

    private readonly SqliteStatement _steps = new(
        connection, "SELECT step, result, took FROM steps WHERE run = $0 ORDER BY place");

    private readonly SqliteStatement _findings = new(
        connection, "SELECT code, severity, subject, title, is_cause FROM findings WHERE run = $0 ORDER BY place");

    /// <summary>The newest runs that are asked for.</summary>
    public ImmutableArray<CheckRun> Runs(RunQuery query)
    {
        var text = new StringBuilder(FromRuns).Append("WHERE check_name = (SELECT number FROM names WHERE name = $0)");
        List<object?> values = [query.Check, query.Count];
        if (query.Before is { } before)
        {
            text.Append(" AND (started, runs.id) < ($2, $3)");
            values.AddRange([BeginOf(before), before.ToByteArray(bigEndian: true)]);
        }

        if (query.After is { } after)
        {
            text.Append(
                CultureInfo.InvariantCulture, $" AND (started, runs.id) > (${values.Count}, ${values.Count + 1})");
            values.AddRange([BeginOf(after), after.ToByteArray(bigEndian: true)]);
        }

        if (query.From is { } from)
        {
            text.Append(" AND started >= $").Append(values.Count);
            values.Add(SqliteTime.Of(from));
        }

        // The plus keeps it off the index of all checks by age, which it would read from end to end for a check that
        // was never healthy.
        text.Append(query.OnlyBad ? " AND healthy = 0" : "").Append(query.OnlyGood ? " AND +healthy = 1" : "")
            .Append(query.OnlyChanges ? " AND changed = 1" : "")
            .Append(query.After is null
                ? " ORDER BY started DESC, runs.id DESC LIMIT $1" : " ORDER BY started, runs.id LIMIT $1");
        var runs = Read(text.ToString(), [.. values]).Select(each => each.Run);
        return [.. query.After is null ? runs : runs.Reverse()];
    }

    /// <summary>One run; <c>null</c> where it is not kept.</summary>
    public CheckRun? Run(Guid id) =>
        Read($"{FromRuns} WHERE runs.id = $0", id.ToByteArray(bigEndian: true)) is [var only] ? only.Run : null;

    /// <summary>Changes after a mark, in the order of marks.</summary>
    public ImmutableArray<MarkedRun> Changes(long after, int count) =>
        [.. Read($"{FromChanges} WHERE mark > $0 ORDER BY mark LIMIT $1", after, count)];

    /// <inheritdoc/>
    public void Dispose()
    {
        _steps.Dispose();
        _findings.Dispose();
    }

    // One that is not kept any more says itself when it began, as far as its order needs (RFC 9562 section 5.7).
    private long BeginOf(Guid id)
    {
        using var begun = new SqliteStatement(connection, "SELECT started FROM runs WHERE id = $0");
        var bytes = id.ToByteArray(bigEndian: true);
        return begun.Number(bytes) ?? Convert.ToInt64(Convert.ToHexString(bytes.AsSpan(0, 6)), 16) * 1000;
    }

    private List<MarkedRun> Read(string sql, params ReadOnlySpan<object?> values)
    {
        List<MarkedRun> runs = [];
        using var statement = new SqliteStatement(connection, sql);
        using var row = statement.Read(values);
        while (row.Read())
        {
            runs.Add(new(row.IsDBNull(24) ? 0 : row.GetInt64(24), RunOf(row)));
        }

        return runs;
    }

    private CheckRun RunOf(SqliteDataReader row) => new()
    {
        Id = new(row.GetFieldValue<byte[]>(1), bigEndian: true),
        Check = row.GetString(2),
        Site = row.GetString(3),
        Watcher = row.GetString(4),
        Transaction = StoredCodes.Name(StoredCodes.Transactions, row.GetInt64(5)),
        StartedAt = SqliteTime.Moment(row.GetInt64(6)),
        Took = SqliteTime.Time(row.GetInt64(7)),
        Latency = SqliteTime.Time(row.GetInt64(8)),
        Outcome = StoredCodes.Name(StoredCodes.Outcomes, row.GetInt64(9)),
        TimedOut = row.GetInt64(10) != 0,
        FailedStep = row.IsDBNull(11) ? null : StoredCodes.Name(StoredCodes.Steps, row.GetInt64(11)),
        Verdict = row.GetString(12),
        Facts = FactsOf(row),
        Change = row.IsDBNull(20) ? null : new(
            StoredCodes.Name(StoredCodes.Colors, row.GetInt64(20)),
            StoredCodes.Name(StoredCodes.Colors, row.GetInt64(21)), row.GetString(22), row.GetString(23)),
        Steps = StepsOf(row.GetInt64(0)),
        Findings = FindingsOf(row.GetInt64(0)),
    };

    private static RunFacts FactsOf(SqliteDataReader row) => new()
    {
        OnMemory = row.GetInt64(13) != 0,
        OnBackup = row.GetInt64(14) != 0,
        OnTcp = row.GetInt64(15) != 0,
        CertificateEnd = row.IsDBNull(16) ? null : SqliteTime.Moment(row.GetInt64(16)),
        UserCertificateEnd = row.IsDBNull(17) ? null : SqliteTime.Moment(row.GetInt64(17)),
        TargetsAnswered = row.GetInt32(18),
        TargetsTried = row.GetInt32(19),
    };

    private ImmutableArray<RunStep> StepsOf(long run)
    {
        var steps = ImmutableArray.CreateBuilder<RunStep>();
        using var row = _steps.Read(run);
        while (row.Read())
        {
            steps.Add(new(
                StoredCodes.Name(StoredCodes.Steps, row.GetInt64(0)),
                StoredCodes.Name(StoredCodes.Results, row.GetInt64(1)), SqliteTime.Time(row.GetInt64(2))));
        }

        return steps.DrainToImmutable();
    }

    private ImmutableArray<RunFinding> FindingsOf(long run)
    {
        var findings = ImmutableArray.CreateBuilder<RunFinding>();
        using var row = _findings.Read(run);
        while (row.Read())
        {
            findings.Add(new(
                new FindingCode((ushort)row.GetInt32(0)),
                StoredCodes.Name(StoredCodes.Severities, row.GetInt64(1)), row.GetString(2), row.GetString(3),
                row.GetInt64(4) != 0));
        }

        return findings.DrainToImmutable();
    }
}
