using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace Dialtone.Watcher.History.Postgres;

/// <summary>What goes wrong with PostgreSQL, in words for an operator.</summary>
internal static class PostgresTrouble
{
    /// <summary>Says it. Nothing in it is a secret: neither the connection string nor a value of a row.</summary>
    public static HistoryException Of(Exception failure, string what, string where)
    {
        var (words, isPassing) = failure switch
        {
            PostgresException told => OfServer(told),
            NpgsqlException { InnerException: AuthenticationException } =>
                ("TLS with it fails: the certificate is not trusted, or it is not its name.", false),
            NpgsqlException { InnerException: TimeoutException } or TimeoutException or OperationCanceledException =>
                ("it did not answer in time.", true),
            SocketException refused => OfNetwork(refused),
            NpgsqlException { InnerException: SocketException refused } => OfNetwork(refused),
            NpgsqlException { InnerException: IOException } or IOException => ("the connection broke.", true),
            NpgsqlException { IsTransient: true } => ("it cannot be reached.", true),
            NpgsqlException { Message: var message } when message.Contains("password", StringComparison.Ordinal) =>
                ("it asks for a password, and the connection string has none.", false),
            _ => ($"the driver gives up: {failure.GetType().Name}.", false),
        };
        return new($"PostgreSQL at {where} cannot {what}: {words}", failure) { IsPassing = isPassing };
    }

    /// <summary>Whether a connection that had been used before is found dead: a new one may do.</summary>
    public static bool IsDeadConnection(Exception failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } => true,
        NpgsqlException { InnerException: EndOfStreamException } => true,
        NpgsqlException { InnerException: IOException { InnerException: SocketException broken } } =>
            broken.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted
                or SocketError.Shutdown,
        _ => false,
    };

    /// <summary>Whether another database is in the place of the one where the tables were made.</summary>
    public static bool IsWithoutTables(Exception failure) => failure is PostgresException
    {
        SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName,
    };

    private static (string Words, bool IsPassing) OfNetwork(SocketException refused) =>
        (refused.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData
            ? "its name has no address."
            : $"it cannot be reached ({refused.SocketErrorCode}).", true);

    private static (string Words, bool IsPassing) OfServer(PostgresException told)
    {
        var (words, isPassing) = told.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                ("it refuses the user or the password", false),
            PostgresErrorCodes.InvalidCatalogName => ("it has no such database", false),
            PostgresErrorCodes.InsufficientPrivilege => ("the user lacks the right to", false),
            PostgresErrorCodes.ReadOnlySqlTransaction => ("the database is read only: a standby?", false),
            PostgresErrorCodes.DiskFull => ("its disk is full", false),
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName =>
                ("Dialtone's tables are not there any more, and are made anew", true),
            PostgresErrorCodes.TooManyConnections => ("it has no connection left", true),
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => ("it is being stopped", true),
            PostgresErrorCodes.CannotConnectNow => ("it is starting or stopping", true),
            PostgresErrorCodes.QueryCanceled => ("it took too long", true),
            PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.SerializationFailure => ("another one is in the way", true),
            _ => ("it fails", told.IsTransient),
        };
        return ($"{words} ({told.SqlState}: {told.MessageText}).", isPassing);
    }
}
