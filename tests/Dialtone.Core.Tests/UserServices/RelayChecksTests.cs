using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.UserServices;

/// <summary>
/// The Media Relays are checked once there are credentials for them, at each address over each transport.
/// </summary>
public class RelayChecksTests
{
    private static readonly HostName Relay = HostName.Parse("edge1.contoso.example");
    private static readonly IpAddress First = IpAddress.Parse("192.0.2.41");
    private static readonly IpAddress Second = IpAddress.Parse("192.0.2.42");

    private readonly HomeServer _home = new();
    private readonly DeviceBench _bench = Bench(checks: true);

    public RelayChecksTests()
    {
        _bench.Registrar = _home.Answer;
        _bench.Addresses[Relay] = DeviceBench.Found(First, Second);
    }

    private IEnumerable<DeviceEffect.CheckRelay> Asked => _bench.Effects.OfType<DeviceEffect.CheckRelay>();

    [Fact]
    public void Each_address_is_asked_over_each_transport_with_the_credentials()
    {
        _bench.PowerOn();

        Asked.Select(check => check.Target).ShouldBe(
        [
            new(Relay, new(First, 3478), RelayTransport.Udp, RelayDialect.AvEdge),
            new(Relay, new(First, 443), RelayTransport.Tcp, RelayDialect.AvEdge),
            new(Relay, new(Second, 3478), RelayTransport.Udp, RelayDialect.AvEdge),
            new(Relay, new(Second, 443), RelayTransport.Tcp, RelayDialect.AvEdge),
        ]);
        Asked.ShouldAllBe(check => check.Credentials!.Dialect == RelayDialect.AvEdge);
    }

    [Fact]
    public void It_is_signed_in_meanwhile_and_everything_is_in_once_all_have_ended()
    {
        _bench.PowerOn();
        _bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);

        foreach (var target in Asked.Select(check => check.Target).ToList())
        {
            _bench.Device.AwaitsServices.ShouldBeTrue();
            _bench.Give(new DeviceInput.RelayChecked(Outcome(target, RelayStatus.Silent)));
        }

