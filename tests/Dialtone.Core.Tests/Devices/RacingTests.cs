using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Devices;

/// <summary>The addresses of one candidate race (RFC 8305).</summary>
public class RacingTests
{
    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(250);
    private static readonly EndPointAddress One = DeviceBench.At(DeviceBench.FrontEnd1, 5061);
    private static readonly EndPointAddress Two = DeviceBench.At(DeviceBench.FrontEnd2, 5061);

    [Fact]
    public void A_silent_first_address_costs_a_quarter_of_a_second()
    {
        var bench = Bench();
        bench.Down[One] = null;
        bench.PowerOn();
        bench.Pass(Stagger);

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Sent.ShouldAllBe(e => e.To == Two);
        bench.Entries<JournalEntry.RaceLost>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.Remote.ShouldBe(One), e => e.Took.ShouldBe(Stagger));
        bench.Entries<JournalEntry.ConnectFailed>().ShouldBeEmpty();
        bench.OpenChannels.ShouldBe(1);
        bench.Entries<JournalEntry.AttemptBegan>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_first_address_that_is_silent_in_TLS_costs_no_more()
    {
        var bench = Bench();
        bench.Mute.Add(One);
        bench.PowerOn();
        bench.Pass(Stagger);

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.Connected>().Select(e => e.Remote).ShouldBe([One, Two]);
        bench.Entries<JournalEntry.RaceLost>().ShouldHaveSingleItem().Remote.ShouldBe(One);
    }

    [Fact]
    public void A_connection_that_stands_is_given_the_time_for_its_handshake()
    {
        var bench = Bench();
        bench.Down[One] = null;
        bench.Down[Two] = null;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromMilliseconds(240));
        bench.Give(new DeviceInput.ChannelConnected(bench.Channel, DeviceBench.Local, One));
        bench.Pass(TimeSpan.FromMilliseconds(470));
        bench.OpenChannels.ShouldBe(1);
        bench.Give(new DeviceInput.ChannelSecured(bench.Channel, DeviceBench.Certificate(DeviceBench.Pool01)));

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Effects.OfType<DeviceEffect.OpenChannel>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_failure_lets_the_next_begin_at_once()
    {
        var bench = Bench();
        bench.Down[One] = ChannelEnd.Refused;
        bench.PowerOn();

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.ConnectFailed>().ShouldHaveSingleItem().Remote.ShouldBe(One);
        bench.Entries<JournalEntry.RaceLost>().ShouldBeEmpty();
    }

    [Fact]
    public void A_server_that_answers_in_time_has_no_rival()
    {
        var bench = Bench().PowerOn();
        bench.Pass(TimeSpan.FromMinutes(1));

        bench.Effects.OfType<DeviceEffect.OpenChannel>().ShouldHaveSingleItem().To.ShouldBe(One);
    }

    [Fact]
    public void Where_the_winner_cannot_serve_the_addresses_that_lost_are_next()
    {
        var bench = Bench();
        bench.Down[One] = null;
        bench.Registrars[Two] = request =>
        {
            bench.Down.Remove(One);
            return request.Answer("503 Service Unavailable");
        };
        bench.PowerOn();
        bench.Pass(Stagger);

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Sent.Select(e => e.To).ShouldBe([Two, One, One]);
        bench.OpenChannels.ShouldBe(1);
    }

    [Fact]
    public void REGISTER_goes_out_on_one_connection_only()
    {
        var bench = Bench();
        bench.Registrar = _ => null;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(7.9));

        bench.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public void Silent_addresses_are_given_up_together()
    {
        var bench = Bench();
        var many = Enumerable.Range(1, 4).Select(i => IpAddress.V4(198, 51, 100, (byte)i)).ToArray();
        bench.Addresses[DeviceBench.Pool01] = DeviceBench.Found(many);
        foreach (var address in many)
        {
            bench.Down[DeviceBench.At(address, 5061)] = null;
        }

        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(4.9));
        bench.Entries<JournalEntry.ConnectFailed>().ShouldBeEmpty();
        bench.Pass(TimeSpan.FromSeconds(0.1));

