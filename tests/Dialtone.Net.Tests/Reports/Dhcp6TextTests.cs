using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Reports;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dhcp6;
using static Dialtone.Net.Tests.Reports.Entries;

namespace Dialtone.Net.Tests.Reports;

/// <summary>What is said of DHCPv6.</summary>
public class Dhcp6TextTests
{
    private static readonly IpAddress Server = IpAddress.Parse("fe80::2");
    private static readonly ImmutableArray<IpAddress> Addresses = [IpAddress.Parse("2001:db8::11")];

    [Theory]
    [InlineData(true, false, " ✓ DHCPv6   2 ms    fe80::2 answered: SIP servers pool01.contoso.example (option 21)")]
    [InlineData(false, true, " ✓ DHCPv6   2 ms    fe80::2 answered: SIP servers 2001:db8::11 (option 22)")]
    [InlineData(true, true,
        " ✓ DHCPv6   2 ms    fe80::2 answered: SIP servers pool01.contoso.example, 2001:db8::11 (options 21 and 22)")]
    public void An_answer(bool names, bool addresses, string line)
    {
        var answer = Answer() with
        {
            RegistrarNames = names ? [Pool01] : [], RegistrarAddresses = addresses ? Addresses : [],
        };

        Lines(Seen(Dhcp6Status.Answered, answer)).ShouldBe([line]);
    }

    [Theory]
    [InlineData(Dhcp6Status.NoAnswer,
        " · DHCPv6   5 s     no DHCPv6 server answered (3 INFORMATION-REQUEST sent on eth0)")]
    [InlineData(Dhcp6Status.NoOption, " · DHCPv6   5 s     fe80::2 answered without SIP servers (options 21 and 22)")]
    [InlineData(Dhcp6Status.Malformed, " ✗ DHCPv6   5 s     fe80::2 sent SIP servers wrongly: option 21 is empty")]
    [InlineData(Dhcp6Status.Refused, " ✗ DHCPv6   5 s     what is behind it.")]
    [InlineData(Dhcp6Status.NotPermitted, " · DHCPv6           not asked: what is behind it")]
    [InlineData(Dhcp6Status.NoIpv6, " · DHCPv6           not asked: what is behind it")]
    [InlineData(Dhcp6Status.NoLinkLocalAddress, " · DHCPv6           not asked: what is behind it")]
    [InlineData(Dhcp6Status.Unavailable, " · DHCPv6           not asked: what is behind it")]
    public void No_answer(Dhcp6Status status, string line)
    {
        Dhcp6Answer[] answers = status switch
        {
            Dhcp6Status.NoOption or Dhcp6Status.Refused => [Answer()],
            Dhcp6Status.Malformed => [Answer() with { RegistrarFault = "option 21 is empty" }],
            _ => [],
        };

        Lines(Seen(status, answers)).ShouldBe([line]);
    }

    [Fact]
    public void Servers_that_disagree()
    {
        var seen = Seen(
            Dhcp6Status.Answered,
            Answer() with { RegistrarNames = [Pool01] },
            Answer() with { From = IpAddress.Parse("fe80::3"), RegistrarAddresses = Addresses });
        var disagree = seen with { Outcome = seen.Outcome with { ServersDisagree = true } };

        Lines(disagree)[0].ShouldEndWith("pool01.contoso.example (option 21); another server gives others");
        Degradations(disagree).ShouldBe(["DHCPv6 servers give different SIP servers: fe80::2, fe80::3"]);
    }

    [Fact]
    public void What_could_not_be_used_is_a_degradation()
    {
        Degradations(Seen(Dhcp6Status.Malformed)).ShouldBe(["DHCPv6 options 21 and 22 are set wrongly"]);
        Degradations(Seen(Dhcp6Status.Refused)).ShouldBe(["DHCPv6 refused to answer"]);
        Degradations(Seen(Dhcp6Status.NoAnswer)).ShouldBeEmpty();
        Degradations(Seen(Dhcp6Status.NoOption)).ShouldBeEmpty();
    }

    [Fact]
    public void Where_nothing_was_found_it_is_spoken_of_if_it_was_asked()
    {
        var seen = Seen(Dhcp6Status.Malformed, Answer() with { RegistrarFault = "option 21 is empty" });
        var summary = SignInSummary.Of(
            [PoweredOn(), CycleBegan(Cycle.Scratch), seen, CycleFailed(CycleEnd.NothingFound)]);

        Sentences.FailedBecause(summary).ShouldBe(
            "Failed at DHCPv6: no source named a usable Registrar: fe80::2 sent SIP servers wrongly: option 21 is "
            + "empty; DHCP was not asked; DNS has no SRV record for this SIP domain.");
    }

    [Fact]
    public void The_journal_has_every_answer()
    {
        JournalText.Of(Seen(Dhcp6Status.Answered, Answer() with
        {
            RegistrarNames = [Pool01], RegistrarAddresses = Addresses, RegistrarFault = "some fault",
            StatusCode = Dhcp6StatusCode.NoBinding, StatusMessage = "who?",
        })).ShouldEndWith("Dhcp6Seen: Answered; fe80::2 (00:03:00:01:02:00:5e:10:00:02): "
            + "[pool01.contoso.example, 2001:db8::11], NoBinding who?, some fault; what is behind it.");
    }

    [Fact]
    public void Words_of_its_own()
    {
        Words.Of(Step.Dhcp6).ShouldBe("DHCPv6");
        Words.Of(CandidateSource.Dhcp6).ShouldBe("DHCPv6");
    }

    private static Dhcp6Answer Answer() => new()
    {
        Server = Duid.OfLinkLayer(HardwareAddress.Parse("02:00:5e:10:00:02")), From = Server,
        Took = TimeSpan.FromMilliseconds(2),
    };

    private static JournalEntry.Dhcp6Seen Seen(Dhcp6Status status, params Dhcp6Answer[] answers) => new(At(5), new()
    {
        Status = status,
        Answers = [.. answers],
        Server = answers.FirstOrDefault()?.From,
        RegistrarNames = answers.FirstOrDefault()?.RegistrarNames ?? [],
        RegistrarAddresses = answers.FirstOrDefault()?.RegistrarAddresses ?? [],
        Detail = "what is behind it.",
        Sent = 3,
        Interface = "eth0",
        Took = TimeSpan.FromSeconds(5),
    });

    private static IReadOnlyList<string> Degradations(JournalEntry before) =>
        Sentences.Degradations(SignInSummary.Of([PoweredOn(), before, Registered()]));
}