        _bench.Device.AwaitsServices.ShouldBeFalse();
        _bench.Entries<JournalEntry.RelayChecked>().Count().ShouldBe(4);
        _bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        _bench.Device.RelayAccess.ShouldNotBeNull();
        _bench.Device.Memory!.MediaRelays.ShouldHaveSingleItem().Addresses.ShouldBe([First, Second]);
    }

    [Fact]
    public void What_was_told_is_kept_before_they_have_ended()
    {
        _bench.PowerOn();

        _bench.Device.AwaitsServices.ShouldBeTrue();
        _bench.Device.RelayAccess.ShouldNotBeNull();
        _bench.Device.Memory!.MediaRelays.ShouldHaveSingleItem().Addresses.ShouldBe([First, Second]);
        _bench.Effects.OfType<DeviceEffect.SaveMemory>().Count().ShouldBe(2);
        _bench.Pass(_bench.Settings.Timings.Provisioning);
        _bench.Effects.OfType<DeviceEffect.SaveMemory>().Count().ShouldBe(2);
    }

    [Fact]
    public void One_given_by_hand_is_asked_in_place_of_those_that_were_named()
    {
        var bench = new DeviceBench
        {
            Dhcp = DeviceBench.Option120(DeviceBench.Pool01),
            With = settings => settings with
            {
                ChecksRelays = true,
                AvEdge = new(IpAddress.Parse("192.0.2.49"), 3479, 444),
            },
            Registrar = _home.Answer,
        };
        bench.Addresses[Relay] = DeviceBench.Found(First, Second);
        bench.PowerOn();

        bench.Effects.OfType<DeviceEffect.CheckRelay>().Select(check => check.Target).ShouldBe(
        [
            new(default, new(IpAddress.Parse("192.0.2.49"), 3479), RelayTransport.Udp, RelayDialect.AvEdge),
            new(default, new(IpAddress.Parse("192.0.2.49"), 444), RelayTransport.Tcp, RelayDialect.AvEdge),
        ]);
        bench.Device.Memory!.MediaRelays.ShouldHaveSingleItem().Host.ShouldBe(Relay);
    }

    [Fact]
    public void A_renewal_checks_nothing_again()
    {
        _bench.PowerOn();
        var before = Asked.Count();

        _bench.Pass(TimeSpan.FromHours(6));

        _bench.Entries<JournalEntry.RelayCredentialsGranted>().Count().ShouldBe(2);
        Asked.Count().ShouldBe(before);
    }

    [Theory]
    [InlineData(RelayStatus.Allocated, SignInVerdict.SignedIn)]
    [InlineData(RelayStatus.Silent, SignInVerdict.SignedInDegraded)]
    public void A_relay_that_is_of_no_use_makes_the_sign_in_degraded(RelayStatus status, SignInVerdict verdict)
    {
        _bench.PowerOn();
        _bench.Give(new DeviceInput.RelayChecked(Outcome(Asked.First().Target, status)));

        SignInSummary.Of(_bench.Journal.Entries).Verdict.ShouldBe(verdict);
    }

    [Fact]
    public void An_outcome_that_nobody_asked_for_is_no_entry()
    {
        _bench.PowerOn();
        var target = Asked.First().Target;
        _bench.Give(new DeviceInput.RelayChecked(Outcome(target, RelayStatus.Allocated)));

        _bench.Give(new DeviceInput.RelayChecked(Outcome(target, RelayStatus.Allocated)));

        _bench.Entries<JournalEntry.RelayChecked>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_check_that_never_ends_holds_nothing_up_for_ever()
    {
        _bench.PowerOn();

        _bench.Pass(_bench.Settings.Timings.Provisioning);

        _bench.Device.AwaitsServices.ShouldBeFalse();
        _bench.Effects.ShouldContain(effect => effect is DeviceEffect.StopAsking);
        _bench.Device.Memory!.MediaRelays.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_transport_that_is_not_offered_is_not_asked()
    {
        _home.Relays = HomeServer.Relay(Relay.Text, "intranet", "<tcpPort>444</tcpPort>");
        _bench.PowerOn();

        Asked.ShouldAllBe(check => check.Target.Transport == RelayTransport.Tcp && check.Target.EndPoint.Port == 444);
    }

    [Fact]
    public void No_more_than_sixteen_are_asked_whatever_is_named()
    {
        _bench.Addresses[Relay] = DeviceBench.Found(
            [.. Enumerable.Range(1, 40).Select(i => IpAddress.V4(192, 0, 2, (byte)i))]);
        _bench.PowerOn();

        Asked.Count().ShouldBe(16);
    }

    [Fact]
    public void Credentials_of_before_are_not_tried_again()
    {
        _bench.PowerOn();
        _bench.Pass(_bench.Settings.Timings.Provisioning);
        var before = Asked.Count();
        _home.Service = request => request.Answer("503 Service Unavailable");

        _bench.Pass(TimeSpan.FromHours(6));

        _bench.Entries<JournalEntry.RelayCredentialsFailed>().ShouldNotBeEmpty();
        Asked.Count().ShouldBe(before);
    }

    [Fact]
    public void A_device_that_is_not_to_check_asks_no_relay()
    {
        var bench = Bench(checks: false);
        bench.Registrar = _home.Answer;
        bench.Addresses[Relay] = DeviceBench.Found(First);

        bench.PowerOn();

        bench.Effects.ShouldNotContain(effect => effect is DeviceEffect.CheckRelay);
        bench.Device.AwaitsServices.ShouldBeFalse();
    }

    private static DeviceBench Bench(bool checks) => new()
    {
        Dhcp = DeviceBench.Option120(DeviceBench.Pool01),
        With = settings => settings with { ChecksRelays = checks },
    };

    private static RelayOutcome Outcome(RelayTarget target, RelayStatus status) => new()
    {
        Target = target,
        Status = status,
        Step = RelayStep.Ask,
    };
}
