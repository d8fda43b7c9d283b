using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Npgsql;

namespace Dialtone.Watcher.History.Postgres;

/// <summary>The connections to one database, and the words for what goes wrong there.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>How many connections a watcher has at most for each of its purposes.</summary>
    private const int ConnectionsMax = 8;

    /// <summary>After which a server that does not answer is taken for away.</summary>
    private static readonly TimeSpan ConnectTimeMax = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _source;
    private readonly string _where;
    private volatile bool _isMigrated;

    /// <summary>Reads the connection string; nothing is connected yet.</summary>
    /// <exception cref="HistoryException">The connection string is wrong.</exception>
    public PostgresServer(string connectionString)
    {
        var builder = Builder(connectionString);
        var settings = builder.ConnectionStringBuilder;
        settings.Timeout = (int)ConnectTimeMax.TotalSeconds;
        settings.MaxPoolSize = ConnectionsMax;
        settings.ApplicationName ??= "dialtone watch";
        // What is given up is given up at once: whoever waits for a server that is silent waits long enough already.
        settings.CancellationTimeout = -1;
        settings.PersistSecurityInfo = false;
        settings.IncludeErrorDetail = false;
        _where = $"{settings.Host}, database {settings.Database ?? settings.Username}";
        _source = builder.Build();
    }

    /// <summary>
    /// Called when the server was away: another database may be in its place, one that was restored from a copy.
    /// </summary>
    public Action Lost { get; init; } = static () => { };

    /// <summary>Makes the tables, or brings them to this version, where that is not known to be so.</summary>
    /// <exception cref="HistoryException">It cannot be done just now.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        if (!_isMigrated)
        {
            _isMigrated = await ConnectedAsync(
                "make its tables",
                (connection, token) => InTransactionAsync(connection, PostgresSchema.MigrateAsync, token),
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Does one thing on a connection of its own; once more where that turns out to be dead. The tables are made
    /// before, where the server was away when that was to be done.
    /// </summary>
    /// <param name="what">What it is, for words: <c>read runs</c>.</param>
    /// <param name="work">What is done, all or nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HistoryException">It cannot be done just now.</exception>
    public async Task<T> CallAsync<T>(
        string what, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await MigrateAsync(cancellationToken).ConfigureAwait(false);
        return await ConnectedAsync(what, work, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Does one thing in a transaction.</summary>
    /// <inheritdoc cref="CallAsync" path="/param|/exception"/>
    public Task<T> InTransactionAsync<T>(
        string what, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        CallAsync(
            what, (connection, token) => InTransactionAsync(connection, work, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async Task<T> InTransactionAsync<T>(
        NpgsqlConnection connection, Func<NpgsqlConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var end = transaction.ConfigureAwait(false);
        var result = await work(connection, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }

    private async Task<T> ConnectedAsync<T>(
        string what, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var isFirst = true;
        while (true)
        {
            try
            {
                return await OnceAsync(work, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (isFirst && PostgresTrouble.IsDeadConnection(failure))
            {
                // The server was started anew since the connection was used last.
                isFirst = false;
                _source.Clear();
                Lost();
            }
            catch (Exception failure) when (IsExpected(failure, cancellationToken))
            {
                _isMigrated &= !PostgresTrouble.IsWithoutTables(failure);
                Lost();
                throw PostgresTrouble.Of(failure, what, _where);
            }
        }
    }

    private static NpgsqlSlimDataSourceBuilder Builder(string connectionString)
    {
        try
        {
            var builder = new NpgsqlSlimDataSourceBuilder(connectionString);
            if (string.IsNullOrEmpty(builder.ConnectionStringBuilder.Host))
            {
                throw new HistoryException("The connection string of PostgreSQL names no Host.");
            }

            _ = builder.EnableArrays();
            _ = builder.EnableTransportSecurity();
            _ = builder.EnableIntegratedSecurity();
            return builder;
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or OverflowException
            or KeyNotFoundException)
        {
            // What Npgsql says of it may quote a password that holds a semicolon: neither said nor passed on.
            throw new HistoryException(
                "The connection string of PostgreSQL cannot be read. It is written so: " +
                "Host=db.contoso.example;Database=dialtone;Username=watch;Password=…, a value that holds a semicolon " +
                "in quotation marks.");
        }
    }

    private async Task<T> OnceAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var end = connection.ConfigureAwait(false);
        return await work(connection, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsExpected(Exception failure, CancellationToken cancellationToken) =>
        failure is NpgsqlException or SocketException or TimeoutException or IOException and not HistoryException ||
        (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
