using Npgsql;

namespace Dialtone.Watcher.History.Postgres;

/// <summary>Commands with their values, which stand for <c>$1</c>, <c>$2</c> and so on.</summary>
internal static class PostgresCommands
{
    /// <summary>After which a command is given up that readers wait for, in seconds.</summary>
    public const int TimeMax = 15;

    /// <summary>After which the work of a whole day is given up, in seconds.</summary>
    public const int LongTimeMax = 600;

    /// <summary>A command.</summary>
    public static NpgsqlCommand Command(
        this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
#pragma warning disable CA2100 // Texts are this folder's own; what comes from elsewhere is a value.
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = TimeMax };
#pragma warning restore CA2100
        foreach (var value in values)
        {
            _ = command.Parameters.Add(Parameter(value));
        }

        return command;
    }

    /// <summary>A value.</summary>
    public static NpgsqlParameter Parameter(object? value) => new() { Value = value ?? DBNull.Value };

    /// <summary>Runs it and says how many rows it touched.</summary>
    public static async Task<int> RunAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object?[] values)
    {
        var command = connection.Command(sql, values);
        await using var end = command.ConfigureAwait(false);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs what may take minutes and says how many rows it touched.</summary>
    public static async Task<int> RunLongAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object?[] values)
    {
        var command = connection.Command(sql, values);
        await using var end = command.ConfigureAwait(false);
        command.CommandTimeout = LongTimeMax;
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The number in its first row; <c>null</c> where there is no row, or nothing in it.</summary>
    public static async Task<long?> NumberAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object?[] values)
    {
        var command = connection.Command(sql, values);
        await using var end = command.ConfigureAwait(false);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) switch
        {
            long number => number,
            int number => number,
            _ => null,
        };
    }

    /// <summary>All of its rows.</summary>
    public static async Task<List<T>> ListAsync<T>(
        this NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken, params object?[] values)
    {
        var command = connection.Command(sql, values);
        await using var end = command.ConfigureAwait(false);
        return await command.ListAsync(read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All of its rows.</summary>
    public static async Task<List<T>> ListAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var end = reader.ConfigureAwait(false);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Waits for an advisory lock, which lasts until the end of the transaction.</summary>
    public static Task LockAsync(
        this NpgsqlConnection connection, long number, CancellationToken cancellationToken) =>
        connection.RunAsync("SELECT pg_advisory_xact_lock($1)", cancellationToken, number);
}
