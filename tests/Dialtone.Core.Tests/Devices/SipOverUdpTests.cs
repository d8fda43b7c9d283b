using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Devices;

/// <summary>Standard SIP over UDP, from the device's side.</summary>
public class SipOverUdpTests
{
    private static readonly EndPointAddress One = DeviceBench.At(DeviceBench.FrontEnd1, 5060);
    private static readonly EndPointAddress Two = DeviceBench.At(DeviceBench.FrontEnd2, 5060);

    [Fact]
    public void It_registers_over_UDP_and_says_so_in_Via_and_Contact()
    {
        var bench = Bench().PowerOn();

        bench.Device.RegisteredWith!.Transport.ShouldBe(SipTransport.Udp);
        bench.Effects.OfType<DeviceEffect.OpenChannel>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.To.ShouldBe(One), e => e.Transport.ShouldBe(SipTransport.Udp), e => e.ExpectedName.ShouldBeNull());
        bench.Sent[0].Message.Header("Via").ShouldStartWith($"SIP/2.0/UDP {DeviceBench.Local};branch=z9hG4bK");
        bench.Sent[0].Message.Header("Via").ShouldEndWith(";rport");
        bench.Sent[0].Message.Header("Contact").ShouldContain(";transport=udp");
    }

    [Fact]
    public void Addresses_do_not_race_and_a_silent_one_costs_four_seconds()
    {
        var bench = Bench();
        bench.Registrars[One] = _ => null;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(3.9));
        bench.Sent.ShouldHaveSingleItem();
        bench.OpenChannels.ShouldBe(1);
        bench.Pass(TimeSpan.FromSeconds(0.1));

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Sent.Skip(1).ShouldAllBe(e => e.To == Two);
        bench.Entries<JournalEntry.RegisterFailed>().ShouldHaveSingleItem().Failure.Kind
            .ShouldBe(RegisterFailureKind.NoAnswer);
        bench.OpenChannels.ShouldBe(1);
    }

    [Fact]
    public void A_port_without_a_listener_is_told_by_ICMP_and_the_next_address_is_tried_at_once()
    {
        var bench = Bench();
        bench.Registrars[One] = _ => null;
        bench.PowerOn();
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.Refused, "Connection refused", null));

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.ConnectFailed>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.Why.ShouldBe(ChannelEnd.Refused), e => e.Remote.ShouldBe(One));
        bench.Entries<JournalEntry.RegisterFailed>().ShouldBeEmpty();
    }

    [Fact]
    public void A_server_that_has_answered_and_is_gone_is_a_lost_conversation()
    {
        var bench = Bench();
        bench.Registrars[One] = request => request.Has("Authorization")
            ? null : request.Answer("401 Unauthorized", SipScript.Challenge);
        bench.PowerOn();
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.Refused, "Connection refused", null));

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.RegisterFailed>().ShouldHaveSingleItem().Failure.Kind
            .ShouldBe(RegisterFailureKind.ConnectionLost);
    }

    [Fact]
    public void A_REGISTER_too_long_for_UDP_is_not_sent()
    {
        var bench = Bench();
        bench.Registrar = request => request.Has("Authorization")
            ? request.Ok()
            : request.Answer("401 Unauthorized", SipScript.Challenge.Replace("n1", new string('n', 900)));
        bench.PowerOn();

        bench.Sent.ShouldAllBe(e => !e.Message.Has("Authorization"));
        bench.Entries<JournalEntry.RegisterFailed>().Select(e => e.Failure.Kind).Distinct()
            .ShouldBe([RegisterFailureKind.TooLargeForUdp]);
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
    }

    [Fact]
    public void Junk_among_the_datagrams_is_evidence_and_harms_nothing()
    {
        var bench = Bench();
        var asked = bench.Registrar;
        bench.Registrar = _ => null;
        bench.PowerOn();
        bench.Give(new DeviceInput.SipMalformed(
            bench.Channel, new(Dialtone.Wire.Sip.SipFaultKind.NotSip, 4), IsFatal: false, "HTTP/1.1"u8.ToArray()));
        bench.Device.Phase.ShouldBe(DevicePhase.Attempting);
        bench.Entries<JournalEntry.Malformed>().ShouldHaveSingleItem().From.ShouldBe(One);
        bench.Registrar = asked;
        bench.Give(new DeviceInput.SipResponse(bench.Channel, SipScript.Read(bench.Sent[0].Message.Ok())));

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    internal static DeviceBench Bench()
    {
        var bench = new DeviceBench
        {
            With = s => s with
            {
                Profile = DeviceProfile.Sip,
                UseDhcp = false,
                Plan = s.Plan with { Naming = StrictDnsNaming.Off, Transports = TransportChoice.Udp, Udp = true },
            },
        };
        bench.Srv[SrvService.SipUdp] = DeviceBench.Target(DeviceBench.Pool01, 5060);
        return bench;
    }
}
