using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Devices;

/// <summary>How devices come back to a server that has ended the connections of all of them in one moment.</summary>
public class ReconnectTests
{
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(4);
    private static readonly EndPointAddress One = DeviceBench.At(DeviceBench.FrontEnd1, 5061);
    private static readonly EndPointAddress Two = DeviceBench.At(DeviceBench.FrontEnd2, 5061);

    [Theory]
    [InlineData(ChannelEnd.ClosedByPeer)]
    [InlineData(ChannelEnd.Reset)]
    public void The_same_address_is_connected_to_at_once_and_TLS_waits_a_part_of_the_spread(ChannelEnd why)
    {
        var waits = new List<double>();
        for (ulong seed = 1; seed <= 30; seed++)
        {
            var bench = Lose(why, seed: seed);
            var opened = bench.Effects.OfType<DeviceEffect.OpenChannel>().ToList();
            opened.Count.ShouldBe(2);
            opened[1].To.ShouldBe(opened[0].To);
            opened[0].TlsAfter.ShouldBe(TimeSpan.Zero);
            waits.Add(opened[1].TlsAfter.TotalSeconds);
        }

        waits.ShouldAllBe(wait => wait >= 0 && wait <= Spread.TotalSeconds);
        waits.Min().ShouldBeLessThan(1);
        waits.Max().ShouldBeGreaterThan(3);
    }

    [Fact]
    public void An_address_that_is_gone_costs_no_time_and_the_next_has_no_wait()
    {
        var bench = Lose(ChannelEnd.Reset, dead: true);

        var opened = bench.Effects.OfType<DeviceEffect.OpenChannel>().ToList();
        opened.Select(e => e.To).Distinct().Count().ShouldBe(2);
        opened[2].TlsAfter.ShouldBe(TimeSpan.Zero);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void While_it_waits_nobody_takes_it_for_silent()
    {
        var bench = SignedIn();
        bench.Pass(TimeSpan.FromMinutes(1));
        bench.Mute.UnionWith([One, Two]);
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.Reset, "", null));
        var wait = bench.Effects.OfType<DeviceEffect.OpenChannel>().Last().TlsAfter;
        wait.ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
        bench.Pass(wait);
        bench.Effects.OfType<DeviceEffect.OpenChannel>().Count().ShouldBe(2);
        bench.Pass(TimeSpan.FromSeconds(1));

        bench.Effects.OfType<DeviceEffect.OpenChannel>().Count().ShouldBe(3);
    }

    [Theory]
    [InlineData(ChannelEnd.TimedOut)]
    [InlineData(ChannelEnd.LocalAddressGone)]
    public void What_happens_to_one_device_alone_costs_it_no_wait(ChannelEnd why) =>
        Lose(why).Effects.OfType<DeviceEffect.OpenChannel>().ShouldAllBe(e => e.TlsAfter == TimeSpan.Zero);

    [Fact]
    public void A_change_of_the_network_and_time_end_the_wait()
    {
        var bench = SignedIn();
        bench.Pass(TimeSpan.FromMinutes(1));
        bench.Down[One] = bench.Down[Two] = ChannelEnd.Refused;
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.Reset, "", null));
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        bench.Down.Clear();
        bench.Give(new DeviceInput.NetworkChanged());

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Effects.OfType<DeviceEffect.OpenChannel>().Last().TlsAfter.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Without_a_spread_and_without_TLS_nothing_waits()
    {
        Lose(ChannelEnd.Reset, TimeSpan.Zero).Effects.OfType<DeviceEffect.OpenChannel>()
            .ShouldAllBe(e => e.TlsAfter == TimeSpan.Zero);

        var plain = new DeviceBench();
        plain.Srv[SrvService.InternalTcp] = DeviceBench.Target(DeviceBench.Pool01, 5060);
        plain.PowerOn();
        plain.Pass(TimeSpan.FromMinutes(1));
        plain.Give(new DeviceInput.ChannelEnded(plain.Channel, ChannelEnd.Reset, "", null));
        plain.Effects.OfType<DeviceEffect.OpenChannel>().ShouldAllBe(e => e.TlsAfter == TimeSpan.Zero);
    }

    [Fact]
    public void The_order_of_standard_SIP_is_that_of_DNS()
    {
        var bench = new DeviceBench { With = s => s with { Profile = DeviceProfile.Sip, UseDhcp = false } };
        bench.Addresses[DeviceBench.Domain] = DeviceBench.Found(DeviceBench.FrontEnd1, DeviceBench.FrontEnd2);
        bench.Down[One] = ChannelEnd.Refused;
        bench.PowerOn();
        bench.Down.Clear();
        bench.Pass(TimeSpan.FromMinutes(2));
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.Reset, "", null));

        bench.Effects.OfType<DeviceEffect.OpenChannel>().Select(e => e.To).ShouldBe([One, Two, One]);
    }

    private static DeviceBench SignedIn(TimeSpan? spread = null, ulong seed = 1)
    {
        var bench = new DeviceBench
        {
            Seed = seed,
            With = s => s with { Timings = s.Timings with { ReconnectSpread = spread ?? Spread } },
        };
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.PowerOn();
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        return bench;
    }

    private static DeviceBench Lose(ChannelEnd why, TimeSpan? spread = null, ulong seed = 1, bool dead = false)
    {
        var bench = SignedIn(spread, seed);
        bench.Pass(TimeSpan.FromMinutes(1));
        if (dead)
        {
            bench.Down[bench.Effects.OfType<DeviceEffect.OpenChannel>().Last().To] = ChannelEnd.Refused;
        }

        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, why, "", null));
        return bench;
    }
}
