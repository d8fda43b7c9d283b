using Dialtone.Core.Discovery;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Core.Tests.Findings;

/// <summary>What DHCPv6 said, and the finding with the server and the right bytes.</summary>
public class Dhcp6FindingTests
{
    private const string Right = "06 70 6f 6f 6c 30 31 07 63 6f 6e 74 6f 73 6f 07 65 78 61 6d 70 6c 65 00";
    private static readonly IpAddress Server = IpAddress.Parse("fe80::1");

    private static Dhcp6Answer Sound => new()
    {
        Server = Duid.OfUuid(new Guid("0a1b2c3d-0000-4000-8000-000000000001")),
        From = Server,
        RegistrarNames = [DeviceBench.Pool01],
    };

    private static Dhcp6Answer Without => Sound with { RegistrarNames = [] };

    [Fact]
    public void Nothing_is_found_where_an_answer_is_sound() =>
        Saw(Dhcp6Status.Answered, Sound).SignIn().Findings.Causes.ShouldBeEmpty();

    [Fact]
    public void Silence_is_told_and_counts_where_there_is_nothing_else()
    {
        ShouldFind(1151, "No DHCPv6 server answered on eth0", new() { Status = Dhcp6Status.NoAnswer });
        Saw(Dhcp6Status.NoAnswer).SignIn().Found.Severity.ShouldBe(FindingSeverity.Advice);
    }

    [Fact]
    public void Answers_that_are_none_to_the_question_are_told_from_silence() => ShouldFind(
        1159, "2 of another transaction, 1 without a server identifier",
        new() { Status = Dhcp6Status.NoAnswer, Ignored = new() { OtherTransaction = 2, NoServerIdentifier = 1 } });

    [Fact]
    public void An_answer_that_is_no_message_is_told_from_silence() => ShouldFind(
        1158, "OptionPastEnd at byte 8",
        new()
        {
            Status = Dhcp6Status.Malformed,
            Unreadable = new(new(Server, 547), new(Dhcp6FaultKind.OptionPastEnd, 8), [7, 1, 2, 3]),
        });

    [Fact]
    public void An_answer_without_SIP_servers_and_one_that_refuses_are_named()
    {
        ShouldFind(1152, "fe80::1 names no SIP servers", Outcome(Dhcp6Status.NoOption, Without));
        ShouldFind(1156, "UnspecifiedFailure, “no pool here”", Outcome(Dhcp6Status.Refused, Without with
        {
            StatusCode = Dhcp6StatusCode.UnspecifiedFailure, StatusMessage = "no pool here",
        }));
    }

    [Theory]
    [InlineData(SipServersFaultKind.LabelPastEnd, "cut short at byte 8")]
    [InlineData(SipServersFaultKind.CompressionPointer, "a compressed name at byte 8")]
    [InlineData(SipServersFaultKind.UnknownEncoding, "the encoding byte that only option 120 of IPv4 has")]
    public void An_option_21_that_cannot_be_read_is_named(SipServersFaultKind kind, string told) => ShouldFind(
        1153, told, Outcome(Dhcp6Status.Malformed, Without with
        {
            NamesFault = new(Dhcp6OptionCode.SipServerNames, kind, 8), NamesBytes = [0, 6],
        }));

    [Fact]
    public void Text_in_option_21_is_answered_with_the_right_bytes() => ShouldFind(
        1154, Right, Outcome(Dhcp6Status.Malformed, Without with
        {
            NamesFault = new(
                Dhcp6OptionCode.SipServerNames, SipServersFaultKind.PlainText, 0, DeviceBench.Pool01,
                DeviceBench.Pool01.Text),
        }));

    [Fact]
    public void An_option_22_that_cannot_be_read_is_named() => ShouldFind(
        1155, "20 01 0d b8", Outcome(Dhcp6Status.Malformed, Without with
        {
            AddressesFault = new(Dhcp6OptionCode.SipServerAddresses, SipServersFaultKind.LabelPastEnd, 4),
            AddressesBytes = [0x20, 0x01, 0x0D, 0xB8],
        }));

    [Fact]
    public void Addresses_without_a_name_are_advice()
    {
        var found = Saw(Dhcp6Status.Answered, Without with { RegistrarAddresses = [IpAddress.Parse("2001:db8::11")] })
            .SignIn().Found;
        found.Code.ShouldBe(new FindingCode(1160));
        found.Severity.ShouldBe(FindingSeverity.Advice);
        Texts.Of(found).ShouldContain("2001:db8::11");
    }

    [Fact]
    public void Servers_that_disagree_and_one_that_is_slow_are_named()
    {
        var other = Sound with { From = IpAddress.Parse("fe80::2"), RegistrarNames = [DeviceBench.Pool02] };
        var found = Saw(Outcome(Dhcp6Status.Answered, Sound, other) with { ServersDisagree = true }).SignIn().Found;
        found.Code.ShouldBe(new FindingCode(1157));
        Texts.Of(found).ShouldContain("fe80::1 says pool01.contoso.example; fe80::2 says pool02.contoso.example");

        var slow = Saw(Dhcp6Status.Answered, Sound with { Took = TimeSpan.FromSeconds(3) });
        slow.Findings.First.ShouldNotBeNull().Severity.ShouldBe(FindingSeverity.Degraded);
        slow.SignIn().Found.Code.ShouldBe(new FindingCode(1161));
        slow.Found.Severity.ShouldBe(FindingSeverity.Advice);
        Texts.Of(slow.Found).ShouldContain("took 3.0 s to answer");
    }

    [Theory]
    [InlineData(Dhcp6Status.NotPermitted, null, 9101, "546")]
    [InlineData(Dhcp6Status.Unavailable, null, 9102, "DHCPv6")]
    [InlineData(Dhcp6Status.Unavailable, ChannelEnd.LocalPortTaken, 9107, "UDP port 546 is taken")]
    [InlineData(Dhcp6Status.NoIpv6, null, 9103, "eth0")]
    [InlineData(Dhcp6Status.NoLinkLocalAddress, null, 9104, "net.ipv6.conf.eth0.addr_gen_mode")]
    public void What_could_not_be_asked_from_here_is_advice_where_nothing_led_on(
        Dhcp6Status status, ChannelEnd? end, int code, string told)
    {
        var found = Saw(Outcome(status) with { End = end }).End(CycleEnd.NothingFound).Found;
        found.Code.ShouldBe(new FindingCode((ushort)code));
        found.Severity.ShouldBe(FindingSeverity.Advice);
        Texts.ShouldTell(found, told);

        Saw(status).SignIn().Findings.Causes.ShouldBeEmpty();
    }

    private static void ShouldFind(int code, string told, Dhcp6Outcome outcome)
    {
        var found = Saw(outcome with { Interface = "eth0" }).End(CycleEnd.NothingFound).Found;
        found.Code.ShouldBe(new FindingCode((ushort)code));
        found.Severity.ShouldBe(FindingSeverity.Blocking);
        Texts.Of(found).ShouldContain(told);
    }

    private static JournalBench Saw(Dhcp6Status status, params Dhcp6Answer[] answers) => Saw(Outcome(status, answers));

    private static JournalBench Saw(Dhcp6Outcome outcome) =>
        new JournalBench().Add(new JournalEntry.Dhcp6Seen(Instant.Zero, outcome));

    private static Dhcp6Outcome Outcome(Dhcp6Status status, params Dhcp6Answer[] answers) => new()
    {
        Status = status,
        Interface = "eth0",
        LocalPort = 546,
        Answers = [.. answers],
        Server = answers.FirstOrDefault()?.From,
    };
}
