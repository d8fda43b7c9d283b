using System.Collections.Immutable;
using Dialtone.Watcher.Runs;
using Microsoft.Data.Sqlite;

namespace Dialtone.Watcher.History.Sqlite;

/// <summary>
/// A history in one file of SQLite: one connection writes, up to four read beside it. What was handed in survives the
/// death of the process at any moment; a loss of power may cost the last seconds, and leaves the file whole.
/// </summary>
public sealed class SqliteHistory : IHistory
{
    private const int Readers = 4;
    private static readonly TimeSpan BusyLimit = TimeSpan.FromSeconds(5);

    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _reading = new(Readers, Readers);
    private SqliteConnection? _writer;
    private SqliteRunWriter? _runs;

    /// <summary>A history in a file, which is made by <see cref="MigrateAsync"/> where it is not there.</summary>
    public SqliteHistory(string file, TimeProvider time)
    {
        _file = Path.GetFullPath(file);
        _time = time;
    }

    /// <inheritdoc/>
    /// <remarks>So does whatever asks first: a file that was locked at the start is brought there later.</remarks>
    public Task MigrateAsync(CancellationToken cancellationToken) => WriteAsync(_ => true, cancellationToken);

    /// <inheritdoc/>
    public Task AppendAsync(IReadOnlyList<CheckRun> runs, CancellationToken cancellationToken) => WriteAsync(
        writer =>
        {
            var to = _runs ??= new(writer);
            SqliteStatement.InTransaction(writer, () =>
            {
                foreach (var run in runs)
                {
                    to.Write(run);
                }
            });
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<CheckRun>> RunsAsync(RunQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Count, RunQuery.CountMax, nameof(query));
        return ReadRunsAsync(reader => reader.Runs(query), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CheckRun?> RunAsync(Guid id, CancellationToken cancellationToken) =>
        ReadRunsAsync(reader => reader.Run(id), cancellationToken);

    /// <inheritdoc/>
    public Task<RunReport?> ReportAsync(Guid id, CancellationToken cancellationToken) => ReadAsync<RunReport?>(
        connection =>
        {
            using var report = new SqliteStatement(
                connection, "SELECT page, data FROM reports WHERE run = (SELECT number FROM runs WHERE id = $0)");
            using var row = report.Read(id.ToByteArray(bigEndian: true));
            return row.Read() ? new(row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1)) : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<StepSpan>> StepsAsync(
        string check, DateTimeOffset from, DateTimeOffset until, int spans, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(until, from);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(spans);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spans, IHistory.SpansMax);
        return ReadAsync(connection => SqliteSteps.Read(connection, check, from, until, spans), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<MarkedRun>> ChangesAsync(long after, int count, CancellationToken cancellationToken) =>
        ReadRunsAsync(reader => reader.Changes(after, count), cancellationToken);

    /// <inheritdoc/>
    public async Task<long> LastMarkAsync(CancellationToken cancellationToken) =>
        await NumberAsync("SELECT max(mark) FROM changes", [], cancellationToken).ConfigureAwait(false) ?? 0;

    /// <inheritdoc/>
    public Task<long?> ReadMarkAsync(string reader, CancellationToken cancellationToken) =>
        NumberAsync("SELECT mark FROM marks WHERE reader = $0", [reader], cancellationToken);

    /// <inheritdoc/>
    public Task WriteMarkAsync(string reader, long mark, CancellationToken cancellationToken) => WriteAsync(
        writer =>
        {
            using var statement = new SqliteStatement(
                writer, "INSERT INTO marks VALUES ($0, $1) ON CONFLICT DO UPDATE SET mark = excluded.mark");
            statement.Run(reader, mark);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<Trimmed> TrimAsync(
        DateTimeOffset now, RetentionSettings settings, CancellationToken cancellationToken)
    {
        var trim = new SqliteTrim(now, settings, _time);
        while (await WriteAsync(trim.Step, cancellationToken).ConfigureAwait(false))
        {
            // Between two steps whoever waits writes.
        }

        return trim.Trimmed;
    }

    /// <inheritdoc/>
    public Task<HistorySize> SizeAsync(CancellationToken cancellationToken) => ReadAsync(
        connection =>
        {
            using var size = new SqliteStatement(
                connection,
                """
                SELECT page_count * page_size,
                    (SELECT min(begun) FROM (
                        SELECT min(started) AS begun FROM runs WHERE healthy = 0
                        UNION ALL SELECT min(started) FROM runs WHERE healthy = 1))
                FROM pragma_page_count, pragma_page_size
                """);
            using var row = size.Read();
            row.Read();
            return new HistorySize(row.GetInt64(0), row.IsDBNull(1) ? null : SqliteTime.Moment(row.GetInt64(1)));
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        for (var reader = 0; reader < Readers; reader++)
        {
            await _reading.WaitAsync().ConfigureAwait(false);
        }

        _runs?.Dispose();
        _writer?.Dispose();
        using (var any = Connection(SqliteOpenMode.ReadWrite, pooled: true))
        {
            SqliteConnection.ClearPool(any);
        }

        _writing.Dispose();
        _reading.Dispose();
    }

    private Task<long?> NumberAsync(string sql, object?[] values, CancellationToken cancellationToken) => ReadAsync(
        connection =>
        {
            using var statement = new SqliteStatement(connection, sql);
            return statement.Number(values);
        },
        cancellationToken);

    private Task<T> ReadRunsAsync<T>(Func<SqliteRunReader, T> read, CancellationToken cancellationToken) => ReadAsync(
        connection =>
        {
            using var reader = new SqliteRunReader(connection);
            return read(reader);
        },
        cancellationToken);

    // SQLite works on the thread that calls: that is never the caller's.
    private Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) =>
        InTurnAsync(_writing, () => work(Writer()), cancellationToken);

    private async Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        if (_writer is null)
        {
            await MigrateAsync(cancellationToken).ConfigureAwait(false);
        }

        return await InTurnAsync(_reading, () => Read(work), cancellationToken).ConfigureAwait(false);
    }

    private T Read<T>(Func<SqliteConnection, T> work)
    {
        using var connection = Connection(SqliteOpenMode.ReadWrite, pooled: true);
        connection.Open();
        SqliteStatement.Run(connection, "BEGIN");
        try
        {
            return work(connection);
        }
        finally
        {
            SqliteStatement.Run(connection, "ROLLBACK");
        }
    }

    private async Task<T> InTurnAsync<T>(SemaphoreSlim turn, Func<T> work, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(work, CancellationToken.None).ConfigureAwait(false);
        }
        catch (SqliteException exception)
        {
            throw SqliteTrouble.Of(_file, exception);
        }
        finally
        {
            turn.Release();
        }
    }

    private SqliteConnection Writer()
    {
        if (_writer is { } open)
        {
            return open;
        }

        var writer = Connection(SqliteOpenMode.ReadWriteCreate, pooled: false);
        try
        {
            writer.Open();
            SqliteSchema.Migrate(writer);
            SqliteStatement.Run(writer, "PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864;");
        }
        catch
        {
            writer.Dispose();
            throw;
        }

        return _writer = writer;
    }

    private SqliteConnection Connection(SqliteOpenMode mode, bool pooled) => new(new SqliteConnectionStringBuilder
    {
        DataSource = _file,
        Mode = mode,
        Pooling = pooled,
        DefaultTimeout = (int)BusyLimit.TotalSeconds,
    }.ConnectionString);
}
