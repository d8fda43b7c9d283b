using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.Devices;

public class SignedInTests
{
    private static readonly TimeSpan RefreshAfter = TimeSpan.FromSeconds(570);

    [Fact]
    public void A_registration_is_refreshed_before_it_ends()
    {
        var bench = SignedIn();
        bench.Pass(RefreshAfter - TimeSpan.FromSeconds(1));
        bench.Sent.Count.ShouldBe(2);
        bench.Pass(TimeSpan.FromSeconds(1));

        bench.Sent.Count.ShouldBe(3);
        bench.Sent[2].Message.Proves(DeviceBench.Password).ShouldBeTrue();
        bench.Entries<JournalEntry.Registered>().Select(e => e.Refresh).ShouldBe([false, true]);
        bench.Effects.OfType<DeviceEffect.SaveMemory>().Count().ShouldBe(1);

        bench.Pass(RefreshAfter);
        bench.Sent.Count.ShouldBe(4);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(40, 20)]
    [InlineData(60, 30)]
    [InlineData(7200, 7170)]
    [InlineData(int.MaxValue, 86_370)]
    public void However_long_the_Registrar_grants_the_device_neither_spins_nor_sleeps_for_ever(
        int expires, int refreshAfter)
    {
        var bench = Bench();
        bench.Registrar = request => request.Ok(expires);
        bench.PowerOn();

        (bench.Device.Deadline!.Value - bench.Now.Monotonic).ShouldBe(TimeSpan.FromSeconds(refreshAfter));
    }

    [Fact]
    public void A_nonce_that_ran_out_at_the_refresh_is_no_refusal()
    {
        var bench = SignedIn();
        var renewed = SipScript.Challenge.Replace("n1", "n2", StringComparison.Ordinal);
        bench.Registrar = request =>
            request.Proof().Nonce == "n2" ? request.Digest() : request.Answer("401 Unauthorized", renewed);
        bench.Pass(RefreshAfter);

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.Registered>().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("403 Forbidden")]
    [InlineData("481 Call/Transaction Does Not Exist")]
    [InlineData("503 Service Unavailable")]
    [InlineData("301 Redirect request to Home Server")]
    public void A_refresh_that_fails_leads_back_to_the_known_Registrar_over_a_new_connection(string status)
    {
        var bench = SignedIn();
        var first = bench.Channel;
        var answers = 0;
        bench.Registrar = request => answers++ == 0 ? request.Answer(status) : request.Digest();
        bench.Pass(RefreshAfter);

        bench.Attempts[^1].ShouldBe("Known: Known Tls pool01:5061");
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Effects.OfType<DeviceEffect.CloseChannel>().ShouldContain(e => e.Channel == first);
        bench.Channel.ShouldNotBe(first);
    }

    [Fact]
    public void A_credential_rejected_at_the_refresh_is_not_tried_again_at_once()
    {
        var bench = SignedIn();
        bench.Registrar = request => request.Digest("changed meanwhile");
        bench.Pass(RefreshAfter);

        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        bench.Device.RegisteredWith.ShouldBeNull();
        bench.Entries<JournalEntry.BackedOff>().ShouldHaveSingleItem().Why.ShouldBe(BackOffReason.Refused);
        bench.Give(new DeviceInput.NetworkChanged());
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
    }

