using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.Tests.Exchange.Dhcp6;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Devices;

/// <summary>A device of standard SIP looks for its Registrar by DHCPv6.</summary>
public class Dhcp6DiscoveryTests
{
    private static readonly IpAddress Somewhere = IpAddress.Parse("2001:db8::21");

    [Fact]
    public void It_is_asked_beside_everything_else()
    {
        var bench = Bench();
        bench.PowerOn();

        bench.Effects.OfType<DeviceEffect.AskDhcp6>().Count().ShouldBe(1);
        bench.Entries<JournalEntry.Dhcp6Seen>().Single().Outcome.Status.ShouldBe(Dhcp6Status.NoAnswer);
    }

    [Fact]
    public void A_UC_phone_does_not_ask_it()
    {
        var bench = new DeviceBench { With = Placed };
        bench.PowerOn();

        bench.Effects.ShouldNotContain(effect => effect is DeviceEffect.AskDhcp6);
        bench.Entries<JournalEntry.Dhcp6Seen>().ShouldBeEmpty();
    }

    [Fact]
    public void Its_name_is_located_and_comes_before_DNS()
    {
        var bench = Bench();
        bench.Dhcp6 = Named(DeviceBench.Pool02);
        bench.Records[DeviceBench.Question(SrvService.SipsTcp)] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.PowerOn();

        bench.Attempts.ShouldBe(["Scratch: Dhcp6 Tls pool02:5061"]);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void DHCP_by_IPv4_comes_before_it()
    {
        var bench = Bench();
        bench.Dhcp = new()
        {
            Status = DhcpStatus.Answered, Purpose = DhcpPurpose.SipServers,
            Registrar = DeviceBench.Pool01, RegistrarNames = [DeviceBench.Pool01],
        };
        bench.Dhcp6 = Named(DeviceBench.Pool02);
        bench.PowerOn();

        bench.Attempts.ShouldBe(["Scratch: Dhcp Tls pool01:5061"]);
    }

    [Fact]
    public void Addresses_are_tried_when_no_name_has_led_anywhere()
    {
        var bench = Bench();
        bench.Dhcp6 = Named(DeviceBench.Domain.Under("gone")) with { RegistrarAddresses = [Somewhere] };
        bench.PowerOn();

        bench.Attempts[^1].ShouldBe("Scratch: Dhcp6 Tls contoso:5061");
        bench.Sent[0].To.ShouldBe(new EndPointAddress(Somewhere, 5061));
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void A_silent_DHCP_server_of_IPv4_does_not_hold_it_up()
    {
        var bench = Bench();
        bench.Dhcp = null;
        bench.Dhcp6 = Named(DeviceBench.Pool02);
        bench.PowerOn();
        bench.Attempts.ShouldBeEmpty();

        bench.Pass(DeviceProfile.Sip.SourcePatience!.Value);

        bench.Attempts.ShouldBe(["Scratch: Dhcp6 Tls pool02:5061"]);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void Its_own_silence_costs_the_patience_and_what_it_says_later_is_still_there_to_try()
    {
        var bench = Bench();
        bench.Dhcp6 = null;
        bench.Records[DeviceBench.Question(SrvService.SipsTcp)] = DeviceBench.Target(DeviceBench.Edge, 5061);
        bench.Down[DeviceBench.At(DeviceBench.EdgeAddress, 5061)] = ChannelEnd.Refused;
        bench.PowerOn();
        bench.Pass(DeviceProfile.Sip.SourcePatience!.Value);
        bench.Attempts.ShouldBe(["Scratch: Dns Tls sip:5061"]);

        bench.Give(new DeviceInput.Dhcp6Answered(Named(DeviceBench.Pool02)));

        bench.Attempts.ShouldBe(["Scratch: Dns Tls sip:5061", "Scratch: Dhcp6 Tls pool02:5061"]);
    }

    [Fact]
    public void Without_an_interface_it_is_said_why_and_the_rest_goes_on()
    {
        var bench = Bench(settings => settings with
        {
            Dhcp6 = new() { InterfaceMissing = "no interface is up" },
        });
        bench.Records[DeviceBench.Question(SrvService.SipsTcp)] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.PowerOn();

        bench.Entries<JournalEntry.Dhcp6Seen>().Single().Outcome.ShouldSatisfyAllConditions(
            outcome => outcome.Status.ShouldBe(Dhcp6Status.Unavailable),
            outcome => outcome.Detail.ShouldBe("no interface is up"));
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void Switched_off_it_is_not_asked()
    {
        var bench = Bench(settings => settings with { Dhcp6 = new() { IsUsed = false } });
        bench.PowerOn();

        bench.Effects.ShouldNotContain(effect => effect is DeviceEffect.AskDhcp6);
        bench.Entries<JournalEntry.Dhcp6Seen>().ShouldBeEmpty();
    }

    private static Dhcp6Outcome Named(HostName name) =>
        new() { Status = Dhcp6Status.Answered, RegistrarNames = [name] };

    private static DeviceSettings Placed(DeviceSettings settings) => settings with
    {
        Dhcp6 = new() { Interface = new(Dhcp6Conversation.Client, Dhcp6Conversation.Addresses, "eth0") },
    };

    private static DeviceBench Bench(Func<DeviceSettings, DeviceSettings>? with = null) => new()
    {
        With = settings => (with ?? (same => same))(Placed(settings) with
        {
            Profile = DeviceProfile.Sip,
            Plan = new() { Naming = StrictDnsNaming.Off, Udp = true },
        }),
    };
}
