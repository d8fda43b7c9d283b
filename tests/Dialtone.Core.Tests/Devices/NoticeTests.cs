using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.Devices;

/// <summary>
/// NOTIFY for <c>registration-notify</c>, and a redirect at a refresh: a Registrar lets go of a user.
/// </summary>
public class NoticeTests
{
    private const string Home = "P-Preferred-Registrar: sip:pool01.contoso.example";
    private static readonly EndPointAddress FrontEnd1 = DeviceBench.At(DeviceBench.FrontEnd1, 5061);
    private static readonly EndPointAddress FrontEnd2 = DeviceBench.At(DeviceBench.FrontEnd2, 5061);
    private static readonly EndPointAddress Backup = DeviceBench.At(DeviceBench.Balancer, 5061);
    private static readonly TimeSpan RefreshAfter = TimeSpan.FromSeconds(570);

    [Theory]
    [InlineData("unregistered", RegistrationEventKind.Unregistered)]
    [InlineData("rejected", RegistrationEventKind.Rejected)]
    public void Who_is_put_out_stays_out_and_says_why(string word, RegistrationEventKind kind)
    {
        var bench = OnBackup();
        Notify(bench, $"deregistered;event={word}", "ms-diagnostics-public: 4141;reason=\"User disabled\"");

        var notice = bench.Entries<JournalEntry.RegistrationNotice>().ShouldHaveSingleItem();
        notice.Notice.ShouldBe(new RegistrationEvent(true, kind));
        notice.Diagnostics.ShouldBe("4141;reason=\"User disabled\"");
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        bench.Device.RegisteredWith.ShouldBeNull();
        bench.OpenChannels.ShouldBe(0);
        bench.Entries<JournalEntry.BackedOff>().Last().ShouldSatisfyAllConditions(
            e => e.Why.ShouldBe(BackOffReason.Deregistered), e => e.For.TotalMinutes.ShouldBeInRange(60, 90));

        var sent = bench.Sent.Count;
        bench.Give(new DeviceInput.NetworkChanged());
        bench.Pass(TimeSpan.FromMinutes(59));
        bench.Sent.Count.ShouldBe(sent);
        bench.PassUntil(DevicePhase.SignedIn);
    }

    [Fact]
    public void Who_was_moved_builds_the_list_anew()
    {
        var bench = OnBackup();
        bench.Srv[SrvService.ExternalTls] = DeviceBench.Target(DeviceBench.Edge, 443);
        bench.Pass(TimeSpan.FromMinutes(1));
        Notify(bench, "deregistered;event=deactivated");

        bench.Attempts[^1].ShouldBe("Scratch: ExternalSrv Tls sip:443");
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.OpenChannels.ShouldBe(1);
    }

    [Fact]
    public void Who_is_moved_as_soon_as_registered_does_not_run_in_circles()
    {
        var bench = OnBackup();
        Notify(bench, "deregistered;event=deactivated");

        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
    }

    [Fact]
    public void A_backup_sends_its_guest_home_and_is_kept_until_the_guest_is_there()
    {
        var bench = OnBackup();
        var old = bench.Channel;
        var closed = false;
        bench.Down.Clear();
        bench.Registrars[FrontEnd1] = bench.Registrars[FrontEnd2] = r =>
        {
            closed |= bench.Effects.Contains(new DeviceEffect.CloseChannel(old));
            return r.Ok(600, HomeTests.Primary(true));
        };
        Notify(bench, "deregistered;event=preferred-registrar-change", Home);
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
        bench.Pass(TimeSpan.FromSeconds(10));

        closed.ShouldBeFalse();
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool01);
        bench.OpenChannels.ShouldBe(1);
        bench.Entries<JournalEntry.FailedBack>().ShouldHaveSingleItem();
        bench.Entries<JournalEntry.SurvivableModeEnded>().ShouldHaveSingleItem();
        bench.Entries<JournalEntry.CycleBegan>().ShouldHaveSingleItem();
        bench.Device.Memory!.Home.Select(e => e.Registrar.Host)
            .ShouldBe([DeviceBench.Pool01, DeviceBench.Pool02]);
        bench.Pass(TimeSpan.FromHours(1));
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.FailbackBegan>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Who_is_told_again_on_the_way_goes_on()
    {
        var bench = OnBackup();
        bench.Down[FrontEnd1] = bench.Down[FrontEnd2] = null;
        Notify(bench, "deregistered;event=preferred-registrar-change", Home);
        while (bench.OpenChannels == 1)
        {
            bench.Pass(TimeSpan.FromSeconds(1));
        }

        var opened = bench.Effects.OfType<DeviceEffect.OpenChannel>().Count();
        NotifyOn(bench, bench.Effects.OfType<DeviceEffect.SendSip>().Last().Channel,
            "deregistered;event=preferred-registrar-change", Home);

        bench.Entries<JournalEntry.RegistrationNotice>().Count().ShouldBe(2);
        bench.Entries<JournalEntry.FailbackBegan>().ShouldHaveSingleItem();
        bench.Effects.OfType<DeviceEffect.OpenChannel>().Count().ShouldBe(opened);
    }

