using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Publishing;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Core.Tests.Publishing;

public class DhcpComparisonTests
{
    [Fact]
    public void Servers_that_say_the_same_agree()
    {
        var comparison = DhcpComparison.Of([Phones(Says("192.0.2.2", 1), Says("192.0.2.3", 1))]);

        comparison.Servers.Select(each => $"{each.Server}").ShouldBe(["192.0.2.2", "192.0.2.3"]);
        comparison.Disagreements.ShouldBeEmpty();
    }

    [Fact]
    public void One_that_says_nothing_disagrees_with_one_that_does()
    {
        var comparison = DhcpComparison.Of([Phones(Says("192.0.2.2", 1), Says("192.0.2.3"))]);

        comparison.Disagreements.ShouldBe([ComparedMatter.SipServers]);
        comparison.IsSound.ShouldBeFalse();
    }

    [Fact]
    public void One_that_was_not_heard_on_a_question_does_not_disagree_on_it()
    {
        var vlan = new DhcpAnswer
        {
            Server = IpAddress.Parse("192.0.2.3"), UcVendorBytes = [10, 2, 0, 100], Vlan = new VoiceVlanOption(100),
        };

        var comparison = DhcpComparison.Of(
        [
            Phones(Says("192.0.2.2", 1), Says("192.0.2.3", 1)),
            new() { Purpose = DhcpPurpose.VoiceVlan, Status = DhcpStatus.Answered, Answers = [vlan] },
        ]);

        comparison.Disagreements.ShouldBeEmpty();
        comparison.Servers[1].Vlan.ShouldBeSameAs(vlan);
    }

    [Fact]
    public void A_server_that_contradicts_itself_has_two_columns()
    {
        var comparison = DhcpComparison.Of([Phones(Says("192.0.2.2", 1), Says("192.0.2.2", 2))]);

        comparison.Servers.Length.ShouldBe(2);
        comparison.Disagreements.ShouldBe([ComparedMatter.SipServers]);
    }

    private static DhcpOutcome Phones(params ImmutableArray<DhcpAnswer> answers) =>
        new() { Status = DhcpStatus.Answered, Answers = answers };

    private static DhcpAnswer Says(string server, params ImmutableArray<byte> option120) =>
        new() { Server = IpAddress.Parse(server), SipServersBytes = option120 };
}
