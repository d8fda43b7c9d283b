using Dialtone.Watcher.History;
using Dialtone.Watcher.History.Sqlite;
using Dialtone.Watcher.Runs;
using Microsoft.Data.Sqlite;
using static Dialtone.Watcher.Tests.History.SampleRuns;

namespace Dialtone.Watcher.Tests.History.Sqlite;

public sealed class SqliteHistoryTests : IAsyncDisposable
{
    private const string Check = "Sign in";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialtone-history-");
    private readonly SqliteHistory _history;

    public SqliteHistoryTests() => _history = new(File, TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder.FullName, "history.db");

    public async ValueTask DisposeAsync()
    {
        await _history.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_alone()
    {
        await _history.MigrateAsync(Cancel);
        var version = Query("PRAGMA user_version");
        Query($"PRAGMA user_version = {version + 1}");
        await using var older = new SqliteHistory(File, TimeProvider.System);
        var trouble = await Should.ThrowAsync<HistoryException>(() => older.MigrateAsync(Cancel));
        trouble.Message.ShouldBe(
            $"{File} was written by a newer version of Dialtone: its schema has the version {version + 1}, and this " +
            $"one knows no later than {version}. Use that version, or another file.");
        trouble.IsPassing.ShouldBeFalse();
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_alone()
    {
        Query("CREATE TABLE theirs (it TEXT)");
        (await Should.ThrowAsync<HistoryException>(() => _history.MigrateAsync(Cancel)))
            .Message.ShouldBe($"{File} is a database of something else than Dialtone.");
        Query("SELECT count(*) FROM sqlite_schema").ShouldBe(1);
    }

    [Fact]
    public async Task A_schema_that_could_not_be_made_at_the_start_is_made_by_what_asks_first()
    {
        await using (var other = new SqliteHistory(File, TimeProvider.System))
        {
            (await other.RunsAsync(new(Check, 10), Cancel)).ShouldBeEmpty();
        }

        await _history.AppendAsync(EachMinute(1), Cancel);
        (await _history.RunsAsync(new(Check, 10), Cancel)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_trouble_in_words()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 5000), Cancel);
        await ShouldFailAsync(_history.MigrateAsync(Cancel), "is no history", isPassing: false);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_trouble_in_words()
    {
        await using var nowhere = new SqliteHistory(Path.Combine(File, "history.db"), TimeProvider.System);
        await ShouldFailAsync(nowhere.MigrateAsync(Cancel), "cannot be opened", isPassing: false);
    }

    [Fact]
    public async Task A_damaged_file_is_trouble_in_words()
    {
        await _history.MigrateAsync(Cancel);
        await _history.AppendAsync(EachMinute(200), Cancel);
        Query("PRAGMA wal_checkpoint(TRUNCATE)");
        await using (var raw = new FileStream(File, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            raw.Position = 4096;
            await raw.WriteAsync(new byte[raw.Length - 4096], Cancel);
        }

        await using var other = new SqliteHistory(File, TimeProvider.System);
        await ShouldFailAsync(other.RunsAsync(new(Check, 10), Cancel), "is damaged", isPassing: false);
        await ShouldFailAsync(other.AppendAsync([Run(Check, Start)], Cancel), "is damaged", isPassing: false);
    }

    [Fact]
    public async Task A_file_grows_no_larger_than_is_allowed_and_shrinks_when_less_is()
    {
        await _history.MigrateAsync(Cancel);
        for (var at = 0; at < 40; at++)
        {
            await _history.AppendAsync(
                [Run(Check, Start.AddMinutes(at)) with { Report = Report(100_000, (byte)at) }], Cancel);
        }

        foreach (var max in (long[])[3_000_000, 1_000_000, 300_000])
        {
            await _history.TrimAsync(Start.AddHours(1), new() { BytesMax = max }, Cancel);
            (await _history.SizeAsync(Cancel)).Bytes.ShouldBeLessThanOrEqualTo(max);
        }

        Query("PRAGMA wal_checkpoint(TRUNCATE)");
        new FileInfo(File).Length.ShouldBeLessThanOrEqualTo(300_000);
        (await _history.RunsAsync(new(Check, 500), Cancel)).Length.ShouldBe(40);
        Query("PRAGMA integrity_check('runs')");
    }

    [Fact]
    public async Task What_is_old_goes_while_others_write_and_read()
    {
        await _history.MigrateAsync(Cancel);
        await _history.AppendAsync(EachMinute(3000), Cancel);
        var trim = _history.TrimAsync(Start.AddDays(60), new(), Cancel);
        var (written, isBeside) = (0, false);
        while (!trim.IsCompleted)
        {
            await _history.AppendAsync([Run("Another", Start.AddDays(60).AddMinutes(written++))], Cancel);
            isBeside |= !trim.IsCompleted && (await _history.RunsAsync(new(Check, 1), Cancel)).Length == 1;
        }

        (await trim).Runs.ShouldBe(3000);
        isBeside.ShouldBeTrue();
        (await _history.RunsAsync(new("Another", 500), Cancel)).Length.ShouldBe(Math.Min(written, 500));
    }

    private static CheckRun[] EachMinute(int count) =>
        [.. Enumerable.Range(0, count).Select(at => Run(Check, Start.AddMinutes(at)))];

    private static async Task ShouldFailAsync(Task task, string words, bool isPassing)
    {
        var trouble = await Should.ThrowAsync<HistoryException>(() => task);
        trouble.Message.ShouldContain(words);
        trouble.IsPassing.ShouldBe(isPassing);
    }

    private long Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long number ? number : 0;
    }
}