    [Fact]
    public void A_refresh_that_nobody_answers_is_given_up_after_32_seconds()
    {
        var bench = SignedIn();
        bench.Registrar = _ => null;
        bench.Pass(RefreshAfter + TimeSpan.FromSeconds(31));
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Pass(TimeSpan.FromSeconds(1));

        bench.Device.Phase.ShouldBe(DevicePhase.Attempting);
        bench.Entries<JournalEntry.RegisterFailed>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.Failure.Kind.ShouldBe(RegisterFailureKind.NoAnswer), e => e.Took.ShouldBe(TimeSpan.FromSeconds(32)));
    }

    [Fact]
    public void A_lost_connection_leads_back_to_the_known_Registrar()
    {
        var bench = SignedIn();
        bench.Pass(TimeSpan.FromMinutes(1));
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.Reset, "", null));

        bench.Attempts[^1].ShouldBe("Known: Known Tls pool01:5061");
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.ChannelLost>().ShouldHaveSingleItem().Why.ShouldBe(ChannelEnd.Reset);
    }

    [Fact]
    public void A_server_that_went_silent_is_asked_for_last_and_not_waited_for_as_long_as_a_stranger()
    {
        var bench = AheadTests.Bench().PowerOn();
        bench.Pass(TimeSpan.FromMinutes(1));
        Silence(bench);
        bench.Pass(TimeSpan.FromMilliseconds(2_499));
        bench.Entries<JournalEntry.ConnectFailed>().ShouldBeEmpty();
        bench.Pass(TimeSpan.FromMilliseconds(1));

        bench.Entries<JournalEntry.ConnectFailed>().Count().ShouldBe(2);
        bench.Attempts[^1].ShouldBe("Scratch: InternalSrv Tls pool01:5061");
        // It has just failed: the order wants it once more, and that is all.
        bench.Pass(TimeSpan.FromMilliseconds(1_250));
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
        bench.Pass(TimeSpan.FromMinutes(2));
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.Reset, "", null));
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
    }

    [Fact]
    public void A_server_of_one_address_that_went_silent_lets_the_other_servers_go_first()
    {
        var bench = new DeviceBench { With = s => s with { Profile = DeviceProfile.Sip, UseDhcp = false } };
        bench.Srv[SrvService.SipsTcp] = new()
        {
            Status = DnsStatus.Answered,
            Targets = [new(DeviceBench.Edge, 5061, 10, 0), new(DeviceBench.Pool02, 5061, 20, 0)],
        };
        bench.PowerOn();
        bench.Pass(TimeSpan.FromMinutes(1));
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Edge);
        bench.Down[DeviceBench.At(DeviceBench.EdgeAddress, 5061)] = null;
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.TimedOut, "", null));

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
        bench.Entries<JournalEntry.SetAside>().ShouldHaveSingleItem().Candidate.Host.ShouldBe(DeviceBench.Edge);
    }

    [Fact]
    public void Silence_soon_after_a_registration_is_met_at_once_and_again_only_after_a_wait()
    {
        var bench = SignedIn();
        bench.Pass(TimeSpan.FromSeconds(6));
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.TimedOut, "", null));
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Pass(TimeSpan.FromSeconds(6));
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.TimedOut, "", null));

        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        bench.Entries<JournalEntry.BackedOff>().ShouldHaveSingleItem().For.TotalSeconds.ShouldBeInRange(15, 30);
    }

    [Fact]
    public void A_server_that_went_silent_and_takes_connections_gets_as_little_time_for_TLS()
    {
        var bench = AheadTests.Bench().PowerOn();
        bench.Pass(TimeSpan.FromMinutes(1));
        bench.Handshakes[DeviceBench.Pool01] = null;
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.TimedOut, "", null));
        bench.Pass(TimeSpan.FromSeconds(5));

        bench.Entries<JournalEntry.HandshakeFailed>().ShouldAllBe(e => e.Took <= TimeSpan.FromSeconds(2.5));
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
    }

    [Fact]
    public void A_Registrar_that_drops_users_as_soon_as_they_are_registered_is_met_ever_more_slowly()
    {
        var bench = SignedIn();
        for (var i = 0; i < 4; i++)
        {
            bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.ClosedByPeer, "", null));
            bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
            bench.PassUntil(DevicePhase.SignedIn);
        }

        var waits = bench.Entries<JournalEntry.BackedOff>().Select(e => e.For.TotalSeconds).ToList();
        waits[0].ShouldBeInRange(5, 10);
        waits[3].ShouldBeInRange(60, 120);

        bench.Pass(TimeSpan.FromMinutes(1));
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.ClosedByPeer, "", null));
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void Unreadable_bytes_end_the_registration_only_where_nothing_more_can_be_read()
    {
        var bench = SignedIn();
        bench.Pass(TimeSpan.FromMinutes(1));
        var fault = new SipFault(SipFaultKind.NotSip, 0);
        var registered = bench.Channel;
        bench.Give(new DeviceInput.SipMalformed(registered, fault, IsFatal: false, default));
        bench.Effects.OfType<DeviceEffect.CloseChannel>().ShouldBeEmpty();
        bench.Give(new DeviceInput.SipMalformed(registered, fault, IsFatal: true, default));

        bench.Effects.OfType<DeviceEffect.CloseChannel>().ShouldHaveSingleItem().Channel.ShouldBe(registered);
        bench.Channel.ShouldNotBe(registered);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void What_comes_late_changes_nothing()
    {
        var bench = SignedIn();
        var before = (bench.Journal.Entries.Count, bench.Effects.Count, bench.Device.Deadline);
        var ok = SipScript.Read(bench.Sent[^1].Message.Ok());
        var gone = new FlowId(4711);
        DeviceInput[] late =
        [
            new DeviceInput.DnsAnswered(DeviceBench.Question(SrvService.InternalTls), DnsOutcome.NotAsked),
            new DeviceInput.DhcpAnswered(DeviceBench.Option120(DeviceBench.Pool02)),
            new DeviceInput.AddressesAnswered(DeviceBench.Pool01, DeviceBench.Found(DeviceBench.Balancer)),
            new DeviceInput.ChannelConnected(gone, DeviceBench.Local, DeviceBench.Local),
            new DeviceInput.ChannelSecured(gone, DeviceBench.Certificate(DeviceBench.Pool01)),
            new DeviceInput.ChannelEnded(gone, ChannelEnd.Reset, "", null),
            new DeviceInput.SipResponse(gone, ok),
            new DeviceInput.SipResponse(bench.Channel, ok),
            new DeviceInput.SipTimedOut(gone, SipMethod.Register),
            new DeviceInput.SipTimedOut(bench.Channel, SipMethod.Subscribe),
            new DeviceInput.SipMalformed(gone, new SipFault(SipFaultKind.NotSip, 0), true, default),
            new DeviceInput.PowerOn(),
        ];
        foreach (var input in late)
        {
            bench.Give(input);
        }

        (bench.Journal.Entries.Count, bench.Effects.Count, bench.Device.Deadline).ShouldBe(before);
    }

    [Fact]
    public void What_comes_late_changes_nothing_while_it_tries()
    {
        var bench = Bench();
        bench.Registrar = _ => null;
        bench.PowerOn();
        var first = bench.Channel;
        bench.Pass(TimeSpan.FromSeconds(32));
        bench.Channel.ShouldNotBe(first);
        var before = (bench.Journal.Entries.Count, bench.Effects.Count, bench.Device.Deadline);
        DeviceInput[] late =
        [
            new DeviceInput.SipResponse(first, SipScript.Read(bench.Sent[0].Message.Ok())),
            new DeviceInput.ChannelEnded(first, ChannelEnd.Reset, "", null),
            new DeviceInput.ChannelConnected(first, DeviceBench.Local, DeviceBench.Local),
            new DeviceInput.ChannelSecured(first, DeviceBench.Certificate(DeviceBench.Pool01)),
            new DeviceInput.AddressesAnswered(DeviceBench.Pool01, DeviceBench.Found(DeviceBench.Balancer)),
            new DeviceInput.SipTimedOut(first, SipMethod.Register),
            new DeviceInput.SipTimedOut(bench.Channel, SipMethod.Subscribe),
        ];
        foreach (var input in late)
        {
            bench.Give(input);
        }

        (bench.Journal.Entries.Count, bench.Effects.Count, bench.Device.Deadline).ShouldBe(before);
    }

    [Fact]
    public void The_waits_grow_by_the_table_each_from_half_to_the_whole_of_its_row()
    {
        double[] table = [10, 30, 60, 120, 300, 300, 300];
        var seen = new List<double>();
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var bench = new DeviceBench { Seed = seed };
            bench.PowerOn();
            for (var i = 1; i < table.Length; i++)
            {
                MoveOn(bench);
            }

            var waits = bench.Entries<JournalEntry.BackedOff>().Select(e => e.For.TotalSeconds).ToArray();
            waits.Length.ShouldBe(table.Length);
            for (var i = 0; i < table.Length; i++)
            {
                waits[i].ShouldBeInRange(table[i] / 2, table[i]);
            }

            seen.Add(waits[0]);
        }

        seen.Max().ShouldBeGreaterThan(8);
        seen.Min().ShouldBeLessThan(7);
    }

    [Fact]
    public void After_a_registration_that_lasted_the_waits_begin_anew()
    {
        var bench = Bench();
        bench.Addresses.Clear();
        bench.PowerOn();
        MoveOn(bench);
        MoveOn(bench);
        bench.Addresses[DeviceBench.Pool01] = DeviceBench.Found(DeviceBench.FrontEnd1);
        bench.PassUntil(DevicePhase.SignedIn);
        bench.Pass(TimeSpan.FromMinutes(5));
        bench.Registrar = request => request.Answer("503 Service Unavailable");
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.Reset, "", null));

        bench.Entries<JournalEntry.BackedOff>().Last().For.TotalSeconds.ShouldBeInRange(5, 10);
    }

    [Fact]
    public void A_change_of_the_network_ends_a_wait()
    {
        var bench = new DeviceBench();
        bench.PowerOn();
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        bench.Dhcp = DeviceBench.Option120(DeviceBench.Pool01);
        bench.Give(new DeviceInput.NetworkChanged());

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void A_deadline_that_came_early_changes_nothing()
    {
        var bench = SignedIn();
        bench.Give(new DeviceInput.DeadlineReached());
        bench.Sent.Count.ShouldBe(2);

        var waiting = new DeviceBench();
        waiting.PowerOn();
        waiting.Give(new DeviceInput.DeadlineReached());
        waiting.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        waiting.Entries<JournalEntry.CycleBegan>().Count().ShouldBe(1);
    }

    [Fact]
    public void Memory_that_could_not_be_stored_is_written_down_and_the_phone_goes_on()
    {
        var bench = SignedIn();
        bench.Give(new DeviceInput.SaveFailed("the disk is full"));

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.SaveFailed>().ShouldHaveSingleItem().Detail.ShouldBe("the disk is full");
    }

    private static void Silence(DeviceBench bench)
    {
        bench.Down[DeviceBench.At(DeviceBench.FrontEnd1, 5061)] = null;
        bench.Down[DeviceBench.At(DeviceBench.FrontEnd2, 5061)] = null;
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.TimedOut, "", null));
    }

    internal static DeviceBench Bench()
    {
        var bench = new DeviceBench();
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        return bench;
    }

    internal static DeviceBench SignedIn()
    {
        var bench = Bench().PowerOn();
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        return bench;
    }

    private static void MoveOn(DeviceBench bench)
    {
        var before = bench.Entries<JournalEntry.BackedOff>().Count();
        bench.Pass(bench.Device.Deadline!.Value - bench.Now.Monotonic);
        bench.Entries<JournalEntry.BackedOff>().Count().ShouldBe(before + 1);
    }
}
