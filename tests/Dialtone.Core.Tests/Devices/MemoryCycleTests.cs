using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Tests.Devices;

public class MemoryCycleTests
{
    private const string Known01 = "Known: Known Tls pool01:5061";
    private const string Remembered01 = "Remembered: Memory Tls pool01:5061";

    [Fact]
    public void S6_The_Registrar_last_registered_with_comes_first_and_nothing_is_discovered()
    {
        var bench = KnowingPool01();
        bench.PowerOn();

        bench.Attempts.ShouldBe([Known01]);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Effects.ShouldNotContain(e => e is DeviceEffect.AskDns || e is DeviceEffect.AskDhcp);
    }

    [Fact]
    public void S6_All_addresses_of_the_known_Registrar_are_one_attempt_and_then_the_list_is_built_from_scratch()
    {
        var second = new KnownRegistrar(DeviceBench.Pool02, SipTransport.Tls, 5061);
        var memory = DeviceBench.Remembered(DeviceBench.Pool01, DeviceBench.FrontEnd1);
        var bench = new DeviceBench { Memory = memory with { KnownRegistrars = [.. memory.KnownRegistrars, second] } };
        TakeDownPool01(bench, 5061);
        bench.Srv[SrvService.ExternalTls] = DeviceBench.Target(DeviceBench.Edge, 443);
        bench.PowerOn();

        bench.Attempts.ShouldBe([Known01, "Scratch: ExternalSrv Tls sip:443"]);
        bench.Entries<JournalEntry.ConnectFailed>().Select(e => e.Remote.Address)
            .ShouldBe([DeviceBench.FrontEnd1, DeviceBench.FrontEnd2], ignoreOrder: true);
        bench.Entries<JournalEntry.CycleFailed>().ShouldHaveSingleItem().Why.ShouldBe(CycleEnd.EveryCandidateFailed);
    }

    [Fact]
    public void S9_Where_DNS_and_DHCP_give_nothing_the_remembered_addresses_are_used_without_asking_DNS()
    {
        var bench = KnowingPool01();
        bench.Addresses.Remove(DeviceBench.Pool01);
        bench.PowerOn();

        bench.Attempts.ShouldBe([Known01, Remembered01]);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Effects.OfType<DeviceEffect.AskAddresses>().Count().ShouldBe(1);
        bench.Entries<JournalEntry.Resolved>().Last().FromMemory.ShouldBeTrue();
        bench.Entries<JournalEntry.CycleFailed>().Select(e => e.Why)
            .ShouldBe([CycleEnd.NothingResolved, CycleEnd.NothingFound]);
        bench.Device.Memory!.RegistrarAddresses
            .ShouldBe([DeviceBench.FrontEnd1, DeviceBench.FrontEnd2]);
    }

    [Theory]
    [InlineData("lync-phone", 6)]
    [InlineData("sip", 3)]
    public void S9_Where_DNS_and_DHCP_say_nothing_memory_is_not_waited_for_as_long_as_a_first_boot_would(
        string profile, double seconds)
    {
        var bench = Silent(profile);
        var began = bench.Now.Monotonic;
        bench.PowerOn();
        bench.PassUntil(DevicePhase.SignedIn);

        (bench.Now.Monotonic - began).ShouldBe(TimeSpan.FromSeconds(seconds));
        bench.Attempts[^1].ShouldBe(Remembered01);
        // Discovery came before it all the same.
        bench.Effects.ShouldContain(e => e is DeviceEffect.AskDns);
        bench.Effects.ShouldContain(e => e is DeviceEffect.AskDhcp);

        var first = Silent(profile, withMemory: false);
        first.PowerOn();
        first.Pass(TimeSpan.FromSeconds(59));
        first.Device.Phase.ShouldBe(DevicePhase.Discovering);
    }

    [Theory]
    [InlineData("lync-phone")]
    [InlineData("sip")]
    public void S9_Where_DNS_has_nothing_DHCP_is_waited_for_no_longer_either(string profile)
    {
        var bench = Silent(profile);
        foreach (var service in Enum.GetValues<SrvService>())
        {
            bench.Srv[service] = new() { Status = DnsStatus.Refused };
        }

        bench.Records[new(DeviceBench.Domain, DnsType.Naptr)] = new() { Status = DnsStatus.Refused };
        bench.Addresses[DeviceBench.Domain] = new() { Status = DnsStatus.Refused };
        bench.Addresses[DeviceBench.Pool01] = new() { Status = DnsStatus.Refused };
        var began = bench.Now.Monotonic;
        bench.PowerOn();
        bench.PassUntil(DevicePhase.SignedIn);

        (bench.Now.Monotonic - began).ShouldBe(TimeSpan.FromSeconds(3));
        bench.Attempts[^1].ShouldBe(Remembered01);
    }

