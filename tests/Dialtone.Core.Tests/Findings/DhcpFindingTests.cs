using Dialtone.Core.Discovery;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Core.Tests.Findings;

/// <summary>What DHCP said, and the finding with the right bytes.</summary>
public class DhcpFindingTests
{
    private const string Right = "00 06 70 6f 6f 6c 30 31 07 63 6f 6e 74 6f 73 6f 07 65 78 61 6d 70 6c 65 00";
    private static readonly IpAddress Server = IpAddress.V4(192, 0, 2, 2);

    private static DhcpAnswer Sound => new()
    {
        Server = Server,
        Registrar = DeviceBench.Pool01,
        RegistrarNames = [DeviceBench.Pool01],
        WebServicesUrl = "https://web01.contoso.example/CertProv/CertProvisioningService.svc",
    };

    [Fact]
    public void Nothing_is_found_where_an_answer_is_sound() =>
        Saw(DhcpStatus.Answered, Sound).SignIn().Findings.Causes.ShouldBeEmpty();

    [Fact]
    public void Silence_blocks_where_there_is_nothing_else_and_degrades_where_there_is()
    {
        var found = Saw(DhcpStatus.NoAnswer).End(CycleEnd.NothingFound).Found;
        found.Code.ShouldBe(FindingCatalogue.DhcpNoAnswer.Code);
        found.Severity.ShouldBe(FindingSeverity.Blocking);
        found.Title.ShouldBe("No DHCP server answered the DHCPINFORM on eth0");

        Saw(DhcpStatus.NoAnswer).SignIn().Found.Severity.ShouldBe(FindingSeverity.Degraded);
    }

    [Fact]
    public void Answers_that_are_not_to_the_question_are_told_from_silence() => ShouldFind(
        FindingCatalogue.DhcpAnswersNotOurs, "2 of another transaction",
        new DhcpOutcome { Status = DhcpStatus.NoAnswer, Ignored = new() { OtherTransaction = 2 } });

    [Fact]
    public void An_answer_that_is_no_message_is_told_from_silence() => ShouldFind(
        FindingCatalogue.DhcpAnswerUnreadable, "NoMagicCookie at byte 236",
        new DhcpOutcome
        {
            Status = DhcpStatus.Malformed,
            Unreadable = new(new(Server, 67), new(DhcpFaultKind.NoMagicCookie, 236), [2, 1, 6, 0]),
        });

    [Fact]
    public void Text_in_option_120_is_answered_with_the_right_bytes() => ShouldFind(
        FindingCatalogue.DhcpOption120Text, Right,
        Outcome(DhcpStatus.Malformed, Sound with
        {
            Registrar = null,
            RegistrarNames = [],
            SipServersFault = new(SipServersFaultKind.PlainText, 0, DeviceBench.Pool01, "pool01.contoso.example"),
        }));

    [Theory]
    [InlineData(SipServersFaultKind.LabelPastEnd, "cut short at byte 8")]
    [InlineData(SipServersFaultKind.CompressionPointer, "a compressed name at byte 8")]
    [InlineData(SipServersFaultKind.UnknownEncoding, "neither 00 nor 01")]
    [InlineData(SipServersFaultKind.Empty, "it has no name")]
    [InlineData(SipServersFaultKind.NotAHostName, "no host name at byte 8")]
    public void An_option_120_that_cannot_be_read_is_named(SipServersFaultKind kind, string told) => ShouldFind(
        FindingCatalogue.DhcpOptionMalformed, told,
        Outcome(DhcpStatus.Malformed, Sound with
        {
            Registrar = null,
            RegistrarNames = [],
            SipServersFault = new(kind, 8),
            SipServersBytes = [0, 6],
        }));

    [Fact]
    public void Addresses_in_option_120_and_its_absence_are_two_findings()
    {
        var without = Sound with { Registrar = null, RegistrarNames = [] };
        ShouldFind(FindingCatalogue.DhcpOption120Addresses, "192.0.2.11",
            Outcome(DhcpStatus.NoOption, without with { RegistrarAddresses = [DeviceBench.FrontEnd1] }));
        ShouldFind(FindingCatalogue.DhcpOption120Missing, "192.0.2.2", Outcome(DhcpStatus.NoOption, without));
    }

