using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.Tests.Time;
using Dialtone.Wire.Addresses;
using static Dialtone.Core.Tests.Devices.DeviceBench;

namespace Dialtone.Core.Tests.Devices;

public class LyncdiscoverTests
{
    private static readonly HostName Inside = Domain.Under("lyncdiscoverinternal");

    [Fact]
    public void A_client_goes_on_with_DNS_where_there_is_no_Lyncdiscover()
    {
        var bench = Client();
        bench.Srv[SrvService.InternalTls] = Target(Pool01, 5061);
        bench.PowerOn().PassUntil(DevicePhase.SignedIn);

        bench.Entries<JournalEntry.LyncdiscoverSeen>().ShouldHaveSingleItem().Outcome.Status
            .ShouldBe(LyncdiscoverStatus.NotThere);
        bench.Attempts.ShouldBe(["Scratch: InternalSrv Tls pool01:5061"]);
    }

    [Fact]
    public void A_client_tries_the_usual_names_last()
    {
        var bench = Client();
        bench.Addresses[Domain.Under("sipexternal")] = Found(EdgeAddress);
        bench.PowerOn().PassUntil(DevicePhase.SignedIn);

        bench.Attempts.ShouldBe(["Scratch: UsualName Tls sipinternal:5061", "Scratch: UsualName Tls sipexternal:443"]);
    }

    [Fact]
    public void Where_nobody_named_a_registrar_nothing_was_found()
    {
        var bench = Client();
        bench.Addresses.Remove(Edge);
        bench.PowerOn().PassUntil(DevicePhase.BackingOff);

        bench.Entries<JournalEntry.CycleFailed>().ShouldHaveSingleItem().Why.ShouldBe(CycleEnd.NothingFound);
        bench.Attempts.Length.ShouldBe(3);
    }

    [Fact]
    public void A_Lyncdiscover_that_is_silent_is_waited_for_no_longer_than_its_time()
    {
        var bench = Client();
        bench.Srv[SrvService.InternalTls] = Target(Pool01, 5061);
        bench.Addresses[Inside] = Found(EdgeAddress);
        bench.PowerOn();
        var began = bench.Now.Monotonic;
        bench.Device.Phase.ShouldBe(DevicePhase.Discovering);
        bench.PassUntil(DevicePhase.SignedIn);

        (bench.Now.Monotonic - began).ShouldBeLessThanOrEqualTo(bench.Settings.Timings.Lyncdiscover);
        Open(bench).ShouldBe(0);
    }

    [Fact]
    public void Switching_off_closes_what_Lyncdiscover_has_open()
    {
        var bench = Client();
        bench.Addresses[Inside] = Found(EdgeAddress);
        bench.PowerOn();
        Open(bench).ShouldBe(2);
        bench.Give(new DeviceInput.SignOut());

        Open(bench).ShouldBe(0);
    }

    [Fact]
    public void With_a_memory_and_a_dead_DNS_it_does_not_hold_up_the_remembered_registrar()
    {
        var bench = new DeviceBench
        {
            With = settings => settings with { Profile = DeviceProfile.LyncClient },
            Memory = Remembered(Pool01, FrontEnd1) with { Profile = "lync-client" },
        };
        foreach (var service in Enum.GetValues<SrvService>())
        {
            bench.Srv[service] = null;
        }

        bench.Addresses.Clear();
        foreach (var name in (HostName[])[Pool01, Inside, Domain.Under("lyncdiscover")])
        {
            bench.Addresses[name] = null;
        }

        bench.PowerOn();
        var began = bench.Now.Monotonic;
        bench.PassUntil(DevicePhase.SignedIn);

        (bench.Now.Monotonic - began).ShouldBeLessThan(TimeSpan.FromSeconds(8));
        bench.Entries<JournalEntry.LyncdiscoverSeen>().Last().Outcome.Status.ShouldBe(LyncdiscoverStatus.TimedOut);
    }

    [Fact]
    public void What_Lyncdiscover_names_comes_first_and_only_within_the_domain()
    {
        var found = new DiscoveryOutcome
        {
            Dhcp = DhcpOutcome.NotAsked,
            Lyncdiscover = new()
            {
                Status = LyncdiscoverStatus.Found,
                Registrars = [new(Pool01, 5061), new(HostName.Parse("sip.fabrikam.example"), 443)],
            },
        };
        var plan = CandidatePlan.Of(
            Ladder.LyncClient(Domain), found, Domain, new() { Naming = StrictDnsNaming.Identical },
            new SeededEntropy(1));

        plan.Candidates[0].ShouldBe(new Candidate(CandidateSource.Lyncdiscover, SipTransport.Tls, Pool01, 5061));
        plan.Rejected[0].ShouldBe(new RejectedCandidate(
            CandidateSource.Lyncdiscover, HostName.Parse("sip.fabrikam.example"), 443,
            RejectionReason.OutsideSipDomain));
        plan.Candidates.Skip(1).Select(each => $"{each.Host}:{each.Port}").ShouldBe(
            ["sipinternal.contoso.example:5061", "sipexternal.contoso.example:443", "sip.contoso.example:443"]);
    }

    private static DeviceBench Client() =>
        new() { With = settings => settings with { Profile = DeviceProfile.LyncClient } };

    private static int Open(DeviceBench bench)
    {
        var effects = bench.Effects.OfType<DeviceEffect.OfHost>().Select(each => each.Effect).ToList();
        return effects.OfType<NetEffect.Connect>().Count() - effects.OfType<NetEffect.Close>().Count();
    }
}