    [Fact]
    public void DNS_that_says_anything_has_all_the_time_that_it_has_without_memory()
    {
        var bench = KnowingPool01();
        bench.Addresses[DeviceBench.Pool01] = new() { Status = DnsStatus.NoSuchName };
        bench.Srv[SrvService.InternalTls] = null;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(20));
        bench.Device.Phase.ShouldBe(DevicePhase.Discovering);
        bench.Give(new DeviceInput.DnsAnswered(
            DeviceBench.Question(SrvService.InternalTls), DeviceBench.Target(DeviceBench.Pool02, 5061)));

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
    }

    [Fact]
    public void S9_Where_no_name_that_was_found_has_an_address_the_remembered_ones_are_used()
    {
        var bench = KnowingPool01();
        bench.Addresses.Clear();
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool02, 5061);
        bench.Dhcp = DeviceBench.Option120(DeviceBench.Pool01);
        bench.PowerOn();

        bench.Attempts[^1].ShouldBe(Remembered01);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.CycleFailed>().Last().Why.ShouldBe(CycleEnd.NothingResolved);
    }

    [Fact]
    public void S9_Where_names_have_addresses_and_the_connections_fail_memory_is_not_used()
    {
        var bench = KnowingPool01();
        TakeDownPool01(bench, 5061);
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.Srv[SrvService.ExternalTls] = DeviceBench.Target(DeviceBench.Domain.Under("gone"), 443);
        bench.PowerOn();

        bench.Attempts.ShouldNotContain(Remembered01);
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        bench.Entries<JournalEntry.CycleFailed>().Last().Why.ShouldBe(CycleEnd.EveryCandidateFailed);
    }

    [Fact]
    public void A_profile_may_use_memory_after_every_failure()
    {
        var bench = new DeviceBench
        {
            Memory = DeviceBench.Remembered(DeviceBench.Pool01, DeviceBench.Balancer),
            With = s => s with { Profile = s.Profile with { MemoryAfterEveryFailure = true } },
        };
        TakeDownPool01(bench, 5061);
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.PowerOn();

        bench.Attempts.ShouldBe([Known01, "Scratch: InternalSrv Tls pool01:5061", Remembered01]);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void Without_remembered_addresses_there_is_nothing_to_fall_back_on()
    {
        var bench = new DeviceBench { Memory = DeviceBench.Remembered(DeviceBench.Pool01) };
        bench.Addresses.Clear();
        bench.PowerOn();

        bench.Attempts.ShouldBe([Known01]);
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
    }

    [Fact]
    public void S5_S8_S11_Answers_are_flushed_and_memory_is_saved_after_the_200_with_all_addresses_of_the_pool()
    {
        var bench = new DeviceBench { Dhcp = DeviceBench.Option120(DeviceBench.Pool01) };
        bench.PowerOn();

        var after = bench.Effects.SkipWhile(e => e is not DeviceEffect.FlushAnswers).ToList();
        after.Count.ShouldBe(2);
        var saved = after[1].ShouldBeOfType<DeviceEffect.SaveMemory>().Memory;
        bench.Effects.Take(bench.Effects.Count - 2).OfType<DeviceEffect.SendSip>().Count().ShouldBe(2);
        saved.Registrar.ShouldBe(new KnownRegistrar(DeviceBench.Pool01, SipTransport.Tls, 5061));
        saved.RegistrarAddresses.ShouldBe([DeviceBench.FrontEnd1, DeviceBench.FrontEnd2]);
        saved.SavedAt.ShouldBe(DeviceBench.WallClock);
        saved.Account.ShouldBe("sip:alice@contoso.example");
        saved.Profile.ShouldBe("lync-phone");
        bench.Device.Memory.ShouldBe(saved);
    }

    [Fact]
    public void S5_A_sign_in_that_fails_leaves_memory_as_it_is()
    {
        var bench = KnowingPool01();
        bench.Registrar = request => request.Answer("503 Service Unavailable");
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool02, 5061);
        bench.PowerOn();

        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        bench.Device.Memory.ShouldBe(bench.Memory);
        bench.Effects.ShouldNotContain(e => e is DeviceEffect.SaveMemory || e is DeviceEffect.FlushAnswers);
    }

    [Fact]
    public void S7_A_remote_device_remembers_the_access_proxy()
    {
        var bench = new DeviceBench();
        bench.Srv[SrvService.ExternalTls] = DeviceBench.Target(DeviceBench.Edge, 443);
        bench.PowerOn();

        bench.Device.Memory!.Registrar.ShouldBe(new KnownRegistrar(DeviceBench.Edge, SipTransport.Tls, 443));
        bench.Device.Memory.RegistrarAddresses.ShouldBe([DeviceBench.EdgeAddress]);
    }

    [Fact]
    public void The_record_of_known_Registrars_has_the_latest_first_each_once_and_an_end()
    {
        var old = Enumerable.Range(0, 10)
            .Select(i => new KnownRegistrar(DeviceBench.Domain.Under($"pool{i}"), SipTransport.Tls, 5061)).ToList();
        var again = new KnownRegistrar(DeviceBench.Pool02, SipTransport.Tls, 5061);
        var memory = DeviceBench.Remembered(DeviceBench.Pool01, DeviceBench.FrontEnd1);
        var relay = new RememberedRelay(DeviceBench.Edge, [DeviceBench.EdgeAddress], DeviceBench.WallClock, 3478, 443);
        var bench = new DeviceBench
        {
            Memory = memory with { KnownRegistrars = [memory.Registrar, again, .. old], MediaRelays = [relay] },
            Dhcp = DeviceBench.Option120(DeviceBench.Pool02),
        };
        TakeDownPool01(bench, 5061);
        bench.PowerOn();

        bench.Device.Memory!.KnownRegistrars
            .ShouldBe([again, memory.Registrar, .. old.Take(Device.KnownRegistrarsMax - 2)]);
        bench.Device.Memory.MediaRelays.ShouldBe([relay]);
    }

    [Fact]
    public void S14_A_given_Registrar_is_the_only_one_and_discovery_is_bypassed()
    {
        var bench = new DeviceBench
        {
            Memory = DeviceBench.Remembered(DeviceBench.Pool01, DeviceBench.FrontEnd1),
            With = s => s with { Target = DeviceBench.Pool02 },
            Dhcp = DeviceBench.Option120(DeviceBench.Pool01),
        };
        bench.Down[DeviceBench.At(DeviceBench.Balancer, 5061)] = ChannelEnd.Refused;
        bench.PowerOn();

        bench.Attempts.ShouldBe(["Target: Target Tls pool02:5061", "Target: Target Tcp pool02:5060"]);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Effects.ShouldNotContain(e => e is DeviceEffect.AskDns || e is DeviceEffect.AskDhcp);
    }

    [Fact]
    public void S14_Where_the_given_Registrar_fails_nothing_else_is_tried()
    {
        var bench = new DeviceBench
        {
            Memory = DeviceBench.Remembered(DeviceBench.Pool01, DeviceBench.FrontEnd1),
            With = s => s with { Target = DeviceBench.Pool02, TargetPort = 5070 },
        };
        bench.Addresses.Remove(DeviceBench.Pool02);
        bench.PowerOn();

        bench.Attempts.ShouldBe(["Target: Target Tls pool02:5070", "Target: Target Tcp pool02:5070"]);
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        bench.Entries<JournalEntry.CycleFailed>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.Cycle.ShouldBe(Cycle.Target), e => e.Why.ShouldBe(CycleEnd.NothingResolved));
    }

    [Fact]
    public void An_address_given_as_a_name_is_not_asked_of_DNS()
    {
        var bench = new DeviceBench
        {
            With = s => s with
            {
                Target = HostName.Parse("192.0.2.21"),
                Plan = s.Plan with { Transports = Profiles.TransportChoice.Tcp },
            },
        };
        bench.PowerOn();

        bench.Effects.OfType<DeviceEffect.AskAddresses>().ShouldBeEmpty();
        bench.Device.Memory!.RegistrarAddresses.ShouldBe([DeviceBench.Balancer]);
    }

    private static DeviceBench Silent(string profile, bool withMemory = true)
    {
        var bench = new DeviceBench
        {
            Memory = withMemory ? DeviceBench.Remembered(DeviceBench.Pool01, DeviceBench.FrontEnd1) : null,
            With = s => s with { Profile = DeviceProfile.All.Single(each => each.Name == profile) },
            Dhcp = null,
        };
        foreach (var service in Enum.GetValues<SrvService>())
        {
            bench.Srv[service] = null;
        }

        bench.Records[new(DeviceBench.Domain, DnsType.Naptr)] = null;
        bench.Addresses[DeviceBench.Domain] = null;
        bench.Addresses[DeviceBench.Pool01] = null;
        return bench;
    }

    private static DeviceBench KnowingPool01() => new()
    {
        Memory = DeviceBench.Remembered(DeviceBench.Pool01, DeviceBench.FrontEnd1, DeviceBench.FrontEnd2),
    };

    private static void TakeDownPool01(DeviceBench bench, ushort port)
    {
        bench.Down[DeviceBench.At(DeviceBench.FrontEnd1, port)] = ChannelEnd.Refused;
        bench.Down[DeviceBench.At(DeviceBench.FrontEnd2, port)] = ChannelEnd.Unreachable;
    }
}