    [Theory]
    [InlineData(UcVendorFaultKind.SubOptionMissing, UcSubOptionCode.WebServerFqdn, 1108, "sub-option 3 (WebServer")]
    [InlineData(UcVendorFaultKind.ClosedByNul, UcSubOptionCode.UrlScheme, 1108, "closed by a NUL")]
    [InlineData(UcVendorFaultKind.InvalidPort, UcSubOptionCode.WebServerPort, 1108, "is not a port: “x”")]
    [InlineData(UcVendorFaultKind.WrongIdentifier, UcSubOptionCode.UcIdentifier, 1109, "other clients")]
    public void An_option_43_that_cannot_be_used_is_named(
        UcVendorFaultKind kind, UcSubOptionCode code, int number, string told)
    {
        var found = Saw(DhcpStatus.Answered, Sound with
        {
            WebServicesUrl = null,
            UcVendorFault = new(kind, code, 0, "x"),
            UcVendorBytes = [1, 12],
        }).SignIn().Found;
        found.Code.Number.ShouldBe((ushort)number);
        Texts.Of(found).ShouldContain(told);
    }

    [Fact]
    public void Option_43_that_is_missing_or_unusual_is_named()
    {
        Saw(DhcpStatus.Answered, Sound with { WebServicesUrl = null }).SignIn().Found.Code
            .ShouldBe(FindingCatalogue.DhcpOption43Missing.Code);
        var odd = Saw(DhcpStatus.Answered, Sound with { WebServicesUrl = "http://web01.contoso.example/x" })
            .SignIn().Found;
        odd.Code.ShouldBe(FindingCatalogue.DhcpWebServicesUnusual.Code);
        odd.Severity.ShouldBe(FindingSeverity.Advice);
    }

    [Fact]
    public void Servers_that_disagree_several_names_and_a_slow_answer_are_named()
    {
        var other = Sound with { Server = IpAddress.V4(192, 0, 2, 3), Registrar = DeviceBench.Edge };
        Texts.Of(new JournalBench().Add(Seen(Outcome(DhcpStatus.Answered, Sound, other) with
        {
            ServersDisagree = true,
        })).SignIn().Found).ShouldContain("192.0.2.3 says sip.contoso.example");
        Saw(DhcpStatus.Answered, Sound with { RegistrarNames = [DeviceBench.Pool01, DeviceBench.Edge] }).SignIn()
            .Found.Code.ShouldBe(FindingCatalogue.DhcpSeveralNames.Code);
        Texts.Of(Saw(DhcpStatus.Answered, Sound with { Took = TimeSpan.FromSeconds(3) }).SignIn().Found)
            .ShouldContain("took 3.0 s to answer");
    }

    [Theory]
    [InlineData(DhcpStatus.NotPermitted, 9101)]
    [InlineData(DhcpStatus.Unavailable, 9102)]
    public void What_could_not_be_asked_from_here_is_told_and_blocks_nothing(DhcpStatus status, int code)
    {
        var found = Saw(status).SignIn().Found;
        found.Code.Number.ShouldBe((ushort)code);
        found.Severity.ShouldBe(FindingSeverity.Advice);
    }

    private static void ShouldFind(FindingDefinition definition, string told, DhcpOutcome outcome)
    {
        var found = new JournalBench().Add(Seen(outcome)).End(CycleEnd.NothingFound).Found;
        found.Code.ShouldBe(definition.Code);
        found.Severity.ShouldBe(FindingSeverity.Blocking);
        found.Title.ShouldNotContain("<");
        found.Directions.ShouldNotBeEmpty();
        Texts.Of(found).ShouldContain(told);
    }

    private static JournalBench Saw(DhcpStatus status, params DhcpAnswer[] answers) =>
        new JournalBench().Add(Seen(Outcome(status, answers)));

    private static DhcpOutcome Outcome(DhcpStatus status, params DhcpAnswer[] answers) => new()
    {
        Status = status,
        Interface = "eth0",
        LocalPort = 68,
        Answers = [.. answers],
        Registrar = answers.FirstOrDefault()?.Registrar,
        Server = answers.FirstOrDefault()?.Server,
    };

    private static JournalEntry.DhcpSeen Seen(DhcpOutcome outcome) => new(Instant.Zero, outcome);
}
