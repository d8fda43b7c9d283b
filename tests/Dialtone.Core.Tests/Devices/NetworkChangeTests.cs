using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Devices;

/// <summary>The machine's own addresses come and go: a cable, another network, an interface that restarts.</summary>
public class NetworkChangeTests
{
    private static readonly TimeSpan DoubtLimit = new DeviceTimings().Doubt;
    private static readonly IpAddress Loopback = IpAddress.Parse("127.0.0.1");
    private static readonly IpAddress Another = IpAddress.Parse("198.51.100.7");

    [Fact]
    public void A_registration_whose_own_address_is_gone_is_lost_and_the_next_cycle_begins_at_once()
    {
        var bench = SignedInTests.SignedIn();
        var first = bench.Channel;
        bench.Give(Changed(Loopback, Another));

        bench.Entries<JournalEntry.ChannelLost>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.Why.ShouldBe(ChannelEnd.LocalAddressGone), e => e.Detail.ShouldBe("192.0.2.50"));
        bench.Effects.OfType<DeviceEffect.CloseChannel>().ShouldContain(e => e.Channel == first);
        bench.Attempts[^1].ShouldBe("Known: Known Tls pool01:5061");
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.OpenChannels.ShouldBe(1);
    }

    [Fact]
    public void Without_any_address_nothing_is_tried_until_there_is_one()
    {
        var bench = SignedInTests.SignedIn();
        bench.Give(Changed(Loopback));
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        bench.Entries<JournalEntry.BackedOff>().ShouldHaveSingleItem().Why.ShouldBe(BackOffReason.NoNetwork);
        bench.OpenChannels.ShouldBe(0);
        bench.Give(Changed());
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);

        bench.Give(Changed(Loopback, Another));
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void A_system_that_does_not_say_when_there_is_an_address_again_costs_a_minute()
    {
        var bench = SignedInTests.SignedIn();
        bench.Give(Changed(Loopback));
        bench.Pass(TimeSpan.FromSeconds(60));

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void Another_network_ends_the_wait_and_the_waits_begin_anew()
    {
        var bench = SignedInTests.SignedIn();
        bench.Pass(TimeSpan.FromMinutes(1));
        Unplug(bench);
        bench.Give(Changed(Loopback, Another));
        bench.Pass(TimeSpan.FromMinutes(10));
        bench.PassUntil(DevicePhase.BackingOff);
        bench.Entries<JournalEntry.BackedOff>().Last().For.ShouldBeGreaterThan(TimeSpan.FromSeconds(60));

        bench.Give(Changed(Loopback, DeviceBench.Local.Address));
        bench.PassUntil(DevicePhase.BackingOff);
        bench.Entries<JournalEntry.BackedOff>().Last().For.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_connection_that_kept_its_address_is_asked_at_once_and_kept_where_it_answers(bool known)
    {
        var bench = SignedInTests.SignedIn();
        var (before, first) = (bench.Sent.Count, bench.Channel);
        bench.Give(known ? Changed(DeviceBench.Local.Address, Another) : new DeviceInput.NetworkChanged());

        bench.Sent.Count.ShouldBe(before + 1);
        bench.Entries<JournalEntry.Registered>().Select(e => e.Refresh).ShouldBe([false, true]);
        bench.Channel.ShouldBe(first);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void A_connection_that_does_not_answer_any_more_is_left_without_blaming_the_Registrar()
    {
        var bench = new DeviceBench
        {
            With = settings => settings with
            {
                Profile = settings.Profile with { AddressOrder = AddressOrder.AsAnswered },
            },
        };
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.PowerOn();
        bench.Pass(TimeSpan.FromMinutes(1));
        var first = bench.Channel;
        bench.Registrar = _ => null;
        bench.Give(Changed(DeviceBench.Local.Address, Another));
        bench.Pass(DoubtLimit - TimeSpan.FromMilliseconds(1));
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);

        bench.Registrar = request => request.Digest();
        bench.Pass(TimeSpan.FromMilliseconds(1));
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Channel.ShouldNotBe(first);
        bench.Entries<JournalEntry.Connected>().Select(e => e.Remote).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void A_refresh_that_is_out_already_gets_no_more_time_than_the_question_would()
    {
        var bench = SignedInTests.SignedIn();
        bench.Pass(TimeSpan.FromSeconds(569));
        bench.Registrar = _ => null;
        bench.Pass(TimeSpan.FromSeconds(2));
        var before = bench.Sent.Count;
        bench.Give(Changed(DeviceBench.Local.Address, Another));
        bench.Sent.Count.ShouldBe(before);

        bench.Pass(DoubtLimit);
        bench.Entries<JournalEntry.RegisterFailed>().ShouldHaveSingleItem().Failure.Kind
            .ShouldBe(RegisterFailureKind.NoAnswer);
    }

    [Fact]
    public void A_server_that_answers_the_question_slowly_has_the_time_of_every_other_REGISTER()
    {
        var bench = SignedInTests.SignedIn();
        bench.Pass(TimeSpan.FromMinutes(1));
        bench.Registrar = request => request.Answer("100 Trying");
        bench.Give(Changed(DeviceBench.Local.Address, Another));
        bench.Pass(TimeSpan.FromSeconds(31));

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.RegisterFailed>().ShouldBeEmpty();
    }

    [Fact]
    public void What_is_under_way_is_begun_anew_from_the_new_address()
    {
        var bench = SignedInTests.Bench();
        Unplug(bench, why: null);
        bench.PowerOn();
        bench.Device.Phase.ShouldBe(DevicePhase.Attempting);
        bench.Down.Clear();
        bench.Give(Changed(DeviceBench.Local.Address));

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.OpenChannels.ShouldBe(1);
        bench.Entries<JournalEntry.CycleBegan>().Select(e => e.Cycle).ShouldBe([Cycle.Scratch, Cycle.Scratch]);
    }

    [Fact]
    public void Discovery_under_way_is_begun_anew_too()
    {
        var bench = new DeviceBench();
        bench.Srv[SrvService.InternalTls] = null;
        bench.PowerOn();
        bench.Device.Phase.ShouldBe(DevicePhase.Discovering);
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.Give(Changed(DeviceBench.Local.Address));

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void A_connection_that_stands_is_not_given_up_because_there_is_one_more_address()
    {
        var bench = SignedInTests.Bench();
        bench.Registrar = _ => null;
        bench.PowerOn();
        bench.Give(Changed(DeviceBench.Local.Address, Another));
        bench.Entries<JournalEntry.CycleBegan>().Count().ShouldBe(1);

        bench.Give(Changed(Another));
        bench.Entries<JournalEntry.CycleBegan>().Count().ShouldBe(2);
    }

    private static void Unplug(DeviceBench bench, ChannelEnd? why = ChannelEnd.Unreachable)
    {
        bench.Down[DeviceBench.At(DeviceBench.FrontEnd1, 5061)] = why;
        bench.Down[DeviceBench.At(DeviceBench.FrontEnd2, 5061)] = why;
    }

    private static DeviceInput.NetworkChanged Changed(params ImmutableArray<IpAddress> addresses) => new(addresses);
}
