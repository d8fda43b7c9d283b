using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.Rehearsal;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Tests.Time;
using Dialtone.Wire.Addresses;
using static Dialtone.Core.Tests.Devices.DeviceBench;

namespace Dialtone.Core.Tests.Rehearsal;

/// <summary>A device in a network as another one saw it, and in what is left of that when something dies.</summary>
public class RehearsalRunTests
{
    private static readonly Outage Nothing = new(OutageKind.Nothing);
    private static readonly EndPointAddress Tls1 = At(FrontEnd1, 5061);
    private static readonly EndPointAddress Tls2 = At(FrontEnd2, 5061);

    private static readonly Dictionary<string, Action<DeviceBench>> Networks = new(StringComparer.Ordinal)
    {
        ["everything works"] = _ => { },
        ["a Front End refuses"] = bench => bench.Down[Tls1] = ChannelEnd.Refused,
        ["a pool is silent"] = bench => (bench.Down[Tls1], bench.Down[Tls2]) = (null, null),
        ["TLS is mute"] = bench => bench.Mute.UnionWith([Tls1, Tls2]),
        ["TLS is closed"] = bench => bench.Handshakes[Pool01] = ChannelEnd.ClosedDuringHandshake,
        ["a certificate is not trusted"] = bench =>
            bench.Certificates[Pool01] = name => Certificate(name, ChainTrust.UnknownRoot),
        ["a redirect"] = bench => bench.Registrars[Tls1] = bench.Registrars[Tls2] = request =>
            request.Answer("301 Moved Permanently", $"Contact: <sip:{Pool02}:5061;transport=tls>"),
        ["503"] = bench => bench.Registrars[Tls1] = bench.Registrars[Tls2] = request =>
            request.Answer("503 Service Unavailable", "Retry-After: 30"),
        ["a wrong user"] = bench => bench.Registrar = request => request.Answer("404 Not Found"),
        ["DNS fails"] = bench => bench.Srv.Clear(),
    };

    public static TheoryData<string> Names() => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void With_nothing_dead_it_goes_the_way_that_was_seen(string name)
    {
        var bench = Booted(Networks[name]);

        var rehearsed = Boot(bench, Nothing);

        rehearsed.Unseen.ShouldBeEmpty();
        rehearsed.Path.ShouldBe(SignInPath.Of(bench.Journal.Entries));
        Failures(rehearsed.Journal).ShouldBe(Failures(bench.Journal.Entries));
        rehearsed.Summary.Took.ShouldBe(bench.Now.Monotonic - bench.Journal.Entries[0].At);
    }

    [Fact]
    public void What_nobody_has_looked_at_keeps_silent_and_is_listed()
    {
        var bench = Booted(_ => { });

        var rehearsed = Boot(bench, Nothing, memory: Remembered(Pool02, Balancer));

        rehearsed.Unseen.ShouldBe([$"the addresses of {Pool02}"]);
        rehearsed.Path.ShouldNotBeNull().Host.ShouldBe(Pool01);
    }

    [Fact]
    public void A_client_s_Lyncdiscover_is_not_among_what_is_rehearsed()
    {
        var bench = Booted(_ => { });

        var rehearsed = Boot(bench, Nothing, bench.Settings with { Profile = DeviceProfile.LyncClient });

        rehearsed.Unseen.ShouldNotContain(each => each.Contains("lyncdiscover", StringComparison.Ordinal));
        rehearsed.Journal.OfType<JournalEntry.LyncdiscoverSeen>().ShouldBeEmpty();
        rehearsed.Path.ShouldBe(SignInPath.Of(bench.Journal.Entries));
    }

    [Fact]
    public void A_dead_DNS_is_waited_for_as_long_as_its_servers_have()
    {
        var bench = Booted(_ => { });
        var dns = new DnsSettings
        {
            Servers = [At(IpAddress.Parse("192.0.2.2"), 53), At(IpAddress.Parse("192.0.2.3"), 53)],
        };

        var rehearsed = Boot(bench, new(OutageKind.DnsAndDhcp), bench.Settings with { Dns = dns });

        rehearsed.Path.ShouldBeNull();
        rehearsed.Journal.OfType<JournalEntry.DnsSeen>().First().Outcome.Took
            .ShouldBe(dns.ServerTimeLimit + dns.Stagger);
    }

    [Fact]
    public void Memory_serves_where_DNS_and_DHCP_are_dead_and_the_time_says_what_that_costs()
    {
        var bench = Booted(_ => { });

        var rehearsed = Boot(bench, new(OutageKind.DnsAndDhcp), memory: Remembered(Pool01, FrontEnd1, FrontEnd2));

        rehearsed.Path.ShouldNotBeNull().Cycle.ShouldBe(Cycle.Remembered);
        rehearsed.Summary.Took.ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Who_is_signed_in_needs_neither_DNS_nor_DHCP()
    {
        var stay = Stay(Booted(_ => { }), new(OutageKind.DnsAndDhcp)).ShouldNotBeNull();

        stay.IsKept.ShouldBeTrue();
        stay.Path.ShouldBeNull();
    }

    [Fact]
    public void Who_is_signed_in_at_what_dies_looks_for_another_way()
    {
        var outage = new Outage(OutageKind.PrimaryPool) { Addresses = [FrontEnd1, FrontEnd2] };

        Stay(Booted(_ => { }), outage).ShouldNotBeNull().IsKept.ShouldBeFalse();
        Stay(Booted(bench => bench.Registrar = request => request.Answer("404 Not Found")), outage).ShouldBeNull();
    }

    private static DeviceBench Booted(Action<DeviceBench> change)
    {
        var bench = new DeviceBench
        {
            Dhcp = Option120(Pool01),
            Srv = { [SrvService.InternalTls] = Target(Pool01, 5061), [SrvService.InternalTcp] = Target(Pool01, 5060) },
        };
        change(bench);
        bench.PowerOn();
        while (bench.Device.Phase is not (DevicePhase.SignedIn or DevicePhase.BackingOff))
        {
            bench.Pass(bench.Device.Deadline!.Value - bench.Now.Monotonic);
        }

        return bench;
    }

    private static RehearsedSignIn Boot(
        DeviceBench bench, Outage outage, DeviceSettings? settings = null, DeviceMemory? memory = null) =>
        RehearsalRun.Boot(
            settings ?? bench.Settings, memory, Seen(bench), outage, OutageManner.Silent, WallClock,
            new SeededEntropy(bench.Seed));

    private static RehearsedStay? Stay(DeviceBench bench, Outage outage) => RehearsalRun.Stay(
        bench.Settings, memory: null, Seen(bench), outage, OutageManner.Silent, WallClock,
        new SeededEntropy(bench.Seed));

    private static ObservedNetwork Seen(DeviceBench bench)
    {
        var network = new ObservedNetwork();
        network.Take(bench.Journal.Entries);
        return network;
    }

    private static ImmutableArray<string> Failures(IReadOnlyList<JournalEntry> journal) =>
        [.. journal.OfType<JournalEntry.AttemptFailed>().Select(failed => $"{failed.Candidate} at {failed.FailedAt}")];
}