        bench.Entries<JournalEntry.ConnectFailed>().Select(e => e.Took.TotalSeconds).ShouldBe([5, 4.75, 4.5, 4.25]);
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        bench.OpenChannels.ShouldBe(0);
    }

    [Fact]
    public void Every_address_has_its_turn_though_only_some_race_at_one_time()
    {
        var bench = Bench();
        var many = Enumerable.Range(1, 20).Select(i => IpAddress.V4(198, 51, 100, (byte)i)).ToArray();
        bench.Addresses[DeviceBench.Pool01] = DeviceBench.Found(many);
        foreach (var address in many[..19])
        {
            bench.Down[DeviceBench.At(address, 5061)] = null;
        }

        bench.PowerOn();
        var most = 0;
        for (var i = 0; i < 200 && bench.Device.Phase != DevicePhase.SignedIn; i++)
        {
            bench.Pass(TimeSpan.FromMilliseconds(100));
            most = Math.Max(most, bench.OpenChannels);
        }

        most.ShouldBe(6);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Sent[^1].To.Address.ShouldBe(many[19]);
    }

    [Fact]
    public void Without_racing_each_address_has_its_whole_time()
    {
        var bench = Bench(racing: false);
        bench.Down[One] = null;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(4.9));
        bench.OpenChannels.ShouldBe(1);
        bench.Pass(TimeSpan.FromSeconds(0.1));

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.ConnectFailed>().ShouldHaveSingleItem().Took.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(true, "4a 6a 4b 6b 6c")]
    [InlineData(false, "4a 4b 6a 6b 6c")]
    public void Families_take_turns_where_both_exist(bool alternate, string order)
    {
        var addresses = new Dictionary<string, IpAddress>
        {
            ["4a"] = IpAddress.Parse("192.0.2.1"),
            ["4b"] = IpAddress.Parse("192.0.2.2"),
            ["6a"] = IpAddress.Parse("2001:db8::1"),
            ["6b"] = IpAddress.Parse("2001:db8::2"),
            ["6c"] = IpAddress.Parse("2001:db8::3"),
        };
        var bench = new DeviceBench
        {
            With = s => s with
            {
                AlternateFamilies = alternate,
                Profile = s.Profile with { AddressOrder = AddressOrder.AsAnswered },
            },
        };
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.Addresses[DeviceBench.Pool01] = DeviceBench.Found([.. addresses.Values]);
        foreach (var address in addresses.Values)
        {
            bench.Down[DeviceBench.At(address, 5061)] = ChannelEnd.Unreachable;
        }

        bench.PowerOn();

        string.Join(' ', bench.Effects.OfType<DeviceEffect.OpenChannel>()
            .Select(e => addresses.First(each => each.Value == e.To.Address).Key)).ShouldBe(order);
    }

    [Fact]
    public void A_bad_certificate_at_one_address_leaves_the_race_to_the_others()
    {
        var bench = Bench();
        var seen = 0;
        bench.Certificates[DeviceBench.Pool01] =
            name => DeviceBench.Certificate(name, seen++ == 0 ? ChainTrust.UnknownRoot : ChainTrust.Trusted);
        bench.PowerOn();

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.Secured>().Select(e => e.Verdict)
            .ShouldBe([CertificateVerdict.Untrusted, CertificateVerdict.Good]);
        bench.Sent.ShouldAllBe(e => e.To == Two);
    }

    internal static DeviceBench Bench(bool racing = true)
    {
        var bench = new DeviceBench
        {
            With = s => s with
            {
                Racing = racing,
                Profile = s.Profile with { AddressOrder = AddressOrder.AsAnswered },
            },
        };
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        return bench;
    }
}
