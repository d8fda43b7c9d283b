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
        run.Report.ShouldNotBeNull();
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
        (await MakeAsync(settings, Long)).Facts.OnMemory.ShouldBeFalse();
        (await MakeAsync(settings, Long)).Facts.OnMemory.ShouldBeTrue();
        Directory.Exists(Path.Combine(lab.Secrets, "phones", "Sign%20in.phone")).ShouldBeTrue();
    }
}
