using System.Collections.Immutable;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.Runs;
using Npgsql;

namespace Dialtone.Watcher.History.Postgres;

/// <summary>
/// A history in a database of PostgreSQL 14 or later, which several watchers may share. It lies in a schema
/// <c>dialtone</c> of its own, in partitions by the day.
/// </summary>
public sealed class PostgresHistory : IHistory
{
    private readonly PostgresServer _server;
    private readonly PostgresDays _days = new();
    private readonly PostgresNames _names = new();
    private readonly TimeProvider _time;

    /// <summary>Reads the connection string; nothing is connected before the first call.</summary>
    /// <param name="connectionString">How the database is reached, as Npgsql writes it.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="HistoryException">The connection string is wrong.</exception>
    public PostgresHistory(string connectionString, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _server = new(connectionString)
        {
            Lost = () =>
            {
                _days.Forget();
                _names.Forget();
            },
        };
        _time = time;
    }

    /// <inheritdoc/>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await _server.MigrateAsync(cancellationToken).ConfigureAwait(false);
        await _days.EnsureAsync(_server, [PostgresValues.DayOf(_time.GetUtcNow())], cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task AppendAsync(IReadOnlyList<CheckRun> runs, CancellationToken cancellationToken)
    {
        CheckRun[] distinct = [.. runs.DistinctBy(static run => run.Id)];
        if (distinct.Length == 0)
        {
            return;
        }

        try
        {
            await AppendOnceAsync(distinct, cancellationToken).ConfigureAwait(false);
        }
        catch (HistoryException gone) when (
            gone.InnerException is PostgresException { SqlState: PostgresErrorCodes.CheckViolation })
        {
            // Another watcher gave the day up that these late ones belong to: it is made again.
            await AppendOnceAsync(distinct, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<CheckRun>> RunsAsync(RunQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Count, RunQuery.CountMax, nameof(query));
        return _server.CallAsync(
            "read runs",
            async (connection, token) =>
                await _names.FindAsync(connection, query.Check, token).ConfigureAwait(false) is { } check
                    ? await RunReader.NewestAsync(connection, query, check, token).ConfigureAwait(false)
                    : [],
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CheckRun?> RunAsync(Guid id, CancellationToken cancellationToken) =>
        _server.CallAsync(
            "read a run", (connection, token) => RunReader.OneAsync(connection, id, token), cancellationToken);

    /// <inheritdoc/>
    public Task<RunReport?> ReportAsync(Guid id, CancellationToken cancellationToken) =>
        _server.CallAsync(
            "read a report", (connection, token) => RunReader.ReportAsync(connection, id, token), cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<StepSpan>> StepsAsync(
        string check, DateTimeOffset from, DateTimeOffset until, int spans, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(until, from);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(spans);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spans, IHistory.SpansMax);
        return _server.CallAsync(
            "read the times of steps",
            async (connection, token) =>
                await _names.FindAsync(connection, check, token).ConfigureAwait(false) is { } number
                    ? await StepsAsync(connection, number, from, until, spans, token).ConfigureAwait(false)
                    : [],
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<MarkedRun>> ChangesAsync(long after, int count, CancellationToken cancellationToken) =>
        _server.CallAsync(
            "read changes", (connection, token) => RunReader.ChangesAsync(connection, after, count, token),
            cancellationToken);

    /// <inheritdoc/>
    public Task<long> LastMarkAsync(CancellationToken cancellationToken) =>
        _server.CallAsync(
            "read changes",
            async (connection, token) =>
                await connection.NumberAsync("SELECT max(mark) FROM dialtone.changes", token)
                    .ConfigureAwait(false) ?? 0,
            cancellationToken);

    /// <inheritdoc/>
    public Task<long?> ReadMarkAsync(string reader, CancellationToken cancellationToken) =>
        _server.CallAsync(
            "read a mark",
            (connection, token) => connection.NumberAsync(
                "SELECT mark FROM dialtone.readers WHERE reader = $1", token, PostgresValues.Of(reader)),
            cancellationToken);

    /// <inheritdoc/>
    public Task WriteMarkAsync(string reader, long mark, CancellationToken cancellationToken) =>
        _server.CallAsync(
            "keep a mark",
            (connection, token) => connection.RunAsync(
                """
                INSERT INTO dialtone.readers VALUES ($1, $2) ON CONFLICT (reader) DO UPDATE SET mark = excluded.mark
                """,
                token, PostgresValues.Of(reader), mark),
            cancellationToken);

    /// <inheritdoc/>
    public Task<Trimmed> TrimAsync(
        DateTimeOffset now, RetentionSettings settings, CancellationToken cancellationToken) =>
        _server.CallAsync(
            "give up what is old",
            (connection, token) => new PostgresTrim(connection, now, settings).RunAsync(token), cancellationToken);

    /// <inheritdoc/>
    public Task<HistorySize> SizeAsync(CancellationToken cancellationToken) =>
        _server.CallAsync("say its size", PostgresTrim.SizeAsync, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AppendOnceAsync(CheckRun[] runs, CancellationToken cancellationToken)
    {
        await _days.EnsureAsync(
            _server, runs.Select(static run => PostgresValues.DayOf(run.StartedAt)), cancellationToken)
            .ConfigureAwait(false);
        var numbers = await _server.CallAsync(
            "keep the names of checks",
            (connection, token) => _names.EnsureAsync(connection, runs.Select(static run => run.Check), token),
            cancellationToken).ConfigureAwait(false);
        _ = await _server.InTransactionAsync(
            "keep runs", (connection, token) => RunWriter.WriteAsync(connection, runs, numbers, token),
            cancellationToken).ConfigureAwait(false);
    }

    // The spans are whole microseconds, as moments are: the last one may be a little shorter.
    private static async Task<ImmutableArray<StepSpan>> StepsAsync(
        NpgsqlConnection connection, int check, DateTimeOffset from, DateTimeOffset until, int spans,
        CancellationToken cancellationToken)
    {
        var begin = PostgresValues.Of(from);
        var microseconds = (PostgresValues.Of(until) - begin).Ticks / TimeSpan.TicksPerMicrosecond;
        var span = TimeSpan.FromMicroseconds(Math.Max(1, (microseconds + spans - 1) / spans));
        var found = await connection.ListAsync(
            """
            SELECT step, date_bin($1, started, $2) AS span, count(*), count(*) FILTER (WHERE result = $5),
                min(took_us), div(sum(took_us), count(*))::bigint, max(took_us)
            FROM dialtone.steps WHERE check_id = $3 AND started >= $2 AND started < $4 AND result <> $6
            GROUP BY 1, 2
            """,
            static row => new StepSpan(
                StoredCodes.Name(StoredCodes.Steps, row.GetInt16(0)), row.GetFieldValue<DateTimeOffset>(1),
                (int)row.GetInt64(2), (int)row.GetInt64(3), PostgresValues.Time(row.GetInt64(4)),
                PostgresValues.Time(row.GetInt64(5)), PostgresValues.Time(row.GetInt64(6))),
            cancellationToken, span, begin, check, PostgresValues.Of(until),
            (short)StoredCodes.Number(StoredCodes.Results, StepResult.Failed),
            (short)StoredCodes.Number(StoredCodes.Results, StepResult.NotRun)).ConfigureAwait(false);
        return [.. found.OrderBy(static each => each.Step).ThenBy(static each => each.From)];
    }
}
