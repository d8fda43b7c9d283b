using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Servers;
using Dialtone.Watcher.History;
using Dialtone.Watcher.History.Postgres;
using Dialtone.Watcher.Runs;
using static Dialtone.Watcher.Tests.History.SampleRuns;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>A database on a disk that is full, and has room again.</summary>
[Collection(PostgresCollection.Name)]
public class PostgresDiskFullTests
{
    private const string Check = "Sign in";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_is_said_in_words_and_what_was_refused_is_kept_when_there_is_room_again()
    {
        Assert.SkipWhen(Postgres.Refusal is not null, Postgres.Refusal ?? "");
        await SkipUnlessMountsAsync();
        var disk = Directory.CreateTempSubdirectory("dialtone-disk-").FullName;
        try
        {
            // Seen by the server alone, and gone with it.
            await using var postgres = await Postgres.StartAsync(
                ["unshare", "--mount", "sh", "-c",
                 $"mount -t tmpfs -o size=20m,mode=700,uid=nobody tmpfs {disk} && exec \"$@\"", "sh"]);
            await postgres.RunAsync("postgres", $"CREATE TABLESPACE small LOCATION '{disk}'");
            await postgres.RunAsync("postgres", $"GRANT CREATE ON TABLESPACE small TO {Postgres.User}");
            await using var history = new PostgresHistory(
                await postgres.NewDatabaseAsync("TABLESPACE small"), TimeProvider.System);
            await history.MigrateAsync(Cancel);

            var at = 0;
            CheckRun[] Next() =>
            [
                .. Enumerable.Range(0, 10).Select(
                    _ => Run(Check, Start.AddMinutes(++at)) with { Report = Report(200_000, 3) }),
            ];
            CheckRun[] refused = [];
            HistoryException? full = null;
            while (full is null && at < 200)
            {
                refused = Next();
                full = await Record.ExceptionAsync(() => history.AppendAsync(refused, Cancel)) as HistoryException;
            }

            full.ShouldNotBeNull();
            full.Message.ShouldContain("its disk is full (53100");
            full.IsPassing.ShouldBeFalse();
            (await history.RunsAsync(new(Check, 1), Cancel))[0].StartedAt.ShouldBeLessThan(refused[0].StartedAt);

            var pid = (await File.ReadAllLinesAsync(Path.Combine(postgres.Home, "data", "postmaster.pid"), Cancel))[0];
            await Tool.RunAsync("nsenter", "-t", pid, "-m", "mount", "-o", "remount,size=64m", disk);
            await history.AppendAsync(refused, Cancel);
            await history.AppendAsync(refused, Cancel);
            (await history.RunsAsync(new(Check, 500), Cancel)).Length.ShouldBe(at);
            (await history.RunAsync(refused[^1].Id, Cancel)).ShouldBeKept(refused[^1]);
        }
        finally
        {
            Directory.Delete(disk, recursive: true);
        }
    }

    private static async Task SkipUnlessMountsAsync()
    {
        Requirements.SkipUnlessInstalled("unshare", "nsenter");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may mount a small disk.");
        var (code, _, error) = await Tool.TryRunAsync(
            "unshare", ["--mount", "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", Path.GetTempPath()]);
        Assert.SkipWhen(code != 0, $"This machine does not let us mount a small disk: {error.Trim()}");
    }
}
