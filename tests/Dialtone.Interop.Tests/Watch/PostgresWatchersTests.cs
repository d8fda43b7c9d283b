using System.Diagnostics;
using Dialtone.Interop.Tests.Servers;
using Npgsql;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>Three watchers on one database: one is killed, or the server is away for longer than a lease.</summary>
[Collection(PostgresCollection.Name)]
public class PostgresWatchersTests(PostgresServer server)
{
    private const int Checks = 12;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_checks_of_one_that_is_killed_are_run_by_the_others_and_never_two_at_once()
    {
        var database = await server.Running.NewDatabaseAsync();
        var ledger = new Ledger();
        await using var first = await StandInWatcher.StartAsync("watch1", database, Checks, ledger);
        await using var second = await StandInWatcher.StartAsync("watch2", database, Checks, ledger);
        await using var third = await StandInWatcher.StartAsync("watch3", database, Checks, ledger);
        await DividedAsync(ledger, first, second, third);
        await ledger.WaitAsync(() => first.Made.Select(run => run.Check).Distinct().Count() >= 4);

        first.Kill();
        var since = Stopwatch.GetTimestamp();
        // Among what they want is the lease of who trims, too.
        await ledger.WaitAsync(() => second.Held + third.Held == Checks);
        var took = Stopwatch.GetElapsedTime(since);
        took.ShouldBeLessThan(StandInWatcher.Lease * 2);
        TestContext.Current.TestOutputHelper!.WriteLine($"taken over after {took.TotalSeconds:0.00} s");

        var before = second.Made.Count + third.Made.Count;
        await ledger.WaitAsync(() => second.Made.Count + third.Made.Count >= before + (2 * Checks));
        await HandedInAsync(ledger, database, second, third);
        ledger.Overlaps.ShouldBeEmpty();
    }

    [Fact]
    public async Task While_the_database_is_away_everybody_goes_on_and_hands_in_later_in_order_and_once()
    {
        Assert.SkipWhen(Postgres.Refusal is not null, Postgres.Refusal ?? "");
        await using var postgres = await Postgres.StartAsync();
        var database = await postgres.NewDatabaseAsync();
        var ledger = new Ledger();
        await using var first = await StandInWatcher.StartAsync("watch1", database, Checks, ledger);
        await using var second = await StandInWatcher.StartAsync("watch2", database, Checks, ledger);
        await using var third = await StandInWatcher.StartAsync("watch3", database, Checks, ledger);
        StandInWatcher[] all = [first, second, third];
        await DividedAsync(ledger, all);

        await postgres.StopAsync();
        await ledger.WaitAsync(() => all.All(each => each.HistoryFault is not null));
        int[] held = [.. all.Select(each => each.Held)];
        int[] made = [.. all.Select(each => each.Made.Count)];
        await Ledger.PassAsync(StandInWatcher.Lease * 2);
        all.Select(each => each.Held).ShouldBe(held);
        all.Select((each, at) => each.Made.Count - made[at]).ShouldAllBe(more => more > 4);
        first.HistoryFault!.ShouldContain("PostgreSQL");
        first.HistoryFault!.ShouldNotContain(Postgres.Password);

        await postgres.StartAgainAsync();
        await HandedInAsync(ledger, database, all);
        await Ledger.PassAsync(StandInWatcher.Lease * 2);
        all.Select(each => each.Held).ShouldBe(held);
        await HandedInAsync(ledger, database, all);
        ledger.Overlaps.ShouldBeEmpty();
    }

    private static Task DividedAsync(Ledger ledger, params StandInWatcher[] watchers) => ledger.WaitAsync(
        () => watchers.All(each => each.Held is 4 or 5 or 3) && watchers.Sum(each => each.Held) == Checks);

    // Each run that came to an end lies in the database once, those of a check in the order in which they ended: two
    // checks that end together may be told of in either order.
    private static async Task HandedInAsync(Ledger ledger, string database, params StandInWatcher[] watchers)
    {
        foreach (var watcher in watchers)
        {
            var runs = watcher.Made.ToArray();
            Guid[] made = [.. runs.Select(run => run.Id)];
            (Guid Id, long Transaction)[] kept = [];
            await ledger.WaitAsync(() => watcher.HistoryFault is null && watcher.Made.Count > made.Length);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            limit.CancelAfter(TimeSpan.FromSeconds(20));
            while (!made.ToHashSet().IsSubsetOf(kept.Select(static each => each.Id)))
            {
                await Ledger.PassAsync(TimeSpan.FromMilliseconds(50));
                kept = await KeptAsync(database, watcher.Name);
            }

            kept.Select(static each => each.Id).ShouldBeUnique();
            var handedIn = kept.ToDictionary(static each => each.Id, static each => each.Transaction);
            foreach (var check in runs.GroupBy(run => run.Check, run => handedIn[run.Id]))
            {
                check.ShouldBeInOrder();
            }
        }
    }

    // With the number of the transaction that wrote each: where it lies says nothing, since three write into the same
    // tables, and who makes a table longer leaves pages in its middle for the others.
    private static async Task<(Guid Id, long Transaction)[]> KeptAsync(string database, string watcher)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(
            "SELECT id, xmin::text::bigint FROM dialtone.runs WHERE watcher = $1");
        command.Parameters.AddWithValue(watcher);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        List<(Guid, long)> kept = [];
        while (await reader.ReadAsync(Cancel))
        {
            kept.Add((reader.GetGuid(0), reader.GetInt64(1)));
        }

        return [.. kept];
    }
}
