using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Profiles;
using Dialtone.Core.Time;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Scenarios;

/// <summary>
/// The faults of DHCPv6, each alone, with a phone of standard SIP whom nobody else tells of a Registrar: what it saw,
/// and what it signed in by.
/// </summary>
public class Dhcp6FaultTests
{
    private static readonly ImmutableSortedDictionary<string, (Dhcp6Status Seen, string SignedIn)> Expected =
        new Dictionary<string, (Dhcp6Status, string)>(StringComparer.Ordinal)
        {
            [""] = (Dhcp6Status.Answered, "Dhcp6 Tls pool01.contoso.example"),
            ["dhcp6-silent"] = (Dhcp6Status.NoAnswer, "no"),
            ["dhcp6-no-option"] = (Dhcp6Status.NoOption, "no"),
            ["dhcp6-malformed"] = (Dhcp6Status.Malformed, "no"),
            ["dhcp6-ascii-21"] = (Dhcp6Status.Malformed, "no"),
            ["dhcp6-compressed-21"] = (Dhcp6Status.Malformed, "no"),
            ["dhcp6-refused"] = (Dhcp6Status.Refused, "no"),
            // The certificate of an address is to be made out to the domain.
            ["dhcp6-addresses"] = (Dhcp6Status.Answered, "Dhcp6 Tls contoso.example"),
            ["dhcp6-two-disagree"] = (Dhcp6Status.Answered, "Dhcp6 Tls "),
            ["dhcp6-slow"] = (Dhcp6Status.Answered, "Dhcp6 Tls pool01.contoso.example"),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static TheoryData<string> Names() =>
        ["", .. LabFault.All.Where(fault => fault.NeedsDhcp6).Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_of_DHCPv6_is_seen_as_what_it_is(string name)
    {
        var (seen, signedIn) = SignIn(name);

        (seen.Status, signedIn).ShouldSatisfyAllConditions(
            it => it.Status.ShouldBe(Expected[name].Seen),
            it => it.signedIn.ShouldStartWith(Expected[name].SignedIn));
    }

    [Fact]
    public void Two_servers_that_disagree_are_seen_by_who_looks()
    {
        var (world, lab, host) = World();
        lab.Switch(Find("dhcp6-two-disagree"), true);
        var journal = new KeepingJournal();
        var node = new DiscoveryNode(Settings(lab, host), world.EntropyFor("phone"), journal);
        world.PowerOn(world.Place(host, "phone", node));
        world.RunTo(Instant.Zero + TimeSpan.FromSeconds(30));

        var outcome = journal.Entries.OfType<JournalEntry.Dhcp6Seen>().ShouldHaveSingleItem().Outcome;
        outcome.ServersDisagree.ShouldBeTrue();
        outcome.Answers.Select(answer => answer.RegistrarNames[0].Text)
            .ShouldBe(["pool01.contoso.example", "pool02.contoso.example"], ignoreOrder: true);
    }

    private static (Dhcp6Outcome Seen, string SignedIn) SignIn(string fault)
    {
        var (world, lab, host) = World();
        if (fault.Length > 0)
        {
            lab.Switch(Find(fault), true);
        }

        var journal = new KeepingJournal();
        var node = DeviceNode.WithStored(Settings(lab, host), world.EntropyFor("phone"), journal, null);
        world.PowerOn(world.Place(host, "phone", node));
        world.RunTo(Instant.Zero + TimeSpan.FromSeconds(30));

        var seen = journal.Entries.OfType<JournalEntry.Dhcp6Seen>().First().Outcome;
        var registered = journal.Entries.OfType<JournalEntry.Registered>().FirstOrDefault()?.Candidate;
        return (seen, registered is null ? "no" : $"{registered.Source} {registered.Transport} {registered.Host}");
    }

    private static (SimWorld World, SimDeployment Lab, SimHost Phone) World()
    {
        var world = new SimWorld(1);
        var lab = new SimDeployment(world, Deployment.Contoso with { HasDhcp6 = true });
        lab.Switch(Find("dns-no-srv"), true);
        lab.Switch(Find("dhcp-silent"), true);
        var address = IpAddress.V4(192, 0, 2, 101);
        return (world, lab, world.AddHost("phone", address, SimulatedPhone.LinkLocalOf(address)));
    }

    private static DeviceSettings Settings(SimDeployment lab, SimHost host)
    {
        var deployment = lab.Nodes.Deployment;
        var settings = SimulatedPhone.Settings(deployment, 0, deployment.Accounts[0], host.Addresses[0]);
        return settings with
        {
            Profile = DeviceProfile.Sip,
            Plan = settings.Plan with { Naming = StrictDnsNaming.Off },
        };
    }

    private static LabFault Find(string name)
    {
        LabFault.TryFind(name, out var fault).ShouldBeTrue();
        return fault!;
    }
}
