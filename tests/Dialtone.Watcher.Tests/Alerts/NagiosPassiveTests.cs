using System.Diagnostics;
using System.Text;
using Dialtone.Net.Tests.Live;
using Dialtone.Watcher.Alerts;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Alerts;

public sealed class NagiosPassiveTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dialtone-nagios-").FullName;
    private readonly ManualTimeProvider _time = new();
    private readonly CheckBoard _board = new();
    private readonly LogLines _log = new();
    private readonly NagiosPassive _nagios;

    public NagiosPassiveTests()
    {
        _nagios = new(_board, _time, _log);
        _nagios.Apply(new()
        {
            Watcher = "watch-1",
            Checks = [TurnedRuns.Check],
            Nagios = new(CommandFile, "sbc1"),
        });
    }

    private string CommandFile => Path.Combine(_directory, "nagios.cmd");

    [Fact]
    public async Task Each_run_is_added_to_a_file_once()
    {
        await File.WriteAllTextAsync(CommandFile, "[1] BEFORE\n", TestContext.Current.CancellationToken);
        _board.Replace([View(1)]);
        _board.Show(View(1) with { IsPaused = true });
        _board.Show(View(1) with { IsRunning = true });
        _board.Show(View(2));
        await DrainAsync();

        var lines = await File.ReadAllLinesAsync(CommandFile, TestContext.Current.CancellationToken);
        lines.Length.ShouldBe(3);
        lines[0].ShouldBe("[1] BEFORE");
        lines[2].ShouldStartWith("[1893456004] PROCESS_SERVICE_CHECK_RESULT;sbc1;Sign in, Zürich;2;DIALTONE CRITICAL");
    }

    [Fact]
    public async Task What_others_ran_and_what_was_before_the_start_is_not_handed_on()
    {
        await File.WriteAllTextAsync(CommandFile, "", TestContext.Current.CancellationToken);
        _board.Replace([View(1, TurnedRuns.Red(1, _time.GetUtcNow() - TimeSpan.FromMinutes(1)))]);
        _board.Show(View(2, TurnedRuns.Red(2, _time.GetUtcNow()) with { Watcher = "watch-2" }));
        _board.Show(View(3, null));
        await DrainAsync();
        new FileInfo(CommandFile).Length.ShouldBe(0);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_said_once_and_never_made()
    {
        _board.Replace([View(1)]);
        _board.Show(View(2));
        await DrainAsync();
        File.Exists(CommandFile).ShouldBeFalse();
        _log.Count(511).ShouldBe(1);
        _nagios.Lost.ShouldBe(2);
    }

    [Fact]
    public async Task A_pipe_that_nobody_reads_holds_nothing_up_and_is_said_once_until_it_is_read()
    {
        MakePipe();
        _board.Replace([View(1)]);
        _board.Show(View(2));
        await DrainAsync();
        _log.Lines.ShouldHaveSingleItem().Text.ShouldContain("nobody reads the pipe");

        await using (var pipe = OpenPipe())
        {
            _board.Show(View(3));
            await DrainAsync();
            var bytes = new byte[8192];
            var count = await pipe.ReadAsync(bytes, TestContext.Current.CancellationToken);
            Encoding.UTF8.GetString(bytes, 0, count).ShouldMatch(@"\A\[\d+\] PROCESS_SERVICE_CHECK_RESULT;[^\n]*\n\z");
            _log.Lines[^1].Text.ShouldContain("2 were lost");
        }

        _board.Show(View(4));
        await DrainAsync();
        (_log.Count(511), _log.Count(512), _nagios.Lost).ShouldBe((2, 1, 3));
    }

    [Fact]
    public async Task A_pipe_that_is_full_loses_whole_lines_and_waits_for_nobody()
    {
        MakePipe();
        await using var pipe = OpenPipe();
        var verdict = new string('x', 3000);
        const int Runs = 40;
        for (var number = 1; number <= Runs; number++)
        {
            _board.Replace([View(number, TurnedRuns.Red(number, _time.GetUtcNow()) with { Verdict = verdict })]);
        }

        await DrainAsync();
        _nagios.Lost.ShouldBeInRange(1, Runs - 1);
        _log.Count(511).ShouldBe(1);
        var bytes = new byte[1 << 20];
        var count = await pipe.ReadAsync(bytes, TestContext.Current.CancellationToken);
        var lines = Encoding.UTF8.GetString(bytes, 0, count).Split('\n');
        lines[^1].ShouldBeEmpty();
        lines.Length.ShouldBe(Runs - (int)_nagios.Lost + 1);
        lines[..^1].ShouldAllBe(line => line.StartsWith('[') && line.EndsWith("dns=0.012000s;;;0"));
    }

    [Fact]
    public async Task Without_settings_nothing_is_written()
    {
        await File.WriteAllTextAsync(CommandFile, "", TestContext.Current.CancellationToken);
        _nagios.Apply(new() { Checks = [TurnedRuns.Check] });
        _board.Replace([View(1)]);
        await DrainAsync();
        new FileInfo(CommandFile).Length.ShouldBe(0);
    }

    public void Dispose()
    {
        _nagios.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private CheckView View(int number) => View(number, TurnedRuns.Red(number, _time.GetUtcNow()));

    private static CheckView View(int number, CheckRun? run) => new(
        TurnedRuns.Check,
        new() { Check = TurnedRuns.Check.Name, Color = CheckColor.Red, OutcomeInARow = number, Last = run },
        true, false, null, false);

    private void MakePipe()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes among its files");
        using var mkfifo = Process.Start("mkfifo", [CommandFile]);
        mkfifo.WaitForExit();
    }

    // As Nagios has it open.
    private FileStream OpenPipe() =>
        new(CommandFile, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);

    // Runs it until everything that waits is written.
    private async Task DrainAsync()
    {
        using var stop = new CancellationTokenSource();
        var run = _nagios.RunAsync(stop.Token);
        await stop.CancelAsync();
        await run;
    }
}
