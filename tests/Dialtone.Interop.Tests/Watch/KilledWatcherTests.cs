using System.Diagnostics;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Servers;
using Npgsql;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>Three watchers as they are run, each a process, and one of them killed.</summary>
[Collection(PostgresCollection.Name)]
public class KilledWatcherTests(PostgresServer server)
{
    private const int Checks = 12;

    // Runs of one check of which the later began before the earlier had ended.
    private const string Overlaps =
        """
        SELECT count(*) FROM (
            SELECT started, lag(started + took_us * interval '1 microsecond')
                OVER (PARTITION BY check_id ORDER BY started) AS ended
            FROM dialtone.runs) AS run
        WHERE started < ended
        """;

    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_others_take_over_within_two_lease_times_and_no_check_runs_twice_at_once()
    {
        var database = await server.Running.NewDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using var lab = await RunningLab.StartAsync();
        await using var first = await WatcherProcess.StartAsync("watch1", lab, database, Checks);
        await using var second = await WatcherProcess.StartAsync("watch2", lab, database, Checks);
        await using var third = await WatcherProcess.StartAsync("watch3", lab, database, Checks);
        await Until.SoAsync(
            async () => await HeldAsync(source, "'watch1'") is 3 or 4 or 5
                && await HeldAsync(source, "'watch1', 'watch2', 'watch3'") == Checks
                && await CountAsync(source, "SELECT count(DISTINCT check_id) FROM dialtone.runs") == Checks,
            WaitMax, () => "the three have divided the checks");

        var since = Stopwatch.GetTimestamp();
        await first.KillAsync();
        await Until.SoAsync(
            async () => await HeldAsync(source, "'watch2', 'watch3'") == Checks, WaitMax, () => "two have all checks");
        var took = Stopwatch.GetElapsedTime(since);
        TestContext.Current.TestOutputHelper!.WriteLine($"taken over after {took.TotalSeconds:0.00} s");
        took.ShouldBeLessThan(WatcherProcess.Lease * 2);

        var last = await CountAsync(source, "SELECT count(*) FROM dialtone.runs");
        await Until.SoAsync(
            async () => await CountAsync(source, "SELECT count(*) FROM dialtone.runs") >= last + (2 * Checks),
            WaitMax, () => "all checks ran on");
        (await CountAsync(source, Overlaps)).ShouldBe(0);
        (await CountAsync(source, "SELECT count(*) FROM dialtone.runs WHERE outcome = 0"))
            .ShouldBe(0, "every run could be run");
    }

    private static Task<long> HeldAsync(NpgsqlDataSource source, string owners) => CountAsync(
        source,
        $"SELECT count(*) FROM dialtone.leases WHERE name LIKE 'check:%' AND owner IN ({owners}) AND until > now()");

    private static async Task<long> CountAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
