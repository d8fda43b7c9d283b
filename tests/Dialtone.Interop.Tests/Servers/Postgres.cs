using Dialtone.Interop.Tests.Bench;
using Npgsql;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>
/// PostgreSQL with a cluster of its own in a temporary directory. It has a socket there and no port, and runs as
/// nobody: it refuses to run as root.
/// </summary>
internal sealed class Postgres : IAsyncDisposable
{
    /// <summary>Who may do everything.</summary>
    public const string Administrator = "postgres";

    /// <summary>Whose the databases of the tests are.</summary>
    public const string User = "watch";

    /// <summary>The password of both.</summary>
    public const string Password = "correct; 'horse'";

    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(20);

    private static int count;

    private readonly string[] start;
    private RunningProcess process;

    private Postgres(string home, string[] start, RunningProcess process) =>
        (Home, this.start, this.process) = (home, start, process);

    /// <summary>Where its files are, and its socket.</summary>
    public string Home { get; }

    /// <summary>Why this machine cannot run it; <c>null</c> where it can.</summary>
    public static string? Refusal => Find("initdb") is null || Find("postgres") is null
        ? "Not installed: postgresql (.ci/install-packages installs it)."
        : Tool.Find("setpriv") is null ? "Not installed: setpriv, of the package util-linux." : null;

    /// <summary>Makes a cluster and starts its server.</summary>
    /// <param name="before">What the server is started by; empty for nothing.</param>
    /// <param name="options">Settings, such as <c>max_connections=20</c>.</param>
    public static async Task<Postgres> StartAsync(IReadOnlyList<string>? before = null, params string[] options)
    {
        var home = Directory.CreateTempSubdirectory("dialtone-postgres-").FullName;
        var passwordFile = Path.Combine(home, "password");
        await File.WriteAllTextAsync(passwordFile, Password);
        if (Environment.IsPrivilegedProcess)
        {
            _ = await Tool.RunAsync("chown", "-R", "nobody", home);
            _ = await Tool.RunAsync("chmod", "755", home);
        }

        string[] make =
        [
            .. AsNobody, Find("initdb")!, "-D", Path.Combine(home, "data"), "-U", Administrator,
            "--pwfile", passwordFile, "-A", "scram-sha-256", "--no-locale", "-E", "UTF8", "--no-sync",
        ];
        _ = await Tool.RunAsync(make[0], make[1..]);
        // The journal of what is written is not what is tested here, and a disk that is slow is not either.
        string[] settings = ["listen_addresses=", $"unix_socket_directories={home}", "fsync=off", .. options];
        string[] command =
        [
            .. before ?? [], .. AsNobody, Find("postgres")!, "-D", Path.Combine(home, "data"),
            .. settings.SelectMany(static setting => (string[])["-c", setting]),
        ];
        var postgres = new Postgres(home, command, await RunAsync(command));
        await postgres.RunAsync("postgres", $"CREATE ROLE {User} LOGIN PASSWORD '{Password.Replace("'", "''")}'");
        return postgres;
    }

    /// <summary>Makes an empty database that belongs to <see cref="User"/> and says its connection string.</summary>
    public async Task<string> NewDatabaseAsync(string suffix = "")
    {
        var name = $"watch{Interlocked.Increment(ref count)}";
        await RunAsync("postgres", $"CREATE DATABASE {name} OWNER {User} {suffix}");
        return ConnectionString(name);
    }

    /// <summary>A connection string, of <see cref="User"/> where nobody else is named.</summary>
    public string ConnectionString(string database, string user = User, string password = Password) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = Home, Database = database, Username = user, Password = password,
        }.ConnectionString;

    /// <summary>Does something as the administrator.</summary>
    public async Task RunAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString(database, Administrator));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Stops it, as an administrator does: whoever is connected is cut off.</summary>
    public async Task StopAsync()
    {
        await process.InterruptAsync();
        await process.WaitForExitAsync(StartTimeMax);
    }

    /// <summary>Starts it again where it was stopped.</summary>
    public async Task StartAgainAsync()
    {
        await process.DisposeAsync();
        process = await RunAsync(start);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await process.DisposeAsync();
        Directory.Delete(Home, recursive: true);
    }

    private static string[] AsNobody => Environment.IsPrivilegedProcess
        ? [Tool.Find("setpriv")!, "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        : [];

    // Debian keeps its programs apart by version and puts only some of them in the path.
    private static string? Find(string program) =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(static each => int.TryParse(Path.GetFileName(each), out var version) ? version : 0)
                .Select(each => Path.Combine(each, "bin", program)).FirstOrDefault(File.Exists) ?? Tool.Find(program)
            : Tool.Find(program);

    private static async Task<RunningProcess> RunAsync(string[] command)
    {
        var running = await RunningProcess.StartAsync(command);
        await running.WaitForLineAsync(
            static line => line.Contains("database system is ready to accept connections"), StartTimeMax);
        return running;
    }
}
