using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.Devices;

/// <summary>From a server of lower priority back to the first.</summary>
public class FailbackTests
{
    private static readonly EndPointAddress Primary = DeviceBench.At(DeviceBench.FrontEnd1, 5061);
    private static readonly EndPointAddress Second = DeviceBench.At(DeviceBench.Balancer, 5061);

    [Theory]
    [InlineData(null, 570)]
    [InlineData(FailbackPolicy.Registration, 570)]
    [InlineData(FailbackPolicy.NewRequests, 570)]
    [InlineData(FailbackPolicy.Duration, 3600)]
    [InlineData(FailbackPolicy.DnsTtl, 300)]
    public void The_first_server_is_tried_again_when_the_policy_says(FailbackPolicy? policy, int seconds)
    {
        var bench = OnTheSecond(policy);
        bench.Pass(TimeSpan.FromSeconds(seconds - 1));
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
        bench.Entries<JournalEntry.FailbackBegan>().ShouldBeEmpty();
        bench.Pass(TimeSpan.FromSeconds(1));

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool01);
        bench.Entries<JournalEntry.FailedBack>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.From.Host.ShouldBe(DeviceBench.Pool02), e => e.To.Host.ShouldBe(DeviceBench.Pool01));
        bench.OpenChannels.ShouldBe(1);
        bench.Device.Memory!.Registrar.Host.ShouldBe(DeviceBench.Pool01);
        bench.Pass(TimeSpan.FromHours(2));
        bench.Entries<JournalEntry.FailbackBegan>().ShouldHaveSingleItem();
    }

    [Fact]
    public void The_first_server_answers_before_the_other_is_let_go()
    {
        var bench = OnTheSecond();
        var old = bench.Channel;
        var closed = false;
        bench.Registrars[Primary] = request =>
        {
            closed |= bench.Effects.Contains(new DeviceEffect.CloseChannel(old));
            return request.Digest();
        };
        bench.Pass(TimeSpan.FromSeconds(570));

        closed.ShouldBeFalse();
        bench.Effects.ShouldContain(new DeviceEffect.CloseChannel(old));
        bench.Sent.ShouldAllBe(e => e.Message.Header("Expires") != "0");
    }

    [Theory]
    [InlineData(FailbackPolicy.Never)]
    [InlineData(FailbackPolicy.Duration)]
    public void Never_and_a_duration_of_zero_stay_until_the_registration_is_lost(FailbackPolicy policy)
    {
        var bench = OnTheSecond(policy, duration: TimeSpan.Zero);
        bench.Pass(TimeSpan.FromHours(12));
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.Reset, "", null));

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool01);
    }

    [Fact]
    public void While_the_first_server_stays_silent_the_other_is_refreshed_and_kept()
    {
        var bench = OnTheSecond();
        bench.Down[Primary] = null;
        bench.Pass(TimeSpan.FromMinutes(60));

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
        bench.Entries<JournalEntry.FailbackBegan>().Count().ShouldBe(6);
        bench.Entries<JournalEntry.Registered>().Count(e => e.Refresh).ShouldBe(6);
        bench.Entries<JournalEntry.CycleBegan>().ShouldHaveSingleItem();
        bench.OpenChannels.ShouldBe(1);
    }

    [Fact]
    public void A_first_server_that_takes_the_device_back_and_loses_it_is_left_alone_for_a_while()
    {
        var bench = OnTheSecond(FailbackPolicy.DnsTtl);
        bench.Pass(TimeSpan.FromSeconds(300));
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool01);
        bench.Pass(TimeSpan.FromSeconds(60));
        bench.Down[Primary] = ChannelEnd.Refused;
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.Reset, "", null));
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
        bench.Down.Clear();
        bench.Pass(TimeSpan.FromSeconds(599));
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
        bench.Pass(TimeSpan.FromSeconds(1));

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool01);
    }

    [Fact]
    public void A_first_server_that_refuses_is_not_asked_again_and_costs_nothing()
    {
        var bench = OnTheSecond();
        bench.Registrars[Primary] = request => request.Answer("403 Forbidden");
        bench.Pass(TimeSpan.FromHours(2));

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
        bench.Entries<JournalEntry.FailbackBegan>().ShouldHaveSingleItem();
        bench.OpenChannels.ShouldBe(1);
    }

    [Fact]
    public void A_first_server_that_may_have_taken_the_REGISTER_without_an_answer_is_made_good_by_a_refresh()
    {
        var bench = OnTheSecond();
        bench.Registrars[Primary] = _ => null;
        bench.Pass(TimeSpan.FromSeconds(610));

        bench.Entries<JournalEntry.RegisterFailed>().ShouldHaveSingleItem();
        bench.Sent.Select(e => e.To).TakeLast(3).ShouldBe([Second, Primary, Second]);
        bench.Entries<JournalEntry.Registered>().Count(e => e.Refresh).ShouldBe(2);
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
    }

    [Fact]
    public void A_registration_lost_while_the_first_server_is_tried_begins_anew()
    {
        var bench = OnTheSecond();
        var standing = bench.Channel;
        bench.Down[Primary] = null;
        bench.Pass(TimeSpan.FromSeconds(571));
        bench.OpenChannels.ShouldBe(2);
        bench.Give(new DeviceInput.ChannelEnded(standing, ChannelEnd.Reset, "", null));
        bench.Pass(TimeSpan.FromSeconds(10));

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
        bench.OpenChannels.ShouldBe(1);
    }

    [Fact]
    public void Signing_out_leaves_nothing_open()
    {
        var bench = OnTheSecond();
        bench.Down[Primary] = null;
        bench.Pass(TimeSpan.FromSeconds(571));
        bench.Give(new DeviceInput.SignOut());

        bench.Device.Phase.ShouldBe(DevicePhase.Off);
        bench.OpenChannels.ShouldBe(0);
    }

    [Fact]
    public void A_Retry_After_of_the_first_server_is_waited_for()
    {
        var bench = Bench(FailbackPolicy.DnsTtl);
        bench.Registrars[Primary] = request => request.Answer("503 Service Unavailable", "Retry-After: 900");
        bench.PowerOn();
        bench.Registrars.Clear();
        bench.Pass(TimeSpan.FromSeconds(899));
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
        bench.Pass(TimeSpan.FromSeconds(1));

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool01);
    }

    [Fact]
    public void Not_all_whom_the_first_server_told_to_wait_come_when_that_time_is_over()
    {
        var came = new List<double>();
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var bench = Bench(FailbackPolicy.DnsTtl, jitter: 0.5, seed: seed);
            bench.Registrars[Primary] = request => request.Answer("503 Service Unavailable", "Retry-After: 900");
            bench.PowerOn();
            var began = bench.Now.Monotonic;
            bench.Registrars.Clear();
            bench.Pass(TimeSpan.FromSeconds(1800));
            came.Add((bench.Entries<JournalEntry.FailbackBegan>().ShouldHaveSingleItem().At - began).TotalSeconds);
        }

        came.Min().ShouldBeInRange(900, 1000);
        came.Max().ShouldBeInRange(1200, 1350);
    }

    [Fact]
    public void The_documented_phone_stays_where_it_is()
    {
        var bench = AheadTests.Bench();
        bench.Addresses[DeviceBench.Pool01] = DeviceBench.Found(DeviceBench.FrontEnd1);
        bench.Down[Primary] = ChannelEnd.Refused;
        bench.PowerOn();
        bench.Down.Clear();
        bench.Pass(TimeSpan.FromHours(2));

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
    }

    private static DeviceBench Bench(
        FailbackPolicy? policy = null, TimeSpan? duration = null, double jitter = 0, ulong seed = 1)
    {
        var bench = new DeviceBench
        {
            Seed = seed,
            With = s => s with
            {
                Profile = DeviceProfile.Sip,
                UseDhcp = false,
                Failback = policy,
                Timings = s.Timings with { Failback = duration ?? s.Timings.Failback, BackOffJitter = jitter },
                Plan = s.Plan with { Naming = StrictDnsNaming.Off, Udp = true },
            },
        };
        bench.Srv[SrvService.SipsTcp] = new()
        {
            Status = DnsStatus.Answered,
            Targets = [new(DeviceBench.Pool01, 5061, 10, 0), new(DeviceBench.Pool02, 5061, 20, 0)],
        };
        bench.Addresses[DeviceBench.Pool01] = DeviceBench.Found(DeviceBench.FrontEnd1);
        bench.Addresses[DeviceBench.Pool02] =
            DeviceBench.Found(DeviceBench.Balancer) with { TimeToLive = TimeSpan.FromMinutes(5) };
        return bench;
    }

    private static DeviceBench OnTheSecond(FailbackPolicy? policy = null, TimeSpan? duration = null)
    {
        var bench = Bench(policy, duration);
        bench.Down[Primary] = ChannelEnd.Refused;
        bench.PowerOn();
        bench.Down.Clear();
        bench.Sent[^1].To.ShouldBe(Second);
        return bench;
    }
}
