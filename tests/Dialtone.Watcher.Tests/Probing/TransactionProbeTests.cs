using System.IO.Compression;
using Dialtone.Core.Journal;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Probing;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Probing;

public class TransactionProbeTests(WatchedLab lab) : IClassFixture<WatchedLab>
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private Task<ProbeResult> RunAsync(ProbeSettings settings, TimeSpan limit) =>
        new TransactionProbe(lab.Secrets, TimeProvider.System).RunAsync(
            settings, "Sign in", limit, TestContext.Current.CancellationToken);

    private async Task<CheckRun> MakeAsync(ProbeSettings settings, TimeSpan limit)
    {
        var result = await RunAsync(settings, limit);
        var check = new WatchCheck("Sign in", settings) { Site = "redmond", Timeout = limit };
        return RunMaker.Of(check, "watcher01", result, new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero), Long);
    }

    [Theory]
    [InlineData(TransactionKind.ClientAuth)]
    [InlineData(TransactionKind.Registration)]
    [InlineData(TransactionKind.PhoneBootstrap)]
    [InlineData(TransactionKind.Presence)]
    [InlineData(TransactionKind.AvEdgeConnectivity)]
    public async Task Every_transaction_works_in_a_lab_that_does(TransactionKind kind)
    {
        var run = await MakeAsync(lab.Settings(kind), Long);
        run.Verdict.ShouldContain("succeeded");
        run.Outcome.ShouldBe(RunOutcome.Healthy, run.Verdict);
        run.Facts.CertificateEnd.ShouldNotBeNull();
        run.Facts.TargetsAnswered.ShouldBeGreaterThan(0);
        var told = $"{run} {Unpacked(run.Report!.Page)} {Unpacked(run.Report.Data)}";
        told.ShouldContain("sip:alice@contoso.example");
        foreach (var user in lab.Lab.Deployment.Accounts)
        {
            told.Contains(user.Password, StringComparison.OrdinalIgnoreCase).ShouldBeFalse();
            // Five digits may stand there by chance; as a value they do not.
            told.Contains($">{user.Pin}<", StringComparison.Ordinal).ShouldBeFalse();
            told.Contains($"\"{user.Pin}\"", StringComparison.Ordinal).ShouldBeFalse();
        }
    }

    private static string Unpacked(ReadOnlyMemory<byte> packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }

    [Fact]
    public async Task Who_stops_the_watcher_has_what_was_seen_and_no_timeout()
    {
        using var mute = lab.Broken("pool01-mute");
        using var stop = new CancellationTokenSource();
        var settings = lab.Settings(TransactionKind.Registration) with { Registrar = lab.Lab.Deployment.Pool01 };
        var running = new TransactionProbe(lab.Secrets, TimeProvider.System).RunAsync(
            settings, "Sign in", Long, stop.Token);
        await stop.CancelAsync();
        var ran = (await running).ShouldBeOfType<ProbeResult.Ran>();
        (ran.TimedOut, ran.Result.Result).ShouldBe((false, TransactionVerdict.NotRun));
    }

    [Fact]
    public async Task A_fault_of_the_deployment_is_named()
    {
        using var broken = lab.Broken("password-changed");
        var run = await MakeAsync(lab.Settings(TransactionKind.Registration), Long);
        run.Outcome.ShouldBe(RunOutcome.Failed);
        run.TimedOut.ShouldBeFalse();
        run.Cause.ShouldNotBeNull();
        run.Verdict.ShouldContain(run.Cause.Title);
    }

    [Fact]
    public async Task Checks_of_the_same_user_are_endpoints_of_their_own()
    {
        var settings = lab.Settings(TransactionKind.Registration);
        var probe = new TransactionProbe(lab.Secrets, TimeProvider.System);
        var all = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => probe.RunAsync(
            settings, $"Sign in {number}", Long, TestContext.Current.CancellationToken)));
        var endpoints = all.Select(each => each.ShouldBeOfType<ProbeResult.Ran>().Result).SelectMany(
            result => result.Journal.OfType<JournalEntry.Registered>().Select(each => each.Grants?.Gruu));
        endpoints.Distinct().Count().ShouldBe(8);
    }

    [Fact]
    public async Task Certificates_that_cannot_be_read_and_an_interface_that_is_not_there_are_named()
    {
        var settings = lab.Settings(TransactionKind.Registration);
        var run = await MakeAsync(settings with { CertificateFile = "/none.pem" }, Long);
        (run.Outcome, run.Verdict).ShouldBe(
            (RunOutcome.NotRun, "The certificates cannot be used: /none.pem: There is no such file."));
        run = await MakeAsync(settings with { Interface = "none0" }, Long);
        run.Outcome.ShouldBe(RunOutcome.NotRun);
        run.Verdict.ShouldContain("none0");
    }

    [Fact]
    public async Task No_room_for_a_memory_is_said()
    {
        // A file is where a directory would have to be.
        var file = Path.Combine(lab.Secrets, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var settings = lab.Settings(TransactionKind.PhoneBootstrap) with { Remembers = true };
        var result = await new TransactionProbe(file, TimeProvider.System).RunAsync(
            settings, "Sign in", Long, TestContext.Current.CancellationToken);
        result.ShouldBeOfType<ProbeResult.NotRun>().Why.ShouldContain("no room for what the phone remembers");
    }

    [Fact]
    public async Task A_bootstrap_needs_no_more_than_number_and_pin()
    {
        var settings = lab.Settings(TransactionKind.PhoneBootstrap);
        var run = await MakeAsync(
            settings with { Account = settings.Account with { Address = null, Password = null } }, Long);
        run.Outcome.ShouldBe(RunOutcome.Healthy, run.Verdict);
        run.Facts.UserCertificateEnd.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_was_seen_until_the_time_ran_out_is_the_result()
    {
        using var mute = lab.Broken("pool01-mute");
        var settings = lab.Settings(TransactionKind.Registration) with { Registrar = lab.Lab.Deployment.Pool01 };
        var run = await MakeAsync(settings, TimeSpan.FromSeconds(3));
        run.TimedOut.ShouldBeTrue();
        run.Outcome.ShouldBe(RunOutcome.Failed);
        run.Verdict.ShouldStartWith("Given up after 3");
        run.Facts.TargetsTried.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_password_file_that_is_missing_is_named()
    {
        var settings = lab.Settings(TransactionKind.Registration);
        var missing = Path.Combine(lab.Secrets, "nobody.password");
        var run = await MakeAsync(
            settings with { Account = settings.Account with { Password = new(missing, null) } }, Long);
        run.Outcome.ShouldBe(RunOutcome.NotRun);
        run.Verdict.ShouldBe($"The file {missing} is not there.");
        run.Report.ShouldBeNull();
    }

    [Fact]
    public async Task A_phone_that_remembers_is_found_again_by_the_name_of_its_check()
    {
        var settings = lab.Settings(TransactionKind.Registration) with { Remembers = true };
        StepOf(await MakeAsync(settings, Long), TransactionStep.Dns).ShouldBe(StepResult.Passed);
        // It begins with the Registrar that it knows, and looks for none.
        StepOf(await MakeAsync(settings, Long), TransactionStep.Dns).ShouldBe(StepResult.NotRun);
        Directory.Exists(Path.Combine(lab.Secrets, "phones", "Sign%20in.phone")).ShouldBeTrue();
    }

    private static StepResult StepOf(CheckRun run, TransactionStep step) =>
        run.Steps.Single(each => each.Step == step).Result;
}