    [Fact]
    public void All_guests_are_told_at_once_and_do_not_come_at_once()
    {
        var came = new List<double>();
        for (ulong seed = 1; seed <= 30; seed++)
        {
            var bench = OnBackup(seed);
            bench.Down.Clear();
            Notify(bench, "deregistered;event=preferred-registrar-change", Home);
            var told = bench.Now.Monotonic;
            bench.Pass(TimeSpan.FromSeconds(10));
            came.Add((bench.Entries<JournalEntry.FailbackBegan>().ShouldHaveSingleItem().At - told).TotalSeconds);
        }

        came.Min().ShouldBeLessThan(2);
        came.Max().ShouldBeInRange(8, 10);
        came.Distinct().Count().ShouldBeGreaterThan(20);
    }

    [Theory]
    [InlineData("P-Preferred-Registrar: <sip:pool01.contoso.example:5061;transport=tls>", "pool01")]
    [InlineData("P-Preferred-Registrar: sip:sip.contoso.example", "sip")]
    [InlineData("P-Preferred-Registrar: soon", "pool01")]
    [InlineData("X: y", "pool01")]
    public void Without_a_name_that_can_be_read_home_is_what_is_remembered(string header, string host)
    {
        var bench = OnBackup();
        bench.Down.Clear();
        Notify(bench, "deregistered;event=preferred-registrar-change", header);
        bench.Pass(TimeSpan.FromSeconds(10));

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Domain.Under(host));
        var first = bench.Device.Memory!.Home[0];
        first.Registrar.Host.ShouldBe(DeviceBench.Domain.Under(host));
        first.NamedBy.ShouldBe(
            host == "sip" ? RegistrarNaming.PreferredRegistrar : RegistrarNaming.Provisioning);
    }

    [Fact]
    public void Sent_to_where_it_is_a_device_builds_the_list_anew()
    {
        var bench = OnBackup();
        bench.Pass(TimeSpan.FromMinutes(1));
        Notify(bench, "deregistered;event=preferred-registrar-change",
            "P-Preferred-Registrar: sip:pool02.contoso.example");

        bench.Entries<JournalEntry.CycleBegan>().ElementAt(1).Cycle.ShouldBe(Core.Candidates.Cycle.Scratch);
        bench.Entries<JournalEntry.RegistrationNotice>().Last().Preferred.ShouldBeNull();
    }

    [Fact]
    public void A_home_that_is_dead_again_leads_to_a_cycle_anew_and_back_to_the_backup()
    {
        var bench = OnBackup();
        bench.Pass(TimeSpan.FromMinutes(1));
        Notify(bench, "deregistered;event=preferred-registrar-change", Home);
        bench.Pass(TimeSpan.FromSeconds(10));

        bench.Entries<JournalEntry.FailbackBegan>().ShouldHaveSingleItem();
        bench.Entries<JournalEntry.FailedBack>().ShouldBeEmpty();
        bench.Attempts[^1].ShouldBe("Known: Known Tls pool02:5061");
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
        bench.OpenChannels.ShouldBe(1);
    }

    [Theory]
    [InlineData("registered;event=userservices-unavailable", SurvivableReason.NoUserServices)]
    [InlineData("registered;event=something", SurvivableReason.None)]
    public void That_the_user_services_are_gone_is_survivable_mode(string body, SurvivableReason why)
    {
        var bench = SignedInTests.SignedIn();
        Notify(bench, body, "ms-diagnostics-public: 4165;reason=\"gone\"");

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Device.Survivable.ShouldBe(why);
        bench.Entries<JournalEntry.SurvivableModeBegan>().Select(e => e.Diagnostics)
            .ShouldBe(why == SurvivableReason.None ? [] : ["4165;reason=\"gone\""]);
    }

    [Fact]
    public void A_guest_of_a_backup_without_user_services_is_still_one()
    {
        var bench = OnBackup();
        Notify(bench, "registered;event=userservices-unavailable");

        bench.Device.Survivable.ShouldBe(SurvivableReason.OnBackup);
        bench.Entries<JournalEntry.SurvivableModeBegan>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Who_cannot_be_without_user_services_begins_again()
    {
        var bench = OnBackup();
        bench.Pass(TimeSpan.FromMinutes(1));
        Notify(bench, "deregistered;event=userservices-unavailable");

        bench.Entries<JournalEntry.CycleBegan>().Count().ShouldBe(2);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Theory]
    [InlineData("deregistered;event=whatever", 1, 0)]
    [InlineData("<xml/>", 0, 1)]
    public void What_a_notice_does_not_say_in_known_words_a_refresh_shows(string body, int notices, int malformed)
    {
        var bench = SignedInTests.SignedIn();
        bench.Pass(TimeSpan.FromMinutes(1));
        var sent = bench.Sent.Count;
        Notify(bench, body);

        bench.Entries<JournalEntry.RegistrationNotice>().Count().ShouldBe(notices);
        bench.Entries<JournalEntry.Malformed>().Count().ShouldBe(malformed);
        bench.Sent.Count.ShouldBe(sent + 1);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void A_notice_of_something_else_on_another_connection_or_to_another_kind_of_device_is_not_heard()
    {
        var bench = SignedInTests.SignedIn();
        var before = bench.Journal.Entries.Count;
        bench.Give(new DeviceInput.SipRequest(bench.Channel, Notice("deregistered;event=rejected", "presence")));
        bench.Give(new DeviceInput.SipRequest(new FlowId(4711), Notice("deregistered;event=rejected")));
        bench.Journal.Entries.Count.ShouldBe(before);

        var standard = new DeviceBench { With = s => s with { Profile = DeviceProfile.Sip, UseDhcp = false } };
        standard.Addresses[DeviceBench.Domain] = DeviceBench.Found(DeviceBench.FrontEnd1);
        standard.PowerOn();
        Notify(standard, "deregistered;event=rejected");
        standard.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void A_redirect_at_a_refresh_moves_the_home_and_the_old_is_kept_until_the_new_stands()
    {
        var bench = SignedInTests.SignedIn();
        var old = bench.Channel;
        bench.Addresses[DeviceBench.Domain.Under("pool05")] = DeviceBench.Found(DeviceBench.EdgeAddress);
        var moved = RefusalTests.Redirect(
            "<sip:pool05.contoso.example:5061;transport=TLS>;q=0.7",
            "<sip:pool02.contoso.example:5061;transport=TLS>;q=0.3",
            "<sip:pool01.contoso.example:5061;transport=TLS>;q=0.1");
        bench.Registrars[FrontEnd1] = bench.Registrars[FrontEnd2] = moved;
        bench.Down[DeviceBench.At(DeviceBench.EdgeAddress, 5061)] = ChannelEnd.Refused;
        bench.Pass(RefreshAfter);

        bench.Entries<JournalEntry.Redirected>().ShouldHaveSingleItem().Rejected.ShouldHaveSingleItem()
            .Reason.ShouldBe(Core.Candidates.RejectionReason.RedirectLoop);
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
        bench.Device.Memory!.Home.Select(e => e.Registrar.Host)
            .ShouldBe([DeviceBench.Domain.Under("pool05"), DeviceBench.Pool02]);
        bench.Effects.ShouldContain(new DeviceEffect.CloseChannel(old));
        bench.OpenChannels.ShouldBe(1);
        bench.Entries<JournalEntry.CycleBegan>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_redirect_at_a_refresh_of_who_is_on_the_way_already_changes_nothing()
    {
        var bench = OnBackup(moveSpread: TimeSpan.Zero);
        bench.Down[FrontEnd1] = bench.Down[FrontEnd2] = null;
        bench.Registrars[Backup] = RefusalTests.Redirect("<sip:pool01.contoso.example:5061;transport=TLS>");
        bench.Pass(RefreshAfter - TimeSpan.FromSeconds(2));
        Notify(bench, "deregistered;event=preferred-registrar-change", Home);
        bench.Pass(TimeSpan.FromSeconds(1));
        var opened = bench.Effects.OfType<DeviceEffect.OpenChannel>().Count();
        bench.Pass(TimeSpan.FromSeconds(2));

        bench.Entries<JournalEntry.Redirected>().ShouldHaveSingleItem();
        bench.Entries<JournalEntry.FailbackBegan>().ShouldHaveSingleItem();
        bench.Effects.OfType<DeviceEffect.OpenChannel>().Count().ShouldBe(opened);
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
    }

    [Fact]
    public void A_redirect_at_a_refresh_that_leads_nowhere_ends_the_registration()
    {
        var bench = SignedInTests.SignedIn();
        bench.Registrar = RefusalTests.Redirect("<sip:pool02.contoso.example:5061;transport=TLS>");
        bench.Down[Backup] = null;
        bench.Pass(RefreshAfter + TimeSpan.FromSeconds(4));
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool01);
        bench.OpenChannels.ShouldBe(2);
        bench.Registrar = r => r.Digest();
        bench.Pass(TimeSpan.FromSeconds(1));

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.CycleBegan>().Count().ShouldBe(2);
        bench.OpenChannels.ShouldBe(1);
    }

    [Fact]
    public void Signing_out_on_the_way_home_leaves_nothing_open()
    {
        var bench = OnBackup();
        bench.Down[FrontEnd1] = bench.Down[FrontEnd2] = null;
        Notify(bench, "deregistered;event=preferred-registrar-change", Home);
        for (var second = 0; bench.OpenChannels == 1; second++)
        {
            second.ShouldBeLessThan(11);
            bench.Pass(TimeSpan.FromSeconds(1));
        }

        bench.Give(new DeviceInput.SignOut());

        bench.Device.Phase.ShouldBe(DevicePhase.Off);
        bench.OpenChannels.ShouldBe(0);
    }

    private static DeviceBench OnBackup(ulong seed = 1, TimeSpan? moveSpread = null)
    {
        var bench = HomeTests.Knowing(seed, moveSpread);
        bench.Down[FrontEnd1] = bench.Down[FrontEnd2] = ChannelEnd.Refused;
        bench.Registrars[Backup] = r => r.Ok(600, HomeTests.Primary(false));
        bench.PowerOn();
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
        return bench;
    }

    private static void Notify(DeviceBench bench, string body, params ReadOnlySpan<string> headers) =>
        NotifyOn(bench, bench.Channel, body, headers);

    private static void NotifyOn(
        DeviceBench bench, FlowId channel, string body, params ReadOnlySpan<string> headers) =>
        bench.Give(new DeviceInput.SipRequest(channel, Notice(body, "registration-notify", headers)));

    private static SipMessage Notice(
        string body, string package = "registration-notify", params ReadOnlySpan<string> headers) =>
        SipScript.Read(
            "NOTIFY sip:192.0.2.50 SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.21;branch=z9hG4bKs\r\n"
            + "From: <sip:alice@contoso.example>;tag=s\r\nTo: <sip:alice@contoso.example>\r\nCall-ID: c\r\n"
            + $"CSeq: 1 NOTIFY\r\nEvent: {package}\r\nSubscription-State: terminated;expires=0\r\n"
            + string.Concat(headers.ToArray().Select(header => header + "\r\n"))
            + $"Content-Type: text/registration-event\r\nContent-Length: {body.Length}\r\n\r\n{body}");
}
