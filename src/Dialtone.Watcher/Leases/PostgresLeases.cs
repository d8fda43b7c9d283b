using System.Collections.Immutable;
using Dialtone.Watcher.History;
using Dialtone.Watcher.History.Postgres;
using Npgsql;

namespace Dialtone.Watcher.Leases;

/// <summary>
/// Leases in the database that several watchers share, in a table beside its history. What the time is, the server of
/// the database says, never a watcher.
/// </summary>
public sealed class PostgresLeases : ILeases
{
    /// <summary>
    /// A call takes at most this part of a lease. One that hangs so long, between two waits of a third, is made up for
    /// by the next one before the lease runs out.
    /// </summary>
    private const int CallPart = 4;

    private static readonly TimeSpan LeaveTimeMax = TimeSpan.FromSeconds(2);

    private readonly PostgresServer _server;
    private readonly string _owner;
    private readonly TimeProvider _time;
    private readonly Guid _me = Guid.CreateVersion7();
    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<string, long> _freeSince = new(StringComparer.Ordinal);
    private ImmutableHashSet<string> _held = [];
    private ImmutableHashSet<string> _leaving = [];
    private long? _goodSince;

    /// <summary>Reads the connection string; nothing is connected before the first call.</summary>
    /// <param name="connectionString">How the database is reached, as Npgsql writes it.</param>
    /// <param name="owner">What the watcher is called, for whoever looks into the table.</param>
    /// <param name="duration">How long a lease lasts when it is not kept.</param>
    /// <param name="time">The clock: only how much time passed is read of it.</param>
    /// <exception cref="HistoryException">The connection string is wrong.</exception>
    public PostgresLeases(string connectionString, string owner, TimeSpan duration, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        _server = new(connectionString);
        (_owner, Duration, _time) = (owner, duration, time);
    }

    /// <inheritdoc/>
    public TimeSpan Duration { get; }

    /// <summary>Why the last call did not reach the database, in words; <c>null</c> where it did.</summary>
    public string? Trouble { get; private set; }

    /// <inheritdoc/>
    public async Task<ImmutableHashSet<string>> KeepAsync(
        ImmutableHashSet<string> wanted, ImmutableHashSet<string> busy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(busy);
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _server.MigrateAsync(cancellationToken).ConfigureAwait(false);
            using var limit = new CancellationTokenSource(Duration / CallPart, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            await KeepOnceAsync(wanted, busy, either.Token).ConfigureAwait(false);
            Trouble = null;
        }
        catch (Exception away) when (away is HistoryException ||
            (away is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Trouble = away is HistoryException ? away.Message : "PostgreSQL did not answer in time.";
            _goodSince = null;
            _freeSince.Clear();
        }
        finally
        {
            _ = _one.Release();
        }

        return _held.Intersect(wanted).Except(_leaving);
    }

    /// <summary>Gives everything back, where the database is there.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(LeaveTimeMax, _time);
        try
        {
            _ = await _server.CallAsync(
                "give leases back",
                (connection, token) => connection.RunAsync(
                    "DELETE FROM dialtone.leases WHERE holder = $1", token, _me),
                limit.Token).ConfigureAwait(false);
        }
        catch (Exception away) when (away is HistoryException or OperationCanceledException)
        {
            // They run out by themselves.
        }

        await _server.DisposeAsync().ConfigureAwait(false);
        _one.Dispose();
    }

    private async Task KeepOnceAsync(
        ImmutableHashSet<string> wanted, ImmutableHashSet<string> busy, CancellationToken cancellationToken)
    {
        // Said to be given back when this watcher was told so a call ago: nothing of it can have been begun since.
        var back = _leaving.Union(_held.Except(wanted)).Except(busy);
        var (rows, taken) = await _server.InTransactionAsync(
            "keep leases",
            async (connection, token) =>
            {
                var found = await RenewAsync(connection, wanted, back, token).ConfigureAwait(false);
                return (found, await TakeAsync(connection, wanted, found, token).ConfigureAwait(false));
            },
            cancellationToken).ConfigureAwait(false);
        _goodSince ??= _time.GetTimestamp();
        _held = [.. rows.Where(row => row.Holder == _me && !row.IsWatcher).Select(static row => row.Name), .. taken];
        _leaving = _held.Intersect(_leaving.Union(_held.Except(wanted)));
        _leaving = _leaving.Union(new LeaseDivision(_me, wanted, rows).GiveBack(_held.Except(_leaving)));
    }

