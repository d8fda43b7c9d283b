using Microsoft.Data.Sqlite;

namespace Dialtone.Watcher.History.Sqlite;

/// <summary>A statement that is prepared once and run often. Its parameters are <c>$0</c>, <c>$1</c>, ….</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteCommand _command;

    /// <summary>A statement of a connection that is open.</summary>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text is one of this folder's constants.
        _command.CommandText = sql;
#pragma warning restore CA2100
    }

    /// <summary>Runs texts without a result.</summary>
    public static void Run(SqliteConnection connection, string sql)
    {
        using var statement = new SqliteStatement(connection, sql);
        statement.Run();
    }

    /// <summary>Does all of it or nothing, alone among writers.</summary>
    public static void InTransaction(SqliteConnection connection, Action work)
    {
        Run(connection, "BEGIN IMMEDIATE");
        try
        {
            work();
            Run(connection, "COMMIT");
        }
        catch
        {
            // A full disk has rolled back already.
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
            {
                Run(connection, "ROLLBACK");
            }

            throw;
        }
    }

    /// <summary>Runs it, to its last row.</summary>
    public void Run(params ReadOnlySpan<object?> values)
    {
        using var reader = Read(values);
        while (reader.Read())
        {
            // Some statements, such as incremental_vacuum, go on with each row.
        }
    }

    /// <summary>The first number of the first row; <c>null</c> where there is no row, or nothing in it.</summary>
    public long? Number(params ReadOnlySpan<object?> values)
    {
        using var reader = Read(values);
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetInt64(0) : null;
    }

    /// <summary>Its rows.</summary>
    public SqliteDataReader Read(params ReadOnlySpan<object?> values)
    {
        for (var at = _command.Parameters.Count; at < values.Length; at++)
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = $"${at}" });
        }

        for (var at = 0; at < values.Length; at++)
        {
            _command.Parameters[at].Value = values[at] ?? DBNull.Value;
        }

        return _command.ExecuteReader();
    }

    /// <inheritdoc/>
    public void Dispose() => _command.Dispose();
}
