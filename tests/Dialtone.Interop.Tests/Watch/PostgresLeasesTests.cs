using System.Collections.Immutable;
using System.Diagnostics;
using Dialtone.Interop.Tests.Servers;
using Dialtone.Watcher.History.Postgres;
using Dialtone.Watcher.Leases;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>Leases in a real database, with watchers that come, are killed, and see the server go.</summary>
[Collection(PostgresCollection.Name)]
public class PostgresLeasesTests(PostgresServer server)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongDuration = TimeSpan.FromMinutes(1);
    private static readonly ImmutableHashSet<string> Twelve = [.. Enumerable.Range(0, 12).Select(at => $"check:{at}")];
    private static readonly ImmutableHashSet<string> Nothing = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_alone_holds_everything_and_three_hold_a_third_each()
    {
        var database = await NewAsync();
        await using var first = LongLeases(database, "watch1");
        (await KeepAsync(first)).ShouldBe(Twelve);

        await using var second = LongLeases(database, "watch2");
        await using var third = LongLeases(database, "watch3");
        ImmutableHashSet<string>[] held = [];
        for (var round = 0; round < 6; round++)
        {
            held = [await KeepAsync(first), await KeepAsync(second), await KeepAsync(third)];
            ShouldBeApart(held);
        }

        held.Select(each => each.Count).ShouldBe([4, 4, 4]);
        held.SelectMany(each => each).ShouldBe(Twelve, ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_being_done_is_nobody_elses_before_it_is_over()
    {
        var database = await NewAsync();
        await using var first = LongLeases(database, "watch1");
        await using var second = LongLeases(database, "watch2");
        await KeepAsync(first);
        await KeepAsync(second);
        for (var round = 0; round < 4; round++)
        {
            (await KeepAsync(first, busy: Twelve)).Count.ShouldBe(6);
            (await KeepAsync(second)).ShouldBeEmpty();
        }

        var kept = await KeepAsync(first);
        (await KeepAsync(second)).ShouldBe(Twelve.Except(kept));

        // Nor what is not wanted any more.
        (await first.KeepAsync(Nothing, kept, Cancel)).ShouldBeEmpty();
        (await KeepAsync(second)).ShouldBe(Twelve.Except(kept));
        await first.KeepAsync(Nothing, Nothing, Cancel);
        (await KeepAsync(second)).ShouldBe(Twelve);
    }

    [Fact]
    public async Task What_is_given_back_in_the_end_is_taken_at_once()
    {
        var database = await NewAsync();
        await using var second = LongLeases(database, "watch2");
        await using (var first = LongLeases(database, "watch1"))
        {
            await KeepAsync(first);
            await KeepAsync(second);
        }

        (await KeepAsync(second)).ShouldBe(Twelve);
    }

    [Fact]
    public async Task Watchers_that_want_different_things_have_all_of_them()
    {
        var database = await NewAsync();
        await using var first = LongLeases(database, "berlin");
        await using var second = LongLeases(database, "lisbon");
        ImmutableHashSet<string> few = [.. Twelve.Order().Take(2)];
        ImmutableHashSet<string>[] held = [];
        for (var round = 0; round < 4; round++)
        {
            held = [await KeepAsync(first), await second.KeepAsync(few, Nothing, Cancel)];
        }

        held.SelectMany(each => each).ShouldBe(Twelve, ignoreOrder: true);
        held[1].Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_runs_of_one_watcher_are_two_watchers()
    {
        var database = await NewAsync();
        await using var first = LongLeases(database, "watch1");
        await using var again = LongLeases(database, "watch1");
        await KeepAsync(first);
        (await KeepAsync(again)).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_is_killed_is_taken_over_within_two_lease_times()
    {
        List<TimeSpan> took = [];
        for (var kill = 0; kill < KillsWanted; kill++)
        {
            var database = await NewAsync();
            var ledger = new Ledger();
            await using var first = LeaseHolder.Start(Leases(database, "watch1"), Twelve, ledger);
            await using var second = LeaseHolder.Start(Leases(database, "watch2"), Twelve, ledger);
            await using var third = LeaseHolder.Start(Leases(database, "watch3"), Twelve, ledger);
            await ledger.WaitAsync(() => first.Held.Count == 4 && second.Held.Count == 4 && third.Held.Count == 4);

            // Somewhere between two of its calls, another one each time.
            await Ledger.PassAsync(Duration * (kill + 1) / 30);
            var lost = first.Held;
            await first.KillAsync();
            var since = Stopwatch.GetTimestamp();
            await ledger.WaitAsync(() => lost.IsSubsetOf(second.Held.Union(third.Held)));
            took.Add(Stopwatch.GetElapsedTime(since));
            ledger.Overlaps.ShouldBeEmpty();
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"taken over after: {string.Join(", ", took.Order().Select(each => $"{each.TotalSeconds:0.00} s"))}");
        took.Max().ShouldBeLessThan(Duration * 2);
    }

    [Fact]
    public async Task When_the_server_was_away_for_longer_than_a_lease_everybody_keeps_what_was_held()
    {
        Assert.SkipWhen(Postgres.Refusal is not null, Postgres.Refusal ?? "");
        await using var postgres = await Postgres.StartAsync();
        var database = await MigratedAsync(await postgres.NewDatabaseAsync());
        var ledger = new Ledger();
        await using var first = LeaseHolder.Start(Leases(database, "watch1"), Twelve, ledger);
        await using var second = LeaseHolder.Start(Leases(database, "watch2"), Twelve, ledger);
        await using var third = LeaseHolder.Start(Leases(database, "watch3"), Twelve, ledger);
        LeaseHolder[] all = [first, second, third];
        await ledger.WaitAsync(() => all.All(each => each.Held.Count == 4));
        ImmutableHashSet<string>[] before = [.. all.Select(each => each.Held)];

        await postgres.StopAsync();
        await ledger.WaitAsync(() => all.All(each => each.Leases.Trouble is not null));
        await Ledger.PassAsync(Duration * 2);
        all.Select(each => each.Held).ShouldBe(before);
        first.Leases.Trouble!.ShouldContain("PostgreSQL");
        first.Leases.Trouble!.ShouldNotContain(Postgres.Password);

        await postgres.StartAgainAsync();
        await ledger.WaitAsync(() => all.All(each => each.Leases.Trouble is null));
        await Ledger.PassAsync(Duration * 2);
        all.Select(each => each.Held).ShouldBe(before);
        ledger.Overlaps.ShouldBeEmpty();
    }

    // Ten for the measure that is written down, fewer in every run of the tests.
    private static int KillsWanted =>
        int.TryParse(Environment.GetEnvironmentVariable("DIALTONE_KILLS"), out var kills) ? kills : 2;

    private static PostgresLeases Leases(string database, string owner) =>
        new(database, owner, Duration, TimeProvider.System);

    // Where the test says itself when a third of a lease is over.
    private static PostgresLeases LongLeases(string database, string owner) =>
        new(database, owner, LongDuration, TimeProvider.System);

    private static Task<ImmutableHashSet<string>> KeepAsync(
        PostgresLeases leases, ImmutableHashSet<string>? busy = null) =>
        leases.KeepAsync(Twelve, busy ?? Nothing, Cancel);

    private static void ShouldBeApart(IEnumerable<ImmutableHashSet<string>> held) =>
        held.SelectMany(each => each).ShouldBeUnique();

    private async Task<string> NewAsync() => await MigratedAsync(await server.Running.NewDatabaseAsync());

    private static async Task<string> MigratedAsync(string database)
    {
        await using var history = new PostgresHistory(database, TimeProvider.System);
        await history.MigrateAsync(Cancel);
        return database;
    }
}