    private async Task<ImmutableArray<LeaseRow>> RenewAsync(
        NpgsqlConnection connection, ImmutableHashSet<string> wanted, ImmutableHashSet<string> back,
        CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using var end = batch.ConfigureAwait(false);
        Add(batch, "DELETE FROM dialtone.leases WHERE holder = $1 AND name = ANY($2)", _me, back.ToArray());
        Add(batch, "UPDATE dialtone.leases SET until = now() + $2 WHERE holder = $1", _me, Duration);
        Add(
            batch,
            """
            INSERT INTO dialtone.leases VALUES ($1, $2, $3, now() + $4, $5)
            ON CONFLICT (name) DO UPDATE SET wanted = excluded.wanted WHERE leases.wanted <> excluded.wanted
            """,
            LeaseRow.WatcherPrefix + _me, _me, _owner, Duration, wanted.Order(StringComparer.Ordinal).ToArray());
        // Watchers that are gone for long: nothing else ever takes their rows.
        Add(
            batch,
            """
            DELETE FROM dialtone.leases WHERE name IN (
                SELECT name FROM dialtone.leases
                WHERE starts_with(name, $1) AND until < now() - interval '1 day' FOR UPDATE SKIP LOCKED)
            """,
            LeaseRow.WatcherPrefix);
        Add(batch, "SELECT name, holder, until >= now(), coalesce(wanted, '{}') FROM dialtone.leases");
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var close = reader.ConfigureAwait(false);
        var rows = ImmutableArray.CreateBuilder<LeaseRow>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var each = await reader.GetFieldValueAsync<string[]>(3, cancellationToken).ConfigureAwait(false);
            rows.Add(new(reader.GetString(0), reader.GetGuid(1), reader.GetBoolean(2), [.. each]));
        }

        return rows.ToImmutable();
    }

    private async Task<List<string>> TakeAsync(
        NpgsqlConnection connection, ImmutableHashSet<string> wanted, ImmutableArray<LeaseRow> rows,
        CancellationToken cancellationToken)
    {
        // After an outage of the server all leases have run out: whoever held one keeps it first.
        var mayInherit = _goodSince is { } since && _time.GetElapsedTime(since) >= Duration;
        var division = new LeaseDivision(_me, wanted, rows);
        var held = rows.Where(row => row.Holder == _me && !row.IsWatcher).Select(static row => row.Name)
            .ToImmutableHashSet();
        var names = division.Take(held, mayInherit, WaitedLong(division.Free(mayInherit)));
        if (names.IsEmpty)
        {
            return [];
        }

        // What another watcher takes at this moment is passed over for what comes after it.
        string[] candidates = [.. names, .. division.Free(mayInherit).Except(names)];
        var inherited = mayInherit
            ? await connection.ListAsync(
                """
                WITH taken AS MATERIALIZED (
                    SELECT each.name FROM unnest($4::text[]) WITH ORDINALITY AS free (name, place)
                    JOIN dialtone.leases each ON each.name = free.name
                    WHERE each.until < now() ORDER BY free.place LIMIT $5 FOR UPDATE OF each SKIP LOCKED)
                UPDATE dialtone.leases SET holder = $1, owner = $2, until = now() + $3
                FROM taken WHERE leases.name = taken.name RETURNING leases.name
                """,
                static row => row.GetString(0), cancellationToken, _me, _owner, Duration, candidates, names.Length)
                .ConfigureAwait(false)
            : [];
        // In one order everywhere, so that two that want the same do not wait for each other.
        var fresh = await connection.ListAsync(
            """
            INSERT INTO dialtone.leases (name, holder, owner, until)
            SELECT name, $1, $2, now() + $3 FROM unnest($4::text[]) AS free (name) ORDER BY name
            ON CONFLICT DO NOTHING RETURNING name
            """,
            static row => row.GetString(0), cancellationToken, _me, _owner, Duration,
            names.Except(inherited).Take(names.Length - inherited.Count).ToArray()).ConfigureAwait(false);
        return [.. inherited, .. fresh];
    }

    private HashSet<string> WaitedLong(IEnumerable<string> free)
    {
        var names = free.ToHashSet(StringComparer.Ordinal);
        foreach (var name in _freeSince.Keys.Except(names).ToArray())
        {
            _ = _freeSince.Remove(name);
        }

        foreach (var name in names)
        {
            _ = _freeSince.TryAdd(name, _time.GetTimestamp());
        }

        return [.. names.Where(name => _time.GetElapsedTime(_freeSince[name]) >= Duration)];
    }

    private static void Add(NpgsqlBatch batch, string sql, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            _ = command.Parameters.Add(PostgresCommands.Parameter(value));
        }

        batch.BatchCommands.Add(command);
    }
}
