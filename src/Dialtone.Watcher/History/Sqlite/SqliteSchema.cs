using Microsoft.Data.Sqlite;

namespace Dialtone.Watcher.History.Sqlite;

/// <summary>
/// How a history lies in a file of SQLite, and how an older file is brought to that. Moments and times are
/// microseconds, moments since 1970 in UTC; names are numbers of <see cref="StoredCodes"/>.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>What says in a file's header that it is one of these: <c>DTwh</c>.</summary>
    private const long ApplicationId = 0x44547768;

    /// <summary>
    /// What each version adds. Those that shipped are never changed. <c>times</c> holds the times of steps by each ten
    /// minutes, always the sum of the steps that are kept: a week is drawn from a tenth of the rows or less.
    /// </summary>
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE names (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

        CREATE TABLE runs (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,
            check_name INTEGER NOT NULL, site INTEGER NOT NULL, watcher INTEGER NOT NULL, kind INTEGER NOT NULL,
            started INTEGER NOT NULL, took INTEGER NOT NULL, latency INTEGER NOT NULL,
            outcome INTEGER NOT NULL, healthy INTEGER NOT NULL, changed INTEGER NOT NULL,
            timed_out INTEGER NOT NULL, failed_step INTEGER, verdict TEXT NOT NULL,
            on_memory INTEGER NOT NULL, on_backup INTEGER NOT NULL, on_tcp INTEGER NOT NULL,
            certificate_end INTEGER, user_certificate_end INTEGER,
            targets_answered INTEGER NOT NULL, targets_tried INTEGER NOT NULL) STRICT;
        CREATE INDEX runs_of_check ON runs (check_name, started, id, healthy);
        CREATE INDEX bad_runs ON runs (check_name, started, id) WHERE healthy = 0;
        CREATE INDEX changed_runs ON runs (check_name, started, id) WHERE changed = 1;
        CREATE INDEX runs_by_age ON runs (healthy, started, id);

        CREATE TABLE steps (
            run INTEGER NOT NULL, place INTEGER NOT NULL,
            step INTEGER NOT NULL, result INTEGER NOT NULL, took INTEGER NOT NULL,
            PRIMARY KEY (run, place)) STRICT, WITHOUT ROWID;

        CREATE TABLE findings (
            run INTEGER NOT NULL, place INTEGER NOT NULL,
            code INTEGER NOT NULL, severity INTEGER NOT NULL, subject TEXT NOT NULL, title TEXT NOT NULL,
            is_cause INTEGER NOT NULL,
            PRIMARY KEY (run, place)) STRICT, WITHOUT ROWID;

        CREATE TABLE reports (
            run INTEGER PRIMARY KEY, healthy INTEGER NOT NULL, started INTEGER NOT NULL, id BLOB NOT NULL,
            page BLOB NOT NULL, data BLOB NOT NULL) STRICT;
        CREATE INDEX reports_by_age ON reports (healthy, started, id);

        CREATE TABLE changes (
            mark INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL UNIQUE,
            color_from INTEGER NOT NULL, color_to INTEGER NOT NULL, code TEXT NOT NULL, title TEXT NOT NULL) STRICT;
        CREATE TABLE marks (reader TEXT PRIMARY KEY, mark INTEGER NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE times (
            check_name INTEGER NOT NULL, begin INTEGER NOT NULL, step INTEGER NOT NULL,
            runs INTEGER NOT NULL, failed INTEGER NOT NULL,
            least INTEGER NOT NULL, total INTEGER NOT NULL, most INTEGER NOT NULL,
            PRIMARY KEY (check_name, begin, step)) STRICT, WITHOUT ROWID;
        """,
    ];

    /// <summary>Brings a file to the newest version, each step on the way all or not at all.</summary>
    /// <exception cref="HistoryException">It is of a newer version, or no history at all.</exception>
    public static void Migrate(SqliteConnection writer)
    {
        if (Number(writer, "SELECT count(*) FROM sqlite_schema") == 0)
        {
            // This must be said before the first table is made.
            SqliteStatement.Run(writer, "PRAGMA auto_vacuum = INCREMENTAL");
        }
        else if (Number(writer, "PRAGMA application_id") != ApplicationId)
        {
            throw new HistoryException($"{writer.DataSource} is a database of something else than Dialtone.");
        }

        SqliteStatement.Run(writer, "PRAGMA journal_mode = WAL");
        var version = Version(writer);
        if (version > Migrations.Length)
        {
            throw new HistoryException(
                $"{writer.DataSource} was written by a newer version of Dialtone: its schema has the version " +
                $"{version}, and this one knows no later than {Migrations.Length}. Use that version, or another file.");
        }

        while (Version(writer) is var at && at < Migrations.Length)
        {
            SqliteStatement.InTransaction(writer, () =>
            {
                // Somebody else may have been here between the question and the lock.
                if (Version(writer) == at)
                {
                    SqliteStatement.Run(
                        writer,
                        $"{Migrations[at]} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {at + 1};");
                }
            });
        }
    }

    private static int Version(SqliteConnection connection) => (int)Number(connection, "PRAGMA user_version");

    private static long Number(SqliteConnection connection, string sql)
    {
        using var statement = new SqliteStatement(connection, sql);
        return statement.Number() ?? 0;
    }
}
