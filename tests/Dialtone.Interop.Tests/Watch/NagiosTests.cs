using System.Globalization;
using Dialtone.Core.Findings;
using Dialtone.Core.Transactions;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Watcher.Alerts;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>A run handed to a real Nagios Core, which says what it made of the line.</summary>
public sealed class NagiosTests : IDisposable
{
    private static readonly WatchCheck Check = new(
        "Sign in, Zürich", new() { Transaction = TransactionKind.ClientAuth, Account = new("alice") });

    private readonly string _directory = Directory.CreateTempSubdirectory("dialtone-nagios-").FullName;

    private string CommandFile => Path.Combine(_directory, "nagios.cmd");

    [Fact]
    public async Task Nagios_takes_a_run_for_the_state_the_text_and_the_times_that_it_has()
    {
        Requirements.SkipUnlessInstalled("nagios4");
        await ConfigureAsync();
        await using var nagios = await RunningProcess.StartAsync(
            ["nagios4", Path.Combine(_directory, "nagios.cfg")]);
        _ = await nagios.WaitForLineAsync(
            line => line.Contains("launched command file worker", StringComparison.Ordinal), Tool.RunTimeMax);
        await using var taken = await RunningProcess.StartAsync(["tail", "-F", Path.Combine(_directory, "taken")]);

        // The pipe is made by a process of its own, a moment after that was said.
        var board = new CheckBoard();
        using var passive = new NagiosPassive(board, TimeProvider.System, NullLogger.Instance);
        passive.Apply(new() { Watcher = "watch-1", Checks = [Check], Nagios = new(CommandFile, "sbc1") });
        using var stop = new CancellationTokenSource();
        var run = passive.RunAsync(stop.Token);
        await PipeAsync();
        board.Replace([View()]);

        var said = await taken.WaitForLineAsync(
            line => line.Contains("Zürich", StringComparison.Ordinal), Tool.RunTimeMax);
        said.ShouldBe(
            "Sign in, Zürich\tCRITICAL\tDIALTONE CRITICAL - DT1101 client-auth for CONTOSO\\new at 1/2 failed.\t"
            + "latency=4.000000s;;;0 dhcp=3.000000s;;;0");
        passive.Lost.ShouldBe(0);
        await stop.CancelAsync();
        await run;
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static CheckView View()
    {
        var run = new CheckRun
        {
            Id = Guid.CreateVersion7(),
            Check = Check.Name,
            Watcher = "watch-1",
            Transaction = TransactionKind.ClientAuth,
            StartedAt = DateTimeOffset.UtcNow,
            Took = TimeSpan.FromSeconds(4),
            Latency = TimeSpan.FromSeconds(4),
            Outcome = RunOutcome.Failed,
            Verdict = "client-auth for CONTOSO\\new at 1|2 failed.",
            Steps = [new(TransactionStep.Dhcp, StepResult.Failed, TimeSpan.FromSeconds(3))],
            Findings = [new(new(1101), FindingSeverity.Blocking, "", "No DHCP server answers", true)],
        };
        return new(
            Check, new() { Check = Check.Name, Color = CheckColor.Red, Last = run }, true, false, null, false);
    }

    private async Task PipeAsync()
    {
        using var folder = new FileSystemWatcher(_directory, Path.GetFileName(CommandFile));
        var made = new TaskCompletionSource();
        folder.Created += (_, _) => made.TrySetResult();
        folder.EnableRaisingEvents = true;
        if (!File.Exists(CommandFile))
        {
            await made.Task.WaitAsync(Tool.RunTimeMax, TestContext.Current.CancellationToken);
        }

        // Until Nagios reads it, too: opening it for writing waits for its reader.
        using var pipe = await Task.Run(
            () => new FileStream(CommandFile, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0),
            TestContext.Current.CancellationToken);
    }

    private async Task ConfigureAsync()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "checks"));
        var stop = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(Path.Combine(_directory, "nagios.cfg"), string.Create(
            CultureInfo.InvariantCulture,
            $"""
            log_file={_directory}/nagios.log
            cfg_file={_directory}/objects.cfg
            object_cache_file={_directory}/objects.cache
            status_file={_directory}/status
            command_file={CommandFile}
            query_socket={_directory}/nagios.qh
            lock_file={_directory}/nagios.lock
            temp_file={_directory}/nagios.tmp
            temp_path={_directory}
            check_result_path={_directory}/checks
            state_retention_file={_directory}/retention
            check_external_commands=1
            check_for_updates=0
            execute_service_checks=0
            execute_host_checks=0
            enable_notifications=0
            process_performance_data=1
            service_perfdata_file={_directory}/taken
            service_perfdata_file_mode=a
            service_perfdata_file_template=$SERVICEDESC$\t$SERVICESTATE$\t$SERVICEOUTPUT$\t$SERVICEPERFDATA$
            nagios_user={Environment.UserName}
            nagios_group={Environment.UserName}

            """), stop);
        await File.WriteAllTextAsync(Path.Combine(_directory, "objects.cfg"), $$"""
            define command {
              command_name none
              command_line /bin/true
            }
            define timeperiod {
              timeperiod_name always
              alias always
            }
            define contact {
              contact_name nobody
              host_notification_commands none
              service_notification_commands none
              host_notification_period always
              service_notification_period always
            }
            define host {
              host_name sbc1
              address 127.0.0.1
              max_check_attempts 1
              check_command none
              contacts nobody
              notification_period always
            }
            define service {
              host_name sbc1
              service_description {{Check.Name}}
              check_command none
              max_check_attempts 1
              active_checks_enabled 0
              check_interval 1
              retry_interval 1
              check_period always
              contacts nobody
              notification_period always
            }

            """, stop);
    }
}
