using Dialtone.Core.Discovery;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Time;

namespace Dialtone.Core.Tests.Findings;

/// <summary>What is amiss at the machine that signs in, and not in the deployment.</summary>
public class OwnPlaceFindingTests
{
    [Fact]
    public void A_port_that_another_program_holds_is_told_from_an_interface_that_cannot_ask()
    {
        JournalBench Unavailable(ChannelEnd end) => new JournalBench().Add(new JournalEntry.DhcpSeen(Instant.Zero, new()
        {
            Status = DhcpStatus.Unavailable, Interface = "eth0", LocalPort = 68, End = end,
        }));

        Texts.ShouldTell(Unavailable(ChannelEnd.LocalPortTaken).SignIn().Found, "UDP port 68 is taken");
        Unavailable(ChannelEnd.LocalPortTaken).SignIn().Found.Code.ShouldBe(FindingCatalogue.DhcpPortTaken.Code);
        Unavailable(ChannelEnd.LocalAddressUnavailable).SignIn().Found.Code
            .ShouldBe(FindingCatalogue.DhcpNoInterface.Code);
    }

    [Fact]
    public void A_machine_without_an_address_has_no_network()
    {
        var found = new JournalBench()
            .Add(new JournalEntry.BackedOff(Instant.Zero, TimeSpan.FromSeconds(30), BackOffReason.NoNetwork)).Found;
        found.Code.ShouldBe(FindingCatalogue.NoNetworkHere.Code);
        found.Severity.ShouldBe(FindingSeverity.Blocking);
        Texts.ShouldTell(found, "VLAN");
    }

    [Fact]
    public void Addresses_that_changed_on_the_way_are_told_where_the_sign_in_failed()
    {
        var changed = new JournalEntry.NetworkChanged(Instant.Zero, [DeviceBench.FrontEnd2]);
        var found = new JournalBench().Add(changed).End().Found;
        found.Code.ShouldBe(FindingCatalogue.NetworkChangedHere.Code);
        Texts.ShouldTell(found, "now this machine has 192.0.2.12");

        new JournalBench().Add(changed).SignIn().Findings.Causes.ShouldBeEmpty();
    }
}
