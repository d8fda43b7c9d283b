using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Devices;

/// <summary>While a candidate keeps silent the next is made ready, and used only in its turn.</summary>
public class AheadTests
{
    private static readonly EndPointAddress One = DeviceBench.At(DeviceBench.FrontEnd1, 5061);
    private static readonly EndPointAddress Two = DeviceBench.At(DeviceBench.FrontEnd2, 5061);
    private static readonly EndPointAddress Second = DeviceBench.At(DeviceBench.Balancer, 5061);

    [Fact]
    public void Behind_a_silent_target_the_second_registers_within_six_seconds_and_not_before_its_turn()
    {
        var bench = Bench();
        (bench.Down[One], bench.Down[Two]) = (null, null);
        var began = bench.Now.Monotonic;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(1.4));
        bench.Entries<JournalEntry.AheadBegan>().ShouldBeEmpty();
        bench.Pass(TimeSpan.FromSeconds(0.2));

        bench.Entries<JournalEntry.AheadBegan>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.Candidate.Host.ShouldBe(DeviceBench.Pool02), e => e.Silent.Host.ShouldBe(DeviceBench.Pool01),
            e => (e.At - began).ShouldBe(TimeSpan.FromSeconds(1.5)));
        bench.Entries<JournalEntry.Secured>().ShouldHaveSingleItem().Remote.ShouldBe(Second);
        bench.Sent.ShouldBeEmpty();

        bench.Pass(TimeSpan.FromSeconds(3.3));
        bench.Sent.ShouldBeEmpty();
        bench.Attempts.ShouldBe(["Scratch: InternalSrv Tls pool01:5061"]);
        bench.Pass(TimeSpan.FromSeconds(0.1));

        ShouldBeSignedIn(bench, began, TimeSpan.FromSeconds(6));
        bench.Entries<JournalEntry.AttemptFailed>().ShouldHaveSingleItem().Candidate.Host.ShouldBe(DeviceBench.Pool01);
        bench.Attempts.ShouldBe(["Scratch: InternalSrv Tls pool01:5061", "Scratch: InternalSrv Tls pool02:5061"]);
    }

    [Fact]
    public void Behind_a_target_that_is_silent_in_TLS_the_second_registers_within_ten_seconds()
    {
        var bench = Bench();
        bench.Handshakes[DeviceBench.Pool01] = null;
        var began = bench.Now.Monotonic;
        bench.PowerOn();
        bench.PassUntil(DevicePhase.SignedIn);

        ShouldBeSignedIn(bench, began, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Behind_a_target_that_does_not_answer_REGISTER_the_second_registers_within_ten_seconds()
    {
        var bench = Bench();
        bench.Addresses[DeviceBench.Pool01] = DeviceBench.Found(DeviceBench.FrontEnd1);
        bench.Registrars[One] = _ => null;
        var began = bench.Now.Monotonic;
        bench.PowerOn();
        bench.PassUntil(DevicePhase.SignedIn);

        ShouldBeSignedIn(bench, began, TimeSpan.FromSeconds(10));
        bench.Entries<JournalEntry.RegisterFailed>().ShouldHaveSingleItem().Failure.Kind
            .ShouldBe(RegisterFailureKind.NoAnswer);
    }

    [Fact]
    public void A_server_that_has_shown_life_has_the_whole_time_of_a_transaction()
    {
        var bench = Bench();
        bench.Registrars[One] = request => request.Answer("100 Trying");
        var began = bench.Now.Monotonic;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(31.9));
        bench.Sent.ShouldHaveSingleItem();
        bench.Pass(TimeSpan.FromSeconds(0.2));

        bench.Sent.Count.ShouldBeGreaterThan(1);
        (bench.Entries<JournalEntry.RegisterFailed>().First().At - began).ShouldBe(TimeSpan.FromSeconds(32));
    }

    [Fact]
    public void Beside_a_slow_server_that_is_the_only_one_nothing_is_hurried()
    {
        var bench = RacingTests.Bench();
        bench.Addresses[DeviceBench.Pool01] = DeviceBench.Found(DeviceBench.FrontEnd1);
        bench.Registrar = _ => null;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(20));
        bench.Give(new DeviceInput.SipResponse(bench.Channel, SipScript.Read(bench.Sent[0].Message.Ok())));

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void A_server_that_says_nothing_in_the_handshake_is_asked_for_small_segments_the_next_time()
    {
        var bench = Bench();
        bench.Handshakes[DeviceBench.Pool01] = null;
        bench.Handshakes[DeviceBench.Pool02] = null;
        bench.PowerOn();
        bench.PassUntil(DevicePhase.BackingOff);
        bench.Entries<JournalEntry.SmallSegments>().ShouldBeEmpty();
        bench.Handshakes.Clear();
        bench.PassUntil(DevicePhase.SignedIn);

        bench.Entries<JournalEntry.SmallSegments>().ShouldNotBeEmpty();
        bench.Effects.OfType<DeviceEffect.OpenChannel>().Last().SmallSegments.ShouldBeTrue();
        bench.Effects.OfType<DeviceEffect.OpenChannel>().First().SmallSegments.ShouldBeFalse();
    }

    [Fact]
    public void A_slow_TLS_server_does_not_drive_a_phone_to_plain_TCP()
    {
        var bench = Bench();
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.Srv[SrvService.InternalTcp] = DeviceBench.Target(DeviceBench.Pool02, 5060);
        bench.Addresses[DeviceBench.Pool01] = DeviceBench.Found(DeviceBench.FrontEnd1);
        bench.Registrars[One] = _ => null;
        bench.PowerOn();
        var first = bench.Channel;
        bench.Pass(TimeSpan.FromSeconds(20));
        bench.Entries<JournalEntry.AheadBegan>().ShouldHaveSingleItem();
        bench.Give(new DeviceInput.SipResponse(first, SipScript.Read(bench.Sent[0].Message.Ok())));

        bench.Device.RegisteredWith!.Transport.ShouldBe(SipTransport.Tls);
    }

    [Fact]
    public void A_mute_TLS_server_is_left_for_plain_TCP_when_its_whole_time_is_over()
    {
        var bench = Bench();
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.Srv[SrvService.InternalTcp] = DeviceBench.Target(DeviceBench.Pool02, 5060);
        bench.Addresses[DeviceBench.Pool01] = DeviceBench.Found(DeviceBench.FrontEnd1);
        bench.Registrars[One] = _ => null;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(31.9));
        bench.Device.RegisteredWith.ShouldBeNull();
        bench.Pass(TimeSpan.FromSeconds(0.1));

        bench.Device.RegisteredWith!.Transport.ShouldBe(SipTransport.Tcp);
    }

    [Fact]
    public void Where_every_server_is_slow_patience_grows_with_each_cycle()
    {
        var bench = Bench();
        bench.Registrar = _ => null;
        bench.PowerOn();
        bench.PassUntil(DevicePhase.BackingOff);
        bench.PassUntil(DevicePhase.Attempting);
        bench.PassUntil(DevicePhase.BackingOff);
        bench.PassUntil(DevicePhase.Attempting);
        bench.PassUntil(DevicePhase.BackingOff);

        bench.Entries<JournalEntry.RegisterFailed>().Where(e => e.Remote == One).Select(e => e.Took.TotalSeconds)
            .ShouldBe([8, 16, 32]);
    }

    [Fact]
    public void A_target_that_speaks_after_all_is_used_and_the_next_is_dropped()
    {
        var bench = Bench();
        bench.Registrars[One] = _ => null;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(3));
        bench.OpenChannels.ShouldBe(2);
        bench.Give(new DeviceInput.SipResponse(
            bench.Effects.OfType<DeviceEffect.OpenChannel>().First().Channel,
            SipScript.Read(bench.Sent[0].Message.Ok())));

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool01);
        bench.OpenChannels.ShouldBe(1);
        bench.Entries<JournalEntry.AheadDropped>().ShouldHaveSingleItem().Candidate.Host.ShouldBe(DeviceBench.Pool02);
        bench.Attempts.ShouldHaveSingleItem();
    }

    [Fact]
    public void The_next_rung_is_taken_from_discovery_when_it_is_decided()
    {
        var bench = RacingTests.Bench();
        bench.Dhcp = null;
        (bench.Down[One], bench.Down[Two]) = (null, null);
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(2));
        bench.Entries<JournalEntry.AheadBegan>().ShouldBeEmpty();
        bench.Give(new DeviceInput.DhcpAnswered(DeviceBench.Option120(DeviceBench.Pool02)));

        bench.Entries<JournalEntry.AheadBegan>().ShouldHaveSingleItem().Candidate.Host.ShouldBe(DeviceBench.Pool02);
        bench.Sent.ShouldBeEmpty();
        bench.Pass(TimeSpan.FromSeconds(3));
        bench.Attempts.ShouldBe(["Scratch: InternalSrv Tls pool01:5061", "Scratch: Dhcp Tls pool02:5061"]);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void A_connection_that_ends_before_its_turn_is_evidence_and_costs_one_address()
    {
        var bench = Bench();
        (bench.Down[One], bench.Down[Two]) = (null, null);
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(2));
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.ClosedByPeer, "", null));
        bench.PassUntil(DevicePhase.BackingOff);

        bench.Sent.ShouldBeEmpty();
        bench.Entries<JournalEntry.ConnectFailed>().ShouldContain(e => e.Remote == Second);
        bench.Attempts.Length.ShouldBe(2);
        bench.Entries<JournalEntry.AttemptFailed>().Count().ShouldBe(2);
    }

    [Fact]
    public void The_contacts_of_a_redirect_come_before_what_was_made_ready()
    {
        var bench = Bench();
        bench.Registrars[One] = _ => null;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(3));
        bench.Give(new DeviceInput.SipResponse(
            bench.Effects.OfType<DeviceEffect.OpenChannel>().First().Channel,
            SipScript.Read(bench.Sent[0].Message.Answer(
                "302 Moved Temporarily", "Contact: <sip:sip.contoso.example:443;transport=tls>"))));

        bench.Attempts.ShouldBe(["Scratch: InternalSrv Tls pool01:5061", "Scratch: Redirect Tls sip:443"]);
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Edge);
        bench.OpenChannels.ShouldBe(1);
    }

    [Fact]
    public void A_refusal_ends_the_walk_and_closes_what_was_made_ready()
    {
        var bench = Bench();
        bench.Registrars[One] = _ => null;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(3));
        bench.Give(new DeviceInput.SipResponse(
            bench.Effects.OfType<DeviceEffect.OpenChannel>().First().Channel,
            SipScript.Read(bench.Sent[0].Message.Answer("403 Forbidden"))));

        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        (bench.OpenChannels, bench.Sent.Count).ShouldBe((0, 1));
    }

    [Fact]
    public void Without_racing_nothing_is_made_ready()
    {
        var bench = Bench(racing: false);
        bench.Addresses[DeviceBench.Pool01] = DeviceBench.Found(DeviceBench.FrontEnd1);
        bench.Down[One] = null;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(4.9));
        bench.OpenChannels.ShouldBe(1);
        bench.Pass(TimeSpan.FromSeconds(0.1));

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
        bench.Entries<JournalEntry.AheadBegan>().ShouldBeEmpty();
    }

    internal static DeviceBench Bench(bool racing = true)
    {
        var bench = RacingTests.Bench(racing);
        bench.Srv[SrvService.InternalTls] = new()
        {
            Status = DnsStatus.Answered,
            Targets = [new(DeviceBench.Pool01, 5061, 10, 0), new(DeviceBench.Pool02, 5061, 20, 0)],
        };
        return bench;
    }

    private static void ShouldBeSignedIn(DeviceBench bench, Instant began, TimeSpan within)
    {
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
        (bench.Now.Monotonic - began).ShouldBeLessThanOrEqualTo(within);
        bench.OpenChannels.ShouldBe(1);
    }
}
