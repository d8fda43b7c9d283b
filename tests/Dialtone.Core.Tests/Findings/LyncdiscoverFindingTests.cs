using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Findings;

/// <summary>Lyncdiscover that names no Registrar, and the finding with what was asked.</summary>
public class LyncdiscoverFindingTests
{
    private const string Url = "https://lyncdiscoverinternal.contoso.example/";
    private static readonly WebUrl Address = new(HostName.Parse("lyncdiscoverinternal.contoso.example"), "/");

    [Theory]
    [InlineData(LyncdiscoverStatus.NotThere, 1311, "lyncdiscoverinternal.contoso.example nor")]
    [InlineData(LyncdiscoverStatus.TimedOut, 1320, "contoso.example")]
    public void That_it_is_not_there_or_late_is_named(LyncdiscoverStatus status, int code, string told) =>
        ShouldFind(new() { Status = status, Took = TimeSpan.FromSeconds(30) }, code, told);

    [Theory]
    [InlineData(LyncdiscoverFailureKind.NotReached, 1312, "its name has no address")]
    [InlineData(LyncdiscoverFailureKind.Refused, 1313, "403 Forbidden")]
    [InlineData(LyncdiscoverFailureKind.Malformed, 1314, Url)]
    [InlineData(LyncdiscoverFailureKind.LeadsNowhere, 1315, Url)]
    [InlineData(LyncdiscoverFailureKind.NotFollowed, 1316, Url)]
    [InlineData(LyncdiscoverFailureKind.TooManyRedirects, 1317, Url)]
    [InlineData(LyncdiscoverFailureKind.NoTicket, 1318, Url)]
    [InlineData(LyncdiscoverFailureKind.TicketRefused, 1318, Url)]
    [InlineData(LyncdiscoverFailureKind.UserUnknown, 1319, "sip:alice@contoso.example")]
    public void Why_it_names_no_Registrar_is_named(LyncdiscoverFailureKind kind, int code, string told) =>
        ShouldFind(Failed(kind), code, told);

    [Fact]
    public void Of_two_ways_the_one_that_came_farther_is_told() => ShouldFind(
        Failed(LyncdiscoverFailureKind.UserUnknown) with
        {
            Failures =
            [
                new(LyncdiscoverFailureKind.UserUnknown, Url),
                new(LyncdiscoverFailureKind.NotReached, "http://lyncdiscover.contoso.example/"),
            ],
        }, 1319, Url);

    private static LyncdiscoverOutcome Failed(LyncdiscoverFailureKind kind) => new()
    {
        Status = LyncdiscoverStatus.Failed,
        Failures =
        [
            new(kind, Url)
            {
                Call = kind == LyncdiscoverFailureKind.NotReached
                    ? new(Address, WebStatus.NotResolved, WebStep.Resolve)
                    : new(Address, WebStatus.Answered, WebStep.Http) { HttpStatus = 403, Reason = "Forbidden" },
            },
        ],
    };

    private static void ShouldFind(LyncdiscoverOutcome outcome, int code, string told)
    {
        JournalBench Bench() => new JournalBench().Add(new JournalEntry.LyncdiscoverSeen(Instant.Zero, outcome));
        var found = Bench().End(CycleEnd.NothingFound).Found;
        found.Code.ShouldBe(new FindingCode((ushort)code));
        Texts.ShouldTell(found, told);
        Bench().SignIn().Found.Severity.ShouldBe(FindingSeverity.Degraded);
    }
}
