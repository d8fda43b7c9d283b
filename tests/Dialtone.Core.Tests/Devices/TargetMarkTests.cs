using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Devices;

/// <summary>Targets that failed are marked for a time and tried last (RFC 3263 section 4.3).</summary>
public class TargetMarkTests
{
    private static readonly EndPointAddress One = DeviceBench.At(DeviceBench.FrontEnd1, 5061);
    private static readonly EndPointAddress Two = DeviceBench.At(DeviceBench.FrontEnd2, 5061);

    [Fact]
    public void An_address_that_failed_is_tried_last_while_its_mark_lasts()
    {
        var bench = Bench();
        bench.Down[One] = ChannelEnd.Refused;
        bench.PowerOn();
        bench.Down.Clear();
        LoseAfter(bench, 30);
        Opened(bench).ShouldBe([One, Two, Two]);

        LoseAfter(bench, 31);
        Opened(bench).ShouldBe([One, Two, Two, One]);
    }

    [Fact]
    public void A_candidate_that_failed_lets_the_others_go_first_and_is_not_left_out()
    {
        var bench = Bench();
        (bench.Down[One], bench.Down[Two]) = (ChannelEnd.Refused, ChannelEnd.Refused);
        bench.PowerOn();
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
        bench.Down.Clear();
        bench.Down[DeviceBench.At(DeviceBench.Balancer, 5061)] = ChannelEnd.Refused;
        LoseAfter(bench, 30);

        bench.Attempts.ShouldBe(
        [
            "Scratch: Dns Tls pool01:5061", "Scratch: Dns Tls pool02:5061", "Scratch: Dns Tls pool02:5061",
            "Scratch: Dns Tls pool01:5061",
        ]);
        bench.Entries<JournalEntry.SetAside>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.Candidate.Host.ShouldBe(DeviceBench.Pool01), e => e.For.ShouldBe(TimeSpan.FromSeconds(30)));
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool01);
    }

    [Fact]
    public void A_Retry_After_takes_the_place_of_the_time()
    {
        var bench = Bench();
        bench.Addresses[DeviceBench.Pool01] = DeviceBench.Found(DeviceBench.FrontEnd1);
        bench.Registrars[One] = request => request.Answer("503 Service Unavailable", "Retry-After: 300");
        bench.PowerOn();
        LoseAfter(bench, 120);

        bench.Entries<JournalEntry.SetAside>().ShouldHaveSingleItem().For.ShouldBe(TimeSpan.FromSeconds(180));
    }

    [Fact]
    public void A_server_that_fails_at_a_refresh_lets_the_other_addresses_of_its_name_go_first()
    {
        var bench = Bench().PowerOn();
        bench.Registrars[One] = request => request.Answer("503 Service Unavailable");
        bench.Pass(TimeSpan.FromSeconds(570));

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool01);
        Opened(bench).ShouldBe([One, Two]);
    }

    [Fact]
    public void A_change_of_the_network_takes_every_mark_away()
    {
        var bench = Bench();
        (bench.Down[One], bench.Down[Two]) = (ChannelEnd.Unreachable, ChannelEnd.Unreachable);
        bench.PowerOn();
        bench.Down.Clear();
        bench.Give(new DeviceInput.NetworkChanged());
        LoseAfter(bench, 30);

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool01);
    }

    [Fact]
    public void S3_The_documented_phone_keeps_its_candidates_in_their_order()
    {
        var bench = AheadTests.Bench();
        (bench.Down[One], bench.Down[Two]) = (ChannelEnd.Refused, ChannelEnd.Refused);
        bench.Down[DeviceBench.At(DeviceBench.Balancer, 5061)] = ChannelEnd.Refused;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(10));

        bench.Attempts.Length.ShouldBe(4);
        bench.Attempts.Where((_, i) => i % 2 == 0).ShouldAllBe(each => each.EndsWith("pool01:5061"));
        bench.Entries<JournalEntry.SetAside>().ShouldBeEmpty();
    }

    private static DeviceBench Bench()
    {
        var bench = new DeviceBench
        {
            With = s => s with
            {
                Profile = DeviceProfile.Sip,
                Plan = s.Plan with { Naming = StrictDnsNaming.Off, Udp = true },
            },
        };
        bench.Srv[SrvService.SipsTcp] = new()
        {
            Status = DnsStatus.Answered,
            Targets = [new(DeviceBench.Pool01, 5061, 10, 0), new(DeviceBench.Pool02, 5061, 20, 0)],
        };
        return bench;
    }

    private static EndPointAddress[] Opened(DeviceBench bench) =>
        [.. bench.Effects.OfType<DeviceEffect.OpenChannel>().Select(e => e.To)];

    private static void LoseAfter(DeviceBench bench, int seconds)
    {
        bench.Pass(TimeSpan.FromSeconds(seconds));
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.Reset, "", null));
    }
}
