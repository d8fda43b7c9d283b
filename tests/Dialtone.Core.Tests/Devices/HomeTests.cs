using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.Devices;

/// <summary>A user's primary and backup pools: how they become known, and what is done with them.</summary>
public class HomeTests
{
    private const string ToBoth = "<sip:pool01.contoso.example:5061;transport=TLS>;q=0.7,"
        + "<sip:pool02.contoso.example:5061;transport=TLS>;q=0.3";

    private static readonly IpAddress Director = IpAddress.Parse("192.0.2.5");
    private static readonly EndPointAddress FrontEnd1 = DeviceBench.At(DeviceBench.FrontEnd1, 5061);
    private static readonly EndPointAddress FrontEnd2 = DeviceBench.At(DeviceBench.FrontEnd2, 5061);
    private static readonly EndPointAddress Backup = DeviceBench.At(DeviceBench.Balancer, 5061);

    [Fact]
    public void A_redirect_that_led_to_a_registration_names_the_home_for_as_long_as_it_says()
    {
        var bench = ByDirector(r => r.Answer("301 Redirect request to Home Server", $"Contact: {ToBoth}",
            "Expires: 86400"));
        bench.PowerOn();

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool01);
        var home = bench.Device.Memory!.Home;
        home.Select(e => e.Registrar.Host).ShouldBe([DeviceBench.Pool01, DeviceBench.Pool02]);
        home.ShouldAllBe(e => e.NamedBy == RegistrarNaming.Redirect && e.LearnedAt == DeviceBench.WallClock
            && e.Until == DeviceBench.WallClock.AddDays(1));
        home[0].Addresses.ShouldBe([DeviceBench.FrontEnd1, DeviceBench.FrontEnd2]);
        home[1].Addresses.ShouldBeEmpty();
        bench.Entries<JournalEntry.Redirected>().ShouldHaveSingleItem().Expires.ShouldBe(TimeSpan.FromDays(1));
    }

    [Theory]
    [InlineData("Expires: 4294967295", 30 * 24 * 60)]
    [InlineData("Expires: 0", 0)]
    [InlineData("Expires: soon", null)]
    [InlineData("X: y", null)]
    public void How_long_it_may_be_remembered_is_bounded_and_need_not_be_said(string header, int? minutes)
    {
        var bench = ByDirector(r => r.Answer("302 Moved Temporarily", $"Contact: {ToBoth}", header));
        bench.PowerOn();

        bench.Device.Memory!.Home[0].Until.ShouldBe(
            minutes is { } time ? DeviceBench.WallClock.AddMinutes(time) : null);
    }

    [Fact]
    public void A_redirect_within_a_pool_names_no_other_home()
    {
        var bench = ByDirector();
        var frontEnd = DeviceBench.Domain.Under("fe2");
        bench.Addresses[frontEnd] = DeviceBench.Found(DeviceBench.FrontEnd2);
        var inside = RefusalTests.Redirect("<sip:fe2.contoso.example:5061;transport=TLS>");
        bench.Registrars[FrontEnd1] = inside;
        bench.Registrars[FrontEnd2] = r => bench.Device.Phase == DevicePhase.Attempting
            && bench.Attempts[^1].Contains("fe2", StringComparison.Ordinal) ? r.Digest() : inside(r);
        bench.PowerOn();

        bench.Device.RegisteredWith!.Host.ShouldBe(frontEnd);
        bench.Device.Memory!.Home.Select(e => e.Registrar.Host)
            .ShouldBe([DeviceBench.Pool01, DeviceBench.Pool02]);
    }

    [Fact]
    public void A_Registrar_that_two_redirects_name_is_tried_once()
    {
        var bench = ByDirector();
        bench.Registrars[FrontEnd1] = bench.Registrars[FrontEnd2] =
            RefusalTests.Redirect("<sip:pool02.contoso.example:5061;transport=TLS>");
        bench.Registrars[Backup] = RefusalTests.Redirect("<sip:pool01.contoso.example:5061;transport=TLS>");
        bench.PowerOn();

        bench.Attempts.Skip(1).TakeWhile(attempt => attempt.Contains("Redirect", StringComparison.Ordinal))
            .ShouldBe(["Scratch: Redirect Tls pool01:5061", "Scratch: Redirect Tls pool02:5061"]);
    }

    [Fact]
    public void A_backup_that_sends_its_guests_home_does_not_take_itself_out_of_the_home()
    {
        var bench = Knowing();
        bench.Registrars[FrontEnd1] = bench.Registrars[FrontEnd2] =
            RefusalTests.Redirect("<sip:pool02.contoso.example:5061;transport=TLS>");
        bench.PowerOn();

        bench.Attempts.ShouldBe(["Known: Known Tls pool01:5061", "Known: Redirect Tls pool02:5061"]);
        bench.Device.Memory!.Home.Select(e => e.Registrar.Host)
            .ShouldBe([DeviceBench.Pool01, DeviceBench.Pool02]);
    }

    [Fact]
    public void The_pool_that_says_it_is_the_primary_stands_first()
    {
        var bench = Knowing();
        bench.Registrars[FrontEnd1] = bench.Registrars[FrontEnd2] =
            RefusalTests.Redirect("<sip:pool02.contoso.example:5061;transport=TLS>");
        bench.Registrars[Backup] = r => r.Ok(600, Primary(true));
        bench.PowerOn();

        bench.Device.Memory!.Home.Select(e => e.Registrar.Host)
            .ShouldBe([DeviceBench.Pool02, DeviceBench.Pool01]);
        bench.Device.Memory.Home[0].Addresses.ShouldBe([DeviceBench.Balancer]);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 2)]
    [InlineData(null, 2)]
    public void A_home_that_the_user_has_left_is_not_kept(bool? isPrimary, int kept)
    {
        var bench = Knowing();
        TakeDown(bench, FrontEnd1, FrontEnd2, Backup);
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Edge, 5061);
        bench.Registrar = r => isPrimary is { } said ? r.Ok(600, Primary(said)) : r.Ok();
        bench.PowerOn();

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Edge);
        bench.Device.Memory!.Home.Length.ShouldBe(kept);
    }

    [Fact]
    public void A_name_that_leads_to_the_primary_too_leaves_the_home_as_it_is()
    {
        var bench = Knowing();
        bench.Addresses.Remove(DeviceBench.Pool01);
        bench.Down[Backup] = ChannelEnd.Refused;
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Edge, 5061);
        bench.Addresses[DeviceBench.Edge] = DeviceBench.Found(DeviceBench.FrontEnd1);
        bench.Registrar = r => r.Ok(600, Primary(true));
        bench.PowerOn();

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Edge);
        bench.Device.Memory!.Home.Length.ShouldBe(2);
    }

    [Fact]
    public void S7_A_device_outside_has_no_home()
    {
        var bench = Knowing();
        bench.Registrar = r => r.Ok(600, "ms-user-logon-data: RemoteUser");
        bench.PowerOn();

        bench.Device.Memory!.Home.ShouldBeEmpty();
    }

    [Fact]
    public void S6_The_backup_of_the_same_home_follows_a_primary_that_failed_and_nobody_else()
    {
        var bench = Knowing();
        TakeDown(bench, FrontEnd1, FrontEnd2);
        bench.PowerOn();
        bench.Attempts.ShouldBe(["Known: Known Tls pool01:5061", "Known: Known Tls pool02:5061"]);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Effects.ShouldNotContain(e => e is DeviceEffect.AskDns || e is DeviceEffect.AskDhcp);

        var both = Knowing();
        TakeDown(both, FrontEnd1, FrontEnd2, Backup);
        both.Srv[SrvService.ExternalTls] = DeviceBench.Target(DeviceBench.Edge, 443);
        both.PowerOn();
        both.Attempts.ShouldBe(
        [
            "Known: Known Tls pool01:5061", "Known: Known Tls pool02:5061", "Scratch: ExternalSrv Tls sip:443",
        ]);
    }

    [Fact]
    public void S9_Where_nothing_is_found_the_last_Registrar_and_then_the_home_are_tried_at_their_addresses()
    {
        var bench = Knowing();
        bench.Addresses.Clear();
        TakeDown(bench, FrontEnd1, FrontEnd2);
        bench.PowerOn();

        bench.Attempts.ShouldBe(
        [
            "Known: Known Tls pool01:5061", "Known: Known Tls pool02:5061",
            "Remembered: Memory Tls pool01:5061", "Remembered: Memory Tls pool02:5061",
        ]);
        bench.Sent[^1].To.ShouldBe(Backup);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Theory]
    [InlineData("301 Redirect request to Home Server", "Contact: <sip:pool01.contoso.example:5061;transport=TLS>")]
    [InlineData("503 Service Unavailable", "X: y")]
    [InlineData("403 Forbidden", "ms-diagnostics: 4003;reason=\"Not homed here\"")]
    public void A_backup_that_does_not_take_its_users_yet_is_waited_for(string status, string header)
    {
        var bench = Knowing();
        TakeDown(bench, FrontEnd1, FrontEnd2);
        bench.Registrars[Backup] = r => r.Answer(status, header);
        bench.PowerOn();

        var idle = bench.Entries<JournalEntry.BackupIdle>().First();
        idle.Backup.Host.ShouldBe(DeviceBench.Pool02);
        idle.Primary.Host.ShouldBe(DeviceBench.Pool01);
        idle.NeverSignedIn.ShouldBeFalse();
        idle.Failure.ShouldBe(bench.Entries<JournalEntry.RegisterFailed>().First().Failure);
        bench.Entries<JournalEntry.BackedOff>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.Why.ShouldBe(BackOffReason.BackupIdle), e => e.For.TotalSeconds.ShouldBeInRange(30, 60));
        bench.OpenChannels.ShouldBe(0);

        bench.Registrars[Backup] = r => r.Digest();
        bench.PassUntil(DevicePhase.SignedIn);
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
    }

    [Fact]
    public void A_phone_that_never_signed_in_and_meets_only_a_backup_is_told_so()
    {
        var bench = ByDirector();
        TakeDown(bench, FrontEnd1, FrontEnd2);
        bench.Registrars[Backup] = RefusalTests.Redirect("<sip:pool01.contoso.example:5061;transport=TLS>");
        bench.PowerOn();

        var idle = bench.Entries<JournalEntry.BackupIdle>().ShouldHaveSingleItem();
        idle.NeverSignedIn.ShouldBeTrue();
        bench.Entries<JournalEntry.Redirected>().Last().Rejected.ShouldHaveSingleItem()
            .Reason.ShouldBe(RejectionReason.FailedBefore);
        SignInSummary.Of(bench.Journal.Entries).Cause.ShouldBe(idle);
        bench.Sent.Count(e => e.To == Backup).ShouldBe(1);
    }

    [Fact]
    public void A_password_that_a_backup_refuses_is_refused()
    {
        var bench = Knowing();
        TakeDown(bench, FrontEnd1, FrontEnd2);
        bench.Registrars[Backup] = r => r.Digest("another password");
        bench.PowerOn();

        bench.Entries<JournalEntry.BackupIdle>().ShouldBeEmpty();
        bench.Entries<JournalEntry.BackedOff>().ShouldHaveSingleItem().Why.ShouldBe(BackOffReason.Refused);
    }

    [Fact]
    public void The_waits_for_a_backup_grow_by_their_own_table()
    {
        double[] table = [60, 120, 240, 300, 300];
        var bench = Knowing();
        TakeDown(bench, FrontEnd1, FrontEnd2);
        bench.Registrars[Backup] = r => r.Answer("503 Service Unavailable");
        bench.PowerOn();
        for (var i = 1; i < table.Length; i++)
        {
            bench.Pass(bench.Device.Deadline!.Value - bench.Now.Monotonic);
        }

        var waits = bench.Entries<JournalEntry.BackedOff>().Select(e => e.For.TotalSeconds).ToArray();
        waits.Length.ShouldBe(table.Length);
        for (var i = 0; i < table.Length; i++)
        {
            waits[i].ShouldBeInRange(table[i] / 2, table[i]);
        }
    }

    internal static string Primary(bool isPrimary, string action = "added") =>
        $"presence-state: register-action=\"{action}\";primary-cluster-type=\"central\";is-connected-to-primary="
            + (isPrimary ? "\"yes\"" : "\"no\";user-services-state=unavailable");

    /// <summary>A device that knows its user's home, pool01 with pool02 as its backup.</summary>
    internal static DeviceBench Knowing(ulong seed = 1, TimeSpan? moveSpread = null)
    {
        var memory = DeviceBench.Remembered(DeviceBench.Pool01, DeviceBench.FrontEnd1, DeviceBench.FrontEnd2);
        return new()
        {
            Seed = seed,
            With = s => s with
            {
                Timings = s.Timings with { MoveSpread = moveSpread ?? s.Timings.MoveSpread },
            },
            Memory = memory with
            {
                Home =
                [
                    new(memory.Registrar, memory.RegistrarAddresses, memory.SavedAt, RegistrarNaming.Provisioning),
                    new(
                        memory.Registrar with { Host = DeviceBench.Pool02 }, [DeviceBench.Balancer], memory.SavedAt,
                        RegistrarNaming.Provisioning),
                ],
            },
        };
    }

    private static void TakeDown(DeviceBench bench, params ReadOnlySpan<EndPointAddress> servers)
    {
        foreach (var server in servers)
        {
            bench.Down[server] = ChannelEnd.Refused;
        }
    }

    /// <summary>A device on its first day, whose DNS names a Director.</summary>
    private static DeviceBench ByDirector(Func<SipMessage, string?>? redirect = null)
    {
        var bench = new DeviceBench();
        var name = DeviceBench.Domain.Under("dir01");
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(name, 5061);
        bench.Addresses[name] = DeviceBench.Found(Director);
        bench.Registrars[DeviceBench.At(Director, 5061)] = redirect ?? RefusalTests.Redirect(ToBoth);
        return bench;
    }
}
