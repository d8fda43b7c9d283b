using Dialtone.Interop.Tests.Bench;
using Dialtone.Watcher.History;
using Dialtone.Watcher.History.Sqlite;
using Dialtone.Watcher.Runs;
using Dialtone.Watcher.Tests.History;
using Microsoft.Data.Sqlite;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>A history of SQLite on a full disk, on one that is read-only, locked by others, and killed.</summary>
/// <remarks>What is explicit is one half of a test: it runs in a process of its own.</remarks>
public sealed class SqliteFileTests : IDisposable
{
    private const string Check = "Sign in";
    private const string FolderVariable = "DIALTONE_TEST_HISTORY";
    private const int RunsAtOnce = 7;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dialtone-interop-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Folder => System.Environment.GetEnvironmentVariable(FolderVariable)
        ?? throw new InvalidOperationException($"{FolderVariable} says nothing.");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_full_disk_costs_nothing_that_was_kept_and_room_is_used_at_once()
    {
        SkipUnlessMounts();
        await ShouldPassAsync(nameof(Full_disk), "mount -t tmpfs -o size=3m dialtone-test \"$0\" && exec \"$@\"");
    }

    [Fact]
    public async Task A_disk_that_is_read_only_is_trouble_in_words()
    {
        SkipUnlessMounts();
        await using (var history = await OpenAsync(folder.FullName))
        {
            await history.AppendAsync(Batch(0), Cancel);
        }

        await ShouldPassAsync(
            nameof(Read_only_disk),
            "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"");
    }

    [Fact]
    public async Task A_file_that_another_program_keeps_locked_is_trouble_that_passes()
    {
        await using var history = await OpenAsync(folder.FullName);
        await using var other = new SqliteConnection($"Data Source={FileIn(folder.FullName)};Pooling=False");
        await other.OpenAsync(Cancel);
        Do(other, "BEGIN IMMEDIATE");
        var trouble = await Should.ThrowAsync<HistoryException>(() => history.AppendAsync(Batch(0), Cancel));
        trouble.Message.ShouldContain("Another program keeps");
        trouble.IsPassing.ShouldBeTrue();
        (await history.RunsAsync(new(Check, 10), Cancel)).ShouldBeEmpty();
        Do(other, "ROLLBACK");
        await history.AppendAsync(Batch(0), Cancel);
        (await history.RunsAsync(new(Check, 10), Cancel)).Length.ShouldBe(RunsAtOnce);
    }

    [Fact]
    public async Task What_was_appended_survives_a_kill_at_any_moment_and_what_was_not_leaves_no_trace()
    {
        var appended = 0;
        for (var kill = 1; kill <= 4; kill++)
        {
            await using (var child = await RunningProcess.StartAsync(
                Command(nameof(Appends_until_it_is_killed)), environment: Environment(folder.FullName)))
            {
                var last = $"kept {appended + (kill * 13)}";
                await child.WaitForLineAsync(line => line == last, Limit);
            }

            appended = await ShouldBeWholeAsync(Said(folder.FullName));
        }
    }

    [Fact(Explicit = true)]
    public async Task Full_disk()
    {
        var ballast = Path.Combine(Folder, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[1_000_000], Cancel);
        await using var history = await OpenAsync(Folder);
        var kept = 0;
        HistoryException? trouble = null;
        for (; trouble is null && kept < 1000; kept += trouble is null ? 1 : 0)
        {
            trouble = await TroubleAsync(history.AppendAsync(Batch(kept), Cancel));
        }

        trouble.ShouldNotBeNull().Message.ShouldContain("no room left");
        trouble.IsPassing.ShouldBeTrue();
        kept.ShouldBeGreaterThan(0);
        await ShouldHoldAsync(history, kept);

        File.Delete(ballast);
        await history.AppendAsync(Batch(kept), Cancel);
        await ShouldHoldAsync(history, kept + 1);
    }

    [Fact(Explicit = true)]
    public async Task Read_only_disk()
    {
        await using var history = new SqliteHistory(FileIn(Folder), TimeProvider.System);
        var trouble = await TroubleAsync(history.AppendAsync(Batch(1), Cancel));
        trouble.ShouldNotBeNull().IsPassing.ShouldBeFalse();
        trouble.Message.ShouldContain("written");
    }

    [Fact(Explicit = true)]
    public async Task Appends_until_it_is_killed()
    {
        await using var history = await OpenAsync(Folder);
        for (var batch = Said(Folder); ; batch++)
        {
            await history.AppendAsync(Batch(batch), Cancel);
            await File.AppendAllTextAsync(Path.Combine(Folder, "said"), ".", Cancel);
            await Console.Error.WriteLineAsync($"kept {batch}");
        }
    }

    // What was said to be kept is, and one more at most; all of it or nothing.
    private async Task<int> ShouldBeWholeAsync(int said)
    {
        await using var history = await OpenAsync(folder.FullName);
        var batches = said + (await history.RunAsync(Batch(said)[0].Id, Cancel) is null ? 0 : 1);
        await ShouldHoldAsync(history, batches);
        await using var file = new SqliteConnection($"Data Source={FileIn(folder.FullName)};Pooling=False");
        await file.OpenAsync(Cancel);
        Do(file, "PRAGMA integrity_check").ShouldBe("ok");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "said"), new string('.', batches), Cancel);
        return batches;
    }

    private static async Task ShouldHoldAsync(SqliteHistory history, int batches)
    {
        var runs = Enumerable.Range(0, batches).SelectMany(Batch).ToArray();
        foreach (var run in runs)
        {
            (await history.RunAsync(run.Id, Cancel)).ShouldBeKept(run);
            (await history.ReportAsync(run.Id, Cancel)).ShouldNotBeNull();
        }

        (await history.RunsAsync(new(Check, 500), Cancel)).Length.ShouldBe(Math.Min(runs.Length, 500));
        (await history.ChangesAsync(0, 10_000, Cancel)).Select(each => each.Run.Id)
            .ShouldBe(runs.Select(run => run.Id));
        var (from, until) = (SampleRuns.Start, SampleRuns.Start.AddDays(10));
        (await history.StepsAsync(Check, from, until, 240, Cancel)).ShouldBe(
            SampleRuns.Spans(runs, from, until, 240));
    }

    // The same batch by its number, in every process.
    private static CheckRun[] Batch(int number) =>
    [
        .. Enumerable.Range(number * RunsAtOnce, RunsAtOnce).Select(at => SampleRuns.Full(
            Check, SampleRuns.Start.AddMinutes(at)) with
        {
            Id = new Guid(at, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0),
            Report = SampleRuns.Report(5_000, (byte)at),
        }),
    ];

    private static async Task<SqliteHistory> OpenAsync(string folder)
    {
        var history = new SqliteHistory(FileIn(folder), TimeProvider.System);
        await history.MigrateAsync(Cancel);
        return history;
    }

    private static string FileIn(string folder) => Path.Combine(folder, "history.db");

    private static int Said(string folder)
    {
        var file = new FileInfo(Path.Combine(folder, "said"));
        return file.Exists ? (int)file.Length : 0;
    }

    private static async Task<HistoryException?> TroubleAsync(Task task)
    {
        try
        {
            await task;
            return null;
        }
        catch (HistoryException trouble)
        {
            return trouble;
        }
    }

    private static object? Do(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static void SkipUnlessMounts()
    {
        Requirements.SkipUnlessInstalled("dotnet", "unshare", "mount");
        Assert.SkipUnless(System.Environment.IsPrivilegedProcess, "Only root may mount a disk of its own.");
    }

    private static string[] Command(string test) =>
    [
        "dotnet", typeof(SqliteFileTests).Assembly.Location, "--explicit", "only", "--no-progress", "--no-ansi",
        "--filter-method", $"{typeof(SqliteFileTests).FullName}.{test}",
    ];

    private static Dictionary<string, string> Environment(string folder) => new() { [FolderVariable] = folder };

    private async Task ShouldPassAsync(string test, string mounts)
    {
        await using var child = await RunningProcess.StartAsync(
            ["unshare", "--mount", "sh", "-c", mounts, folder.FullName, .. Command(test)],
            environment: Environment(folder.FullName));
        var code = await child.WaitForExitAsync(Limit);
        code.ShouldBe(0, child.Output + child.Error);
    }
}
