using Dialtone.Interop.Tests.Servers;
using Dialtone.Watcher.History;
using Dialtone.Watcher.History.Postgres;
using Dialtone.Watcher.Runs;
using Npgsql;
using static Dialtone.Watcher.Tests.History.SampleRuns;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>What only a history in PostgreSQL does: days, several watchers, and trouble in words.</summary>
[Collection(PostgresCollection.Name)]
public class PostgresHistoryTests(PostgresServer server)
{
    private const string Check = "Sign in";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watchers_that_start_at_once_make_the_tables_once()
    {
        var database = await server.Running.NewDatabaseAsync();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async at =>
        {
            await using var history = new PostgresHistory(database, TimeProvider.System);
            await history.MigrateAsync(Cancel);
            await history.AppendAsync([Run(Check, Start.AddMinutes(at))], Cancel);
        }));
        await using var one = new PostgresHistory(database, TimeProvider.System);
        (await one.RunsAsync(new(Check, 10), Cancel)).Length.ShouldBe(6);
        (await NumberAsync(database, "SELECT count(*) FROM dialtone.versions")).ShouldBe(1);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        var database = await server.Running.NewDatabaseAsync();
        await using (await NewAsync(database))
        {
        }

        await NumberAsync(database, "INSERT INTO dialtone.versions VALUES (99, now()) RETURNING 1::bigint");
        await using var history = new PostgresHistory(database, TimeProvider.System);
        foreach (var call in (Func<Task>[])
            [() => history.MigrateAsync(Cancel), () => history.AppendAsync([Run(Check, Start)], Cancel)])
        {
            var refused = await Should.ThrowAsync<HistoryException>(call);
            refused.Message.ShouldContain("version 99");
            refused.IsPassing.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Runs_lie_in_the_tables_of_their_day_and_a_day_goes_with_its_tables()
    {
        var database = await server.Running.NewDatabaseAsync();
        await using var history = await NewAsync(database);
        await history.AppendAsync([Run(Check, Start), Run(Check, Start.AddDays(1).AddTicks(-10))], Cancel);
        await history.AppendAsync([Run(Check, Start.AddDays(1))], Cancel);
        (await NumberAsync(database, "SELECT count(*) FROM dialtone.runs_20260302")).ShouldBe(2);
        (await NumberAsync(database, "SELECT count(*) FROM dialtone.runs_20260303")).ShouldBe(1);
        (await NumberAsync(database, "SELECT count(*) FROM dialtone.runs_20260304")).ShouldBe(0);

        await history.TrimAsync(Start.AddDays(31), new(), Cancel);
        (await NumberAsync(database, "SELECT 1::bigint WHERE to_regclass('dialtone.runs_20260302') IS NULL"))
            .ShouldBe(1);
        (await history.RunsAsync(new(Check, 10), Cancel)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task What_comes_late_finds_its_day_again_after_another_watcher_gave_that_up()
    {
        var database = await server.Running.NewDatabaseAsync();
        await using var history = await NewAsync(database);
        await using var other = await NewAsync(database);
        await history.AppendAsync([Run(Check, Start)], Cancel);
        await other.TrimAsync(Start.AddDays(60), new(), Cancel);
        var late = Full(Check, Start.AddHours(1));
        await history.AppendAsync([late], Cancel);
        (await other.RunAsync(late.Id, Cancel)).ShouldBeKept(late);
    }

    [Fact]
    public async Task What_is_too_much_is_given_up_in_order_and_the_disk_has_the_room_again()
    {
        var database = await server.Running.NewDatabaseAsync();
        await using var history = await NewAsync(database);
        CheckRun[] runs =
        [
            .. Enumerable.Range(0, 40).Select(at => Run(
                Check, Start.AddHours(at), at % 4 == 0 ? RunOutcome.Failed : RunOutcome.Healthy)
                with { Report = Report(100_000, (byte)at) }),
        ];
        await history.AppendAsync(runs, Cancel);
        var full = (await history.SizeAsync(Cancel)).Bytes;
        full.ShouldBeGreaterThan(4_000_000);
        var now = Start.AddHours(40);
        var keep = new RetentionSettings { HealthyReports = TimeSpan.FromDays(9) };

        // Half of the reports of what went well: the older half.
        (await history.TrimAsync(now, keep with { BytesMax = full - 1_000_000 }, Cancel)).Runs.ShouldBe(0);
        (await history.SizeAsync(Cancel)).Bytes.ShouldBeLessThan(full - 1_000_000);
        var healthy = await ReportsAsync(history, runs, RunOutcome.Healthy);
        healthy.ShouldBe(healthy.Order());
        healthy.Count(each => each).ShouldBeInRange(14, 20);
        (await ReportsAsync(history, runs, RunOutcome.Failed)).ShouldAllBe(each => each);

        // All of these, and then runs that went well; failures last.
        await history.TrimAsync(now, keep with { BytesMax = full - 3_100_000 }, Cancel);
        (await ReportsAsync(history, runs, RunOutcome.Healthy)).ShouldAllBe(each => !each);
        (await history.RunsAsync(new(Check, 500) { OnlyBad = true }, Cancel)).Length.ShouldBe(10);
        await history.TrimAsync(now, keep with { BytesMax = 1 }, Cancel);
        (await history.RunsAsync(new(Check, 500), Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_reads_changes_while_they_are_made_misses_none()
    {
        var database = await server.Running.NewDatabaseAsync();
        await using var history = await NewAsync(database);
        await using var other = await NewAsync(database);
        var writing = Task.WhenAll(Enumerable.Range(0, 60).Select(at =>
            (at % 2 == 0 ? history : other).AppendAsync(
                [Run(Check, Start.AddMinutes(at)) with { Change = Turned() }], Cancel)));
        List<MarkedRun> read = [];
        for (var isMore = true; isMore;)
        {
            var isWriting = !writing.IsCompleted;
            var next = await other.ChangesAsync(read.Count == 0 ? 0 : read[^1].Mark, 7, Cancel);
            read.AddRange(next);
            isMore = isWriting || next.Length > 0;
        }

        await writing;
        read.Count.ShouldBe(60);
        read.Select(each => each.Run.Id).ShouldBeUnique();
    }

    [Fact]
    public async Task What_a_peer_said_and_the_database_has_no_way_to_keep_is_kept_as_near_as_can_be()
    {
        await using var history = await NewAsync(await server.Running.NewDatabaseAsync());
        var run = Run(Check, Start) with { Verdict = "before\0after \ud800 \U0001F600" };
        await history.AppendAsync([run], Cancel);
        (await history.RunAsync(run.Id, Cancel))!.Verdict.ShouldBe("before\uFFFDafter \uFFFD \U0001F600");
    }

    [Fact]
    public async Task Trouble_is_said_in_words_without_a_secret()
    {
        var postgres = server.Running;
        await using (await NewAsync(await postgres.NewDatabaseAsync()))
        {
        }

        await ShouldFailAsync(
            postgres.ConnectionString("postgres", password: "wrong horse"), "refuses the user or the password", false);
        await ShouldFailAsync(postgres.ConnectionString("nothing"), "no such database", false);
        await ShouldFailAsync(postgres.ConnectionString("postgres"), "lacks the right", false);
        await ShouldFailAsync($"Host={postgres.Home}/nowhere;Username=watch;Password=wrong horse", "reached", true);
        await ShouldFailAsync($"Host={postgres.Home};Username=watch;Database=postgres", "asks for a password", false);

        var database = await postgres.NewDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(database).Database;
        await postgres.RunAsync("postgres", $"ALTER DATABASE {name} SET default_transaction_read_only = on");
        await ShouldFailAsync(database, "read only", false);
    }

    [Theory]
    [InlineData("Host=db.contoso.example;Password=correct; horse")]
    [InlineData("postgresql://watch:correct@db.contoso.example/dialtone?horse")]
    [InlineData("Host=db.contoso.example;Port=correct horse")]
    [InlineData("Password=correct horse")]
    [InlineData("")]
    public void A_connection_string_that_is_wrong_is_refused_without_a_word_of_it(string connectionString)
    {
        var refused = Should.Throw<HistoryException>(
            () => new PostgresHistory(connectionString, TimeProvider.System));
        refused.ToString().ShouldNotContain("correct");
        refused.ToString().ShouldNotContain("horse");
        refused.IsPassing.ShouldBeFalse();
    }

    private static async Task ShouldFailAsync(string database, string words, bool isPassing)
    {
        await using var history = new PostgresHistory(database, TimeProvider.System);
        var failure = await Should.ThrowAsync<HistoryException>(() => history.MigrateAsync(Cancel));
        failure.Message.ShouldContain(words);
        failure.ToString().ShouldNotContain("horse");
        failure.IsPassing.ShouldBe(isPassing, failure.Message);
    }

    private static async Task<bool[]> ReportsAsync(
        PostgresHistory history, IEnumerable<CheckRun> runs, RunOutcome outcome)
    {
        List<bool> found = [];
        foreach (var run in runs.Where(run => run.Outcome == outcome))
        {
            found.Add(await history.ReportAsync(run.Id, Cancel) is not null);
        }

        return [.. found];
    }

    private static async Task<PostgresHistory> NewAsync(string database)
    {
        var history = new PostgresHistory(database, TimeProvider.System);
        await history.MigrateAsync(Cancel);
        return history;
    }

    private static async Task<long> NumberAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }
}
