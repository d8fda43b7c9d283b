using Dialtone.Core.Transactions;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Outbox;
using Dialtone.Watcher.Runs;
using Dialtone.Watcher.Tests.Judging;

namespace Dialtone.Watcher.Tests.Outbox;

public sealed class RunSpoolTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("dialtone-spool-");

    public void Dispose() => _directory.Delete(recursive: true);

    private string File => Path.Combine(_directory.FullName, RunSpool.FileName);

    private RunSpool Spool(long bytesMax = OutboxLimits.SpoolBytesMax) => new(_directory.FullName, bytesMax);

    private static CheckRun[] Runs(string words) => [.. SampleRuns.Of(words)];

    private static CheckRun WithReport(CheckRun run, int bytes) =>
        run with { Report = new(new byte[bytes / 2], new byte[bytes - (bytes / 2)]) };

    private static string Left(RunSpool spool) => string.Join(' ', spool.Peek(1000, long.MaxValue)
        .Select(run => run.Verdict["verdict of ".Length..] + (run.Report is null ? "" : "+")));

    [Fact]
    public void What_is_taken_in_comes_out_as_it_was()
    {
        var run = Runs("F:1101/pool01.contoso.example,2101!,1204?")[0] with
        {
            Site = "Berlin",
            Latency = TimeSpan.FromMilliseconds(812.5),
            TimedOut = true,
            FailedStep = TransactionStep.Connect,
            Verdict = "„Fehler“\n\0 \U0001F4DE",
            Steps =
            [
                new(TransactionStep.Dhcp, StepResult.Passed, TimeSpan.FromTicks(1234567)),
                new(TransactionStep.Connect, StepResult.Failed, TimeSpan.Zero),
            ],
            Facts = new()
            {
                OnMemory = true,
                CertificateEnd = SampleRuns.Begin.AddDays(3),
                UserCertificateEnd = SampleRuns.Begin.AddDays(2),
                TargetsAnswered = 2,
                TargetsTried = 5,
            },
            Change = new(CheckColor.Green, CheckColor.Red, "DT1101", "title"),
        };
        using var spool = Spool();
        spool.TryAdd([run]).ShouldBeTrue(spool.Fault);
        var read = spool.Peek(1, 1).ShouldHaveSingleItem();
        read.Report!.Page.ToArray().ShouldBe(run.Report!.Page.ToArray());
        read.Report.Data.ToArray().ShouldBe(run.Report.Data.ToArray());
        read.Steps.ShouldBe(run.Steps);
        read.Findings.ShouldBe(run.Findings);
        (read with { Report = run.Report, Steps = run.Steps, Findings = run.Findings }).ShouldBe(run);
    }

    [Fact]
    public void What_was_taken_in_is_there_for_the_next_watcher()
    {
        using (var killed = Spool())
        {
            killed.TryAdd(Runs("H F")).ShouldBeTrue();
            killed.TryAdd(Runs("D")).ShouldBeTrue();
            killed.Remove(1);
        }

        // What was handed in is handed in again: nobody wrote down that it was.
        using var spool = Spool();
        spool.TryOpen().ShouldBeTrue();
        spool.BrokenAt.ShouldBeNull();
        Left(spool).ShouldBe("H+ F+ D+");
        spool.Remove(3);
        spool.Count.ShouldBe(0);
        spool.TryAdd(Runs("N")).ShouldBeTrue();
        Left(spool).ShouldBe("N+");
    }

    [Fact]
    public void A_file_that_is_cut_at_any_byte_gives_every_whole_result_before_it()
    {
        List<long> ends = [];
        using (var spool = Spool())
        {
            foreach (var run in Runs("H F:1101 D"))
            {
                spool.TryAdd([run]).ShouldBeTrue();
                ends.Add(spool.Bytes);
            }
        }

        var whole = System.IO.File.ReadAllBytes(File);
        for (var length = 0; length <= whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            using var spool = Spool();
            spool.TryOpen().ShouldBeTrue();
            spool.Count.ShouldBe(ends.Count(end => end <= length), $"cut at {length}");

            // And it goes on from there; not tried at every byte, since that waits for the disk.
            if (length % 97 != 0)
            {
                continue;
            }

            spool.TryAdd(Runs("N")).ShouldBeTrue();
            spool.Dispose();
            using var next = Spool();
            next.TryOpen().ShouldBeTrue();
            next.BrokenAt.ShouldBeNull();
            Left(next).ShouldEndWith("N+");
            next.Count.ShouldBe(ends.Count(end => end <= length) + 1);
        }
    }

    [Fact]
    public void A_byte_that_changed_costs_one_result_at_most_or_what_comes_after_its_length()
    {
        using (var spool = Spool())
        {
            spool.TryAdd(Runs("H F D")).ShouldBeTrue();
        }

        var whole = System.IO.File.ReadAllBytes(File);
        for (var at = 8; at < whole.Length; at += 5)
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x40;
            System.IO.File.WriteAllBytes(File, changed);
            using var spool = Spool();
            spool.TryOpen().ShouldBeTrue();
            spool.BrokenAt.ShouldNotBeNull($"changed at {at}");
            spool.Count.ShouldBeLessThan(3);
            spool.Peek(9, long.MaxValue).Select(run => run.Outcome)
                .ShouldBeSubsetOf([RunOutcome.Healthy, RunOutcome.Failed, RunOutcome.Degraded]);
        }

        whole[^1] ^= 1;
        System.IO.File.WriteAllBytes(File, whole);
        using var last = Spool();
        Left(last).ShouldBe("");
        last.TryOpen().ShouldBeTrue();
        Left(last).ShouldBe("H+ F+");
    }

    [Fact]
    public void A_file_of_another_format_is_set_aside()
    {
        System.IO.File.WriteAllText(File, "something that somebody else wrote");
        using var spool = Spool();
        spool.TryAdd(Runs("F")).ShouldBeTrue();
        Left(spool).ShouldBe("F+");
        System.IO.File.ReadAllText(File + ".set-aside").ShouldStartWith("something");
    }

    [Theory]
    // Reports of 1000 bytes; a run alone has 406. Made is room for a quarter more than is wanted.
    [InlineData(100_000, "H F H F", "H+ F+ H+ F+", 0, 0)]
    [InlineData(8_000, "H F H F H F", "H F+ H F+ H F+", 3, 0)]
    [InlineData(7_000, "H F H F H F", "H F+ H F+ H+ F+", 2, 0)]
    [InlineData(6_000, "F F F H H H H", "F F F H H H H+", 6, 0)]
    [InlineData(4_400, "F F H H H H H", "F F H H H+", 6, 2)]
    [InlineData(3_000, "F F F F F F F", "F F F+", 6, 4)]
    public void Where_there_is_no_room_what_is_worth_least_goes_first(
        long bytesMax, string words, string left, int reports, int runs)
    {
        using var spool = Spool(bytesMax);
        foreach (var run in Runs(words))
        {
            spool.TryAdd([WithReport(run, 1000)]).ShouldBeTrue(spool.Fault);
            spool.Bytes.ShouldBeLessThanOrEqualTo(bytesMax);
        }

        Left(spool).ShouldBe(left);
        spool.ReportsGivenUp.ShouldBe(reports);
        spool.RunsGivenUp.ShouldBe(runs);
        using var next = Spool(bytesMax);
        spool.Dispose();
        next.TryOpen().ShouldBeTrue();
        Left(next).ShouldBe(left);
    }

    [Fact]
    public void Room_is_made_of_what_was_handed_in_before_anything_is_given_up()
    {
        using var spool = Spool(6_000);
        spool.TryAdd(Runs("F F F F").Select(run => WithReport(run, 800)).ToArray()).ShouldBeTrue();
        spool.Remove(3);
        spool.TryAdd([WithReport(Runs("D")[0], 800)]).ShouldBeTrue();
        Left(spool).ShouldBe("F+ D+");
        spool.ReportsGivenUp.ShouldBe(0);
    }

    [Fact]
    public void A_directory_that_cannot_be_written_is_said_and_tried_again()
    {
        var path = Path.Combine(_directory.FullName, "state");
        System.IO.File.WriteAllText(path, "a file where the directory should be");
        using var spool = new RunSpool(path);
        spool.TryAdd(Runs("F")).ShouldBeFalse();
        spool.Fault.ShouldNotBeNullOrEmpty();
        spool.Count.ShouldBe(0);

        System.IO.File.Delete(path);
        spool.TryAdd(Runs("F")).ShouldBeTrue();
        spool.Fault.ShouldBeNull();
    }

    [Fact]
    public void A_second_watcher_with_the_same_directory_does_not_write_into_it()
    {
        using var first = Spool();
        first.TryAdd(Runs("F")).ShouldBeTrue();
        using var second = Spool();
        second.TryAdd(Runs("H")).ShouldBeFalse();
        Left(first).ShouldBe("F+");
    }
}
