using System.Globalization;
using Npgsql;

namespace Dialtone.Watcher.History.Postgres;

/// <summary>
/// How a history lies in PostgreSQL: in a schema <c>dialtone</c> of its own. Times are microseconds; names are numbers
/// of <see cref="StoredCodes"/>. What there is of every run lies in partitions by the day, UTC, on which it began, so
/// that a day that is over is given up at once.
/// </summary>
internal static class PostgresSchema
{
    /// <summary>The number of the advisory lock for tables that are made, changed and dropped.</summary>
    public const long TablesLock = 0x4454_7768_0001;

    /// <summary>The number of the advisory lock for changes that get their marks.</summary>
    public const long MarksLock = 0x4454_7768_0002;

    /// <summary>The number of the advisory lock of the one who gives up what is too old or too much.</summary>
    public const long TrimLock = 0x4454_7768_0003;

    // date_bin came with 14.
    private const int ServerVersionMin = 140_000;

    /// <summary>The tables that have a partition for each day, in the order in which they are locked.</summary>
    public static readonly string[] ByDay = ["runs", "steps", "findings", "reports"];

    /// <summary>What each version adds. Those that shipped are never changed.</summary>
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE dialtone.checks (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
        CREATE TABLE dialtone.days (day date PRIMARY KEY);

        CREATE TABLE dialtone.runs (
            started timestamptz NOT NULL, id uuid NOT NULL,
            took_us bigint NOT NULL, latency_us bigint NOT NULL,
            certificate_end timestamptz, user_certificate_end timestamptz,
            check_id integer NOT NULL, targets_answered integer NOT NULL, targets_tried integer NOT NULL,
            kind smallint NOT NULL, outcome smallint NOT NULL, failed_step smallint,
            color_from smallint, color_to smallint,
            healthy boolean NOT NULL, timed_out boolean NOT NULL,
            on_memory boolean NOT NULL, on_backup boolean NOT NULL, on_tcp boolean NOT NULL,
            site text NOT NULL, watcher text NOT NULL, verdict text NOT NULL, change_code text, change_title text,
            PRIMARY KEY (check_id, started, id)
        ) PARTITION BY RANGE (started);
        CREATE INDEX ON dialtone.runs (id);
        CREATE INDEX ON dialtone.runs (check_id, started, id) WHERE NOT healthy;
        CREATE INDEX ON dialtone.runs (check_id, started, id) WHERE color_to IS NOT NULL;

        -- The index holds all that the drawings of a check's steps need.
        CREATE TABLE dialtone.steps (
            started timestamptz NOT NULL, run uuid NOT NULL, took_us bigint NOT NULL,
            check_id integer NOT NULL, place smallint NOT NULL, step smallint NOT NULL, result smallint NOT NULL
        ) PARTITION BY RANGE (started);
        CREATE INDEX ON dialtone.steps (check_id, started) INCLUDE (step, result, took_us);

        CREATE TABLE dialtone.findings (
            started timestamptz NOT NULL, run uuid NOT NULL, place integer NOT NULL,
            code integer NOT NULL, severity smallint NOT NULL, is_cause boolean NOT NULL,
            subject text NOT NULL, title text NOT NULL
        ) PARTITION BY RANGE (started);
        CREATE INDEX ON dialtone.findings (run);

        CREATE TABLE dialtone.reports (
            started timestamptz NOT NULL, run uuid NOT NULL, healthy boolean NOT NULL,
            page bytea NOT NULL, data bytea NOT NULL,
            PRIMARY KEY (run, started)
        ) PARTITION BY RANGE (started);
        -- They are compressed already.
        ALTER TABLE dialtone.reports ALTER page SET STORAGE EXTERNAL, ALTER data SET STORAGE EXTERNAL;

        CREATE SEQUENCE dialtone.marks;
        CREATE TABLE dialtone.changes (mark bigint PRIMARY KEY, started timestamptz NOT NULL, run uuid NOT NULL);
        CREATE INDEX ON dialtone.changes (started);
        CREATE TABLE dialtone.readers (reader text PRIMARY KEY, mark bigint NOT NULL);

        -- A watcher that is alive has a row too, named watcher:…, with all that it could do.
        CREATE TABLE dialtone.leases (
            name text PRIMARY KEY, holder uuid NOT NULL, owner text NOT NULL, until timestamptz NOT NULL,
            wanted text[]);
        """,
    ];

    /// <summary>Brings a database to the newest version, all of it or nothing, one watcher after the other.</summary>
    /// <exception cref="HistoryException">It is of a newer version, or its server is too old.</exception>
    public static async Task<bool> MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var server = await connection.NumberAsync(
            "SELECT current_setting('server_version_num')::bigint", cancellationToken).ConfigureAwait(false);
        if (server < ServerVersionMin)
        {
            throw new HistoryException(
                $"PostgreSQL 14 or later is needed, and this server is {connection.ServerVersion}.");
        }

        await connection.LockAsync(TablesLock, cancellationToken).ConfigureAwait(false);
        var at = await VersionAsync(connection, cancellationToken).ConfigureAwait(false);
        if (at > Migrations.Length)
        {
            throw new HistoryException(
                $"The database was brought to version {at} by a newer version of Dialtone, and this one knows no " +
                $"later than {Migrations.Length}. Use that version, or another database.");
        }

        for (; at < Migrations.Length; at++)
        {
            await connection.RunAsync(Migrations[at], cancellationToken).ConfigureAwait(false);
            await connection.RunAsync(
                "INSERT INTO dialtone.versions VALUES ($1, now())", cancellationToken, at + 1).ConfigureAwait(false);
        }

        return true;
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Whoever may not make a schema can use one that was made for him.
        if (await connection.NumberAsync(
            "SELECT 1 FROM pg_namespace WHERE nspname = 'dialtone'", cancellationToken).ConfigureAwait(false) is null)
        {
            await connection.RunAsync("CREATE SCHEMA dialtone", cancellationToken).ConfigureAwait(false);
        }

        await connection.RunAsync(
            "CREATE TABLE IF NOT EXISTS dialtone.versions (version integer PRIMARY KEY, since timestamptz NOT NULL)",
            cancellationToken).ConfigureAwait(false);
        return (int)(await connection.NumberAsync(
            "SELECT max(version)::bigint FROM dialtone.versions", cancellationToken).ConfigureAwait(false) ?? 0);
    }
}
