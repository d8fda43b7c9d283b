using System.Collections.Immutable;
using Dialtone.Watcher.History;

namespace Dialtone.Watcher.Configuration;

/// <summary>A configuration of the watcher that has been read and found right. Relative paths are absolute.</summary>
public sealed record WatchConfiguration
{
    /// <summary>What the file of SQLite is called where nothing is said, in the state directory.</summary>
    public const string DefaultSqliteFile = "history.db";

    /// <summary>What this watcher is called among others; the name of the machine where nothing is said.</summary>
    public string Watcher { get; init; } = Environment.MachineName;

    /// <summary>Where it listens: <c>http://127.0.0.1:9560</c>. Changes with a restart.</summary>
    public string Listen { get; init; } = "http://127.0.0.1:9560";

    /// <summary>The checks, in the order of the file.</summary>
    public ImmutableArray<WatchCheck> Checks { get; init; } = [];

    /// <summary>What <c>/probe?module=…</c> may run, by name.</summary>
    public ImmutableSortedDictionary<string, ProbeSettings> Modules { get; init; } =
        ImmutableSortedDictionary<string, ProbeSettings>.Empty;

    /// <summary>What accounts are called, for <c>/probe?target=sip:…</c>.</summary>
    public ImmutableArray<WatchAccount> Accounts { get; init; } = [];

    /// <summary>Sites by name, with what is shown for them.</summary>
    public ImmutableSortedDictionary<string, string> Sites { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How many runs there may be at once.</summary>
    public int Concurrency { get; init; } = 32;

    /// <summary>Where phones with a memory keep it, and the history lies where nothing else is said.</summary>
    public string StateDirectory { get; init; } = "";

    /// <summary>The file of SQLite; <c>null</c> where PostgreSQL is used. Changes with a restart.</summary>
    public string? SqliteFile { get; init; }

    /// <summary>Where the connection string of PostgreSQL is; <c>null</c> where SQLite is used.</summary>
    public SecretSource? Postgres { get; init; }

    /// <summary>How long a lease lasts where several watchers share a database.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long and how much is kept.</summary>
    public RetentionSettings Retention { get; init; } = new();

    /// <summary>Who is told when a check turns.</summary>
    public ImmutableArray<WebhookSettings> Webhooks { get; init; } = [];

    /// <summary>The file that Nagios reads passive results from; <c>null</c> for none.</summary>
    public NagiosSettings? Nagios { get; init; }

    /// <summary>
    /// Where traces go by OTLP: <c>http://collector.contoso.example:4317</c>; <c>null</c> for nowhere.
    /// </summary>
    public Uri? Otlp { get; init; }

    /// <summary>
    /// Where the token is that lets its holder start runs and pause checks; <c>null</c> for a page that is read only.
    /// </summary>
    public SecretSource? Token { get; init; }

    /// <summary>
    /// How the page is reached from outside, for links in alerts: <c>https://watch.contoso.example</c>; <c>null</c> for
    /// where it listens.
    /// </summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>
    /// Where the state is kept where nothing is said: where systemd says (<c>StateDirectory=</c>, systemd.exec(5)), or
    /// else in the user's own state directory.
    /// </summary>
    public static string DefaultStateDirectory() =>
        Environment.GetEnvironmentVariable("STATE_DIRECTORY") is { Length: > 0 } given
            ? Path.GetFullPath(given.Split(Path.PathSeparator)[0])
            : Path.Combine(Storage.StateDirectory.Default(), "watch");
}
