using System.Collections.Immutable;
using Npgsql;

namespace Dialtone.Watcher.History.Postgres;

/// <summary>The days that have partitions. They are made ahead, and on demand where results are late.</summary>
internal sealed class PostgresDays
{
    private const int DaysAtOnce = 16;

    private ImmutableHashSet<DateOnly> _known = [];

    /// <summary>The name of a day's partition.</summary>
    public static string PartitionOf(string table, DateOnly day) => $"dialtone.{table}_{day:yyyyMMdd}";

    /// <summary>Makes what is missing for these days and for the day after each.</summary>
    public async Task EnsureAsync(
        PostgresServer server, IEnumerable<DateOnly> days, CancellationToken cancellationToken)
    {
        DateOnly[] missing =
            [.. days.SelectMany(static day => (DateOnly[])[day, day.AddDays(1)]).Except(_known).Order()];
        if (missing.Length == 0)
        {
            return;
        }

        // Few at once: a server has a few thousand locks in all.
        foreach (var some in missing.Chunk(DaysAtOnce))
        {
            _ = await server.InTransactionAsync(
                "make a day's tables", (connection, token) => MakeAsync(connection, some, token), cancellationToken)
                .ConfigureAwait(false);
            _ = ImmutableInterlocked.Update(ref _known, static (known, made) => known.Union(made), some);
        }
    }

    /// <summary>Forgets which days there are.</summary>
    public void Forget() => _known = [];

    /// <summary>Every day that has partitions, in order.</summary>
    public static Task<List<DateOnly>> AllAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ListAsync(
            "SELECT day FROM dialtone.days ORDER BY day", static row => row.GetFieldValue<DateOnly>(0),
            cancellationToken);

    /// <summary>Gives a day up with all that it holds; where only an empty one is to go, not unless it is.</summary>
    public static async Task DropAsync(
        NpgsqlConnection connection, DateOnly day, bool onlyIfEmpty, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var end = transaction.ConfigureAwait(false);
        await connection.LockAsync(PostgresSchema.TablesLock, cancellationToken).ConfigureAwait(false);
        // Nobody waits long behind this one, which itself waits for those who read. And nobody hands in late meanwhile.
        _ = await connection.RunAsync(
            "SET LOCAL lock_timeout = '5s'; LOCK TABLE ONLY dialtone.runs IN ACCESS EXCLUSIVE MODE", cancellationToken)
            .ConfigureAwait(false);
        if (onlyIfEmpty && await connection.NumberAsync(
            $"SELECT 1 FROM {PartitionOf("runs", day)} LIMIT 1", cancellationToken).ConfigureAwait(false) is not null)
        {
            return;
        }

        foreach (var table in PostgresSchema.ByDay)
        {
            _ = await connection.RunAsync(
                $"DROP TABLE IF EXISTS {PartitionOf(table, day)}", cancellationToken).ConfigureAwait(false);
        }

        _ = await connection.RunAsync(
            "DELETE FROM dialtone.changes WHERE started >= $1 AND started < $2", cancellationToken,
            PostgresValues.BeginOf(day), PostgresValues.BeginOf(day.AddDays(1))).ConfigureAwait(false);
        _ = await connection.RunAsync("DELETE FROM dialtone.days WHERE day = $1", cancellationToken, day)
            .ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    // Attached rather than made in its place: that hinders nobody who reads or writes other days.
    private static async Task<bool> MakeAsync(
        NpgsqlConnection connection, DateOnly[] days, CancellationToken cancellationToken)
    {
        await connection.LockAsync(PostgresSchema.TablesLock, cancellationToken).ConfigureAwait(false);
        var there = await AllAsync(connection, cancellationToken).ConfigureAwait(false);
        foreach (var day in days.Except(there))
        {
            foreach (var table in PostgresSchema.ByDay)
            {
                var partition = PartitionOf(table, day);
                _ = await connection.RunAsync(
                    $"""
                    CREATE TABLE {partition} (LIKE dialtone.{table} INCLUDING ALL);
                    ALTER TABLE dialtone.{table} ATTACH PARTITION {partition}
                        FOR VALUES FROM ('{day:yyyy-MM-dd} 00:00:00+00') TO ('{day.AddDays(1):yyyy-MM-dd} 00:00:00+00');
                    """,
                    cancellationToken).ConfigureAwait(false);
            }

            _ = await connection.RunAsync("INSERT INTO dialtone.days VALUES ($1)", cancellationToken, day)
                .ConfigureAwait(false);
        }

        return true;
    }
}
